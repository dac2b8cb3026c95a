/** The loss of single-pass object detection; ../detection.ts describes the grid of cells. */

import * as tf from '@tensorflow/tfjs-core';
import { boxChannels } from '../../shared/detections.ts';

/** Weights of the loss terms: most cells are empty, and the position of a box counts more than its class. */
const [emptyWeight, boxWeight] = [0.5, 5];

/** output, y [B, S, S, 5 + C] (y may be flat) ─> [B] */
export function detectionLoss(output: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const [batch = 0, rows = 0, columns = 0, width = 0] = output.shape;
  const split = [1, 4, width - boxChannels];
  const shape = [batch, rows * columns, width];
  const [objectnessLogits, position, classes] = tf.split(tf.reshape(output, shape), split, -1) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const [isObject, targetPosition, label] = tf.split(tf.reshape(y, shape), split, -1) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const weight = tf.add(tf.mul(isObject, 1 - emptyWeight), emptyWeight);
  const objectness = tf.sum(tf.mul(weight, sigmoidCrossentropy(objectnessLogits, isObject)), [1, 2]);
  const distance = tf.squaredDifference(tf.sigmoid(position), targetPosition);
  const positionLoss = tf.sum(tf.mul(isObject, distance), [1, 2]);
  const classLoss = tf.neg(tf.sum(tf.mul(label, tf.logSoftmax(classes)), [1, 2]));
  return tf.addN([objectness, tf.mul(positionLoss, boxWeight), classLoss]);
}

/** max(l, 0) - l y + log(1 + exp(-|l|)): stable for any logit. */
function sigmoidCrossentropy(logits: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const stable = tf.log(tf.add(1, tf.exp(tf.neg(tf.abs(logits)))));
  return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, y)), stable);
}
