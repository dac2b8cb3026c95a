/** Predicts many samples in batches, because requests to the server are limited in size. Batches also show progress. */
import { useEffect, useState } from 'react';
import { chosen, type Place, type Places } from './places.ts';
import type { Predictor } from './predictor.ts';
import type { Prediction, Sample } from './sample.ts';
import { errorOf } from './use-answer.ts';

export interface Many {
  /** One entry per sample. `picture` is a data URL. */
  cases: { name: string; picture?: string }[];
  /** All samples in batches, in order. */
  parts: Sample[];
}

export interface Run {
  predictions: Prediction[];
  milliseconds: number;
  /** Why it stopped early. */
  failure: Error | null;
}

export type Runs = Partial<Record<Place, Run>>;

/**
 * Runs the server and the browser one after the other, so that they do not compete.
 * @param many null for none; must be a stable object
 */
export function useMany(places: Places, many: Many | null): { runs: Runs; again(): void } {
  const [runs, setRuns] = useState<Runs>({});
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again for each attempt
  useEffect(() => {
    setRuns({});
    if (!many) return;
    let isStale = false;
    const work = async () => {
      for (const { place, predictor } of chosen(places)) {
        const settle = (run: Run) => {
          if (!isStale) setRuns((before) => ({ ...before, [place]: run }));
        };
        await runParts(predictor, many.parts, settle, () => isStale);
      }
    };
    void work();
    return () => {
      isStale = true;
    };
  }, [places, many, attempt]);
  return { runs, again: () => setAttempt(attempt + 1) };
}

async function runParts(
  predictor: Predictor,
  parts: readonly Sample[],
  settle: (run: Run) => void,
  isStale: () => boolean,
): Promise<void> {
  let run: Run = { predictions: [], milliseconds: 0, failure: null };
  try {
    await predictor.prepare?.();
    for (const part of parts) {
      if (isStale()) return;
      const start = performance.now();
      const predictions = await predictor.predict(part);
      const milliseconds = run.milliseconds + performance.now() - start;
      run = { ...run, predictions: [...run.predictions, ...predictions], milliseconds };
      settle(run);
    }
  } catch (error) {
    settle({ ...run, failure: errorOf(error) });
  }
}
