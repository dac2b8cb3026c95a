/**
 * All-reduce over shared memory: how replicas exchange gradients and synchronize.
 *
 *   round   one step, numbered consecutively. The leader broadcasts a batch, every replica contributes, every replica reduces
 *   slot    memory for a replica's contribution. Each replica has two, used alternately: a slow replica may still be reducing
 *           one round while a fast one writes the next
 */
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { accumulate, type Batch, type StepOptions, type StepResult, shardBatch } from './step.ts';

export interface SharedMemorySizes {
  replicas: number;
  /** Number of floats of one contribution. */
  contribution: number;
  /** Samples of the largest batch; floats of a sample, of its target, and of its output. */
  batchSize: number;
  width: number;
  targetSize: number;
  outputSize: number;
}

/** Memory that all threads share. */
export interface SharedMemory {
  control: SharedArrayBuffer;
  learningRate: SharedArrayBuffer;
  x: SharedArrayBuffer;
  y: SharedArrayBuffer;
  contributions: SharedArrayBuffer;
  losses: SharedArrayBuffer;
  outputs: SharedArrayBuffer;
  failure: SharedArrayBuffer;
}

/** Offsets in `control`. */
const controlOffset = { round: 0, arrivals: 1, isEnded: 2, hasFailed: 3, count: 4, step: 5 } as const;
/** Spin time before a thread sleeps, if it has its own core: waking it takes as long. */
const spinMs = 2;
/** Longest sleep before a thread processes messages and checks again. */
const maxSleepMs = 1000;
const failureBytes = 1024;

export function allocateSharedMemory(sizes: SharedMemorySizes): SharedMemory {
  const { replicas, contribution, batchSize, width, targetSize, outputSize } = sizes;
  const floats = (length: number) => new SharedArrayBuffer(length * 4);
  return {
    control: floats(Object.keys(controlOffset).length),
    learningRate: new SharedArrayBuffer(8),
    x: floats(batchSize * width),
    y: floats(batchSize * targetSize),
    contributions: floats(2 * replicas * contribution),
    losses: new SharedArrayBuffer(replicas * 8),
    outputs: floats(batchSize * outputSize),
    failure: new SharedArrayBuffer(failureBytes),
  };
}

export type AllReduce = ReturnType<typeof createAllReduce>;

export function createAllReduce(sizes: SharedMemorySizes, memory: SharedMemory) {
  const { replicas, contribution, width, targetSize, outputSize } = sizes;
  const control = new Int32Array(memory.control);
  const learningRate = new Float64Array(memory.learningRate);
  const x = new Float32Array(memory.x);
  const y = new Float32Array(memory.y);
  const losses = new Float64Array(memory.losses);
  const outputs = new Float32Array(memory.outputs);
  const failure = new Uint8Array(memory.failure);
  const cores = availableParallelism();
  /** Current round of this replica; the leader may already be in the next one. */
  let current = 0;

  function set(at: number, value: number): void {
    Atomics.store(control, at, value);
    Atomics.notify(control, at);
  }

  /** Waits until `control[at] >= min`. Returns false if the run has ended. @throws Error if a replica has failed */
  async function waitUntil(at: number, min: number): Promise<boolean> {
    const spinUntil = performance.now() + (replicas <= cores ? spinMs : 0);
    while (Atomics.load(control, at) < min && performance.now() < spinUntil);
    for (;;) {
      const seen = Atomics.load(control, at);
      if (seen >= min) return true;
      if (Atomics.load(control, controlOffset.hasFailed) === 1)
        throw new Error(Buffer.from(failure.slice()).toString().replaceAll('\0', ''));
      if (Atomics.load(control, controlOffset.isEnded) === 1) return false;
      // A thread in Atomics.wait processes no messages, so it wakes periodically.
      if (Atomics.wait(control, at, seen, maxSleepMs) === 'timed-out') await nextTurn();
    }
  }

  /** Returns the slot of a replica in the current round. */
  function slot(replica: number): Float32Array {
    const index = (current % 2) * replicas + replica;
    return new Float32Array(memory.contributions, index * contribution * 4, contribution);
  }

  return {
    slot,

    /** Leader only: opens the next round with a batch. */
    broadcastBatch(batch: Batch, options: StepOptions): void {
      x.set(batch.x);
      y.set(batch.y);
      learningRate[0] = options.learningRate;
      control[controlOffset.count] = batch.count;
      control[controlOffset.step] = options.step;
      current++;
      set(controlOffset.round, current);
    },

    /** Waits for the next round and returns its batch; null if the run has ended. */
    async receiveBatch(): Promise<{ batch: Batch; options: StepOptions } | null> {
      if (!(await waitUntil(controlOffset.round, current + 1))) return null;
      current++;
      const count = control[controlOffset.count] ?? 0;
      return {
        batch: { x: x.subarray(0, count * width), y: y.subarray(0, count * targetSize), count },
        options: { learningRate: learningRate[0] ?? 0, step: control[controlOffset.step] ?? 0 },
      };
    },

    /** Publishes the loss and the outputs of a replica, whose samples start at `from`. */
    publishResult(replica: number, from: number, result: StepResult): void {
      losses[replica] = result.loss;
      outputs.set(result.outputs, from * outputSize);
    },

    /** Signals that this replica is ready (round 0) or has contributed, and waits for the others. */
    async barrier(): Promise<boolean> {
      const all = (current + 1) * replicas;
      Atomics.add(control, controlOffset.arrivals, 1);
      Atomics.notify(control, controlOffset.arrivals);
      return waitUntil(controlOffset.arrivals, all);
    },

    /** Sums all contributions in the order of the replicas. */
    reduce(sum: Float32Array): void {
      sum.set(slot(0));
      for (let replica = 1; replica < replicas; replica++) accumulate(sum, slot(replica));
    },

    results: (count: number): StepResult => ({
      loss: losses.reduce((total, loss) => total + loss, 0),
      outputs: outputs.slice(0, count * outputSize),
    }),

    shardOf: (batch: Batch, replica: number) => shardBatch(batch, replicas)[replica],

    end: () => {
      set(controlOffset.isEnded, 1);
      Atomics.notify(control, controlOffset.round);
      Atomics.notify(control, controlOffset.arrivals);
    },

    fail(message: string): void {
      failure.set(Buffer.from(message).subarray(0, failureBytes));
      set(controlOffset.hasFailed, 1);
      Atomics.notify(control, controlOffset.round);
      Atomics.notify(control, controlOffset.arrivals);
    },
  };
}
