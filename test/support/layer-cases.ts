/** Layers that run as one kernel, as functions of their input and their weights. */
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { type AttentionShape, fusedAttention } from '../../src/learning/engine/wasm/layers/attention.ts';
import { scaledDotProductAttention } from '../../src/learning/layers.ts';
import { detectionLoss } from '../../src/learning/training/detection-loss.ts';
import { meanLoss } from '../../src/learning/training/loss.ts';
import type { GradientCase } from './gradients.ts';

/** Stands in for a variable, so that a layer reads its weight from a tensor of the test. */
const weightOf = (tensor: tf.Tensor) => ({ read: () => tensor, write: () => undefined });

const call = (layer: layers.Layer, x: tf.Tensor, training: boolean) => layer.call(x, { training }) as tf.Tensor; // one output

type LstmOptions = Partial<Parameters<typeof layers.lstm>[0]>;

/** x [B, T, I], kernel [I, 4 U], recurrent kernel [U, 4 U], bias [4 U] */
export function lstmOf(options: LstmOptions, training = true) {
  return (x: tf.Tensor, kernel: tf.Tensor, recurrent: tf.Tensor, bias?: tf.Tensor): tf.Tensor => {
    const units = recurrent.shape[0] ?? 0;
    const layer = layers.lstm({ recurrentActivation: 'sigmoid', ...options, units });
    const weights = {
      kernel: weightOf(kernel),
      recurrentKernel: weightOf(recurrent),
      bias: bias ? weightOf(bias) : null,
    };
    Object.assign((layer as unknown as { cell: object }).cell, weights); // tfjs declares it protected
    return call(layer, x, training);
  };
}

