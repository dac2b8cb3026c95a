/**
 * Compares gradients with central finite differences, because no engine is ground truth. The cases are the differentiable
 * kernels that dense, convolutional, residual, depthwise, recurrent, attention, variational, adversarial and detection
 * networks consist of.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // its import gives tensors their methods, which some gradients call
import { expect } from 'vitest';
import { createRandom } from '../../src/learning/random.ts';

type Shape = number[];
type Op = (...inputs: tf.Tensor[]) => tf.Tensor;

export interface GradientCase {
  /** The kernel under test, as tfjs registers it. */
  kernel: string;
  /** The variant of its use. */
  title: string;
  op: Op;
  /** Shapes of the inputs; their values lie between -1 and 1. */
  shapes: Shape[];
}

/** Returns values from -1 to 1 at equal distances: the winner of a pooling must not change within the finite difference. */
export function spread(shape: Shape, seed: number): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  const order = createRandom(seed).permutation(size);
  return Float32Array.from(order, (place) => (2 * (place + 0.5)) / size - 1);
}

/** The number of entries of each input that are compared: every one costs two forward passes. */
const sampledEntries = 24;

/**
 * Returns the largest difference between a gradient and the finite difference, relative to the largest gradient of that input.
 * The loss is a weighted sum of the outputs, so that every output counts differently; it is summed in float64.
 */
export async function maxGradientError({ kernel, op, shapes }: GradientCase, tried = sampledEntries): Promise<number> {
  const before = tf.memory().numTensors;
  const points = shapes.map((shape, index) => spread(shape, index + 1));
  const tensors = () => points.map((point, index) => tf.tensor(point, shapes[index] ?? []));
  const kept = tf.tidy(() => {
    const loss = (...inputs: tf.Tensor[]) => {
      const out = op(...inputs);
      return tf.sum(tf.mul(out, tf.tensor(spread(out.shape, 99), out.shape)));
    };
    return tf.grads(loss)(tensors());
  });
  const gradients = await Promise.all(kept.map(async (one) => Float32Array.from(await one.data<'float32'>())));
  tf.dispose(kept);
  const loss = async () => {
    const out = tf.tidy(() => op(...tensors()));
    const [values, weights] = [await out.data<'float32'>(), spread(out.shape, 99)];
    out.dispose();
    return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);
  };
  let worst = 0;
  for (const [index, point] of points.entries()) {
    const gradient = gradients[index] ?? new Float32Array();
    const scale = Math.max(...Array.from(gradient, Math.abs), 1e-3);
    const random = createRandom(7 + index);
    for (const place of random.permutation(point.length).subarray(0, tried)) {
      // A maximum takes less than half of the distance between two values, so that its position does not change.
      const step = kernel.startsWith('Max') ? Math.min(1e-2, 0.9 / point.length) : 1e-2;
      const original = point[place] ?? 0;
      point[place] = original + step;
      const [above, high] = [await loss(), point[place] ?? 0];
      point[place] = original - step;
      const [below, low] = [await loss(), point[place] ?? 0];
      point[place] = original;
      worst = Math.max(worst, Math.abs((above - below) / (high - low) - (gradient[place] ?? Number.NaN)) / scale);
    }
  }
  expect(tf.memory().numTensors).toBe(before);
  return worst;
}

/** Returns the names of the kernels that a case's forward pass runs. */
export async function kernelsOf({ op, shapes }: GradientCase): Promise<string[]> {
  const { kernelNames } = await tf.profile(() =>
    tf.tidy(() => op(...shapes.map((shape, index) => tf.tensor(spread(shape, index + 1), shape)))),
  );
  return kernelNames;
}

const one = (kernel: string, title: string, op: Op, ...shapes: Shape[]): GradientCase => ({
  kernel,
  title,
  op,
  shapes,
});
const image = (op: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor): Op => op as Op; // the shapes beside it have rank 4
const volume = (op: (x: tf.Tensor5D, filter: tf.Tensor5D) => tf.Tensor): Op => op as Op; // rank 5
const positive = (x: tf.Tensor) => tf.add(tf.square(x), 0.5);
/** Two inputs of 60 values lie on the same grid; this moves one between the values of the other. */
const apart = (b: tf.Tensor) => (b.size === 60 ? tf.add(b, 1 / 60) : b);
const ids = (...values: number[]) => tf.tensor1d(values, 'int32');

