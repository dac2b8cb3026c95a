/**
 * Batch and layer normalization along the last axis, one kernel forward and one backward (kernels/normalization.c has the
 * formulas): x is viewed as [rows, c].
 */
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import {
  allocateTensor,
  attributes,
  input,
  inputs,
  type Kernel,
  type KernelArguments,
  kernel,
  operation,
  replaceKernel,
  sizeFromShape,
} from '../kernel-access.ts';
import type { Native } from '../native.ts';
import { type CallOptions, overrideLayerCall, type Weight } from './layer-call.ts';

export function registerNormalization(native: Native): void {
  const plain = kernel('FusedBatchNorm');
  replaceKernel('FusedBatchNorm', (args) => normalizeWithMovingStatistics(native, args, plain));
  replaceKernel('BatchNormalization', (args) => normalizeChannels(native, args));
  replaceKernel('BatchNormalizationGradient', (args) => channelsGradient(native, args));
  replaceKernel('LayerNormalization', (args) => normalizeRows(native, args));
  replaceKernel('LayerNormalizationGradient', (args) => rowsGradient(native, args));
  overrideLayerCall(layers.batchNormalization(), callBatchNormalization);
  overrideLayerCall(layers.layerNormalization(), callLayerNormalization);
}

interface Epsilon {
  epsilon: number;
}

/** The size of x, viewed as [rows, c]. */
function sizesOf({ shape }: tf.TensorInfo): { rows: number; c: number } {
  const c = shape.at(-1) ?? 1;
  return { rows: sizeFromShape(shape) / Math.max(c, 1), c };
}

/** Normalizes with a given mean and variance, as inference does. */
function normalizeWithMovingStatistics(
  { run, pointerOf, withScratch }: Native,
  args: KernelArguments,
  plain: Kernel,
): tf.TensorInfo {
  const { x, mean, variance } = inputs(args, 'x', 'mean', 'variance');
  const [gamma, beta] = ['scale', 'offset'].map((name) => (args.inputs[name] ? input(args, name) : null));
  const { rows, c } = sizesOf(x);
  const each = [mean, variance, gamma, beta].every((one) => !one || (one.shape.length === 1 && one.shape[0] === c));
  if (!each || x.dtype !== 'float32') return plain(args);
  const { varianceEpsilon } = attributes<{ varianceEpsilon: number }>(args);
  const y = allocateTensor(args.backend, x.shape);
  const [scale, shift] = [gamma, beta].map((one) => (one ? pointerOf(one) : 0));
  withScratch(c, (scales) =>
    run.normalize_channels(
      pointerOf(x),
      rows,
      c,
      pointerOf(mean),
      pointerOf(variance),
      varianceEpsilon,
      scale ?? 0,
      shift ?? 0,
      scales,
      pointerOf(y),
    ),
  );
  return y;
}

/** Returns [y, mean, variance]. */
function normalizeChannels({ run, pointerOf, withScratch }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { x, gamma, beta } = inputs(args, 'x', 'gamma', 'beta');
  const { epsilon } = attributes<Epsilon>(args);
  const { rows, c } = sizesOf(x);
  const [y, mean, variance] = [
    allocateTensor(args.backend, x.shape),
    allocateTensor(args.backend, [c]),
    allocateTensor(args.backend, [c]),
  ];
  withScratch(c, (scratch) => {
    run.channel_moments(pointerOf(x), rows, c, scratch, pointerOf(mean), pointerOf(variance));
    run.normalize_channels(
      pointerOf(x),
      rows,
      c,
      pointerOf(mean),
      pointerOf(variance),
      epsilon,
      pointerOf(gamma),
      pointerOf(beta),
      scratch,
      pointerOf(y),
    );
  });
  return [y, mean, variance];
}

