/** What the page and the engine, which runs beside it, say to each other. */
import type { Prediction, Sample } from '../playground/sample.ts';
import type { ServerOnlyReason, TroubleKind } from './refusals.ts';

/** Without a sample: the model is only to be loaded. */
export interface Ask {
  id: number;
  /** Where its zip is. */
  model: string;
  sample: Sample | null;
}

/** What is waited for. `share`: of the bytes that are to come. */
export type Stage = { name: 'engine' } | { name: 'model'; share: number | null } | { name: 'ready' };

export type Reply = { id: number } & (
  | { stage: Stage }
  | { predictions: Prediction[] }
  | { invalid: { field: string; message: string } }
  | { serverOnly: { reason: ServerOnlyReason; message: string } }
  | { trouble: { kind: TroubleKind; message: string } }
  | { failure: string }
);
