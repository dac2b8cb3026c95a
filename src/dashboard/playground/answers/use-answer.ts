/** The prediction for the current sample, from the server, the browser, or both. */
import { useEffect, useState } from 'react';
import type { Problem } from '../../api/problems.ts';
import { chosen, type Engine, type Engines } from '../engines/engines.ts';
import { type Predictor, Refused } from '../engines/predictor.ts';
import type { Prediction, Sample } from '../sample.ts';

export interface Answer {
  /** The sample of the prediction. */
  sample: Sample;
  prediction: Prediction;
  milliseconds: number;
}

export interface Answering {
  /** The latest prediction. It is kept until the next one arrives. */
  answer: Answer | null;
  isAsking: boolean;
  /** Error in the sample. */
  problem: Problem | null;
  /** Why the request failed. `again` retries it. */
  failure: Error | null;
  again(): void;
}

export interface Answers {
  asked: { engine: Engine; predictor: Predictor; answering: Answering }[];
  /** Error in the sample, from the predictor that reports it first. */
  problem: Problem | null;
}

/** @param sample null for no prediction; must be a stable object while the sample is unchanged */
export function useAnswers(engines: Engines, sample: Sample | null, waitMilliseconds = 0): Answers {
  const asked = chosen(engines);
  const isAsked = (engine: Engine) => asked.some((one) => one.engine === engine);
  const answerings = {
    server: useAnswer(engines.server, isAsked('server') ? sample : null, waitMilliseconds),
    browser: useAnswer(engines.browser, isAsked('browser') ? sample : null, waitMilliseconds),
  };
  const problems = asked.flatMap(({ engine }) => answerings[engine].problem ?? []);
  return {
    asked: asked.map(({ engine, predictor }) => ({ engine, predictor, answering: answerings[engine] })),
    problem: problems[0] ?? null,
  };
}

type State = Omit<Answering, 'again'>;
const nothing: State = { answer: null, isAsking: false, problem: null, failure: null };

function useAnswer(predictor: Predictor | null, sample: Sample | null, waitMilliseconds: number): Answering {
  const [state, setState] = useState(nothing);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again for each attempt
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
        if (!prediction) throw new Error('The response is empty.');
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
