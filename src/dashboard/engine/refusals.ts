/** Errors of the browser engine. */
import { InvalidSample } from '../../shared/invalid-sample.ts';

/** A sample is invalid. `field` is its path in the input of the API, as in the server's errors. */
export class InvalidInput extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** Throws an error again; that of a sample which does not fit names the field that it is in. */
export const throwAt =
  (field: string) =>
  (error: unknown): never => {
    throw error instanceof InvalidSample ? new InvalidInput(error.below(field), error.message) : error;
  };

/** Why only the server can run a model. */
export type ServerOnlyReason = 'ofSeries' | 'generates' | 'noNetwork' | 'graph' | 'layer';

export class ServerOnly extends Error {
  readonly reason: ServerOnlyReason;
  constructor(reason: ServerOnlyReason, message: string = reason) {
    super(message);
    this.reason = reason;
  }
}

/** What failed: loading or running the engine, starting WebAssembly, or loading the model. */
export type TroubleKind = 'engineLost' | 'noWebAssembly' | 'noModelFile';

/** A failure after which a retry may succeed. */
export class EngineTrouble extends Error {
  readonly kind: TroubleKind;
  constructor(kind: TroubleKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
