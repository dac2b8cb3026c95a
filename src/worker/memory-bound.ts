/**
 * The bound that a training computes under, and whether it is what ended it.
 *
 * Where an allocation is refused, an array buffer or the engine throws, and the process says so (job.ts). V8's own heap and most
 * libraries cannot pass a refusal on: they end the process with a signal that a defect ends it with too. So the process is
 * watched, and such a death is put down to the bound only if the process was close to it when it was last looked at.
 *
 * A training that meets its bound fails at once. It would do the same again, from any checkpoint: it is its estimate that is
 * wrong, and no other attempt mends that.
 */
import type { Claim } from '../tasks/queue.ts';
import { privateMemory } from './memory-limit.ts';
import type { MemoryLimit, Outcome } from './protocol.ts';
import type { Trainer } from './trainer.ts';

/** A training that takes more than its estimate times this has a fault; it ends before the machine does. */
const tolerance = 1.5;
const lookMilliseconds = 100;
/** V8 takes its heap in steps of up to 16 MiB; the rest is what a process takes between two looks. */
const close = 64 * 2 ** 20;

/** A trainer that has grown by more than this is replaced after its task: an engine's memory never shrinks by itself. */
export const maxLeftOver = 512 * 2 ** 20;

export interface MemoryBound {
  /** Null: the system has none. */
  readonly limit: MemoryLimit | null;
  /** What the outcome of the task is, now that the bound is known. */
  judge(outcome: Outcome): Outcome;
  /** The task is over. */
  end(): void;
}

/**
 * The bound of a trainer's memory for one task, which the trainer puts upon itself before it reads any of its data (trainer-process.ts).
 * @param totalBytes what all tasks of the worker may take together
 */
export async function boundMemory(
  { spec, memoryBytes }: Claim,
  trainer: Pick<Trainer, 'pid' | 'idleBytes' | 'limitsMemory'>,
  totalBytes: number,
): Promise<MemoryBound> {
  if (!trainer.limitsMemory) return { limit: null, judge: (outcome) => outcome, end: () => undefined };
  // What earlier tasks left is none of this one's: else how much it may take would depend on them.
  const before = Math.max(trainer.idleBytes, (await privateMemory(trainer.pid)) ?? 0);
  const hard = trainer.idleBytes + maxLeftOver + Math.max(totalBytes, memoryBytes) * tolerance;
  // Of other kinds the estimates are rough: they have what the worker has.
  const allowed = spec.kind === 'TRAIN' ? memoryBytes * tolerance : hard - before;
  const limit = before + allowed;
  const watch = watchMemory(trainer.pid);
  return {
    limit: { soft: Math.min(limit, hard), hard },
    judge(outcome) {
      if (outcome.kind !== 'crashed' || outcome.memory === null) return outcome;
      if (outcome.memory === 'suspected' && watch.last() < limit - close) return outcome;
      const why = spec.kind === 'TRAIN' ? outOfEstimate(allowed, memoryBytes) : outOfWorker(allowed);
      return { kind: 'failed', reason: `${why} ${outcome.reason}` };
    },
    end: watch.end,
  };
}

function outOfEstimate(allowed: number, estimated: number): string {
  return (
    `The training ran out of memory. It was allowed ${gibi(allowed)}: one and a half times its estimate of ${gibi(estimated)}, ` +
    'which was too low. Launch it with a smaller batch, a smaller network, fewer replicas or less data.'
  );
}

function outOfWorker(allowed: number): string {
  return `The task ran out of memory. It was allowed ${gibi(allowed)}, which is all that its worker has. Use less data at once, or a larger worker.`;
}

function gibi(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
}

/** Looks again and again at what the process has reserved. `last` is what it saw before the process was gone. */
function watchMemory(pid: number) {
  let last = 0;
  const looking = setInterval(() => {
    void privateMemory(pid).then((bytes) => {
      last = bytes ?? last;
    });
  }, lookMilliseconds);
  return { last: () => last, end: () => clearInterval(looking) };
}
