/** What a model is given, and what it says: the same whoever computes it. No DOM, no React. */
import type { PredictMutation } from '../api/generated.ts';

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
