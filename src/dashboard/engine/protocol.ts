/** Messages between the page and the engine in its Web Worker. */
import type { Prediction, Sample } from '../playground/sample.ts';
import type { ServerOnlyReason, TroubleKind } from './refusals.ts';

/** A request. Without a sample, the engine only loads the model. */
export interface Ask {
  id: number;
  /** URL of its zip file. */
  model: string;
  sample: Sample | null;
}

/** Loading progress. `share` is the fraction of the bytes that have arrived, null when the size is unknown. */
export type Stage = { name: 'engine' } | { name: 'model'; share: number | null } | { name: 'ready' };

export type Reply = { id: number } & (
  | { stage: Stage }
  | { predictions: Prediction[] }
  | { invalid: { field: string; message: string } }
  | { serverOnly: { reason: ServerOnlyReason; message: string } }
  | { trouble: { kind: TroubleKind; message: string } }
  | { failure: string }
);
