/** What the engine says no to, and why; and what can break. */

/** Something is wrong with a sample; said as the server says it, and of the same field. */
export class InvalidSample extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** Why a model is not computed here: what it is, or what it is made of. */
export type ServerOnlyReason = 'ofSeries' | 'generates' | 'noNetwork' | 'graph' | 'layer';

export class ServerOnly extends Error {
  readonly reason: ServerOnlyReason;
  constructor(reason: ServerOnlyReason, message: string = reason) {
    super(message);
    this.reason = reason;
  }
}

/** What broke: the engine's own files did not come or it died, WebAssembly does not start, the model did not come. */
export type TroubleKind = 'engineLost' | 'noWebAssembly' | 'noModelFile';

/** Another try may help. */
export class EngineTrouble extends Error {
  readonly kind: TroubleKind;
  constructor(kind: TroubleKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