/** x [..., C], gamma [C], beta [C] */
export function batchNormalizationOf(axis = -1) {
  return (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor => {
    const layer = layers.batchNormalization({ axis });
    const [movingMean, movingVariance] = [weightOf(tf.zerosLike(beta)), weightOf(tf.onesLike(beta))];
    Object.assign(layer, { gamma: weightOf(gamma), beta: weightOf(beta), movingMean, movingVariance });
    return call(layer, x, true);
  };
}

/** x [..., C], gamma [C], beta [C] */
function layerNormalizationOf() {
  return (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor => {
    const layer = layers.layerNormalization({ axis: [x.shape.length - 1] });
    Object.assign(layer, { gamma: weightOf(gamma), beta: weightOf(beta) });
    return call(layer, x, true);
  };
}

/** x [N, H, W, C], filter [KH, KW, C, OC], bias [OC] */
function convolutionOf(options: Partial<Parameters<typeof layers.conv2d>[0]>) {
  return (x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor): tf.Tensor => {
    const [kernelSize = 1, , , filters = 1] = kernel.shape;
    const layer = layers.conv2d({ ...options, kernelSize, filters });
    Object.assign(layer, { kernel: weightOf(kernel), bias: bias ? weightOf(bias) : null });
    return call(layer, x, true);
  };
}

/** x [..., I], kernel [I, U], bias [U] */
function denseOf(activation: 'linear' | 'relu' | 'relu6' | 'tanh' | 'softmax') {
  return (x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor): tf.Tensor => {
    const layer = layers.dense({ units: kernel.shape[1] ?? 1, activation });
    Object.assign(layer, { kernel: weightOf(kernel), bias: bias ? weightOf(bias) : null });
    return call(layer, x, true);
  };
}

/** Keeps some outputs far above zero and the others far below: the corner of a ReLU must not lie within the finite difference. */
const apart = (bias: tf.Tensor) =>
  tf.add(bias, tf.tensor(Array.from({ length: bias.size }, (_, unit) => (unit % 2 ? 9 : -9))));

/** projected [B T, 3 H S] */
function attentionOf(shape: AttentionShape) {
  return (projected: tf.Tensor): tf.Tensor =>
    fusedAttention(projected, shape) ?? scaledDotProductAttention(projected, shape);
}

/** Computes the detection loss with one object in each image. */
function lossOfBoxes(output: tf.Tensor): tf.Tensor {
  const cell = [1, 0.3, 0.6, 0.4, 0.2, 0, 1, 0];
  const empty = new Array<number>(8).fill(0);
  return detectionLoss(output, tf.tensor([cell, empty, empty, empty, empty, empty, cell, empty].flat(), [2, 32]));
}

function lossOfTokens(scores: tf.Tensor): tf.Tensor {
  return meanLoss('nextToken', tf.softmax(scores), tf.tensor2d([0, 4, 2, 3, 3, 1], [2, 3]));
}

const one = (kernel: string, title: string, op: GradientCase['op'], ...shapes: number[][]): GradientCase => ({
  kernel,
  title,
  op,
  shapes,
});

export const layerCases: GradientCase[] = [
  one('Lstm', 'the last step', lstmOf({}), [3, 4, 5], [5, 24], [6, 24], [24]),
  one('Lstm', 'every step', lstmOf({ returnSequences: true }), [3, 4, 2], [2, 20], [5, 20], [20]),
  one('Lstm', 'backwards, a hard gate', lstmOf({ goBackwards: true, recurrentActivation: 'hardSigmoid' }), [2, 3, 4], [4, 16], [4, 16], [16]), // biome-ignore format: one line says it
  one('Lstm', 'without bias', lstmOf({ useBias: false }), [2, 3, 4], [4, 12], [3, 12]),
  one('Lstm', 'a single step', lstmOf({}), [2, 1, 4], [4, 12], [3, 12], [12]),
  one('FusedConv2D', 'a layer, relu', (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) => convolutionOf({ activation: 'relu', padding: 'same' })(x, kernel, apart(bias)), [2, 5, 6, 3], [3, 3, 3, 9], [9]), // biome-ignore format: one line says it
  one('FusedConv2D', 'a layer, stride 2, tanh', convolutionOf({ activation: 'tanh', strides: 2 }), [2, 6, 6, 2], [3, 3, 2, 4], [4]), // biome-ignore format: one line says it
  one('FusedConv2D', 'a layer without bias', convolutionOf({ useBias: false }), [2, 5, 5, 2], [3, 3, 2, 4]),
  one(
    '_FusedMatMul',
    'a layer, relu',
    (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) => denseOf('relu')(x, kernel, apart(bias)),
    [5, 7],
    [7, 6],
    [6],
  ),
  one('_FusedMatMul', 'a layer, softmax', denseOf('softmax'), [5, 7], [7, 6], [6]),
  one('_FusedMatMul', 'a layer over steps', denseOf('relu6'), [2, 3, 5], [5, 4], [4]),
  one('_FusedMatMul', 'a layer without bias', denseOf('linear'), [5, 7], [7, 3]),
  one('BatchNormalization', 'of channels', batchNormalizationOf(), [3, 4, 5, 6], [6], [6]),
  one('BatchNormalization', 'of columns, more than are summed at once', batchNormalizationOf(), [150, 3], [3], [3]),
  one('LayerNormalization', 'of rows', layerNormalizationOf(), [3, 4, 8], [8], [8]),
  one('LayerNormalization', 'of rows that do not fit vectors', layerNormalizationOf(), [5, 7], [7], [7]),
  one('Attention', 'two heads', attentionOf({ batch: 2, steps: 5, heads: 2, size: 3, causal: false }), [10, 18]),
  one('Attention', 'of whole vectors', attentionOf({ batch: 2, steps: 8, heads: 2, size: 8, causal: false }), [16, 48]),
  one('SplitV', 'the loss of boxes', lossOfBoxes, [2, 2, 2, 8]),
  one('OneHot', 'the loss of the next token', lossOfTokens, [2, 3, 5]),
  one('Attention', 'causal', attentionOf({ batch: 2, steps: 6, heads: 2, size: 4, causal: true }), [12, 24]),
];

/** The cases that TensorFlow.js's own layers can compute: its LSTM fails on sequences of one step. */
export const composableCases = layerCases.filter(({ title }) => title !== 'a single step');
