/** Archives with one folder a class: "cats/1.jpg", "dogs/7.png", or the same below one common folder. */
import { InvalidData } from '../errors.ts';
import type { ArchiveEntry } from './archive.ts';

/** The profile of a dataset names them all. */
const maxClasses = 10_000;

export interface LabelledEntry {
  entry: ArchiveEntry;
  /** Index into the classes. */
  label: number;
}

/**
 * @param expected what the files are called, for those that are none
 * @throws InvalidData naming the entry
 */
export function classFolders(
  entries: ArchiveEntry[],
  expected: { extension: RegExp; example: string; kinds: string },
): { classes: string[]; entries: LabelledEntry[] } {
  const prefix = commonFolder(entries);
  const labelled = entries.map((entry) => {
    const parts = entry.name.slice(prefix.length).split('/');
    const [className = '', file = ''] = parts;
    if (parts.length !== 2) {
      throw new InvalidData(
        `Every file must lie in the folder of its class, such as "${expected.example}".`,
        entry.name,
      );
    }
    if (!expected.extension.test(file)) throw new InvalidData(`Only ${expected.kinds} are accepted.`, entry.name);
    return { entry, className };
  });
  const classes = [...new Set(labelled.map(({ className }) => className))].sort();
  if (classes.length < 2) {
    throw new InvalidData(
      `Found ${classes.length} class folder(s). Put the files of each class into a folder of its own; at least two.`,
    );
  }
  if (classes.length > maxClasses) throw new InvalidData(`The archive has more than ${maxClasses} class folders.`);
  const indices = new Map(classes.map((className, index) => [className, index]));
  return {
    classes,
    entries: labelled.map(({ entry, className }) => ({ entry, label: indices.get(className) ?? 0 })),
  };
}

/** The folder that everything lies in, when it only wraps the class folders. */
function commonFolder(entries: ArchiveEntry[]): string {
  const first = entries[0]?.name ?? '';
  const folder = first.slice(0, first.indexOf('/') + 1);
  const wraps = folder !== '' && entries.every(({ name }) => name.startsWith(folder) && name.split('/').length === 3);
  return wraps ? folder : '';
}
