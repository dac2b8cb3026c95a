/** Image files as samples, in batches that the server accepts in one request. */
import type { FileWithPath } from '../ui/index.tsx';
import { readImage } from './image-file.ts';
import type { Many } from './use-many.ts';

/** Maximum number of images, which a browser can easily hold. */
export const maxImages = 1000;
const partImages = 50;
const partCharacters = 8_000_000;

/** Files that are not images are skipped. */
export async function readImages(files: readonly FileWithPath[]): Promise<{ many: Many; unreadable: string[] }> {
  const many: Many = { cases: [], parts: [] };
  const unreadable: string[] = [];
  let [part, characters]: [string[], number] = [[], 0];
  for (const { path, file } of files.slice(0, maxImages)) {
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
