/** Reads single samples of every format: the index that a training uses for a sample leads to the same sample. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../src/artifacts/artifact-store.ts';
import { putBytes } from '../../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../../src/artifacts/filesystem.ts';
import type { DatasetFormat } from '../../../src/datasets/dataset.ts';
import { columnTexts } from '../../../src/datasets/formats/table.ts';
import { loadImages, loadTable } from '../../../src/datasets/load-dataset.ts';
import { type DatasetSample, readSamples } from '../../../src/datasets/read-samples.ts';
import { classFolders, cocoZip, edge, reviewsCsv } from '../../support/datasets.ts';

let folder: string;
let store: ArtifactStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-samples-'));
  store = await createFilesystemStore(folder);
});
afterAll(() => rm(folder, { recursive: true }));

async function stored(content: Uint8Array, format: DatasetFormat) {
  const { key, sha256 } = await putBytes(store, 'datasets', content);
  return { artifactKey: key, sha256, format };
}

async function grayOf(sample: DatasetSample | undefined): Promise<number> {
  if (sample?.kind !== 'image') throw new Error('The sample is not an image.');
  const png = Buffer.from(sample.dataUrl.slice('data:image/png;base64,'.length), 'base64');
  const pixels = await sharp(png).resize(edge, edge).toColourspace('b-w').raw().toBuffer();
  return pixels.reduce((max, value) => Math.max(max, value), 0);
}

test('reads images of class folders and of COCO archives', async () => {
  for (const [content, format] of [
    [await classFolders(), 'IMAGE_FOLDER'],
    [await cocoZip(), 'COCO'],
  ] as const) {
    const dataset = await stored(content, format);
    const { pixels } = await loadImages(store, dataset, { height: edge, width: edge, channels: 1 });
    const found = await readSamples(store, dataset, new Set([41, 3, 999]), new Set());
    expect(found.map(({ index }) => index)).toEqual([41, 3]);
    for (const sample of found) {
      const own = pixels.subarray(sample.index * edge ** 2, (sample.index + 1) * edge ** 2);
      const brightest = own.reduce((most, value) => Math.max(most, value), 0);
      expect(Math.abs((await grayOf(sample)) - brightest)).toBeLessThan(30);
    }
  }
});

test('reads images of IDX files', async () => {
  const head = (magic: number, sizes: number[]) => {
    const bytes = Buffer.alloc(4 + 4 * sizes.length);
    for (const [place, value] of [magic, ...sizes].entries()) bytes.writeUInt32BE(value, 4 * place);
    return bytes;
  };
  const pixels = Buffer.from(Array.from({ length: 5 }, (_, image) => new Array(16).fill(40 * image)).flat());
  const archive = zipSync({
    'train-images-idx3-ubyte': Buffer.concat([head(0x0803, [5, 4, 4]), pixels]),
    'train-labels-idx1-ubyte': Buffer.concat([head(0x0801, [5]), Buffer.from([0, 1, 0, 1, 0])]),
  });
  const [sample] = await readSamples(store, await stored(archive, 'IDX'), new Set([3]), new Set());
  expect(await grayOf(sample)).toBe(120);
});

test('reads texts of folders and lines of a text', async () => {
  const dataset = await stored(reviewsCsv(), 'TEXT_FOLDER');
  const table = await loadTable(store, dataset);
  const [sample] = await readSamples(store, dataset, new Set([50]), new Set());
  const cells = { text: columnTexts(table, 'text')[50], class: columnTexts(table, 'class')[50] };
  expect(sample).toEqual({ kind: 'row', index: 50, cells });

  const lines = await stored(Buffer.from('first\nsecond\n\nfourth\n'), 'TEXT');
  expect(await readSamples(store, lines, new Set([2, 3]), new Set())).toEqual([
    { kind: 'row', index: 2, cells: { text: null } },
    { kind: 'row', index: 3, cells: { text: 'fourth' } },
  ]);
});

test('reads table rows with typed numbers, and nothing for an unknown index', async () => {
  const csv = ['\uFEFFname,size,when', '"a, b",1.5,2024-01-01', '', 'c,?,2024-01-02', 'd,3,2024-01-03'].join('\r\n');
  const dataset = await stored(Buffer.from(csv), 'CSV');
  expect(await readSamples(store, dataset, new Set([1, 0, 7, -1]), new Set(['size']))).toEqual([
    { kind: 'row', index: 0, cells: { name: 'a, b', size: 1.5, when: '2024-01-01' } },
    { kind: 'row', index: 1, cells: { name: 'c', size: null, when: '2024-01-02' } },
  ]);
});
