/** Gradients on wasm against central finite differences: no backend is ground truth, arithmetic is. */
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { createRandom } from '../../../src/learning/random.ts';

const fallbacks: string[] = [];
beforeAll(async () => {
  await startBackend('wasm', (kernel) => fallbacks.push(kernel));
});

type Shape = number[];
type Op = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Values from -1 to 1, none close to another: a pooling's winner must not change within the difference. */
function values(shape: Shape, seed: number): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  const order = createRandom(seed).permutation(size);
  return Float32Array.from(order, (place) => (2 * (place + 0.5)) / size - 1);
}

/** Some fixed weighting, so that every output counts differently. */
function weighted(op: Op, inputs: tf.Tensor[]): tf.Scalar {
  const out = op(...inputs);
  return tf.sum(tf.mul(out, tf.tensor(values(out.shape, 99), out.shape)));
}

async function largestError(op: Op, shapes: Shape[]): Promise<number> {
  const before = tf.memory().numTensors;
  const points = shapes.map((shape, index) => values(shape, index + 1));
  const tensors = () => points.map((point, index) => tf.tensor(point, shapes[index] ?? []));
  const gradients = tf.tidy(() =>
    tf
      .grads((...inputs: tf.Tensor[]) => weighted(op, inputs))(tensors())
      .map((one) => one.dataSync().slice()),
  );
  const loss = () => tf.tidy(() => weighted(op, tensors()).dataSync()[0] ?? Number.NaN);
  let worst = 0;
  for (const [index, point] of points.entries()) {
    const gradient = gradients[index] ?? new Float32Array();
    const scale = Math.max(...Array.from(gradient, Math.abs), 1e-3);
    const chosen = createRandom(7 + index)
      .permutation(point.length)
      .subarray(0, 24);
    for (const place of chosen) {
      const [step, original] = [1e-2 / Math.max(1, Math.sqrt(point.length / 64)), point[place] ?? 0];
      point[place] = original + step;
      const above = loss();
      point[place] = original - step;
      const below = loss();
      point[place] = original;
      worst = Math.max(worst, Math.abs((above - below) / (2 * step) - (gradient[place] ?? Number.NaN)) / scale);
    }
  }
  expect(tf.memory().numTensors).toBe(before);
  return worst;
}

