/** A model's variables: which there are, and copying their values out and in. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** What gradients are taken of. */
export function trainableVariables(model: LayersModel): tf.Variable[] {
  // A layer variable wraps the core variable that gradients are taken of; its type hides that.
  return model.trainableWeights.map((weight) => weight.read() as tf.Variable);
}

/** What is kept besides: the running averages of batch normalisation. */
export function fixedVariables(model: LayersModel): tf.Variable[] {
  return model.nonTrainableWeights.map((weight) => weight.read() as tf.Variable);
}

/** Trainable or not (batch normalisation keeps averages). */
export function allVariables(model: LayersModel): tf.Variable[] {
  return model.weights.map((weight) => weight.read() as tf.Variable);
}

export function readAll(tensors: tf.Tensor[]): Promise<Float32Array[]> {
  // Copied: a backend may hand out a view of memory that it uses again.
  return Promise.all(tensors.map(async (tensor) => (await tensor.data<'float32'>()).slice()));
}

export function writeAll(variables: tf.Variable[], values: Float32Array[]): void {
  tf.tidy(() => {
    for (const [index, variable] of variables.entries()) {
      const own = values[index];
      if (own?.length !== variable.size) throw new Error(`The checkpoint does not fit the model at tensor ${index}.`);
      variable.assign(tf.tensor(own, variable.shape));
    }
  });
}
