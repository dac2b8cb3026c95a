/**
 * Fitting by a method of its own, one iteration after the other, with the promises of train.ts: the same seed gives the same
 * result, interrupted or not; a run stops within an iteration of being asked to; a checkpoint every few seconds.
 *
 * A checkpoint is JSON (doubles survive it exactly): the iteration, the history, and the method's own state. Random numbers are
 * functions of the seed and the iteration, and need no state.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Interruption, type MetricValue, type TrainingContext, TrainingFailure } from './context.ts';
import type { EpochRecord } from './train.ts';

interface Stepped {
  metrics: MetricValue[];
  done: boolean;
}

/** A method at work. */
export interface Fitting<State> {
  /** One iteration, counted from 1. `metrics` are told to whoever watches. */
  step(iteration: number): Stepped | Promise<Stepped>;
  /** As it stands: enough to go on from, and to answer with. Plain JSON. */
  state(): State;
}

export interface FitOptions<State> {
  /** Begins anew, or goes on from a state of before. */
  start(before: State | null): Fitting<State>;
  /** At most. */
  iterations: number;
  /** What to say when they were not enough; absent: what there is by then will do. */
  unfinished?: string;
  /** That every iteration looks at. */
  samples: number;
  context: TrainingContext;
  /** Told after each iteration. */
  onIteration?(iteration: number, last: boolean, state: () => State): void;
}

interface Saved<State> {
  iteration: number;
  history: EpochRecord[];
  state: State;
}

const checkpointSeconds = 10;

/** @throws Interruption when context.signal was aborted, for a pause after a checkpoint; TrainingFailure when a metric is no number */
export async function iterate<State>(options: FitOptions<State>): Promise<{ state: State; history: EpochRecord[] }> {
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

  function tell(metrics: MetricValue[]): void {
    const samplesPerSecond = ((iteration - first) * samples) / Math.max((performance.now() - started) / 1000, 1e-3);
    const etaSeconds = ((iterations - iteration) * samples) / Math.max(samplesPerSecond, 1e-3);
    const place = { epoch: iteration, epochs: iterations, batch: 1, batches: 1 };
    context.report({ type: 'progress', ...place, samplesPerSecond, etaSeconds });
    if (metrics.length > 0) context.report({ type: 'metrics', epoch: iteration, step: iteration, metrics });
  }

  let done = false;
  while (!done && iteration < iterations) {
    await nextTurn(); // lets a request to stop come in
    if (context.signal.aborted) {
      const { reason } = context.signal;
      // Before the first iteration there is nothing that the next attempt would not have by itself.
      if (reason instanceof Interruption && reason.kind === 'pause' && iteration > first) await saveCheckpoint();
      throw reason;
    }
    iteration++;
    const result = await fitting.step(iteration);
    done = result.done;
    const lost = result.metrics.find(({ value }) => !Number.isFinite(value));
    if (lost) throw notANumber(lost, iteration);
    if (result.metrics.length > 0) history.push({ epoch: iteration, step: iteration, metrics: result.metrics });
    tell(result.metrics);
    options.onIteration?.(iteration, done || iteration === iterations, () => fitting.state());
    if (!done && performance.now() - checkpointed >= checkpointEvery) await saveCheckpoint();
  }
  if (!done && options.unfinished) throw new TrainingFailure(options.unfinished);
  return { state: fitting.state(), history };
}

/** Written by iterate() alone. */
function decode<State>(bytes: Uint8Array): Saved<State> {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

function notANumber({ name, value }: MetricValue, iteration: number): TrainingFailure {
  return new TrainingFailure(
    `In iteration ${iteration} the ${name} became ${Number.isNaN(value) ? 'NaN (not a number)' : 'infinite'}: look for extreme ` +
      'values in the data.',
  );
}
