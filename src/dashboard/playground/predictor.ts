/** Who answers for a sample: the server, or the engine in this browser (engine/browser-predictor.ts). */
import type { Client } from 'urql';
import { PredictDocument } from '../api/generated.ts';
import { type Problem, problemOf } from '../api/problems.ts';
import type { Stage } from '../engine/protocol.ts';
import type { Prediction, Sample } from './sample.ts';

export interface Predictor {
  /** Gets ready; what that takes is no part of an answer's time. @throws ServerOnly when it never will be */
  prepare?(): Promise<void>;
  /** One answer for each sample, in order. @throws Refused */
  predict(input: Sample): Promise<Prediction[]>;
  /** How far it is with getting ready; null before it began. */
  stage?(): Stage | null;
  /** Told when the stage changes. @returns what ends it */
  subscribe?(listener: () => void): () => void;
}

/** What is wrong with the sample. */
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
      if (!data) throw error ?? new Error('The answer is empty.');
      if (data.predict.__typename === 'PredictPayload') return data.predict.predictions;
      throw new Refused(problemOf(data.predict) ?? { __typename: data.predict.__typename, message: '' });
    },
  };
}
