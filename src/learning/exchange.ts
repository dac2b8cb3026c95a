/**
 * The memory that replicas share, and how they wait for each other.
 *
 *   round   one step; its number grows by one. The leader opens it, everyone arrives with a contribution, everyone adds up
 *   slot    where a replica puts its contribution. There are two for each, used in turn: a slow replica may still be adding up
 *           one round while a fast one writes the next
 */
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { addTo, type Batch, type StepOptions, type StepResult, shareOut } from './step.ts';

export interface ExchangeSizes {
  replicas: number;
  /** Floats of one contribution. */
  contribution: number;
  /** Samples of the largest batch; floats of a sample, of its target, and of its answer. */
  batchSize: number;
  width: number;
  targetSize: number;
  outputSize: number;
}

/** Passed to the threads as it is. */
export interface ExchangeMemory {
  control: SharedArrayBuffer;
  learningRate: SharedArrayBuffer;
  x: SharedArrayBuffer;
  y: SharedArrayBuffer;
  contributions: SharedArrayBuffer;
  losses: SharedArrayBuffer;
  answers: SharedArrayBuffer;
  failure: SharedArrayBuffer;
}

/** Places in `control`. */
const place = { round: 0, arrivals: 1, ended: 2, failed: 3, count: 4, step: 5 } as const;
/** How long a thread looks again and again before it sleeps, where it has a core of its own: to wake it up would take as long. */
const spinMilliseconds = 2;
/** How long a thread sleeps before it looks whether the others are still there. */
const patienceMilliseconds = 1000;
const failureBytes = 1024;

export function allocateExchange(sizes: ExchangeSizes): ExchangeMemory {
  const { replicas, contribution, batchSize, width, targetSize, outputSize } = sizes;
  const floats = (length: number) => new SharedArrayBuffer(length * 4);
  return {
    control: floats(Object.keys(place).length),
    learningRate: new SharedArrayBuffer(8),
    x: floats(batchSize * width),
    y: floats(batchSize * targetSize),
    contributions: floats(2 * replicas * contribution),
    losses: new SharedArrayBuffer(replicas * 8),
    answers: floats(batchSize * outputSize),
    failure: new SharedArrayBuffer(failureBytes),
  };
}

export type Exchange = ReturnType<typeof createExchange>;

export function createExchange(sizes: ExchangeSizes, memory: ExchangeMemory) {
  const { replicas, contribution, width, targetSize, outputSize } = sizes;
  const control = new Int32Array(memory.control);
  const learningRate = new Float64Array(memory.learningRate);
  const x = new Float32Array(memory.x);
  const y = new Float32Array(memory.y);
  const losses = new Float64Array(memory.losses);
  const answers = new Float32Array(memory.answers);
  const failure = new Uint8Array(memory.failure);
  const cores = availableParallelism();
  /** The round that this replica is in; the leader may have opened the next one already. */
  let current = 0;

  function set(at: number, value: number): void {
    Atomics.store(control, at, value);
    Atomics.notify(control, at);
  }

  /** Waits until `control[at]` is `least` or more. False: the run has ended. @throws Error when a replica has failed */
  async function reached(at: number, least: number): Promise<boolean> {
    const spinning = performance.now() + (replicas <= cores ? spinMilliseconds : 0);
    while (Atomics.load(control, at) < least && performance.now() < spinning);
    for (;;) {
      const seen = Atomics.load(control, at);
      if (seen >= least) return true;
      if (Atomics.load(control, place.failed) === 1)
        throw new Error(Buffer.from(failure.slice()).toString().replaceAll('\0', ''));
      if (Atomics.load(control, place.ended) === 1) return false;
      // Asleep, a thread hears nothing; so it wakes now and then, and lets in what was sent to it.
      if (Atomics.wait(control, at, seen, patienceMilliseconds) === 'timed-out') await nextTurn();
    }
  }

  /** The slot of a replica in this round. */
  function slot(replica: number): Float32Array {
    const index = (current % 2) * replicas + replica;
    return new Float32Array(memory.contributions, index * contribution * 4, contribution);
  }

  return {
    slot,

    /** The leader opens a round. */
    open(batch: Batch, options: StepOptions): void {
      x.set(batch.x);
      y.set(batch.y);
      learningRate[0] = options.learningRate;
      control[place.count] = batch.count;
      control[place.step] = options.step;
      current++;
      set(place.round, current);
    },

    /** The batch of the next round, once it is open; null when the run has ended. */
    async receive(): Promise<{ batch: Batch; options: StepOptions } | null> {
      if (!(await reached(place.round, current + 1))) return null;
      current++;
      const count = control[place.count] ?? 0;
      return {
        batch: { x: x.subarray(0, count * width), y: y.subarray(0, count * targetSize), count },
        options: { learningRate: learningRate[0] ?? 0, step: control[place.step] ?? 0 },
      };
    },

    /** What a replica found out besides its slot, of samples from `from` on. */
    put(replica: number, from: number, result: StepResult): void {
      losses[replica] = result.loss;
      answers.set(result.outputs, from * outputSize);
    },

    /** Says that this replica is ready (round 0) or has contributed, and waits for the others. */
    async arrive(): Promise<boolean> {
      const all = (current + 1) * replicas;
      Atomics.add(control, place.arrivals, 1);
      Atomics.notify(control, place.arrivals);
      return reached(place.arrivals, all);
    },

    /** Adds up all contributions in the order of the replicas. */
    addUp(sum: Float32Array): void {
      sum.set(slot(0));
      for (let replica = 1; replica < replicas; replica++) addTo(sum, slot(replica));
    },

    results: (count: number): StepResult => ({
      loss: losses.reduce((total, loss) => total + loss, 0),
      outputs: answers.slice(0, count * outputSize),
    }),

    shareOf: (batch: Batch, replica: number) => shareOut(batch, replicas)[replica],

    end: () => {
      set(place.ended, 1);
      Atomics.notify(control, place.round);
      Atomics.notify(control, place.arrivals);
    },

    fail(message: string): void {
      failure.set(Buffer.from(message).subarray(0, failureBytes));
      set(place.failed, 1);
      Atomics.notify(control, place.round);
      Atomics.notify(control, place.arrivals);
    },
  };
}
