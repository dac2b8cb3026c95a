/** Layers that TensorFlow.js does not bring. Who loads a model knows them: serialize.ts sees to it. */
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';
import type { NoisyLayer } from './noise.ts';
import { hashSeed } from './random.ts';

type Variable = ReturnType<layers.Layer['addWeight']>;

/** The one input that these layers have. */
function only(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const [first] = Array.isArray(inputs) ? inputs : [inputs];
  if (!first) throw new Error('The layer has no input.');
  return first;
}

/** Multi-head self-attention (Vaswani et al. 2017, section 3.2): [B, T, D] ─> [B, T, D]. */
export class SelfAttention extends layers.Layer {
  static className = 'SelfAttention';
  readonly #heads: number;
  readonly #seed: number;
  #project: Variable | undefined;
  #merge: Variable | undefined;

  /** @param seed of the weights' first values (Glorot & Bengio 2010) */
  constructor({ heads, seed, ...rest }: { heads: number; seed: number; name?: string }) {
    super(rest);
    this.#heads = heads;
    this.#seed = seed;
  }

  override getConfig() {
    return { ...super.getConfig(), heads: this.#heads, seed: this.#seed };
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
      const x = only(inputs);
      const [batch = 0, steps = 0, width = 0] = x.shape;
      const [project, merge] = [this.#project?.read(), this.#merge?.read()];
      if (!project || !merge) throw new Error('The layer is not built.');
      const flat = tf.matMul(tf.reshape(x, [batch * steps, width]), project as tf.Tensor2D);
      const size = width / this.#heads;
      // [3, B, heads, T, size]
      const parts = tf.transpose(tf.reshape(flat, [batch, steps, 3, this.#heads, size]), [2, 0, 3, 1, 4]);
      const [query, key, value] = tf.unstack(parts) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const weights = tf.softmax(tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(size)));
      const attended = tf.reshape(tf.transpose(tf.matMul(weights, value), [0, 2, 1, 3]), [batch * steps, width]);
      return tf.reshape(tf.matMul(attended as tf.Tensor2D, merge as tf.Tensor2D), [batch, steps, width]);
    });
  }
}

/**
 * The reparameterisation trick (Kingma & Welling 2014): [B, 2 Z], means and log variances, ─> [B, Z], a draw. Asks for the
 * Kullback-Leibler divergence from the standard normal distribution, a mean over the batch, as its penalty.
 */
export class GaussianSample extends layers.Layer implements NoisyLayer {
  static className = 'GaussianSample';
  readonly drawsNoise = true;
  seed: number | undefined;
  #divergence: tf.Scalar | null = null;

  constructor(options: { name?: string } = {}) {
    super(options);
  }

  override computeOutputShape(inputShape: tf.Tensor['shape']): tf.Tensor['shape'] {
    return [...inputShape.slice(0, -1), (inputShape.at(-1) ?? 0) / 2] as tf.Tensor['shape'];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training }: { training?: boolean }): tf.Tensor {
    const [mean, logVariance] = tf.split(only(inputs), 2, -1) as [tf.Tensor, tf.Tensor];
    if (!training) return mean;
    const terms = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
    this.#divergence?.dispose();
    // A layer's temporary tensors go when it has answered; this one is asked for afterwards.
    this.#divergence = tf.keep(tf.mul<tf.Scalar>(tf.mean(tf.sum(terms, -1)), 0.5));
    const noise = tf.randomNormal(mean.shape, 0, 1, 'float32', this.seed);
    return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
  }

  override calculateLosses(): tf.Scalar[] {
    return this.#divergence ? [this.#divergence] : [];
  }
}

for (const layer of [SelfAttention, GaussianSample]) tf.serialization.registerClass(layer);
