/**
 * Batch and layer normalisation as one kernel forward and one back (kernels/normalization.c has the formulas), where they run
 * along the last axis: x is seen as [rows, c].
 */
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import {
  attributes,
  input,
  inputs,
  type Kernel,
  type KernelArguments,
  kernel,
  operation,
  output,
  product,
  replaceKernel,
} from './access.ts';
import { type CallOptions, replaceCall, type Weight } from './layer-call.ts';
import type { Native } from './native.ts';

export function registerNormalization(native: Native): void {
  const plain = kernel('FusedBatchNorm');
  replaceKernel('FusedBatchNorm', (args) => normalizeAsBefore(native, args, plain));
  replaceKernel('BatchNormalization', (args) => normalizeChannels(native, args));
  replaceKernel('BatchNormalizationGradient', (args) => channelsGradient(native, args));
  replaceKernel('LayerNormalization', (args) => normalizeRows(native, args));
  replaceKernel('LayerNormalizationGradient', (args) => rowsGradient(native, args));
  replaceCall(layers.batchNormalization(), callBatchNormalization);
  replaceCall(layers.layerNormalization(), callLayerNormalization);
}

interface Epsilon {
  epsilon: number;
}

/** x as [rows, c]. */
function sizesOf({ shape }: tf.TensorInfo): { rows: number; c: number } {
  const c = shape.at(-1) ?? 1;
  return { rows: product(shape) / Math.max(c, 1), c };
}

/** With a mean and a variance that are given: what prediction does. */
function normalizeAsBefore({ run, at, borrow }: Native, args: KernelArguments, plain: Kernel): tf.TensorInfo {
  const { x, mean, variance } = inputs(args, 'x', 'mean', 'variance');
  const [gamma, beta] = ['scale', 'offset'].map((name) => (args.inputs[name] ? input(args, name) : null));
  const { rows, c } = sizesOf(x);
  const each = [mean, variance, gamma, beta].every((one) => !one || (one.shape.length === 1 && one.shape[0] === c));
  if (!each || x.dtype !== 'float32') return plain(args);
  const { varianceEpsilon } = attributes<{ varianceEpsilon: number }>(args);
  const y = output(args.backend, x.shape);
  const [scale, shift] = [gamma, beta].map((one) => (one ? at(one) : 0));
  borrow(c, (scales) =>
    run.normalize_channels(
      at(x),
      rows,
      c,
      at(mean),
      at(variance),
      varianceEpsilon,
      scale ?? 0,
      shift ?? 0,
      scales,
      at(y),
    ),
  );
  return y;
}

/** [y, mean, variance] */
function normalizeChannels({ run, at, borrow }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { x, gamma, beta } = inputs(args, 'x', 'gamma', 'beta');
  const { epsilon } = attributes<Epsilon>(args);
  const { rows, c } = sizesOf(x);
  const [y, mean, variance] = [output(args.backend, x.shape), output(args.backend, [c]), output(args.backend, [c])];
  borrow(c, (scratch) => {
    run.channel_moments(at(x), rows, c, scratch, at(mean), at(variance));
    run.normalize_channels(at(x), rows, c, at(mean), at(variance), epsilon, at(gamma), at(beta), scratch, at(y));
  });
  return [y, mean, variance];
}

/** Of x, gamma and beta. */
function channelsGradient({ run, at, borrow }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { dy, x, gamma, mean, variance } = inputs(args, 'dy', 'x', 'gamma', 'mean', 'variance');
  const { epsilon } = attributes<Epsilon>(args);
  const { rows, c } = sizesOf(x);
  const [dx, dgamma, dbeta] = [output(args.backend, x.shape), output(args.backend, [c]), output(args.backend, [c])];
  const from = [at(x), at(dy), rows, c, at(mean), at(variance), epsilon, at(gamma)];
  borrow(4 * c, (scratch) => run.normalize_channels_gradient(...from, scratch, at(dx), at(dgamma), at(dbeta)));
  return [dx, dgamma, dbeta];
}

/** [y, mean, inverse], the last two of each row */
function normalizeRows({ run, at }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { x, gamma, beta } = inputs(args, 'x', 'gamma', 'beta');
  const { epsilon } = attributes<Epsilon>(args);
  const { rows, c } = sizesOf(x);
  const [y, mean, inverse] = [
    output(args.backend, x.shape),
    output(args.backend, [rows]),
    output(args.backend, [rows]),
  ];
  run.normalize_rows(at(x), rows, c, epsilon, at(gamma), at(beta), at(mean), at(inverse), at(y));
  return [y, mean, inverse];
}

/** Of x, gamma and beta. */
function rowsGradient({ run, at, borrow }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { dy, x, gamma, mean, inverse } = inputs(args, 'dy', 'x', 'gamma', 'mean', 'inverse');
  const { rows, c } = sizesOf(x);
  const [dx, dgamma, dbeta] = [output(args.backend, x.shape), output(args.backend, [c]), output(args.backend, [c])];
  const from = [at(x), at(dy), rows, c, at(mean), at(inverse), at(gamma)];
  borrow(2 * c, (sums) => run.normalize_rows_gradient(...from, sums, at(dx), at(dgamma), at(dbeta)));
  return [dx, dgamma, dbeta];
}

/** What tfjs's layer holds. */
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
  const follow = (average: Weight, now: tf.Tensor) => {
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
      if (!mean || !variance) throw new Error('The kernel made no moments.');
      follow(layer.movingMean, mean);
      follow(layer.movingVariance, variance);
    },
  });
}

/** What tfjs's layer holds once it is built. */
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
