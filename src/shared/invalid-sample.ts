/**
 * Data does not fit the encoder of a model. `path` locates the value in the data, such as row and column; empty when no single
 * value is wrong. The caller knows which field of its input the data came from.
 */
export class InvalidSample extends Error {
  readonly path: readonly (string | number)[];

  constructor(message: string, path: readonly (string | number)[] = []) {
    super(message);
    this.path = path;
  }

  /** Returns the location of the value below a field, as its path: "input.rows.0.petal_length". */
  below(field: string): string {
    return [field, ...this.path].join('.');
  }
}
