/** What the networks' files share. */
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { hashSeed } from '../learning/random.ts';
import type { Shape } from './family.ts';

/** Glorot & Bengio 2010: for layers whose outputs are not rectified. Every layer draws from a stream of its own. */
export function glorot(seed: number, layer: string | number) {
  return initializers.glorotUniform({ seed: hashSeed(seed, 'init', layer) });
}

/** He et al. 2015: for rectified layers. */
export function he(seed: number, layer: string | number) {
  return initializers.heNormal({ seed: hashSeed(seed, 'init', layer) });
}

/**
 * Batch normalisation whose running averages follow within some dozen steps. Keras's default takes hundreds, and a short training
 * would answer with averages of before it.
 */
export function normalization() {
  return layers.batchNormalization({ momentum: 0.9 });
}

/** Probabilities of classes, or plain numbers. */
export function outputActivation(objective: Shape['objective']): 'softmax' | 'linear' {
  return objective === 'CLASSIFICATION' ? 'softmax' : 'linear';
}
