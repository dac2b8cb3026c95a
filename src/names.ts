/** Names that users enter. They are shown in lists, and PostgreSQL stores no NUL character. */
import { InvalidInput } from './errors.ts';

export const maxNameLength = 200;

/** Validates and trims a name. @throws InvalidInput naming the field */
export function parseName(text: string, field = 'input.name'): string {
  const name = text.trim();
  if (name.length === 0 || name.length > maxNameLength || /\p{Cc}/u.test(name)) {
    throw new InvalidInput(field, `A name must have 1 to ${maxNameLength} characters and no control characters.`);
  }
  return name;
}
