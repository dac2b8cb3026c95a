/** The forward passes of our own layers (src/learning/layers.ts), which stored networks can contain. */
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers } from '@tensorflow/tfjs-layers';

type Variable = ReturnType<layers.Layer['addWeight']>;

/** The single input of a layer. */
function only(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const [first] = Array.isArray(inputs) ? inputs : [inputs];
  if (!first) throw new Error('The layer has no input.');
  return first;
}

/** Initial value of a weight, which the stored one replaces. */
const zeros = initializers.zeros();

/** Multi-head self-attention (Vaswani et al. 2017, section 3.2): [B, T, D] ─> [B, T, D]. */
class SelfAttention extends layers.Layer {
  static className = 'SelfAttention';
  readonly #heads: number;
  #project: Variable | undefined;
  #merge: Variable | undefined;

  constructor({ heads, seed: _, causal, ...rest }: { heads: number; seed: number; causal: boolean; name?: string }) {
    super(rest);
    if (causal) throw new Error('Text generation runs on the server only.');
    this.#heads = heads;
  }

  override build(inputShape: tf.Tensor['shape']): void {
    const width = inputShape.at(-1) ?? 0;
    this.#project = this.addWeight('project', [width, 3 * width], 'float32', zeros);
    this.#merge = this.addWeight('merge', [width, width], 'float32', zeros);
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
      const size = width / this.#heads;
      // [3, B, heads, T, size]
      const projected = tf.matMul(tf.reshape(x, [batch * steps, width]), project as tf.Tensor2D);
      const parts = tf.transpose(tf.reshape(projected, [batch, steps, 3, this.#heads, size]), [2, 0, 3, 1, 4]);
      const [query, key, value] = tf.unstack(parts) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const weights = tf.softmax(tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(size)));
      const attended = tf.transpose(tf.matMul(weights, value), [0, 2, 1, 3]);
      const merged = tf.matMul(tf.reshape(attended, [batch * steps, width]), merge as tf.Tensor2D);
      return tf.reshape(merged, [batch, steps, width]);
    });
  }
}

/** Adds a learned embedding to every position (Gehring et al. 2017): [B, T, D] ─> [B, T, D]. */
class AddPositions extends layers.Layer {
  static className = 'AddPositions';
  #positions: Variable | undefined;

  constructor({ seed: _, ...rest }: { seed: number; name?: string }) {
    super(rest);
  }

  override build(inputShape: tf.Tensor['shape']): void {
    this.#positions = this.addWeight('positions', inputShape.slice(1), 'float32', zeros);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tf.Tensor['shape']): tf.Tensor['shape'] {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const positions = this.#positions?.read();
    if (!positions) throw new Error('The layer is not built.');
    return tf.add(only(inputs), positions);
  }
}

export function registerLayers(): void {
  for (const layer of [SelfAttention, AddPositions]) tf.serialization.registerClass(layer);
}
