/** The model's answer for whatever sample there is at the moment, from wherever it is asked of. */
import { useEffect, useState } from 'react';
import type { Problem } from '../api/problems.ts';
import { chosen, type Place, type Places } from './places.ts';
import { type Predictor, Refused } from './predictor.ts';
import type { Prediction, Sample } from './sample.ts';

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
  failure: Error | null;
  again(): void;
}

export interface Answers {
  asked: { place: Place; predictor: Predictor; answering: Answering }[];
  /** What is wrong with the sample, whoever says so first. */
  problem: Problem | null;
}

/** @param sample null: nothing to ask; must be the same object while it is the same sample */
export function useAnswers(places: Places, sample: Sample | null, waitMilliseconds = 0): Answers {
  const asked = chosen(places);
  const isAsked = (place: Place) => asked.some((one) => one.place === place);
  const answerings = {
    server: useAnswer(places.server, isAsked('server') ? sample : null, waitMilliseconds),
    browser: useAnswer(places.browser, isAsked('browser') ? sample : null, waitMilliseconds),
  };
  const problems = asked.flatMap(({ place }) => answerings[place].problem ?? []);
  return {
    asked: asked.map(({ place, predictor }) => ({ place, predictor, answering: answerings[place] })),
    problem: problems[0] ?? null,
  };
}

type State = Omit<Answering, 'again'>;
const nothing: State = { answer: null, isAsking: false, problem: null, failure: null };

function useAnswer(predictor: Predictor | null, sample: Sample | null, waitMilliseconds: number): Answering {
  const [state, setState] = useState(nothing);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for each attempt
  useEffect(() => {
    if (!sample || !predictor) {
      setState(nothing);
      return;
    }
    let isStale = false;
    const settle = (next: Partial<State>) => {
      if (!isStale) setState((before) => ({ ...before, isAsking: false, problem: null, failure: null, ...next }));
    };
    const timer = setTimeout(async () => {
      settle({ isAsking: true });
      try {
        await predictor.prepare?.();
        const start = performance.now();
        const [prediction] = await predictor.predict(sample);
        if (!prediction) throw new Error('The answer is empty.');
        settle({ answer: { sample, prediction, milliseconds: performance.now() - start } });
      } catch (error) {
        settle({
          answer: null,
          ...(error instanceof Refused ? { problem: error.problem } : { failure: errorOf(error) }),
        });
      }
    }, waitMilliseconds);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [predictor, sample, waitMilliseconds, attempt]);
  return { ...state, again: () => setAttempt(attempt + 1) };
}

export const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
