import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { createOptimizer } from '../../../src/learning/training/optimizer.ts';
import { spread } from '../../support/gradients.ts';

const fallbacks: string[] = [];
beforeAll(async () => {
  await startBackend('wasm', { onFallback: (kernel) => fallbacks.push(kernel), blas: false });
});

/** Returns the result of `compute` on the wasm and the cpu backend. */
function onBoth(compute: () => tf.Tensor): [Float32Array, Float32Array] {
  const [own, plain] = ['wasm', 'cpu'].map((name) => {
    tf.setBackend(name);
    return tf.tidy(() => compute().dataSync<'float32'>().slice());
  });
  tf.setBackend('wasm');
  return [own ?? new Float32Array(), plain ?? new Float32Array()];
}

const tensor = (shape: number[], seed: number) => tf.tensor(spread(shape, seed), shape);

describe('wasm kernels match the cpu backend', () => {
  const conv = (x: number[], filter: number[], ...rest: unknown[]) => {
    const run = tf.conv2d as (...all: unknown[]) => tf.Tensor;
    return () => run(tensor(x, 1), tensor(filter, 2), ...rest);
  };
  const fusedConv = (activation: tf.fused.Activation) => () =>
    tf.fused.conv2d({
      x: tensor([2, 5, 5, 3], 1) as tf.Tensor4D,
      filter: tensor([3, 3, 3, 10], 2) as tf.Tensor4D,
      bias: tensor([10], 3),
      strides: 1,
      pad: 'same',
      activation,
      leakyreluAlpha: 0.3,
      ...(activation === 'prelu' && { preluActivationWeights: tensor([10], 4) }),
    });
  const cases: [string, () => tf.Tensor][] = [
    ['a dilated convolution', conv([2, 9, 8, 3], [3, 3, 3, 5], 1, 'same', 'NHWC', 2)],
    ['a convolution with explicit padding', conv([2, 6, 6, 2], [3, 3, 2, 4], 2, [[0, 0], [2, 1], [1, 0], [0, 0]])], // biome-ignore format: one line says it
    ['a convolution that leaves rows over', conv([2, 10, 9, 2], [2, 2, 2, 4], 3, 'valid')],
    ['a dilated depthwise convolution', () => tf.depthwiseConv2d(tensor([2, 8, 8, 4], 1) as tf.Tensor4D, tensor([3, 3, 4, 2], 2) as tf.Tensor4D, 1, 'same', 'NHWC', 2)], // biome-ignore format: one line says it
    ...(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const).map(
      (activation): [string, () => tf.Tensor] => [`a fused convolution ending in ${activation}`, fusedConv(activation)],
    ),
    ['a fused product ending in relu', () => tf.fused.matMul({ a: tensor([9, 7], 1), b: tensor([7, 11], 2), bias: tensor([11], 3), activation: 'relu' })], // biome-ignore format: one line says it
    ['a fused product of a transposed left side', () => tf.fused.matMul({ a: tensor([7, 9], 1), b: tensor([7, 11], 2), bias: tensor([11], 3), transposeA: true, activation: 'relu' })], // biome-ignore format: one line says it
    ['a product over an empty axis', () => tf.matMul(tf.zeros([3, 0]), tf.zeros([0, 4]))],
    ['an empty product', () => tf.matMul(tf.zeros([0, 3]), tf.zeros([3, 4]))],
    ['pooling of volumes', () => tf.maxPool3d(tensor([2, 4, 5, 6, 3], 1) as tf.Tensor5D, [2, 3, 2], [1, 2, 2], 'same')],
    ['einsum of a sum over one operand', () => tf.einsum('ab,bc->c', tensor([3, 4], 1), tensor([4, 5], 2))],
    ['a slope for every position', () => tf.prelu(tensor([3, 4, 5], 1), tensor([4, 5], 2))],
    ['a sum over axes that are not adjacent', () => tf.sum(tensor([3, 4, 5], 1), [0, 2])],
    ['a sum of integers', () => tf.cast(tf.sum(tf.tensor([1, 2, 3, 4], [2, 2], 'int32'), 0), 'float32')],
    ...[[0, 2, 1, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 2, 3, 0]].map((perm): [string, () => tf.Tensor] => [`axes in the order ${perm}`, () => tf.transpose(tensor([3, 5, 4, 6], 1), perm)]), // biome-ignore format: one line says it
    ['five axes', () => tf.transpose(tensor([2, 3, 1, 5, 7], 1), [2, 0, 3, 1, 4])],
    ['one-hot floats with classes out of range', () => tf.oneHot(tf.tensor1d([2, -1, 0, 7, 1], 'int32'), 3, 0.9, 0.1, 'float32')], // biome-ignore format: one line says it
    ['a long sum', () => tf.sum(tensor([7000], 1))],
  ];

  test.each(cases)('%s', (_, compute) => {
    const [own, plain] = onBoth(compute);
    expect(own.length).toBe(plain.length);
    for (const [index, value] of plain.entries()) expect(own[index]).toBeCloseTo(value, 4);
  });
});

