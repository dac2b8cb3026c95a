/** An imported network that is not supported. `location` is the layer, node, weight or file at fault. */
export class InvalidNetwork extends Error {
  readonly location: string | null;

  constructor(message: string, location: string | null = null) {
    super(message);
    this.name = 'InvalidNetwork';
    this.location = location;
  }
}
