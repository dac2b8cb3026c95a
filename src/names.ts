/** Names that people give things: they stand in lists, and the database takes no NUL. */
import { InvalidInput } from './errors.ts';

export const longestName = 200;

/** The name without the space around it. @throws InvalidInput naming the field */
export function nameFrom(given: string, field = 'input.name'): string {
  const name = given.trim();
  if (name.length === 0 || name.length > longestName || /\p{Cc}/u.test(name)) {
    throw new InvalidInput(field, `A name has 1 to ${longestName} characters, and no control characters.`);
  }
  return name;
}
