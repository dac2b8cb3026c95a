/** What the browser's engine does itself: images, which it decodes to the server's pixels, and model files. */
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readBundle } from '../../../src/dashboard/engine/bundle.ts';
import { pixelsOf } from '../../../src/dashboard/engine/pixels.ts';
import { readPng } from '../../../src/dashboard/engine/png.ts';
import { ServerOnly } from '../../../src/dashboard/engine/refusals.ts';
import { largestDifference } from '../../../src/dashboard/playground/answers/difference.ts';
import type { Prediction } from '../../../src/dashboard/playground/sample.ts';
import { decodeImage } from '../../../src/datasets/formats/images.ts';
import { createRandom } from '../../../src/learning/random.ts';
import { bundleFormat, type ModelManifest, packBundle } from '../../../src/models/bundle.ts';

const random = createRandom(7);

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

  test.each(['jpeg', 'webp'] as const)(
    'differ within the stated tolerance when the server decodes a %s at a smaller size',
    async (format) => {
      const [width, height] = [640, 480];
      const [phase, tilt] = [random.next() * 6, random.next() * 6];
      const waves = Uint8Array.from({ length: width * height * 3 }, (_, at) => {
        const pixel = Math.floor(at / 3);
        const [x, y] = [(pixel % width) / width, Math.floor(pixel / width) / height];
        return 127 + 60 * Math.sin(phase + 8 * tilt * x + (at % 3)) + 60 * Math.cos(7 * y);
      });
      const file = await sharp(waves, { raw: { width, height, channels: 3 } })
        [format]({ quality: 85 })
        .toBuffer();
      // Decoded at full size, as a browser does.
      const data = await sharp(file).ensureAlpha().raw().toBuffer();
      for (const wanted of [
        { width: 28, height: 28, channels: 1 },
        { width: 64, height: 48, channels: 3 },
      ] as const) {
        const here = pixelsOf({ width, height, channels: 4, data }, wanted, false);
        const there = await decodeImage(file, wanted);
        const differences = Array.from(here, (level, at) => Math.abs(level - (there[at] ?? 0)));
        expect(Math.max(...differences)).toBeLessThanOrEqual(40);
      }
    },
  );

  test('are decoded bit by bit from every common kind of PNG', async () => {
    const data = noise(37 * 21 * 4);
    for (const options of [{}, { palette: true }, { palette: true, colors: 4 }, { adaptiveFiltering: true }]) {
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

test('largestDifference() detects differences beyond rounding', () => {
  const answer = (probability: number): Prediction => ({
    label: 'a',
    value: null,
    probabilities: [{ label: 'a', probability }],
    embedding: null,
    forecast: null,
    boxes: null,
    reconstruction: null,
  });
  expect(largestDifference(answer(0.5), answer(0.5))).toBe(0);
  expect(largestDifference(answer(0.5), answer(0.25))).toBe(0.25);
  expect(largestDifference(answer(0.5), { ...answer(0.5), probabilities: [] })).toBeNull();
  const price = (value: number) => ({ ...answer(0), probabilities: null, label: null, value });
  expect(largestDifference(price(400_000), price(400_100))).toBe(0.00025);
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
    const later = zipSync({ 'aias.json': json({ ...manifest, format: 3 }), ...network });
    expect(() => readBundle(later)).toThrow('format 3');
  });
});
