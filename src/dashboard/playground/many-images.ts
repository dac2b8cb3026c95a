/** Image files as samples, in parts that the server takes at once. */
import type { FileWithPath } from '../ui/index.tsx';
import { readImage } from './image-file.ts';
import type { Many } from './use-many.ts';

/** More than one looks through, and as much as a browser easily holds. */
export const mostImages = 1000;
const partImages = 50;
const partCharacters = 8_000_000;

/** What is no image is left out. */
export async function readImages(files: readonly FileWithPath[]): Promise<{ many: Many; unreadable: string[] }> {
  const many: Many = { cases: [], parts: [] };
  const unreadable: string[] = [];
  let [part, characters]: [string[], number] = [[], 0];
  for (const { path, file } of files.slice(0, mostImages)) {
    const picture = await readImage(file);
    if (picture === null) {
      unreadable.push(path);
      continue;
    }
    if (part.length === 0 || part.length === partImages || characters + picture.length > partCharacters) {
      [part, characters] = [[], 0];
      many.parts.push({ images: part });
    }
    part.push(picture);
    characters += picture.length;
    many.cases.push({ name: path, picture });
  }
  return { many, unreadable };
}
