/** What the networks' files share. */
import { initializers } from '@tensorflow/tfjs-layers';
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

/** Probabilities of classes, or plain numbers. */
export function outputActivation(objective: Shape['objective']): 'softmax' | 'linear' {
  return objective === 'CLASSIFICATION' ? 'softmax' : 'linear';
}
