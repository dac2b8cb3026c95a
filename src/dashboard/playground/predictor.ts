/** Who answers for a sample. The server does; another engine, such as one in the browser, would be one more of these. */
import type { Client } from 'urql';
import { PredictDocument, type PredictMutation } from '../api/generated.ts';
import { type Problem, problemOf } from '../api/problems.ts';

type Cell = string | number | null;
export type Row = Record<string, Cell>;

/** One of these, as the model's data was. */
export type Sample =
  | { rows: Row[] }
  /** PNG, JPEG or WebP files as data URLs. */
  | { images: string[] }
  | { texts: string[] }
  /** The latest rows of one series. */
  | { series: Row[] };

export type Prediction = Extract<PredictMutation['predict'], { __typename: 'PredictPayload' }>['predictions'][number];

export interface Predictor {
  /** One answer for each sample, in order. @throws Refused */
  predict(input: Sample): Promise<Prediction[]>;
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
