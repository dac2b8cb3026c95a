/** A network from elsewhere that cannot be taken. `location` is the layer, node, weight or file that is wrong. */
export class InvalidNetwork extends Error {
  readonly location: string | null;

  constructor(message: string, location: string | null = null) {
    super(message);
    this.name = 'InvalidNetwork';
    this.location = location;
  }
}
