/** Compares the preprocessing and predictions of the browser's engine with the server's: identical to the last bit. */
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../src/dashboard/engine/answers.ts';
import { type Manifest, readBundle } from '../../../src/dashboard/engine/bundle.ts';
import { pixelsOf } from '../../../src/dashboard/engine/pixels.ts';
import { readPng } from '../../../src/dashboard/engine/png.ts';
import { ServerOnly } from '../../../src/dashboard/engine/refusals.ts';
import { encodeRows } from '../../../src/dashboard/engine/rows.ts';
import { encodeTexts } from '../../../src/dashboard/engine/texts.ts';
import { largestDifference } from '../../../src/dashboard/playground/answers/difference.ts';
import type { Prediction, Row } from '../../../src/dashboard/playground/sample.ts';
import { encodeRows as encodeRowsThere } from '../../../src/datasets/encoders/encode-rows.ts';
import type { TableEncoder } from '../../../src/datasets/encoders/table-encoder.ts';
import { encodeTexts as encodeTextsThere, type TextEncoder } from '../../../src/datasets/encoders/text-encoder.ts';
import { decodeImage } from '../../../src/datasets/formats/images.ts';
import { InvalidInput } from '../../../src/errors.ts';
import { decodeDetections, packDetections } from '../../../src/learning/detection.ts';
import { createRandom } from '../../../src/learning/random.ts';
import { bundleFormat, type ModelManifest, packBundle } from '../../../src/models/bundle.ts';
import { decodePrediction as answerThere } from '../../../src/models/prediction.ts';

const random = createRandom(7);

describe('rows', () => {
  const encoder: TableEncoder = {
    features: [
      { name: 'x', type: 'numeric', mean: 1.7, standardDeviation: 0.3 },
      { name: 'day', type: 'date', mean: 19_800, standardDeviation: 12.5, format: 'DD.MM.YYYY' },
      { name: 'colour', type: 'categorical', levels: ['blue', 'red'], missing: true },
      { name: 'size', type: 'categorical', levels: ['1', '2'], missing: false },
    ],
    target: { objective: 'CLASSIFICATION', name: 'kind', classes: ['a', 'b'] },
  };
  const whole = { x: 2.5, day: '2024-03-01', colour: 'red', size: 2 };

  test.each<Row>([
    whole,
    { ...whole, kind: 'a' },
    { x: null, day: null, colour: null, size: null },
    { ...whole, day: '01.03.2024', colour: 'green' },
    { ...whole, day: '2024-03-01T12:30:00+02:00', x: -1e30 },
    { ...whole, day: 19_000 },
  ])('are encoded as on the server: %j', (row) => {
    expect(encodeRows(encoder, [whole, row])).toEqual(encodeRowsThere(encoder, [whole, row]).values);
  });

  test.each<Row>([
    { x: 1, day: null, colour: null },
    { ...whole, weight: 3 },
    { ...whole, day: '2024-02-31' },
    { ...whole, x: 'much' },
    { ...whole, x: Number.POSITIVE_INFINITY },
  ])('are rejected as on the server: %j', (row) => {
    const there = refusalOf(() => encodeRowsThere(encoder, [row]));
    expect(there).toBeInstanceOf(InvalidInput);
    const here = refusalOf(() => encodeRows(encoder, [row]));
    expect({ field: here.field, message: here.message }).toEqual({ field: there.field, message: there.message });
  });
});

function refusalOf(work: () => unknown): Error & { field?: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It was not refused.');
}

test.each(['word', 'character'] as const)('texts are encoded as on the server, by %s', (level) => {
  const vocabulary = level === 'word' ? ['the', 'naïve', '00', '!', '电影'] : ['t', 'e', ' ', '电'];
  const encoder: TextEncoder = { column: 'text', level, length: 9, vocabulary };
  const texts = ['The naïve film of 1 or 42!', '', '电影 the', 'x'.repeat(100), 'a b c d e f g h the i j k'];
  expect(encodeTexts(encoder, texts)).toEqual(encodeTextsThere(encoder, texts).values);
});

/** Noise with large and small patches, so that every rounding counts, and so do pixels beyond the edge. */
const noise = (bytes: number) =>
  Uint8Array.from({ length: bytes }, (_, at) => ((at >> 4) % 5 === 0 ? 255 : random.integer(256)));

describe('images', () => {
  const sizes = [
    [28, 28],
    [280, 280],
    [61, 45],
    [20, 31],
    [9, 200],
    [640, 427],
    [64, 63],
    [1, 1],
    [300, 2],
  ] as const;

  test.each(sizes)('resizes images of %i x %i as the server does', async (width, height) => {
    for (const channels of [1, 2, 3, 4] as const) {
      const file = await sharp(noise(width * height * channels), { raw: { width, height, channels } })
        .png()
        .toBuffer();
      const decoded = readPng(file);
      if (!decoded) throw new Error('The PNG was not read.');
      for (const wanted of [
        { width: 28, height: 28, channels: 1 },
        { width: 64, height: 48, channels: 3 },
      ] as const) {
        for (const stretch of [false, true]) {
          const here = pixelsOf(decoded, wanted, stretch);
          const there = await decodeImage(file, wanted, { fit: stretch ? 'fill' : 'cover' });
          expect(Buffer.compare(here, there), `${channels} channels to ${wanted.width}, ${stretch}`).toBe(0);
        }
      }
    }
  });

  test('are decoded bit by bit from every common kind of PNG', async () => {
    const data = noise(37 * 21 * 4);
    for (const options of [{}, { palette: true }, { palette: true, colours: 4 }, { adaptiveFiltering: true }]) {
      const file = await sharp(data, { raw: { width: 37, height: 21, channels: 4 } })
        .png(options)
        .toBuffer();
      const there = await sharp(file).ensureAlpha().raw().toBuffer();
      expect(Buffer.compare(readPng(file)?.data ?? new Uint8Array(), there), JSON.stringify(options)).toBe(0);
    }
  });

  test('of rarer kinds are left to the browser', async () => {
    const image = () => sharp(noise(30 * 30 * 3), { raw: { width: 30, height: 30, channels: 3 } });
    expect(readPng(await image().png({ progressive: true }).toBuffer())).toBeNull();
    expect(readPng(await image().withIccProfile('p3').png().toBuffer())).toBeNull();
    expect(readPng(await image().toColourspace('rgb16').png().toBuffer())).toBeNull();
    expect(readPng(await image().jpeg().toBuffer())).toBeNull();
  });
});

