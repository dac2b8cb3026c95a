/**
 * Runs an iterative solver with the guarantees of train.ts: deterministic for a seed, even when interrupted; stops within
 * one iteration; writes a checkpoint every few seconds.
 *
 * A checkpoint is JSON, which preserves doubles exactly: the iteration, the history, and the solver's state. Random numbers
 * are functions of the seed and the iteration, so no generator state is stored.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Interruption, type MetricValue, type TrainingContext, type TrainingEnd, TrainingFailure } from './context.ts';
import type { EpochRecord } from './train.ts';

interface IterationResult {
  metrics: MetricValue[];
  done: boolean;
}

/** A running solver. */
export interface Solver<State> {
  /** Runs one iteration, counted from 1. Its `metrics` are reported to watchers. */
  step(iteration: number): IterationResult | Promise<IterationResult>;
  /** The current state, as plain JSON: enough to resume from and to predict with. */
  state(): State;
}

export interface FitOptions<State> {
  /** Creates the solver in its initial state, or resumes it from an earlier state. */
  start(before: State | null): Solver<State>;
  /** Maximum number of iterations. */
  iterations: number;
  /** Error message if the solver has not converged by then; absent if the last state is usable anyway. */
  notConvergedMessage?: string;
  /** Samples that each iteration processes. */
  samples: number;
  context: TrainingContext;
  /** Called after each iteration. */
  onIteration?(iteration: number, last: boolean, state: () => State): void;
}

interface SavedState<State> {
  iteration: number;
  history: EpochRecord[];
  state: State;
}

const checkpointSeconds = 10;

/**
 * @throws Interruption    when context.signal is aborted; for a pause, after a checkpoint
 * @throws TrainingFailure when a metric is not finite, or the solver does not converge
 */
export async function runSolver<State>(
  options: FitOptions<State>,
): Promise<{ state: State; history: EpochRecord[]; end: TrainingEnd }> {
  const { context, iterations, samples } = options;
  const saved = context.resumeFrom ? decode<State>(context.resumeFrom.bytes) : null;
  const fitting = options.start(saved?.state ?? null);
  const history = saved?.history ?? [];
  const checkpointEvery = (context.checkpointSeconds ?? checkpointSeconds) * 1000;
  const started = performance.now();
  let [iteration, checkpointed] = [saved?.iteration ?? 0, started];
  const first = iteration;

  async function saveCheckpoint(): Promise<void> {
    checkpointed = performance.now();
    const bytes = Buffer.from(JSON.stringify({ iteration, history, state: fitting.state() }));
    await context.checkpoint({ step: iteration, bytes });
  }

  function reportMetrics(metrics: MetricValue[]): void {
    const samplesPerSecond = ((iteration - first) * samples) / Math.max((performance.now() - started) / 1000, 1e-3);
    const etaSeconds = ((iterations - iteration) * samples) / Math.max(samplesPerSecond, 1e-3);
    const place = { epoch: iteration, epochs: iterations, batch: 1, batches: 1 };
    context.report({ type: 'progress', ...place, samplesPerSecond, etaSeconds });
    if (metrics.length > 0) context.report({ type: 'metrics', epoch: iteration, step: iteration, metrics });
  }

  let done = false;
  while (!done && iteration < iterations) {
    await nextTurn(); // lets an abort signal arrive
    if (context.signal.aborted) {
      const { reason } = context.signal;
      // Before the first iteration there is no progress to save.
      if (reason instanceof Interruption && reason.kind === 'pause' && iteration > first) await saveCheckpoint();
      throw reason;
    }
    iteration++;
    const result = await fitting.step(iteration);
    done = result.done;
    const lost = result.metrics.find(({ value }) => !Number.isFinite(value));
    if (lost) throw notANumber(lost, iteration);
    if (result.metrics.length > 0) history.push({ epoch: iteration, step: iteration, metrics: result.metrics });
    reportMetrics(result.metrics);
    options.onIteration?.(iteration, done || iteration === iterations, () => fitting.state());
    if (!done && performance.now() - checkpointed >= checkpointEvery) await saveCheckpoint();
  }
  if (!done && options.notConvergedMessage) throw new TrainingFailure(options.notConvergedMessage);
  const end: TrainingEnd = {
    cause: done ? 'CONVERGED' : 'MAX_EPOCHS',
    epoch: iteration,
    bestEpoch: iteration,
    monitor: null,
  };
  return { state: fitting.state(), history, end };
}

/** Reads a checkpoint that runSolver wrote. */
function decode<State>(bytes: Uint8Array): SavedState<State> {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

function notANumber({ name, value }: MetricValue, iteration: number): TrainingFailure {
  return new TrainingFailure(
    `In iteration ${iteration} the ${name} is ${Number.isNaN(value) ? 'NaN (not a number)' : 'infinite'}. Check the data for ` +
      'extreme values.',
  );
}