export const gradientCases: GradientCase[] = [
  one('BatchMatMul', 'not transposed', (a, b) => tf.matMul(a, b), [5, 7], [7, 3]),
  one('BatchMatMul', 'left transposed', (a, b) => tf.matMul(a, b, true), [7, 5], [7, 11]),
  one('BatchMatMul', 'right transposed', (a, b) => tf.matMul(a, b, false, true), [5, 7], [9, 7]),
  one('BatchMatMul', 'both transposed', (a, b) => tf.matMul(a, b, true, true), [7, 5], [3, 7]),
  one('BatchMatMul', 'larger than one block', (a, b) => tf.matMul(a, b), [37, 300], [300, 21]),
  one('BatchMatMul', 'a batch', (a, b) => tf.matMul(a, b), [3, 18, 20], [3, 20, 16]),
  one('BatchMatMul', 'a batch, both transposed', (a, b) => tf.matMul(a, b, true, true), [3, 20, 18], [3, 16, 20]),
  one('BatchMatMul', 'a batch times a single matrix', (a, b) => tf.matMul(a, b), [2, 3, 4, 5], [1, 1, 5, 6]),
  one('BatchMatMul', 'batches that broadcast', (a, b) => tf.matMul(a, b), [2, 1, 4, 5], [1, 3, 5, 6]),
  one('_FusedMatMul', 'with bias', (a, b, bias) => tf.fused.matMul({ a, b, bias }), [5, 7], [7, 3], [3]),
  one('Einsum', 'attention scores', (q, k) => tf.einsum('bthd,bshd->bhts', q, k), [2, 3, 2, 4], [2, 5, 2, 4]),
  one(
    'Conv2D',
    '3 x 3, same',
    image((x, f) => tf.conv2d(x, f, 1, 'same')),
    [3, 7, 6, 2],
    [3, 3, 2, 4],
  ),
  one(
    'Conv2D',
    '3 x 3, valid',
    image((x, f) => tf.conv2d(x, f, 1, 'valid')),
    [3, 7, 6, 2],
    [3, 3, 2, 4],
  ),
  one(
    'Conv2D',
    '3 x 3, stride 2',
    image((x, f) => tf.conv2d(x, f, 2, 'same')),
    [3, 7, 6, 2],
    [3, 3, 2, 9],
  ),
  one(
    'Conv2D',
    '1 x 1',
    image((x, f) => tf.conv2d(x, f, 1, 'same')),
    [3, 5, 4, 3],
    [1, 1, 3, 4],
  ),
  one(
    'Conv2D',
    '1 x 1, stride 2',
    image((x, f) => tf.conv2d(x, f, 2, 'valid')),
    [3, 5, 4, 3],
    [1, 1, 3, 4],
  ),
  one(
    'Conv2D',
    '5 x 5 on a smaller image',
    image((x, f) => tf.conv2d(x, f, 1, 'same')),
    [2, 3, 3, 2],
    [5, 5, 2, 2],
  ),
  one(
    'Conv2D',
    'many channels',
    image((x, f) => tf.conv2d(x, f, 1, 'same')),
    [2, 6, 5, 16],
    [3, 3, 16, 24],
  ),
  one(
    'Conv2D',
    '2 x 2, stride 3',
    image((x, f) => tf.conv2d(x, f, 3, 'valid')),
    [2, 8, 9, 2],
    [2, 2, 2, 3],
  ),
  one(
    'FusedConv2D',
    'with bias',
    (x, f, bias) => tf.fused.conv2d({ x: x as tf.Tensor4D, filter: f as tf.Tensor4D, bias, strides: 1, pad: 'same' }),
    [2, 5, 5, 2],
    [3, 3, 2, 4],
    [4],
  ),
  one(
    'Conv2DBackpropInput',
    'as a transposed convolution',
    image((x, f) => tf.conv2dTranspose(x, f, [2, 8, 8, 3], 2, 'same')),
    [2, 4, 4, 2],
    [3, 3, 3, 2],
  ),
  one(
    'DepthwiseConv2dNative',
    'same',
    image((x, f) => tf.depthwiseConv2d(x, f, 1, 'same')),
    [2, 6, 5, 5],
    [3, 3, 5, 1],
  ),
  one(
    'DepthwiseConv2dNative',
    'multiplier 2, stride 2',
    image((x, f) => tf.depthwiseConv2d(x, f, 2, 'same')),
    [2, 6, 5, 3],
    [3, 3, 3, 2],
  ),
  one(
    'MaxPool',
    '2 x 2',
    image((x) => tf.maxPool(x, 2, 2, 'same')),
    [3, 7, 6, 5],
  ),
  one(
    'MaxPool',
    '3 x 3, overlapping',
    image((x) => tf.maxPool(x, 3, 1, 'valid')),
    [3, 7, 6, 2],
  ),
  one(
    'AvgPool',
    '2 x 2',
    image((x) => tf.avgPool(x, 2, 2, 'same')),
    [3, 7, 6, 5],
  ),
  one(
    'AvgPool',
    '3 x 3, stride 2',
    image((x) => tf.avgPool(x, 3, 2, 'valid')),
    [3, 7, 6, 2],
  ),
  one(
    'AvgPool',
    '3 x 3 beyond the edge',
    image((x) => tf.avgPool(x, 3, 1, 'same')),
    [2, 5, 4, 2],
  ),
  one(
    'MaxPool3D',
    '2 x 2 x 2',
    volume((x) => tf.maxPool3d(x, 2, 2, 'same')),
    [2, 5, 4, 3, 2],
  ),
  one(
    'AvgPool3D',
    '2 x 2 x 2',
    volume((x) => tf.avgPool3d(x, 2, 2, 'same')),
    [2, 5, 4, 3, 2],
  ),
  one(
    'Conv3D',
    '2 x 2 x 2',
    volume((x, f) => tf.conv3d(x, f, 1, 'same')),
    [2, 4, 3, 4, 2],
    [2, 2, 2, 2, 3],
  ),
  one(
    'FusedBatchNorm',
    'in training: mean and variance of the batch',
    (x, offset, scale) => {
      const { mean, variance } = tf.moments(x, 0);
      return tf.batchNorm(x, mean as tf.Tensor1D, variance as tf.Tensor1D, offset as tf.Tensor1D, scale as tf.Tensor1D);
    },
    [6, 3],
    [3],
    [3],
  ),
  one(
    'FusedBatchNorm',
    'all inputs',
    (x, mean, variance, offset, scale) =>
      tf.batchNorm(
        x,
        mean as tf.Tensor1D,
        positive(variance) as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
      ),
    [2, 3, 3, 3],
    [3],
    [3],
    [3],
    [3],
  ),
  one('Softmax', 'of rows', (x) => tf.softmax(x as tf.Tensor2D), [5, 4]),
  one('Exp', 'as the log of a softmax', (x) => tf.logSoftmax(x as tf.Tensor2D), [5, 4]),
  ...(
    [
      ['Relu', tf.relu],
      ['Relu6', (x) => tf.relu6(tf.mul(x, 9))],
      ['LeakyRelu', (x) => tf.leakyRelu(x, 0.1)],
      ['Elu', tf.elu],
      ['Selu', tf.selu],
      ['Sigmoid', tf.sigmoid],
      ['Tanh', tf.tanh],
      ['Softplus', tf.softplus],
      ['Erf', tf.erf],
      ['Exp', tf.exp],
      ['Expm1', tf.expm1],
      ['Log', (x) => tf.log(positive(x))],
      ['Log1p', (x) => tf.log1p(tf.mul(x, 0.5))],
      ['Sqrt', (x) => tf.sqrt(positive(x))],
      ['Rsqrt', (x) => tf.rsqrt(positive(x))],
      ['Reciprocal', (x) => tf.reciprocal(positive(x))],
      ['Square', tf.square],
      ['Abs', tf.abs],
      ['Neg', tf.neg],
      ['Sin', tf.sin],
      ['Cos', tf.cos],
      ['Pow', (x) => tf.pow(positive(x), 1.5)],
      ['ClipByValue', (x) => tf.clipByValue(x, -0.5, 0.5)],
      ['Sum', (x) => tf.sum(x)],
      ['Sum', (x) => tf.sum(x, 0)],
      ['Sum', (x) => tf.sum(x, 1)],
      ['Sum', (x) => tf.sum(x, [1, 2], true)],
      ['Sum', (x) => tf.sum(x, [0, 2])],
      ['Mean', (x) => tf.mean(x, 0)],
      ['Mean', (x) => tf.mean(x, [0, 1])],
      ['Mean', (x) => tf.mean(x, -1)],
      ['Max', (x) => tf.max(x, 1)],
      ['Min', (x) => tf.min(x, 2)],
      ['Cumsum', (x) => tf.cumsum(x, 1)],
      ['Reshape', (x) => tf.reshape(x, [6, -1])],
      ['ExpandDims', (x) => tf.expandDims(x, 1)],
      ['Identity', (x) => tf.clone(x)],
      ['Cast', (x) => tf.cast(x, 'float32')],
      ['Transpose', (x) => tf.transpose(x, [2, 0, 1])],
      ['Tile', (x) => tf.tile(x, [2, 1, 3])],
      ['Slice', (x) => tf.slice(x, [0, 1, 0], [2, 2, 3])],
      ['SplitV', (x) => tf.concat([...tf.split(x, [1, 3], 1)].reverse(), 1)],
      ['Unpack', (x) => tf.addN(tf.unstack(x, 1))],
      ['PadV2', (x) => tf.pad(x, [[0, 1], [2, 0], [1, 1]])], // biome-ignore format: one line says it
      ['Reverse', (x) => tf.reverse(x, 1)],
      ['GatherV2', (x) => tf.gather(x, ids(2, 0, 0, 1))],
      ['GatherV2', (x) => tf.gather(x, ids(3, 1, 1), 1)],
      ['Tile', (x) => tf.broadcastTo(tf.sum(x, 0, true), [3, 4, 5])],
      ['UnsortedSegmentSum', (x) => tf.unsortedSegmentSum(x, ids(2, 0, 2), 3)],
      ['Select', (x) => tf.where(tf.tensor1d([1, 0, 0, 1, 1], 'bool'), tf.mul(x, 2), tf.neg(x))],
    ] as [string, Op][]
  ).map(([kernel, op]) =>
    one(
      kernel,
      op.toString().includes('=>')
        ? op
            .toString()
            .replace(/^\(x\) => /, '')
            .replaceAll(/__\w+__\.|\(\d, (\w+)\)/g, '')
        : 'of x',
      op,
      [3, 4, 5],
    ),
  ),
  ...(
    [
      ['Add', tf.add],
      ['Sub', tf.sub],
      ['Multiply', tf.mul],
      ['RealDiv', (a, b) => tf.div(a, positive(b))],
      ['Maximum', (a, b) => tf.maximum(a, apart(b))],
      ['Minimum', (a, b) => tf.minimum(a, apart(b))],
      ['SquaredDifference', tf.squaredDifference],
      ['Prelu', tf.prelu],
      ['AddN', (a, b) => tf.addN([a, tf.add(tf.zerosLike(a), b), a])],
      ['Concat', (a, b) => tf.concat([a, tf.add(tf.zerosLike(a), b)], 1)],
      ['Pack', (a, b) => tf.stack([a, tf.add(tf.zerosLike(a), b)], 1)],
    ] as [string, Op][]
  ).flatMap(([kernel, op]) => [
    one(kernel, 'of equal shapes', op, [3, 4, 5], [3, 4, 5]),
    one(kernel, 'of a row and many rows', op, [3, 4, 5], [5]),
    one(kernel, 'of one in the middle', op, [3, 4, 5], [3, 1, 5]),
  ]),
  one(
    'AddN',
    'of more than a GPU binds at once',
    (...all) => tf.addN(all.map((x, index) => tf.mul(x, index + 1))),
    ...Array.from({ length: 12 }, () => [2, 3]),
  ),
  one(
    'ResizeNearestNeighbor',
    'to twice the size',
    image((x) => tf.image.resizeNearestNeighbor(x, [6, 8])),
    [2, 3, 4, 2],
  ),
  one(
    'ResizeBilinear',
    'to twice the size',
    image((x) => tf.image.resizeBilinear(x, [6, 8])),
    [2, 3, 4, 2],
  ),
  one(
    'ResizeBilinear',
    'to a smaller size',
    image((x) => tf.image.resizeBilinear(x, [2, 3])),
    [2, 5, 4, 2],
  ),
];
