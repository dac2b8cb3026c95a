import { InvalidInput } from '../errors.ts';
import { InvalidSample } from '../shared/invalid-sample.ts';

/** Returns the result of encoding or decoding samples. @throws InvalidInput naming `field`, or the cell in it, for a sample that does not fit */
export async function namingField<T>(field: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidSample)) throw error;
    throw new InvalidInput(error.below(field), error.message);
  }
}
