/** Image files as samples, in requests of a size that the server accepts. */
import type { FileWithPath } from '../../ui/controls/file-with-path.ts';
import { readImage } from '../inputs/image-file.ts';
import type { Batch } from './use-batch.ts';

/** Maximum number of images, which a browser can easily hold. */
export const maxImages = 1000;
const maxImagesPerRequest = 50;
const maxCharactersPerRequest = 8_000_000;

/** Files that are not images are skipped. */
export async function readImages(files: readonly FileWithPath[]): Promise<{ batch: Batch; unreadable: string[] }> {
  const batch: Batch = { cases: [], requests: [] };
  const unreadable: string[] = [];
  let [request, characters]: [string[], number] = [[], 0];
  for (const { path, file } of files.slice(0, maxImages)) {
    const picture = await readImage(file);
    if (picture === null) {
      unreadable.push(path);
      continue;
    }
    if (
      request.length === 0 ||
      request.length === maxImagesPerRequest ||
      characters + picture.length > maxCharactersPerRequest
    ) {
      [request, characters] = [[], 0];
      batch.requests.push({ images: request });
    }
    request.push(picture);
    characters += picture.length;
    batch.cases.push({ name: path, picture });
  }
  return { batch, unreadable };
}