test.each(['sgd', 'momentum', 'rmsprop', 'adam'] as const)('%s in one pass equals %s step by step', (name) => {
  const [own, plain] = onBoth(() => {
    const weight = tf.variable(tensor([11], 1));
    const optimizer = createOptimizer(name, [weight]);
    for (let step = 1; step <= 5; step++) optimizer.apply([tensor([11], step + 1)], 0.1, step);
    optimizer.dispose();
    return weight;
  });
  for (const [index, value] of plain.entries()) expect(own[index]).toBeCloseTo(value, 5);
});

test('matMul rejects shapes that do not match', () => {
  expect(() => tf.matMul(tensor([2, 3], 1) as tf.Tensor2D, tensor([4, 2], 2) as tf.Tensor2D)).toThrow(
    /2 x 3 and 4 x 2/,
  );
});

test('runs an unsupported kernel on the cpu backend and reports it once', () => {
  const before = tf.memory().numTensors;
  const volume = tf.ones<tf.Rank.R5>([1, 1, 1, 2, 1]);
  const filter = tf.ones<tf.Rank.R5>([1, 1, 2, 1, 1]);
  const run = () => tf.tidy(() => tf.conv3dTranspose(volume, filter, [1, 1, 1, 3, 1], 1, 'valid').dataSync());
  expect([run(), run()].map((values) => [...values])).toEqual([
    [1, 2, 1],
    [1, 2, 1],
  ]);
  tf.dispose([volume, filter]);
  expect(fallbacks.filter((name) => name === 'Conv3DBackpropInputV2')).toHaveLength(1);
  expect(tf.memory().numTensors).toBe(before);
});

test('rejects a gradient that would be wrong', () => {
  const mirrored = (x: tf.Tensor) => tf.sum(tf.mirrorPad(x, [[1, 1]], 'reflect'));
  expect(() => tf.grad(mirrored)(tf.tensor1d([1, 2, 3]))).toThrow(/gradient.*MirrorPad/i);
});

test('the kernels contain no memory of their own', () => {
  const bytes = readFileSync(new URL('../../../src/learning/engine/wasm/kernels/kernels.wasm', import.meta.url));
  const module = new WebAssembly.Module(bytes);
  expect(WebAssembly.Module.imports(module).map(({ name, kind }) => [name, kind])).toEqual([['memory', 'memory']]);
  // A data segment would overwrite the backend's memory. Its section has the id 11; each section is an id, a size and a body.
  const sections: number[] = [];
  for (let at = 8; at < bytes.length; ) {
    sections.push(bytes[at++] ?? 0);
    let [size, shift, byte] = [0, 0, 0x80];
    for (; byte & 0x80; shift += 7) {
      byte = bytes[at++] ?? 0;
      size |= (byte & 0x7f) << shift;
    }
    at += size;
  }
  expect(sections).toContain(10);
  expect(sections).not.toContain(11);
});

test('reports out of memory instead of overwriting tensors', () => {
  const one = tf.scalar(1);
  for (const bytes of [2 ** 32 - 2 ** 16, 2 ** 32, 2 ** 33]) {
    expect(() => tf.fill([bytes / 4], 7)).toThrow(
      `The engine is out of memory: it cannot allocate another ${bytes} bytes.`,
    );
  }
  expect(one.dataSync()[0]).toBe(1);
  one.dispose();
});

test('an engine that cannot start says why and what to do', async () => {
  await expect(startBackend('tensorflow')).rejects.toThrow(/tfjs-node-gpu.*AIAS_BACKEND/s);
  await startBackend('wasm');
});
