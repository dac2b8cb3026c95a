/** Errors of the browser engine. */

/** A sample is invalid. The message and the field are the same as the server's. */
export class InvalidSample extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

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
