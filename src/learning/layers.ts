/** Custom layers that TensorFlow.js lacks. layers-model-files.ts imports this file, so that every loader knows them. */
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { type AttentionShape, fusedAttention } from './engine/wasm/layers/attention.ts';
import { hashSeed } from './random.ts';
import type { StochasticLayer } from './stochastic-layers.ts';

type Variable = ReturnType<layers.Layer['addWeight']>;

/** Returns the single input of a layer. */
function singleInput(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const [first] = Array.isArray(inputs) ? inputs : [inputs];
  if (!first) throw new Error('The layer has no input.');
  return first;
}

/** Multi-head self-attention (Vaswani et al. 2017, section 3.2): [B, T, D] ─> [B, T, D]. */
export class SelfAttention extends layers.Layer {
  static className = 'SelfAttention';
  readonly #heads: number;
  readonly #seed: number;
  readonly #causal: boolean;
  #project: Variable | undefined;
  #merge: Variable | undefined;

  /**
   * @param heads  number of heads; must divide D
   * @param seed   seeds the initial weights (Glorot & Bengio 2010)
   * @param causal masks later steps, as an autoregressive model needs
   */
  constructor({
    heads,
    seed,
    causal = false,
    ...rest
  }: { heads: number; seed: number; causal?: boolean; name?: string }) {
    super(rest);
    this.#heads = heads;
    this.#seed = seed;
    this.#causal = causal;
  }

  override getConfig() {
    return { ...super.getConfig(), heads: this.#heads, seed: this.#seed, causal: this.#causal };
  }

  override build(inputShape: tf.Tensor['shape']): void {
    const first = (weight: string) => initializers.glorotUniform({ seed: hashSeed(this.#seed, 'init', weight) });
    const width = inputShape.at(-1) ?? 0;
    this.#project = this.addWeight('project', [width, 3 * width], 'float32', first('project'));
    this.#merge = this.addWeight('merge', [width, width], 'float32', first('merge'));
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Tensor['shape']): tf.Tensor['shape'] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = singleInput(inputs);
      const [batch = 0, steps = 0, width = 0] = x.shape;
      const [project, merge] = [this.#project?.read(), this.#merge?.read()];
      if (!project || !merge) throw new Error('The layer is not built.');
      const projected = tf.matMul(tf.reshape(x, [batch * steps, width]), project as tf.Tensor2D);
      const shape = { batch, steps, heads: this.#heads, size: width / this.#heads, causal: this.#causal };
      const attended = fusedAttention(projected, shape) ?? scaledDotProductAttention(projected, shape);
      return tf.reshape(tf.matMul(attended as tf.Tensor2D, merge as tf.Tensor2D), [batch, steps, width]);
    });
  }
}

/** softmax(Q K^T / sqrt(size)) V for every head. projected [B T, 3 D] ─> [B T, D] */
export function scaledDotProductAttention(
  projected: tf.Tensor,
  { batch, steps, heads, size, causal }: AttentionShape,
): tf.Tensor {
  // [3, B, heads, T, size]
  const parts = tf.transpose(tf.reshape(projected, [batch, steps, 3, heads, size]), [2, 0, 3, 1, 4]);
  const [query, key, value] = tf.unstack(parts) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(size));
  const seen = causal ? tf.linalg.bandPart(tf.ones([steps, steps]), -1, 0) : null;
  const weights = tf.softmax(seen ? tf.where(tf.greater(seen, 0), scores, -1e9) : scores);
  return tf.reshape(tf.transpose(tf.matMul(weights, value), [0, 2, 1, 3]), [batch * steps, heads * size]);
}

/** Adds learned positional embeddings (Gehring et al. 2017): [B, T, D] ─> [B, T, D]. */
export class PositionalEmbedding extends layers.Layer {
  static className = 'AddPositions';
  readonly #seed: number;
  #positions: Variable | undefined;

  constructor({ seed, ...rest }: { seed: number; name?: string }) {
    super(rest);
    this.#seed = seed;
  }

  override getConfig() {
    return { ...super.getConfig(), seed: this.#seed };
  }

  override build(inputShape: tf.Tensor['shape']): void {
    const first = initializers.randomUniform({ minval: -0.05, maxval: 0.05, seed: this.#seed });
    this.#positions = this.addWeight('positions', inputShape.slice(1), 'float32', first);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Tensor['shape']): tf.Tensor['shape'] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const positions = this.#positions?.read();
    if (!positions) throw new Error('The layer is not built.');
    return tf.add(singleInput(inputs), positions);
  }
}

/**
 * The reparameterization trick (Kingma & Welling 2014): takes means and log variances, [B, 2 Z], and samples [B, Z]. Adds the
 * Kullback-Leibler divergence from the standard normal distribution, averaged over the batch, to the loss.
 */
export class GaussianSample extends layers.Layer implements StochasticLayer {
  static className = 'GaussianSample';
  readonly isStochastic = true;
  seed: number | undefined;
  #divergence: tf.Scalar | null = null;

  constructor(options: { name?: string } = {}) {
    super(options);
  }

  override computeOutputShape(inputShape: tf.Tensor['shape']): tf.Tensor['shape'] {
    return [...inputShape.slice(0, -1), (inputShape.at(-1) ?? 0) / 2] as tf.Tensor['shape'];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { training?: boolean }): tf.Tensor {
    const [mean, logVariance] = tf.split(singleInput(inputs), 2, -1) as [tf.Tensor, tf.Tensor];
    if (!training) return mean;
    const terms = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
    this.#divergence?.dispose();
    // tfjs disposes a layer's temporary tensors after the call; calculateLosses() reads this one later.
    this.#divergence = tf.keep(tf.mul<tf.Scalar>(tf.mean(tf.sum(terms, -1)), 0.5));
    const noise = tf.randomNormal(mean.shape, 0, 1, 'float32', this.seed);
    return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
  }

  override dispose() {
    this.#divergence?.dispose();
    this.#divergence = null;
    return super.dispose();
  }

  override calculateLosses(): tf.Scalar[] {
    return this.#divergence ? [this.#divergence] : [];
  }
}

for (const layer of [SelfAttention, PositionalEmbedding, GaussianSample]) tf.serialization.registerClass(layer);
