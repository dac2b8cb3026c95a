/** The selection to upload: one file, or a folder with one subfolder per class. */
import type { FileWithPath } from '../../ui/controls/file-with-path.ts';
import { type Entry, maxBytes, maxEntries } from './zip.ts';

export type Chosen = { name: string; bytes: number } & (
  | { kind: 'file'; file: File; isText: boolean }
  | { kind: 'folder'; entries: Entry[] }
);

export type ChoiceProblem = 'several' | 'unknown' | 'empty' | 'large';

export const acceptedTypes = ['.csv', '.tsv', '.zip', '.txt'];

/** Files that file managers create in folders. */
const leftover = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;

export function chosenOf(given: readonly FileWithPath[]): Chosen | ChoiceProblem {
  const files = given.filter(({ path }) => !leftover.test(path));
  const [first] = files;
  if (!first) return 'empty';
  const bytes = files.reduce((total, { file }) => total + file.size, 0);
  if (bytes === 0) return 'empty';
  if (files.length === 1 && !first.path.includes('/')) return fileOf(first.file);
  const folder = first.path.slice(0, first.path.indexOf('/') + 1);
  if (folder === '' || !files.every(({ path }) => path.startsWith(folder))) return 'several';
  if (files.length > maxEntries || bytes > maxBytes) return 'large';
  const entries = files.map(({ path, file }) => ({ path: path.slice(folder.length), content: file }));
  return { kind: 'folder', name: folder.slice(0, -1), bytes, entries };
}

function fileOf(file: File): Chosen | ChoiceProblem {
  const name = file.name.toLowerCase();
  const extension = acceptedTypes.find((type) => name.endsWith(type));
  if (!extension) return 'unknown';
  const title = file.name.slice(0, -extension.length) || file.name;
  return { kind: 'file', name: title, bytes: file.size, file, isText: extension === '.txt' };
}
