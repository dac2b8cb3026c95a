import type { LayersModel } from '@tensorflow/tfjs-layers';
import { hashSeed } from './random.ts';

type Layer = LayersModel['layers'][number];

/** A layer that draws random numbers during training, from its own `seed`: Keras's Dropout, or a custom layer with this flag. */
export interface StochasticLayer {
  seed: number | undefined;
  readonly isStochastic: true;
}

/**
 * Gives every stochastic layer its own seed for one step. A layer with a fixed seed would draw the same mask at every step,
 * and one without a seed is not reproducible. Null removes the seeds, so that none is saved with the model.
 */
export function seedStochasticLayers(model: LayersModel, seed: number | null): void {
  for (const [index, layer] of model.layers.entries()) {
    if (isStochasticLayer(layer)) layer.seed = seed === null ? undefined : hashSeed(seed, index);
  }
}

function isStochasticLayer(layer: Layer): layer is Layer & StochasticLayer {
  // tfjs's Dropout reads `seed` at every call but declares it private, so this cast is the only way to set it.
  return layer.getClassName() === 'Dropout' || 'isStochastic' in layer;
}
