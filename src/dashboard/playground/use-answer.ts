/** The model's answer for whatever sample there is at the moment. */
import { useEffect, useState } from 'react';
import type { Problem } from '../api/problems.ts';
import { type Prediction, type Predictor, Refused, type Sample } from './predictor.ts';

export interface Answer {
  /** The sample that it is for. */
  sample: Sample;
  prediction: Prediction;
  milliseconds: number;
}

export interface Answering {
  /** The latest; it stays until the next one is there. */
  answer: Answer | null;
  isAsking: boolean;
  /** What is wrong with the sample. */
  problem: Problem | null;
  /** It could not be asked; then `again` may help. */
  hasFailed: boolean;
  again(): void;
}

type State = Omit<Answering, 'again'>;
const nothing: State = { answer: null, isAsking: false, problem: null, hasFailed: false };

/** @param sample null: nothing to ask; must be the same object while it is the same sample */
export function useAnswer(predictor: Predictor, sample: Sample | null, waitMilliseconds = 0): Answering {
  const [state, setState] = useState(nothing);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for each attempt
  useEffect(() => {
    if (!sample) {
      setState(nothing);
      return;
    }
    let isStale = false;
    const settle = (next: Partial<State>) => {
      if (!isStale) setState((before) => ({ ...before, isAsking: false, problem: null, hasFailed: false, ...next }));
    };
    const timer = setTimeout(async () => {
      settle({ isAsking: true });
      const start = performance.now();
      try {
        const [prediction] = await predictor.predict(sample);
        const milliseconds = performance.now() - start;
        settle(prediction ? { answer: { sample, prediction, milliseconds } } : { hasFailed: true });
      } catch (error) {
        settle(error instanceof Refused ? { answer: null, problem: error.problem } : { answer: null, hasFailed: true });
      }
    }, waitMilliseconds);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [predictor, sample, waitMilliseconds, attempt]);
  return { ...state, again: () => setAttempt(attempt + 1) };
}
