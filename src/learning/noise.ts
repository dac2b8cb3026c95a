import type { LayersModel } from '@tensorflow/tfjs-layers';
import { hashSeed } from './random.ts';

type Layer = LayersModel['layers'][number];

/** Layers that draw random numbers while they train, each from its own `seed`: Keras's dropout, and ours by this mark. */
export interface NoisyLayer {
  seed: number | undefined;
  readonly drawsNoise: true;
}

/**
 * Gives every layer that draws random numbers a seed of its own for one step. A layer with a fixed seed would draw the same
 * mask for ever, and one without cannot be repeated. Null takes the seeds away again, so that none is saved with the model.
 */
export function seedNoise(model: LayersModel, seed: number | null): void {
  for (const [index, layer] of model.layers.entries()) {
    if (isNoisy(layer)) layer.seed = seed === null ? undefined : hashSeed(seed, index);
  }
}

function isNoisy(layer: Layer): layer is Layer & NoisyLayer {
  // tfjs's dropout reads `seed` at every call and declares it private: there is no other way in.
  return layer.getClassName() === 'Dropout' || 'drawsNoise' in layer;
}
