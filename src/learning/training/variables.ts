/** Lists, reads and writes the variables of a model. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Returns the variables that gradients are computed for. */
export function trainableVariables(model: LayersModel): tf.Variable[] {
  // A layer variable wraps the core variable that gradients refer to; its type does not expose it.
  return model.trainableWeights.map((weight) => weight.read() as tf.Variable);
}

/** Returns the other variables: the running averages of batch normalization. */
export function nonTrainableVariables(model: LayersModel): tf.Variable[] {
  return model.nonTrainableWeights.map((weight) => weight.read() as tf.Variable);
}

/** Returns all variables, trainable or not. */
export function allVariables(model: LayersModel): tf.Variable[] {
  return model.weights.map((weight) => weight.read() as tf.Variable);
}

export function readVariables(tensors: tf.Tensor[]): Promise<Float32Array[]> {
  // Copied, because a backend may return a view of memory that it reuses.
  return Promise.all(tensors.map(async (tensor) => (await tensor.data<'float32'>()).slice()));
}

export function writeVariables(variables: tf.Variable[], values: Float32Array[]): void {
  tf.tidy(() => {
    for (const [index, variable] of variables.entries()) {
      const own = values[index];
      if (own?.length !== variable.size) throw new Error(`The checkpoint does not match the model at tensor ${index}.`);
      variable.assign(tf.tensor(own, variable.shape));
    }
  });
}