const pad = 'same' as const;
const cases: [name: string, op: Op, shapes: Shape[], tolerance?: number][] = [
  [
    'MatMul',
    (a, b) => tf.matMul(a, b),
    [
      [5, 7],
      [7, 3],
    ],
  ],
  [
    'MatMul, left transposed',
    (a, b) => tf.matMul(a, b, true),
    [
      [7, 5],
      [7, 3],
    ],
  ],
  [
    'MatMul, right transposed',
    (a, b) => tf.matMul(a, b, false, true),
    [
      [5, 7],
      [3, 7],
    ],
  ],
  [
    'MatMul, both transposed',
    (a, b) => tf.matMul(a, b, true, true),
    [
      [7, 5],
      [3, 7],
    ],
  ],
  [
    'MatMul, batched',
    (a, b) => tf.matMul(a, b),
    [
      [3, 18, 20],
      [3, 20, 16],
    ],
  ],
  [
    'MatMul, batched and transposed',
    (a, b) => tf.matMul(a, b, true, true),
    [
      [3, 20, 18],
      [3, 16, 20],
    ],
  ],
  [
    'Conv2D 3x3 same',
    (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, pad),
    [
      [3, 7, 6, 2],
      [3, 3, 2, 4],
    ],
  ],
  [
    'Conv2D 3x3 valid',
    (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'valid'),
    [
      [3, 7, 6, 2],
      [3, 3, 2, 4],
    ],
  ],
  [
    'Conv2D 3x3 stride 2',
    (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, pad),
    [
      [3, 7, 6, 2],
      [3, 3, 2, 4],
    ],
  ],
  [
    'Conv2D 1x1',
    (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, pad),
    [
      [3, 5, 4, 3],
      [1, 1, 3, 4],
    ],
  ],
  [
    'Conv2D 1x1 stride 2',
    (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, 'valid'),
    [
      [3, 5, 4, 3],
      [1, 1, 3, 4],
    ],
  ],
  [
    'Conv2D of a filter larger than the image',
    (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, pad),
    [
      [2, 3, 3, 2],
      [5, 5, 2, 2],
    ],
  ],
  [
    'Conv2DTranspose stride 2',
    (x, f) => tf.conv2dTranspose(x as tf.Tensor4D, f as tf.Tensor4D, [2, 8, 8, 3], 2, pad),
    [
      [2, 4, 4, 2],
      [3, 3, 3, 2],
    ],
  ],
  [
    'DepthwiseConv2D',
    (x, f) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, pad),
    [
      [2, 6, 5, 3],
      [3, 3, 3, 1],
    ],
  ],
  [
    'DepthwiseConv2D, multiplier 2, stride 2',
    (x, f) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, pad),
    [
      [2, 6, 5, 3],
      [3, 3, 3, 2],
    ],
  ],
  ['MaxPool 2x2', (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, pad), [[3, 7, 6, 2]]],
  ['MaxPool 3x3 stride 1', (x) => tf.maxPool(x as tf.Tensor4D, 3, 1, 'valid'), [[3, 7, 6, 2]]],
  ['AvgPool 2x2', (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, pad), [[3, 7, 6, 2]]],
  ['AvgPool 3x3 stride 2', (x) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'valid'), [[3, 7, 6, 2]]],
  ['Tile', (x) => tf.tile(x, [2, 1, 3]), [[2, 3, 2]]],
  ['Gather (sum by segments)', (x) => tf.gather(x, tf.tensor1d([0, 2, 2, 1], 'int32')), [[4, 3]]],
  [
    'BatchNormalization',
    (x, m, v, offset, scale) =>
      tf.batchNorm(
        x,
        m as tf.Tensor1D,
        tf.add(tf.square(v), 0.5) as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
      ),
    [[6, 3], [3], [3], [3], [3]],
  ],
  ['Softmax', (x) => tf.softmax(x as tf.Tensor2D), [[5, 4]]],
  ['Log of clipped probabilities', (x) => tf.log(tf.clipByValue(tf.softmax(x as tf.Tensor2D), 1e-7, 1)), [[5, 4]]],
  ['Relu', (x) => tf.relu(x), [[5, 8]]],
  ['Elu', (x) => tf.elu(x), [[5, 8]]],
  ['Selu', (x) => tf.selu(x), [[5, 8]]],
  ['Tanh', (x) => tf.tanh(x), [[5, 8]]],
  ['Sigmoid', (x) => tf.sigmoid(x), [[5, 8]]],
  [
    'Squared difference',
    (x, y) => tf.squaredDifference(x, y),
    [
      [5, 8],
      [5, 8],
    ],
  ],
  ['Sum and mean over axes', (x) => tf.add(tf.sum(x, 1), tf.mean(x, 1)), [[4, 3, 5]]],
];

describe('the gradient on wasm of', () => {
  test.each(cases)('%s', async (_, op, shapes, tolerance = 1e-3) => {
    // In float32 a difference of two sums carries an error of its own: of a few parts in ten thousand here.
    expect(await largestError(op, shapes)).toBeLessThan(tolerance);
  });
});

test('nothing that training needs falls back to plain JavaScript', () => {
  expect(fallbacks).toEqual([]);
});

test('a kernel that only the plain JavaScript backend has is run there, and said aloud once', () => {
  const before = tf.memory().numTensors;
  const twice = [1, 2].map(() =>
    tf.tidy(() =>
      tf
        .diag(tf.tensor1d([1, 2]))
        .dataSync()
        .slice(),
    ),
  );
  expect(twice.map((one) => [...one])).toEqual([
    [1, 0, 0, 2],
    [1, 0, 0, 2],
  ]);
  const fallback = tf.tidy(() =>
    tf
      .maxPool3d(tf.tensor5d(values([1, 2, 2, 2, 1], 3), [1, 2, 2, 2, 1]), 2, 2, 'valid')
      .dataSync()
      .slice(),
  );
  expect(fallback[0]).toBeCloseTo(0.875);
  expect(fallbacks.filter((name) => name === 'MaxPool3D')).toHaveLength(1);
  expect(tf.memory().numTensors).toBe(before);
});

test('an engine that cannot start says why and what to do', async () => {
  await expect(startBackend('tensorflow')).rejects.toThrow(/tfjs-node-gpu.*AIAS_BACKEND/s);
  await expect(startBackend('webgpu')).rejects.toThrow(/not installed.*AIAS_BACKEND/s);
  await startBackend('wasm');
  expect(layers.dense({ units: 1 })).toBeTruthy();
});
