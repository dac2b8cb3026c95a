/** Names, descriptions and tags that users enter. They are shown in lists, and PostgreSQL stores no NUL character. */
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

const maxDescriptionLength = 5000;
const maxTags = 20;
const maxTagLength = 50;

/** Validates and trims a description, which may have several lines. @throws InvalidInput naming the field */
function parseDescription(text: string, field = 'input.description'): string {
  const description = text.trim();
  if (description.length > maxDescriptionLength || /[^\P{Cc}\n\t\r]/u.test(description)) {
    const message = `A description must have at most ${maxDescriptionLength} characters and no control characters.`;
    throw new InvalidInput(field, message);
  }
  return description;
}

/** Validates and trims tags, and drops repeated ones. @throws InvalidInput naming the field, or the first invalid tag */
export function parseTags(given: readonly string[], field = 'input.tags'): string[] {
  if (given.length > maxTags) throw new InvalidInput(field, `At most ${maxTags} tags are allowed.`);
  const tags = given.map((text, index) => {
    const tag = text.trim();
    if (tag.length > 0 && tag.length <= maxTagLength && !/\p{Cc}/u.test(tag)) return tag;
    throw new InvalidInput(
      `${field}.${index}`,
      `A tag must have 1 to ${maxTagLength} characters and no control characters.`,
    );
  });
  return [...new Set(tags)];
}

/** Values of an item to change; null or absent: unchanged. */
export interface DescriptionPatch {
  name?: string | null | undefined;
  description?: string | null | undefined;
  tags?: readonly string[] | null | undefined;
}

/** Validates a change of name, description or tags, and returns all three. @throws InvalidInput naming the field */
export function applyPatch<Item extends { name: string; description: string; tags: string[] }>(
  { name, description, tags }: Item,
  patch: DescriptionPatch,
) {
  return {
    name: patch.name == null ? name : parseName(patch.name),
    description: patch.description == null ? description : parseDescription(patch.description),
    tags: patch.tags == null ? tags : parseTags(patch.tags),
  };
}
