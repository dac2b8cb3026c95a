/** Recognizes common file types that are not datasets, so that the rejection can name the type and what to upload instead. */
import { InvalidData } from '../../errors.ts';

interface FileType {
  /** Completes the sentence "The file is …". */
  is: string;
  instead: string;
}

const csvInstead = 'Save the rows as CSV (UTF-8) and upload that file.';
const unpackFirst = 'Unpack it and upload its contents.';
const zipImages = 'Upload a .zip of images, each in the folder of its class.';

/** File signatures: the first bytes, in Latin-1. */
const signatures: readonly (FileType & { starts: readonly string[] })[] = [
  { starts: ['%PDF-'], is: 'a PDF document', instead: csvInstead },
  { starts: ['\x1f\x8b'], is: 'a gzip archive', instead: unpackFirst },
  {
    starts: ['BZh', '\xfd7zXZ\0', '\x28\xb5\x2f\xfd', '7z\xbc\xaf\x27\x1c', 'Rar!'],
    is: 'a packed archive',
    instead: unpackFirst,
  },
  { starts: ['\xd0\xcf\x11\xe0'], is: 'a document of an old Office version, such as .xls', instead: csvInstead },
  { starts: ['PAR1', 'ARROW1'], is: 'a Parquet or Arrow table', instead: csvInstead },
  { starts: ['SQLite format 3\0'], is: 'a SQLite database', instead: csvInstead },
  {
    starts: ['\x89HDF', 'CDF\x01', 'CDF\x02', '\x93NUMPY'],
    is: 'an array of numbers (HDF5, NetCDF or NumPy)',
    instead: csvInstead,
  },
  { starts: ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'II*\0', 'MM\0*'], is: 'a single image', instead: zipImages },
];

const texts: readonly (FileType & { pattern: RegExp })[] = [
  {
    pattern: /^\s*<(!doctype\s+html|html|head|body)\b/i,
    is: 'a web page',
    instead: 'Check the link that you downloaded it from.',
  },
  { pattern: /^\s*<\?xml\b/i, is: 'XML', instead: csvInstead },
  { pattern: /^\s*(\{\s*["}]|\[\s*[[{])/, is: 'JSON', instead: csvInstead },
];

/** @param start the first bytes of the file @throws InvalidData when the file is of a known other type, with advice */
export function assertNotForeign(start: Buffer): void {
  const text = start.toString('latin1');
  const type =
    signatures.find(({ starts }) => starts.some((prefix) => text.startsWith(prefix))) ??
    texts.find(({ pattern }) => pattern.test(text.replace(/^\xef\xbb\xbf/, '')));
  if (type) throw rejection(type);
}

/** @param names the entries of a zip archive @throws InvalidData as above */
export function assertNotForeignArchive(names: readonly string[]): void {
  const has = (name: string) => names.includes(name);
  if (has('xl/workbook.xml')) throw rejection({ is: 'an Excel workbook', instead: csvInstead });
  if (has('word/document.xml') || has('ppt/presentation.xml')) {
    throw rejection({ is: 'an Office document', instead: csvInstead });
  }
  if (has('mimetype') && has('content.xml')) throw rejection({ is: 'an OpenDocument file', instead: csvInstead });
  const [table, ...others] = names.filter((name) => /\.(csv|tsv|json|xlsx?|parquet)$/i.test(name));
  if (table !== undefined && others.length === 0 && names.length === 1) {
    throw rejection({ is: `a zip with one file, "${table}"`, instead: 'Upload that file itself.' });
  }
}

function rejection({ is, instead }: FileType): InvalidData {
  return new InvalidData(`The file is ${is}, which is not a supported dataset format. ${instead}`);
}