describe('predictions', () => {
  const input: Manifest['input'] = {
    kind: 'images',
    size: { height: 8, width: 8, channels: 1 },
    classes: ['a', 'b', 'c'],
  };
  const table = (target: TableEncoder['target']): Manifest['input'] => ({
    kind: 'table',
    encoder: { features: [], target },
  });
  const cases: [name: string, manifest: Manifest, outputs: number[]][] = [
    ['a class', { objective: 'CLASSIFICATION', input }, [0.2, 0.5, 0.5]],
    [
      'a class of rows',
      { objective: 'CLASSIFICATION', input: table({ objective: 'CLASSIFICATION', name: 'k', classes: ['a', 'b'] }) },
      [0.75, 0.25],
    ],
    [
      'a number',
      {
        objective: 'REGRESSION',
        input: table({ objective: 'REGRESSION', name: 'n', mean: 12.3, standardDeviation: 0.7 }),
      },
      [1.5],
    ],
    ['a vector', { objective: 'DIMENSIONALITY_REDUCTION', input: table(null) }, [0.1, -3]],
  ];
  const there = ({ objective, input: own }: Manifest): ModelManifest => ({
    format: bundleFormat,
    family: 'mlp',
    parameters: {},
    objective,
    input: own.kind === 'text' ? { ...own, encoder: { ...own.encoder, column: 'text' } } : own,
  });

  test.each(cases)('are formatted as on the server: %s', async (_, manifest, outputs) => {
    const numbers = Float32Array.from(outputs);
    expect(answerOf(manifest, numbers)).toEqual(await answerThere(there(manifest), numbers, {}, 0));
  });

  test('of a detector are the same boxes', async () => {
    const grid = 4;
    const outputs = Float32Array.from({ length: grid * grid * 8 }, () => random.next() * 6 - 3);
    const manifest: Manifest = { objective: 'DETECTION', input };
    const { boxes } = await answerThere(there(manifest), packDetections(decodeDetections(outputs, grid, 3)), {}, 0);
    expect(boxes?.length).toBeGreaterThan(3);
    expect(answerOf(manifest, outputs).boxes).toEqual(boxes);
  });

  test('largestDifference() detects differences beyond rounding', () => {
    const answer = (probability: number): Prediction => ({
      label: 'a',
      value: null,
      probabilities: [{ label: 'a', probability }],
      vector: null,
      forecast: null,
      boxes: null,
      image: null,
    });
    expect(largestDifference(answer(0.5), answer(0.5))).toBe(0);
    expect(largestDifference(answer(0.5), answer(0.25))).toBe(0.25);
    expect(largestDifference(answer(0.5), { ...answer(0.5), probabilities: [] })).toBeNull();
    const price = (value: number) => ({ ...answer(0), probabilities: null, label: null, value });
    expect(largestDifference(price(400_000), price(400_100))).toBe(0.00025);
  });
});

describe('a model file', () => {
  const manifest: ModelManifest = {
    format: bundleFormat,
    family: 'mlp',
    parameters: {},
    objective: 'CLASSIFICATION',
    input: { kind: 'images', size: { height: 8, width: 8, channels: 1 }, classes: ['a'] },
  };
  const json = (value: object) => Buffer.from(JSON.stringify(value));
  const network = { 'model.json': json({ modelTopology: {}, weightsManifest: [] }), 'weights.bin': new Uint8Array(8) };

  test('is read as the server packed it', () => {
    const bundle = readBundle(packBundle({ files: network, manifest }));
    expect(bundle.manifest.input).toEqual(manifest.input);
    expect(bundle.weights).toHaveLength(8);
  });

  test.each([
    ['noNetwork', { ...manifest, family: 'decisionTree' }, { 'estimator.json': json({}) }],
    ['graph', manifest, { ...network, 'model.json': json({ format: 'graph-model', weightsManifest: [] }) }],
    ['generates', { ...manifest, objective: 'GENERATION' as const }, network],
  ])('gives the reason when only the server can compute it: %s', (reason, described, files) => {
    const read = () => readBundle(packBundle({ files, manifest: described }));
    expect(read).toThrow(ServerOnly);
    expect(read).toThrow(reason);
  });

  test('is rejected when it is not a bundle or has a later format', () => {
    expect(() => readBundle(zipSync({ 'a.txt': new Uint8Array(1) }))).toThrow('aias.json');
    const later = zipSync({ 'aias.json': json({ ...manifest, format: 2 }), ...network });
    expect(() => readBundle(later)).toThrow('format 2');
  });
});
