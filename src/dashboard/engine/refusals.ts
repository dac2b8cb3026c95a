/** What the engine says no to, and why. */

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
