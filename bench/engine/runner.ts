/**
 * One engine in its own process, because TensorFlow.js registers its kernels once per process. For each line on stdin, the name
 * of a network, it trains that network briefly and prints a line: {"samplesPerSecond": ..., "device": ...}.
 *
 *   tfjs     plain TensorFlow.js: its wasm backend, or its cpu backend for networks that wasm cannot train
 *   wasm     Aias's engine, without a native library
 *   blas     the same with OpenBLAS
 *   machine  the fastest engine that starts on this machine, with one replica per core
 */
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LabelledData, TrainingOptions } from '../../src/learning/data.ts';
import { startBackend } from '../../src/learning/engine/backend.ts';
import { train } from '../../src/learning/train.ts';
import { createBatcher } from '../../src/learning/training/batch.ts';
import { dataFor, type Network, type NetworkName, networks } from './networks.ts';

interface Measurement {
  samplesPerSecond: number;
  device: string;
}

type Measure = (network: Network, model: LayersModel, data: LabelledData) => Promise<Measurement>;

const engines: Record<string, () => Promise<Measure>> = {
  tfjs: async () => {
    await tf.setBackend('wasm');
    return measureTfjs;
  },
  wasm: () => measureAias(1, false),
  blas: () => measureAias(1, true),
  machine: () => measureAias(cpus().length, true),
};

const [name = ''] = process.argv.slice(2);
const start = engines[name];
if (!start) throw new Error(`Unknown or missing engine. Valid engines: ${Object.keys(engines).join(', ')}`);
const measure = await start();
const cache = new Map<string, { model: LayersModel; data: LabelledData }>();
for await (const line of createInterface({ input: process.stdin })) {
  const which = line as NetworkName; // engine.ts only sends valid names
  const network: Network = networks[which];
  const own = cache.get(which) ?? { model: network.build(), data: dataFor(which, network.samples) };
  cache.set(which, own);
  console.log(JSON.stringify(await measure(network, own.model, own.data)));
}

async function measureAias(replicas: number, blas: boolean): Promise<Measure> {
  const { device } = await startBackend(replicas > 1 ? 'auto' : 'wasm', { blas });
  const context = { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal };
  return async (network, model, data) => {
    const { batchSize, loss, samples } = network;
    const [none, all] = [new Int32Array(), Int32Array.from({ length: samples }, (_, row) => row)];
    // Two epochs: the first one starts threads, compiles code and fills caches.
    let [began, ended] = [0, 0];
    const timed = {
      ...context,
      report({ type }: { type: string }) {
        if (type !== 'metrics') return;
        [began, ended] = [ended, performance.now()];
      },
    };
    const training: TrainingOptions = {
      epochs: 2,
      batchSize,
      learningRate: 0.001,
      optimizer: 'adam',
      learningRateSchedule: 'constant',
      earlyStopping: null,
      replicas,
      seed: 0,
    };
    const batcher = createBatcher(data, { loss });
    await train({ model, batcher, split: { train: all, validation: none, test: none }, training, context: timed });
    return { samplesPerSecond: (samples * 1000) / (ended - began), device };
  };
}

/** Trains with `fit` of a compiled model, as in TensorFlow.js's documentation. */
async function measureTfjs(network: Network, model: LayersModel, data: LabelledData): Promise<Measurement> {
  const loss = network.loss === 'categoricalCrossentropy' ? 'categoricalCrossentropy' : 'binaryCrossentropy';
  model.compile({ optimizer: tf.train.adam(0.001), loss });
  try {
    await tf.setBackend('wasm');
    await trainTfjs(network, model, data, network.batchSize);
    return { samplesPerSecond: await trainTfjs(network, model, data, network.samples), device: 'wasm' };
  } catch {
    // The wasm backend lacks a kernel that the network needs.
    await tf.setBackend('cpu');
    return { samplesPerSecond: await trainTfjs(network, model, data, 8), device: 'cpu' };
  }
}

async function trainTfjs({ batchSize, sampleShape }: Network, model: LayersModel, data: LabelledData, count: number) {
  const { features, targets } = data;
  const size = sampleShape.reduce((product, side) => product * side, 1);
  const x = tf.tensor(Float32Array.from(features.values.subarray(0, count * size)), [count, ...sampleShape]);
  const y = tf.oneHot(tf.tensor1d(targets.values.subarray(0, count), 'int32'), 10);
  const started = performance.now();
  try {
    await model.fit(x, y, { batchSize, epochs: 1, shuffle: false, verbose: 0, yieldEvery: 'never' });
    return (count * 1000) / (performance.now() - started);
  } finally {
    tf.dispose([x, y]);
  }
}
