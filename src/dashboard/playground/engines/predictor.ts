/** Predictors: the server, or the engine in this browser (engine/browser-predictor.ts). */
import type { Client } from 'urql';
import { PredictDocument } from '../../api/generated.ts';
import { type Problem, problemOf } from '../../api/problems.ts';
import type { Stage } from '../../engine/protocol.ts';
import type { Prediction, Sample } from '../sample.ts';

export interface Predictor {
  /** Loads the model. This time is not counted as prediction time. @throws ServerOnly when the model cannot run here */
  prepare?(): Promise<void>;
  /** Returns one prediction per sample, in order. @throws Refused */
  predict(input: Sample): Promise<Prediction[]>;
  /** Loading progress; null before loading has started. */
  stage?(): Stage | null;
  /** Calls the listener when the stage changes. @returns a function that unsubscribes */
  subscribe?(listener: () => void): () => void;
}

/** The sample is invalid. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function createServerPredictor(api: Client, modelId: string, version: number): Predictor {
  return {
    async predict(input) {
      const { data, error } = await api
        .mutation(PredictDocument, { input: { modelId, version, ...input } })
        .toPromise();
      if (!data) throw error ?? new Error('The response is empty.');
      if (data.predict.__typename === 'PredictPayload') return data.predict.predictions;
      throw new Refused(problemOf(data.predict) ?? { __typename: data.predict.__typename, message: '' });
    },
  };
}
