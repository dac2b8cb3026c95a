/**
 * Synchronous data-parallel training on several cores: R replicas of the network, each in a thread with an engine of its own,
 * each with a share of every batch.
 *
 *   leader    writes the batch into shared memory, opens the round, and computes share 0
 *   others    compute their shares
 *   everyone  waits for all contributions, adds them up in the order of the replicas, and applies the same update
 *
 * So all replicas hold the same weights, bit for bit, without ever sending them; and R decides the result, not the timing.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import type { EngineName } from './engine/backend.ts';
import { usesBlas } from './engine/wasm/register.ts';
import {
  allocateExchange,
  createExchange,
  type Exchange,
  type ExchangeMemory,
  type ExchangeSizes,
} from './exchange.ts';
import { type NetworkFiles, saveNetwork } from './serialize.ts';
import { createLearner, type LearnerOptions, type Stepper } from './step.ts';
import { allVariables, readAll } from './variables.ts';

/** What a replica's thread is given. */
export interface ReplicaStart {
  learner: Omit<LearnerOptions, 'model'>;
  files: NetworkFiles;
  /** The model's variables and the optimizer's accumulators, as they are now. */
  tensors: Float32Array[];
  sizes: ExchangeSizes;
  memory: ExchangeMemory;
  replica: number;
  backend: EngineName;
  blas: boolean;
}

export interface ReplicaOptions {
  replicas: number;
  /** Samples of the largest batch, and floats that each should be answered with. */
  batchSize: number;
  targetSize: number;
}

export function createReplicaStepper(
  options: LearnerOptions,
  { replicas, batchSize, targetSize }: ReplicaOptions,
): Stepper {
  const learner = createLearner(options);
  const width = options.sampleShape.reduce((product, side) => product * side, 1);
  const { outputSize } = options;
  const sizes: ExchangeSizes = { replicas, contribution: learner.size, batchSize, width, targetSize, outputSize };
  const memory = allocateExchange(sizes);
  const exchange = createExchange(sizes, memory);
  const sum = new Float32Array(learner.size);
  const threads: Worker[] = [];

  /** Starts the other replicas with the weights as they are by now. */
  async function start(): Promise<void> {
    const { model, ...rest } = options;
    const common = {
      learner: rest,
      files: await saveNetwork(model),
      tensors: await readAll([...allVariables(model), ...learner.state]),
      sizes,
      memory,
      backend: tf.getBackend() as EngineName, // startBackend has set it
      blas: usesBlas(),
    };
    for (let replica = 1; replica < replicas; replica++) threads.push(startThread({ ...common, replica }, exchange));
    await exchange.arrive();
  }

  return {
    state: learner.state,

    async run(batch, how) {
      if (threads.length === 0) await start();
      exchange.open(batch, how);
      const share = exchange.shareOf(batch, 0);
      if (!share) throw new Error('The leader has no share.');
      const own = { step: how.step, replica: 0 };
      exchange.put(0, 0, await learner.contribute(share.batch, share.part, own, exchange.slot(0)));
      await exchange.arrive();
      exchange.addUp(sum);
      learner.apply(sum, how);
      return exchange.results(batch.count);
    },

    async dispose() {
      exchange.end();
      await Promise.all(threads.map((thread) => (thread.threadId === -1 ? null : once(thread, 'exit'))));
      learner.dispose();
    },
  };
}

function startThread(start: ReplicaStart, exchange: Exchange): Worker {
  const compiled = join(import.meta.dirname, 'replica-thread.js');
  const options = { execArgv: [], workerData: start };
  const thread = existsSync(compiled) ? new Worker(compiled, options) : startSourceThread(options);
  thread.on('error', (error) => exchange.fail(`Replica ${start.replica} failed: ${error.message}`));
  return thread;
}

/** A thread does not inherit what lets its process run the sources themselves. */
function startSourceThread(options: WorkerOptions): Worker {
  const [tsx, entry] = ['tsx/esm/api', './replica-thread.ts'].map((name) => import.meta.resolve(name));
  const code = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(entry)}); })`;
  return new Worker(code, { ...options, eval: true });
}
