import type { LayersModel } from '@tensorflow/tfjs-layers';
import { hashSeed } from './random.ts';

type Layer = LayersModel['layers'][number];

/**
 * Gives every dropout layer a seed of its own for one step. A layer with a fixed seed would draw the same mask for ever, and
 * one without cannot be repeated. Null takes the seeds away again, so that none is saved with the model.
 */
export function seedDropout(model: LayersModel, seed: number | null): void {
  for (const [index, layer] of model.layers.entries()) {
    // tfjs reads `seed` at every call and declares it private: there is no other way in.
    if (isDropout(layer))
      (layer as unknown as { seed: number | undefined }).seed = seed === null ? undefined : hashSeed(seed, index);
  }
}

function isDropout(layer: Layer): boolean {
  return layer.getClassName() === 'Dropout';
}
