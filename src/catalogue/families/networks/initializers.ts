/** Initializers and layers that the network families share. */
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { hashSeed } from '../../../learning/random.ts';
import type { ModelShape } from '../../family.ts';

/** Glorot & Bengio 2010, for layers without ReLU. Every layer has its own random stream. */
export function glorotUniform(seed: number, layer: string | number) {
  return initializers.glorotUniform({ seed: hashSeed(seed, 'init', layer) });
}

/** He et al. 2015, for layers with ReLU. */
export function heNormal(seed: number, layer: string | number) {
  return initializers.heNormal({ seed: hashSeed(seed, 'init', layer) });
}

/**
 * Batch normalization whose running averages adapt within a few dozen steps. With Keras's default they take hundreds, so that
 * after a short training they would still be close to their initial values.
 */
export function batchNormalization() {
  return layers.batchNormalization({ momentum: 0.9 });
}

/** Returns softmax for class probabilities, linear otherwise. */
export function outputActivation(objective: ModelShape['objective']): 'softmax' | 'linear' {
  return objective === 'CLASSIFICATION' ? 'softmax' : 'linear';
}
