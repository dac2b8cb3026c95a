/** Files of other formats are rejected by name, with what to upload instead. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectFormat } from '../../../src/datasets/formats/detect-format.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-foreign-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function detect(content: Uint8Array | string): Promise<string> {
  const path = join(folder, String(Math.random()));
  await writeFile(path, content);
  return detectFormat(path);
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const zip = (...names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, latin1('x')])));

test.each<[what: string, content: Uint8Array | string, message: RegExp]>([
  ['a PDF', '%PDF-1.7\n1 0 obj\n', /a PDF document.*CSV/],
  ['a web page', '\n<!DOCTYPE html>\n<html><body>404, not found</body></html>', /a web page.*link/],
  ['a web page with a mark', '\uFEFF<html lang="en">', /a web page/],
  ['XML', '<?xml version="1.0"?><rows/>', /XML/],
  ['an array in JSON', '[{"a": 1}]', /JSON.*CSV/],
  ['an object in JSON', '{ "a": [1] }', /JSON/],
  ['gzip', latin1('\x1f\x8b\x08\0'), /gzip.*Unpack/],
  ['7z', latin1('7z\xbc\xaf\x27\x1c'), /packed/],
  ['.xls', latin1('\xd0\xcf\x11\xe0\xa1\xb1'), /\.xls/],
  ['Parquet', latin1('PAR1\x15'), /Parquet/],
  ['a single image', latin1('\x89PNG\r\n\x1a\n\0'), /single image.*folder of its class/],
  ['.xlsx', zip('[Content_Types].xml', 'xl/workbook.xml'), /Excel workbook.*CSV/],
  ['.docx', zip('[Content_Types].xml', 'word/document.xml'), /Office document/],
  ['.ods', zip('mimetype', 'content.xml'), /OpenDocument/],
  ['a zip with a table', zip('iris.csv'), /one file, "iris\.csv".*itself/],
  ['something else', latin1('\x01\x02\0'), /Unsupported file type/],
])('names %s', async (_, content, message) => {
  await expect(detect(content)).rejects.toThrow(message);
});

test.each<[what: string, content: Uint8Array | string, format: string]>([
  ['a table', 'a,b\n1,2\n', 'CSV'],
  ['names in brackets', '[id],[name]\n1,a\n', 'CSV'],
  ['a name that begins with PDF', 'PDF,x\n1,2\n', 'CSV'],
  ['tabs', 'a\tb\n1\t2\n', 'TSV'],
  ['texts in folders', zip('a/1.txt'), 'TEXT_FOLDER'],
  ['images in folders', zip('a/1.png', 'b/1.png'), 'IMAGE_FOLDER'],
])('detects %s', async (_, content, format) => {
  expect(await detect(content)).toBe(format);
});
