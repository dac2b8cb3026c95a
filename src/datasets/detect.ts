import { open } from 'node:fs/promises';
import { InvalidData } from '../errors.ts';
import { openArchive } from './archive.ts';
import { looksLikeCoco } from './coco.ts';
import { assertNotUtf16 } from './csv.ts';
import type { DatasetFormat } from './dataset.ts';
import { assertNotForeign, assertNotForeignArchive } from './foreign.ts';
import { looksLikeIdx } from './idx.ts';
import { looksLikeTexts } from './texts.ts';

const sampleBytes = 64 * 1024;

/** Tells the format of a file by its content; plain text is taken for a table. @throws InvalidData when it is none of ours */
export async function detectFormat(path: string): Promise<DatasetFormat> {
  const sample = await readStart(path);
  if (sample.subarray(0, 2).toString('latin1') === 'PK') {
    const archive = await openArchive(path);
    archive.close();
    assertNotForeignArchive(archive.entries.map(({ name }) => name));
    if (looksLikeIdx(archive.entries)) return 'IDX';
    if (looksLikeCoco(archive.entries)) return 'COCO';
    return looksLikeTexts(archive.entries) ? 'TEXT_FOLDER' : 'IMAGE_FOLDER';
  }
  assertNotUtf16(sample);
  assertNotForeign(sample);
  const nul = sample.indexOf(0);
  if (sample.length === 0 || nul >= 0) {
    throw new InvalidData(
      'The file is neither text (CSV, TSV) nor a zip archive (class folders of images or texts, IDX pairs, COCO).',
      nul >= 0 ? `byte ${nul + 1}, a NUL` : null,
    );
  }
  const [header = ''] = sample.toString('utf8').split(/\r?\n/, 1);
  return header.split('\t').length > header.split(',').length ? 'TSV' : 'CSV';
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
