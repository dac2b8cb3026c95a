import { open } from 'node:fs/promises';
import { InvalidData } from '../../errors.ts';
import type { DatasetFormat } from '../dataset.ts';
import { openArchive } from './archive.ts';
import { looksLikeCoco } from './coco.ts';
import { assertNotUtf16 } from './csv.ts';
import { assertNotForeign, assertNotForeignArchive } from './foreign.ts';
import { looksLikeIdx } from './idx.ts';
import { looksLikeTexts } from './texts.ts';

const sampleBytes = 64 * 1024;

/** Detects the format of a file from its content. Plain text is taken for a table. @throws InvalidData when it is unsupported */
export async function detectFormat(path: string): Promise<DatasetFormat> {
  const sample = await readHead(path);
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
      'Unsupported file type. Upload a text file (CSV, TSV, TXT) or a .zip archive (folders of images or texts, IDX, COCO).',
      nul >= 0 ? `byte ${nul + 1}, a NUL` : null,
    );
  }
  const [header = ''] = sample.toString('utf8').split(/\r?\n/, 1);
  return header.split('\t').length > header.split(',').length ? 'TSV' : 'CSV';
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