/** Returns the gradients of x, gamma and beta. */
function channelsGradient({ run, pointerOf, withScratch }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { dy, x, gamma, mean, variance } = inputs(args, 'dy', 'x', 'gamma', 'mean', 'variance');
  const { epsilon } = attributes<Epsilon>(args);
  const { rows, c } = sizesOf(x);
  const [dx, dgamma, dbeta] = [
    allocateTensor(args.backend, x.shape),
    allocateTensor(args.backend, [c]),
    allocateTensor(args.backend, [c]),
  ];
  const from = [pointerOf(x), pointerOf(dy), rows, c, pointerOf(mean), pointerOf(variance), epsilon, pointerOf(gamma)];
  withScratch(4 * c, (scratch) =>
    run.normalize_channels_gradient(...from, scratch, pointerOf(dx), pointerOf(dgamma), pointerOf(dbeta)),
  );
  return [dx, dgamma, dbeta];
}

/** Returns [y, mean, inverse], with one mean and inverse per row. */
function normalizeRows({ run, pointerOf }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { x, gamma, beta } = inputs(args, 'x', 'gamma', 'beta');
  const { epsilon } = attributes<Epsilon>(args);
  const { rows, c } = sizesOf(x);
  const [y, mean, inverse] = [
    allocateTensor(args.backend, x.shape),
    allocateTensor(args.backend, [rows]),
    allocateTensor(args.backend, [rows]),
  ];
  run.normalize_rows(
    pointerOf(x),
    rows,
    c,
    epsilon,
    pointerOf(gamma),
    pointerOf(beta),
    pointerOf(mean),
    pointerOf(inverse),
    pointerOf(y),
  );
  return [y, mean, inverse];
}

/** Returns the gradients of x, gamma and beta. */
function rowsGradient({ run, pointerOf, withScratch }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { dy, x, gamma, mean, inverse } = inputs(args, 'dy', 'x', 'gamma', 'mean', 'inverse');
  const { rows, c } = sizesOf(x);
  const [dx, dgamma, dbeta] = [
    allocateTensor(args.backend, x.shape),
    allocateTensor(args.backend, [c]),
    allocateTensor(args.backend, [c]),
  ];
  const from = [pointerOf(x), pointerOf(dy), rows, c, pointerOf(mean), pointerOf(inverse), pointerOf(gamma)];
  withScratch(2 * c, (sums) =>
    run.normalize_rows_gradient(...from, sums, pointerOf(dx), pointerOf(dgamma), pointerOf(dbeta)),
  );
  return [dx, dgamma, dbeta];
}

/** Fields of tfjs's layer. */
interface BatchNormalization {
  axis: number;
  momentum: number;
  epsilon: number;
  gamma?: Weight;
  beta?: Weight;
  movingMean: Weight;
  movingVariance: Weight;
}

function callBatchNormalization(layer: BatchNormalization, x: tf.Tensor, { training }: CallOptions): tf.Tensor | null {
  const { axis, momentum, epsilon, gamma, beta } = layer;
  const last = axis === -1 || axis === x.shape.length - 1;
  if (!training || !last || !gamma || !beta || x.dtype !== 'float32') return null;
  const updateMovingAverage = (average: Weight, now: tf.Tensor) => {
    const before = average.read();
    average.write(tf.sub(before, tf.mul(tf.sub(before, now), 1 - momentum)));
  };
  return operation({
    forward: 'BatchNormalization',
    backward: 'BatchNormalizationGradient',
    makes: ['y', 'mean', 'variance'],
    inputs: { x, gamma: gamma.read(), beta: beta.read() },
    attrs: { epsilon },
    onMade([, mean, variance]) {
      if (!mean || !variance) throw new Error('The kernel returned no mean or no variance.');
      updateMovingAverage(layer.movingMean, mean);
      updateMovingAverage(layer.movingVariance, variance);
    },
  });
}

/** Fields of tfjs's layer once it is built. */
interface LayerNormalization {
  axis: number[];
  epsilon: number;
  gamma: Weight | null;
  beta: Weight | null;
}

function callLayerNormalization({ axis, epsilon, gamma, beta }: LayerNormalization, x: tf.Tensor): tf.Tensor | null {
  const last = axis.length === 1 && axis[0] === x.shape.length - 1;
  if (!last || !gamma || !beta || x.dtype !== 'float32') return null;
  return operation({
    forward: 'LayerNormalization',
    backward: 'LayerNormalizationGradient',
    makes: ['y', 'mean', 'inverse'],
    inputs: { x, gamma: gamma.read(), beta: beta.read() },
    attrs: { epsilon },
  });
}
