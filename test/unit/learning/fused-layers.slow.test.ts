/** Fused layers match the layers of TensorFlow.js, forward and backward, for all options. */
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { SelfAttention } from '../../../src/learning/layers.ts';
import { loadNetwork, saveNetwork } from '../../../src/learning/layers-model-files.ts';
import { type GradientCase, kernelsOf, spread } from '../../support/gradients.ts';
import { batchNormalizationOf, composableCases, lstmOf } from '../../support/layer-cases.ts';

beforeAll(async () => {
  await startBackend('wasm', { blas: false });
});

const tensor = (shape: number[], seed: number) => tf.tensor(spread(shape, seed), shape);

/** Returns the output and all gradients on an engine. */
async function onEngine(name: string, { op, shapes }: GradientCase): Promise<Float32Array[]> {
  await tf.setBackend(name);
  const results = tf.tidy(() => {
    const given = shapes.map((shape, index) => tensor(shape, index + 1));
    const answer = op(...given);
    const loss = (...inputs: tf.Tensor[]) => tf.sum(tf.mul(op(...inputs), tensor(answer.shape, 99)));
    return [answer, ...tf.grads(loss)(given)];
  });
  const values = await Promise.all(results.map(async (one) => Float32Array.from(await one.data<'float32'>())));
  tf.dispose(results);
  await tf.setBackend('wasm');
  return values;
}

async function expectSame(one: GradientCase): Promise<void> {
  const before = tf.memory().numTensors;
  const [own, plain] = [await onEngine('wasm', one), await onEngine('cpu', one)];
  expect(own.length).toBe(plain.length);
  for (const [index, values] of plain.entries()) {
    expect(own[index]).toHaveLength(values.length);
    const scale = Math.max(...values.map(Math.abs), 1e-2);
    const away = values.map((value, at) => Math.abs(value - (own[index]?.[at] ?? Number.NaN)) / scale);
    expect(Math.max(...away)).toBeLessThan(1e-4);
  }
  expect(tf.memory().numTensors).toBe(before);
}

describe('fused kernels match TensorFlow.js layers', () => {
  test.each(composableCases)('$kernel, $title', async (one) => {
    expect(await kernelsOf(one)).toContain(one.kernel);
    await expectSame(one);
  });
});

describe('unsupported options fall back to TensorFlow.js', () => {
  test('an LSTM with another activation', async () => {
    const shapes = [[2, 3, 4], [4, 12], [3, 12], [12]]; // biome-ignore format: one line says it
    const one = { kernel: 'Lstm', title: '', op: lstmOf({ activation: 'relu' }), shapes };
    expect(await kernelsOf(one)).not.toContain('Lstm');
    await expectSame(one);
  });

  test('batch normalization along another axis than the last', async () => {
    const one = { kernel: '', title: '', op: batchNormalizationOf(1), shapes: [[3, 4, 5], [4], [4]] };
    expect(await kernelsOf(one)).not.toContain('BatchNormalization');
  });

  test('an LSTM with recurrent dropout, in training only', async () => {
    const shapes = [[2, 3, 4], [4, 12], [3, 12], [12]];
    const kernels = (training: boolean) =>
      kernelsOf({ kernel: 'Lstm', title: '', op: lstmOf({ recurrentDropout: 0.5 }, training), shapes });
    expect(await kernels(true)).not.toContain('Lstm');
    expect(await kernels(false)).toContain('Lstm');
  });
});

test('batch normalization tracks mean and variance', async () => {
  const x = tensor([40, 3], 1);
  const averages = async (name: string) => {
    await tf.setBackend(name);
    const layer = layers.batchNormalization({ momentum: 0.7 });
    for (let step = 0; step < 3; step++)
      tf.tidy(() => layer.apply(tf.mul(x, step + 1), { training: true }) as tf.Tensor);
    const [, , mean, variance] = layer.getWeights();
    const values = [...((await mean?.data()) ?? []), ...((await variance?.data()) ?? [])];
    layer.dispose();
    await tf.setBackend('wasm');
    return values;
  };
  const [own, plain] = [await averages('wasm'), await averages('cpu')];
  expect(own).toHaveLength(6);
  for (const [index, value] of plain.entries()) expect(own[index]).toBeCloseTo(value, 5);
  x.dispose();
});

test('a bidirectional LSTM, whose halves are copies made from its configuration, uses the kernel too', async () => {
  const layer = layers.bidirectional({
    layer: layers.lstm({ units: 3, recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotNormal' }) as never,
    mergeMode: 'concat',
  }); // tfjs types the argument as a class that it does not export
  const network = sequential({ layers: [layers.inputLayer({ inputShape: [4, 2] }), layer] });
  const x = tensor([2, 4, 2], 1);
  const { kernelNames } = await tf.profile(() => tf.tidy(() => void network.predict(x)));
  expect(kernelNames).toContain('Lstm');
  expect(kernelNames).not.toContain('Sigmoid'); // part of the unfused layer
  network.dispose();
  x.dispose();
});

function expectClose(value: number, wanted: number): void {
  if (Number.isNaN(wanted)) expect(value).toBeNaN();
  else expect(value).toBeCloseTo(wanted, 6);
}

test('propagates infinite and missing values', async () => {
  const values = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    1e-30,
    -1e-30,
    0.624,
    -0.626,
    90,
    -90,
  ];
  const made = tf.tanh(tf.tensor1d(values));
  for (const [index, value] of (await made.data()).entries()) expectClose(value, Math.tanh(values[index] ?? 0));
  made.dispose();
  const attended = tf.tidy(
    () => new SelfAttention({ heads: 1, seed: 1 }).apply(tf.fill([1, 4, 4], Number.NaN)) as tf.Tensor,
  );
  expect((await attended.data()).every(Number.isNaN)).toBe(true);
  attended.dispose();
});

test('causal attention ignores later positions, also after save and load', async () => {
  const from = input({ shape: [6, 8] });
  const network = model({
    inputs: from,
    outputs: new SelfAttention({ heads: 2, seed: 3, causal: true }).apply(from) as SymbolicTensor,
  });
  const loaded = await loadNetwork(await saveNetwork(network));
  const x = spread([1, 6, 8], 1);
  const changed = x.map((value, index) => (index < 3 * 8 ? value : -value));
  const answers = await Promise.all(
    [x, changed].map(async (values) => {
      const [given, answer] = tf.tidy(() => {
        const given = tf.tensor(values, [1, 6, 8]);
        return [given, loaded.predict(given) as tf.Tensor];
      });
      const result = [...((await answer?.data()) ?? [])];
      tf.dispose([given, answer].flatMap((one) => one ?? []));
      return result;
    }),
  );
  expect(answers[0]?.slice(0, 24)).toEqual(answers[1]?.slice(0, 24));
  expect(answers[0]?.slice(24)).not.toEqual(answers[1]?.slice(24));
  for (const one of [network, loaded]) one.dispose();
});
