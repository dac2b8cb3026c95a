/**
 * Synchronous data-parallel training on several cores: R replicas of the network, each in a thread with its own engine, each
 * with a shard of every batch.
 *
 *   leader    writes the batch into shared memory, opens the round, and computes shard 0
 *   others    compute their shards
 *   all       wait for all contributions, sum them in the order of the replicas, and apply the same update
 *
 * So all replicas hold bit-identical weights without exchanging them, and the result depends on R, not on timing.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import type { EngineName } from '../engine/backend.ts';
import { usesBlas } from '../engine/wasm/register.ts';
import { type NetworkFiles, saveNetwork } from '../layers-model-files.ts';
import {
  type AllReduce,
  allocateSharedMemory,
  createAllReduce,
  type SharedMemory,
  type SharedMemorySizes,
} from './all-reduce.ts';
import { createLearner, type LearnerOptions, type TrainStep } from './step.ts';
import { allVariables, readVariables } from './variables.ts';

/** Initial data of a replica's thread. */
export interface ReplicaInit {
  learner: Omit<LearnerOptions, 'model'>;
  files: NetworkFiles;
  /** Current values of the model's variables and the optimizer's accumulators. */
  tensors: Float32Array[];
  sizes: SharedMemorySizes;
  memory: SharedMemory;
  replica: number;
  backend: EngineName;
  blas: boolean;
}

export interface ReplicaOptions {
  replicas: number;
  /** Samples of the largest batch, and floats of a sample's target. */
  batchSize: number;
  targetSize: number;
}

export function createReplicaTrainStep(
  options: LearnerOptions,
  { replicas, batchSize, targetSize }: ReplicaOptions,
): TrainStep {
  const learner = createLearner(options);
  const width = options.sampleShape.reduce((product, side) => product * side, 1);
  const { outputSize } = options;
  const sizes: SharedMemorySizes = { replicas, contribution: learner.size, batchSize, width, targetSize, outputSize };
  const memory = allocateSharedMemory(sizes);
  const allReduce = createAllReduce(sizes, memory);
  const sum = new Float32Array(learner.size);
  const threads: Worker[] = [];

  /** Starts the other replicas with the current weights. */
  async function start(): Promise<void> {
    const { model, ...rest } = options;
    const common = {
      learner: rest,
      files: await saveNetwork(model),
      tensors: await readVariables([...allVariables(model), ...learner.state]),
      sizes,
      memory,
      backend: tf.getBackend() as EngineName, // startBackend has set it
      blas: usesBlas(),
    };
    for (let replica = 1; replica < replicas; replica++) threads.push(startReplica({ ...common, replica }, allReduce));
    await allReduce.barrier();
  }

  return {
    state: learner.state,

    async run(batch, stepOptions) {
      if (threads.length === 0) await start();
      allReduce.broadcastBatch(batch, stepOptions);
      const shard = allReduce.shardOf(batch, 0);
      if (!shard) throw new Error('The leader has no shard of the batch.');
      const own = { step: stepOptions.step, replica: 0 };
      allReduce.publishResult(0, 0, await learner.contribute(shard.batch, shard.weight, own, allReduce.slot(0)));
      await allReduce.barrier();
      allReduce.reduce(sum);
      learner.apply(sum, stepOptions);
      return allReduce.results(batch.count);
    },

    async dispose() {
      allReduce.end();
      await Promise.all(threads.map((thread) => (thread.threadId === -1 ? null : once(thread, 'exit'))));
      learner.dispose();
    },
  };
}

function startReplica(start: ReplicaInit, allReduce: AllReduce): Worker {
  const compiled = join(import.meta.dirname, 'replica-thread.js');
  const options = { execArgv: [], workerData: start };
  const thread = existsSync(compiled) ? new Worker(compiled, options) : startSourceThread(options);
  thread.on('error', (error) => allReduce.fail(`Replica ${start.replica} failed: ${error.message}`));
  return thread;
}

/** Starts a thread from the TypeScript sources. Threads do not inherit the loader of their process. */
function startSourceThread(options: WorkerOptions): Worker {
  const [tsx, entry] = ['tsx/esm/api', './replica-thread.ts'].map((name) => import.meta.resolve(name));
  const code = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(entry)}); })`;
  return new Worker(code, { ...options, eval: true });
}
