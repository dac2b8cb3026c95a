/** Files that people send for datasets and that are none: what they are, and what to send instead. */
import { InvalidData } from '../errors.ts';

interface Kind {
  /** Begins a sentence: "The file is …". */
  is: string;
  instead: string;
}

const csvInstead = 'Save the rows as CSV (UTF-8) and upload that.';
const unpackFirst = 'Unpack it and upload what is inside.';
const zipImages = 'Put images into a zip, each in the folder of its class.';

/** The first bytes of a file, as Latin-1. */
const marks: readonly (Kind & { marks: readonly string[] })[] = [
  { marks: ['%PDF-'], is: 'a PDF document', instead: csvInstead },
  { marks: ['\x1f\x8b'], is: 'packed with gzip', instead: unpackFirst },
  {
    marks: ['BZh', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd', '7z\xbc\xaf\x27\x1c', 'Rar!'],
    is: 'packed',
    instead: unpackFirst,
  },
  { marks: ['\xd0\xcf\x11\xe0'], is: 'a document of an old Office, such as .xls', instead: csvInstead },
  { marks: ['PAR1', 'ARROW1'], is: 'a Parquet or Arrow table', instead: csvInstead },
  { marks: ['SQLite format 3\0'], is: 'a SQLite database', instead: csvInstead },
  {
    marks: ['\x89HDF', 'CDF\x01', 'CDF\x02', '\x93NUMPY'],
    is: 'an array of numbers (HDF5, NetCDF or NumPy)',
    instead: csvInstead,
  },
  { marks: ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'II*\0', 'MM\0*'], is: 'a single image', instead: zipImages },
];

const texts: readonly (Kind & { pattern: RegExp })[] = [
  {
    pattern: /^\s*<(!doctype\s+html|html|head|body)\b/i,
    is: 'a web page',
    instead: 'Check the link that it came from.',
  },
  { pattern: /^\s*<\?xml\b/i, is: 'XML', instead: csvInstead },
  { pattern: /^\s*(\{\s*["}]|\[\s*[[{])/, is: 'JSON', instead: csvInstead },
];

/** @throws InvalidData when the file is of a kind that no dataset is, and says what to send instead */
export function assertNotForeign(start: Buffer): void {
  const text = start.toString('latin1');
  const kind =
    marks.find(({ marks }) => marks.some((mark) => text.startsWith(mark))) ??
    texts.find(({ pattern }) => pattern.test(text.replace(/^\xef\xbb\xbf/, '')));
  if (kind) throw refusal(kind);
}

/** @param names of the entries of a zip @throws InvalidData as above */
export function assertNotForeignArchive(names: readonly string[]): void {
  const has = (name: string) => names.includes(name);
  if (has('xl/workbook.xml')) throw refusal({ is: 'an Excel workbook', instead: csvInstead });
  if (has('word/document.xml') || has('ppt/presentation.xml')) {
    throw refusal({ is: 'an Office document', instead: csvInstead });
  }
  if (has('mimetype') && has('content.xml')) throw refusal({ is: 'an OpenDocument file', instead: csvInstead });
  const [table, ...others] = names.filter((name) => /\.(csv|tsv|json|xlsx?|parquet)$/i.test(name));
  if (table !== undefined && others.length === 0 && names.length === 1) {
    throw refusal({ is: `a zip with one file, "${table}"`, instead: 'Upload that file itself.' });
  }
}

function refusal({ is, instead }: Kind): InvalidData {
  return new InvalidData(`The file is ${is}, which is no dataset here. ${instead}`);
}
