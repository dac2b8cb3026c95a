/** Archives with one folder per class: "cats/1.jpg", "dogs/7.png", or the same inside one common folder. */
import { InvalidData } from '../../errors.ts';
import type { ArchiveEntry } from './archive.ts';

/** The profile of a dataset lists all classes. */
const maxClasses = 10_000;

export interface LabelledEntry {
  entry: ArchiveEntry;
  /** Index into the classes. */
  label: number;
}

/**
 * Assigns each file of an archive to the class of its folder. Classes are sorted by name.
 * @param expected the file names that are accepted, and how a message describes them
 * @throws InvalidData naming the entry
 */
export function listClassFolders(
  entries: ArchiveEntry[],
  expected: { extension: RegExp; example: string; kinds: string },
): { classes: string[]; entries: LabelledEntry[] } {
  const prefix = commonFolder(entries);
  const labeled = entries.map((entry) => {
    const parts = entry.name.slice(prefix.length).split('/');
    const [className = '', file = ''] = parts;
    if (parts.length !== 2) {
      throw new InvalidData(
        `Every file must be in the folder of its class, for example "${expected.example}".`,
        entry.name,
      );
    }
    if (!expected.extension.test(file)) throw new InvalidData(`Only ${expected.kinds} are supported.`, entry.name);
    return { entry, className };
  });
  const classes = [...new Set(labeled.map(({ className }) => className))].sort();
  if (classes.length < 2) {
    throw new InvalidData(
      `Found ${classes.length} class ${classes.length === 1 ? 'folder' : 'folders'}. At least two are required, one folder per class.`,
    );
  }
  if (classes.length > maxClasses) throw new InvalidData(`The archive has more than ${maxClasses} class folders.`);
  const indices = new Map(classes.map((className, index) => [className, index]));
  return {
    classes,
    entries: labeled.map(({ entry, className }) => ({ entry, label: indices.get(className) ?? 0 })),
  };
}

/** Returns the folder that contains all class folders, or an empty string if there is none. */
function commonFolder(entries: ArchiveEntry[]): string {
  const first = entries[0]?.name ?? '';
  const folder = first.slice(0, first.indexOf('/') + 1);
  const wraps = folder !== '' && entries.every(({ name }) => name.startsWith(folder) && name.split('/').length === 3);
  return wraps ? folder : '';
}
