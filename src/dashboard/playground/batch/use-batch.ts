/** Predicts a batch of samples in several requests, because requests to the server are limited in size. They also show progress. */
import { useEffect, useState } from 'react';
import { errorOf } from '../answers/use-answer.ts';
import { chosen, type Engine, type Engines } from '../engines/engines.ts';
import type { Predictor } from '../engines/predictor.ts';
import type { Prediction, Sample } from '../sample.ts';

export interface Batch {
  /** One entry per sample. `picture` is a data URL. */
  cases: { name: string; picture?: string }[];
  /** The samples, in order, as the inputs of one request each. */
  requests: Sample[];
}

export interface Run {
  predictions: Prediction[];
  milliseconds: number;
  /** Why it stopped early. */
  failure: Error | null;
}

export type Runs = Partial<Record<Engine, Run>>;

/**
 * Runs the server and the browser one after the other, so that they do not compete.
 * @param batch null for none; must be a stable object
 */
export function useBatch(engines: Engines, batch: Batch | null): { runs: Runs; again(): void } {
  const [runs, setRuns] = useState<Runs>({});
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again for each attempt
  useEffect(() => {
    setRuns({});
    if (!batch) return;
    let isStale = false;
    const work = async () => {
      for (const { engine, predictor } of chosen(engines)) {
        const settle = (run: Run) => {
          if (!isStale) setRuns((before) => ({ ...before, [engine]: run }));
        };
        await runRequests(predictor, batch.requests, settle, () => isStale);
      }
    };
    void work();
    return () => {
      isStale = true;
    };
  }, [engines, batch, attempt]);
  return { runs, again: () => setAttempt(attempt + 1) };
}

async function runRequests(
  predictor: Predictor,
  requests: readonly Sample[],
  settle: (run: Run) => void,
  isStale: () => boolean,
): Promise<void> {
  let run: Run = { predictions: [], milliseconds: 0, failure: null };
  try {
    await predictor.prepare?.();
    for (const request of requests) {
      if (isStale()) return;
      const start = performance.now();
      const predictions = await predictor.predict(request);
      const milliseconds = run.milliseconds + performance.now() - start;
      run = { ...run, predictions: [...run.predictions, ...predictions], milliseconds };
      settle(run);
    }
  } catch (error) {
    settle({ ...run, failure: errorOf(error) });
  }
}
