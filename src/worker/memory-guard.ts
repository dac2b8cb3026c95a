/**
 * Limits a training's memory, and decides whether the limit killed it.
 *
 * When an allocation is refused, an array buffer or the engine throws and the trainer reports it (job.ts). V8's heap and most
 * libraries instead abort with a signal that a defect raises too. So the process is sampled, and such a death counts as out of
 * memory only if the last sample was close to the limit.
 *
 * A training that hits its limit fails without a retry: every attempt would do the same, because the estimate is wrong.
 */
import type { Claim } from '../tasks/queue/queue.ts';
import { readDataSegmentBytes } from './memory-limit.ts';
import type { MemoryLimit, Outcome } from './trainer/protocol.ts';
import type { Trainer } from './trainer/trainer.ts';

/** A training that needs more than its estimate times this factor is faulty. It is ended before it exhausts the machine. */
const limitFactor = 1.5;
const sampleIntervalMs = 100;
/** V8 grows its heap in steps of up to 16 MiB; the rest allows for growth between two samples. */
const nearLimitBytes = 64 * 2 ** 20;

/** A trainer that has grown by more than this is replaced after its task, because an engine never returns its memory. */
export const maxRetainedBytes = 512 * 2 ** 20;

export interface MemoryGuard {
  /** Null where the system cannot limit memory. */
  readonly limit: MemoryLimit | null;
  /** Turns a crash that the limit caused into a permanent failure, and returns any other outcome unchanged. */
  classifyOutcome(outcome: Outcome): Outcome;
  /** Stops sampling. Call it when the task has ended. */
  release(): void;
}

/**
 * Computes a trainer's memory limit for one task, which the trainer applies to itself before it reads data (trainer-process.ts).
 * @param totalBytes memory that all tasks of the worker may use together
 */
export async function guardMemory(
  { spec, memoryBytes }: Claim,
  trainer: Pick<Trainer, 'pid' | 'baselineBytes' | 'limitsMemory'>,
  totalBytes: number,
): Promise<MemoryGuard> {
  if (!trainer.limitsMemory) return { limit: null, classifyOutcome: (outcome) => outcome, release: () => undefined };
  // Memory that earlier tasks left does not count against this one.
  const before = Math.max(trainer.baselineBytes, (await readDataSegmentBytes(trainer.pid)) ?? 0);
  const hard = trainer.baselineBytes + maxRetainedBytes + Math.max(totalBytes, memoryBytes) * limitFactor;
  // Only training estimates are precise enough to enforce; other kinds may use what the worker has.
  const allowed = spec.kind === 'TRAIN' ? memoryBytes * limitFactor : hard - before;
  const limit = before + allowed;
  const watch = watchMemory(trainer.pid);
  return {
    limit: { soft: Math.min(limit, hard), hard },
    classifyOutcome(outcome) {
      if (outcome.kind !== 'crashed' || outcome.memory === null) return outcome;
      if (outcome.memory === 'suspected' && watch.last() < limit - nearLimitBytes) return outcome;
      const reason = spec.kind === 'TRAIN' ? exceedsEstimate(allowed, memoryBytes) : exceedsWorker(allowed);
      return { kind: 'failed', reason: `${reason} ${outcome.reason}` };
    },
    release: watch.stop,
  };
}

function exceedsEstimate(allowed: number, estimated: number): string {
  return (
    `The run exceeded its memory limit of ${formatGib(allowed)} (${limitFactor} times the estimate of ${formatGib(estimated)}, ` +
    'which was too low). Use a smaller batch size, a smaller network, fewer replicas, or less data.'
  );
}

function exceedsWorker(allowed: number): string {
  return (
    `The task exceeded its memory limit of ${formatGib(allowed)}, which is all the memory of its worker. ` +
    'Use less data, or a worker with more memory.'
  );
}

function formatGib(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(3)} GiB`;
}

/** Samples the memory that the process has reserved. `last` returns the latest sample in bytes, also after the process exited. */
function watchMemory(pid: number) {
  let last = 0;
  const timer = setInterval(() => {
    void readDataSegmentBytes(pid).then((bytes) => {
      last = bytes ?? last;
    });
  }, sampleIntervalMs);
  return { last: () => last, stop: () => clearInterval(timer) };
}
