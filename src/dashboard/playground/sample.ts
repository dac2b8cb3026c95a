/** Inputs and predictions of a model, the same for the server and the browser. No DOM, no React. */
import type { PredictMutation } from '../api/generated.ts';

type Cell = string | number | null;
export type Row = Record<string, Cell>;

/** Exactly one of these, matching the training data of the model. */
export type Sample =
  | { rows: Row[] }
  /** PNG, JPEG, or WebP files as data URLs. */
  | { images: string[] }
  | { texts: string[] }
  /** The most recent rows of one time series. */
  | { series: Row[] };

export type Prediction = Extract<PredictMutation['predict'], { __typename: 'PredictPayload' }>['predictions'][number];
