/**
 * Invalid and unusual data. docs/data.md says what happens for each kind, and this file shows it: rejection with a reason and
 * a location, or a defined interpretation.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PreparedFile, prepareFile, type TrainFileOptions } from '../../../bench/quality/train-file.ts';
import type { DatasetFormat } from '../../../src/datasets/dataset.ts';
import { encodeLabelledSeries } from '../../../src/datasets/encoders/series/encode-series.ts';
import { parseSeriesRows } from '../../../src/datasets/encoders/series/series-rows.ts';
import { detectFormat } from '../../../src/datasets/formats/detect-format.ts';
import type { DatasetProfile } from '../../../src/datasets/profile.ts';
import { profileFile } from '../../../src/datasets/profile-file.ts';
import { encodeInput } from '../../../src/serving/encode-input.ts';
import { encodeRows } from '../../../src/shared/encode-rows.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-bad-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Content = string | Uint8Array | Record<string, string | Uint8Array>;

async function fileOf(content: Content): Promise<string> {
  const path = join(folder, String(++files));
  const isArchive = typeof content !== 'string' && !(content instanceof Uint8Array);
  const bytes = (value: string | Uint8Array) => (typeof value === 'string' ? Buffer.from(value) : value);
  const packed = isArchive
    ? zipSync(Object.fromEntries(Object.entries(content).map(([name, value]) => [name, bytes(value)])))
    : bytes(content);
  await writeFile(path, packed);
  return path;
}

async function profileOf(content: Content, format?: DatasetFormat): Promise<DatasetProfile> {
  const path = await fileOf(content);
  return profileFile(path, format ?? (await detectFormat(path)));
}

async function prepare(content: Content, wanted: Omit<TrainFileOptions, 'path'>): Promise<PreparedFile> {
  return prepareFile({ path: await fileOf(content), ...wanted });
}

const columnOf = (profile: DatasetProfile, name: string) =>
  profile.kind === 'table' ? profile.columns.find((column) => column.name === name) : undefined;

/** Matches the rejection of an upload. */
const rejected = (message: RegExp, location?: string | null) =>
  expect.objectContaining({ message: expect.stringMatching(message), ...(location !== undefined && { location }) });
/** Matches the rejection of a configuration. */
const refused = (field: string, message: RegExp) =>
  expect.objectContaining({ field, message: expect.stringMatching(message) });

const lines = (header: string, count: number, line: (row: number) => string) =>
  [header, ...Array.from({ length: count }, (_, row) => line(row))].join('\n');

describe('rejected tables', () => {
  test.each<[string, Content, RegExp, string | null]>([
    ['an empty file', '', /Unsupported file type/, null],
    ['a header without rows', 'a,b\n', /no rows/, null],
    ['a row that is too short', 'a,b\n1,2\n3\n', /1 fields, but the header has 2/, 'line 3'],
    ['a row that is too long', 'a,b\n1,2,3\n', /3 fields, but the header has 2/, 'line 2'],
    ['two columns with the same name', 'a,a\n1,2\n', /Two columns are named "a"/, 'line 1'],
    ['a column without a name', 'a,\n1,2\n', /no name/, 'line 1'],
    ['a quotation mark that is never closed', 'a,b\n"1,2\n', /never closed/, 'line 2'],
    ['invalid UTF-8', Buffer.from([97, 44, 98, 10, 0xff, 0xfe, 44, 49, 10]), /not valid UTF-8/, null],
    ['UTF-16', Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'), /Save it as UTF-8/, null],
    ['a field of more than a megabyte', `a,b\n1,${'x'.repeat(1_048_577)}\n`, /longer than 1048576/, 'line 2'],
  ])('rejects %s', async (_, content, message, location) => {
    await expect(profileOf(content)).rejects.toEqual(rejected(message, location));
  });
});

describe('column types of unusual tables', () => {
  test.each<[string, string, string]>([
    ['a number among words', lines('x', 30, (row) => (row === 3 ? '7' : 'word')), 'categorical'],
    ['a value that is infinite', lines('x', 30, (row) => (row === 3 ? 'Infinity' : '1')), 'categorical'],
    ['a value that is larger than any double', lines('x', 30, (row) => (row === 3 ? '1e999' : '1')), 'categorical'],
    [
      'a date among others that cannot be read',
      lines('x', 30, (row) => (row === 3 ? 'soon' : '2024-01-02')),
      'categorical',
    ],
    ['a date that does not exist', lines('x', 30, (row) => (row === 3 ? '2021-02-30' : '2021-02-01')), 'categorical'],
    ['an ambiguous day and month', lines('x', 30, (row) => `0${1 + (row % 9)}/05/2024`), 'categorical'],
    ['an unambiguous day and month', lines('x', 30, (row) => `${row + 1}/01/2024`), 'date'],
    ['a column without values', lines('x,y', 30, (row) => `,${row}`), 'numeric'],
    ['categories of 1,025 characters', lines('x', 30, (row) => (row % 2 ? 'a' : 'b').repeat(1025)), 'text'],
    ['categories of 1,024 characters', lines('x', 30, (row) => (row % 2 ? 'a' : 'b').repeat(1024)), 'categorical'],
    ['ten thousand different words', lines('x', 10_000, (row) => `word${row}`), 'text'],
  ])('infers the type for %s', async (_, content, type) => {
    expect(columnOf(await profileOf(content), 'x')?.type).toBe(type);
  });
});

describe('tables that cannot be trained on', () => {
  const mlp = { family: 'mlp', target: 'y' };
  test.each<[string, string, Omit<TrainFileOptions, 'path'>, string, RegExp]>([
    ['a constant target', lines('x,y', 50, (row) => `${row},1`), mlp, 'input.target', /1 distinct/],
    ['a target without any value', lines('x,y', 50, (row) => `${row},`), mlp, 'input.target', /0 distinct/],
    ['a target of one class', lines('x,y', 50, (row) => `${row},yes`), mlp, 'input.target', /1 distinct/],
    [
      'a target of ten thousand classes',
      lines('x,y', 10_000, (row) => `${row},word${row}`),
      mlp,
      'input.target',
      /"y" is a text column/,
    ],
    [
      'a target with very long class names',
      lines('x,y', 50, (row) => `${row},${(row % 2 ? 'a' : 'b').repeat(200_000)}`),
      mlp,
      'input.target',
      /"y" is a text column.* of at most 1024 characters/,
    ],
    [
      'a target whose squares overflow',
      lines('x,y', 50, (row) => `${row},${row + 1}.5e151`),
      mlp,
      'input.target',
      /"y" has numbers beyond 1e\+150/,
    ],
    ['no target', lines('x,y', 50, (row) => `${row},${row % 2}`), { family: 'mlp' }, 'input.target', /Set `target`/],
    [
      'free text as an input',
      lines('x,y', 200, (row) => `text ${row} of many,${row % 2}`),
      { ...mlp, inputs: ['x'] },
      'input.inputs.0',
      /text column/,
    ],
    [
      'a family for images',
      lines('x,y', 50, (row) => `${row},${row % 2}`),
      { family: 'cnn' },
      'input.parameters',
      /requires IMAGE data/,
    ],
    [
      'an unknown column',
      lines('x,y', 50, (row) => `${row},${row % 2}`),
      { ...mlp, inputs: ['X1'] },
      'input.inputs.0',
      /Did you mean "x"/,
    ],
  ])('rejects %s', async (_, content, wanted, field, message) => {
    await expect(prepare(content, wanted)).rejects.toEqual(refused(field, message));
  });
});

describe('unusual tables that can be trained on', () => {
  test('a constant column becomes 0', async () => {
    const { prepared } = await prepare(
      lines('x,c,y', 50, (row) => `${row},5,${row % 2}`),
      { family: 'mlp', target: 'y' },
    );
    const { values } = prepared.data.features;
    expect([...values].filter((_, index) => index % 2 === 1)).toEqual(new Array(50).fill(0));
  });

  test('a missing number becomes the mean of the training rows, and a missing category its own', async () => {
    const content = lines('x,k,y', 60, (row) => `${row % 6 ? row : ''},${row % 5 ? 'a' : ''},${row % 2}`);
    const { prepared } = await prepare(content, { family: 'mlp', target: 'y' });
    const { values, sampleShape } = prepared.data.features;
    expect(sampleShape).toEqual([3]);
    expect([...values.slice(0, 3)]).toEqual([0, 0, 1]);
  });

  test('statistics come from the training rows only', async () => {
    const content = lines('x,y', 100, (row) => `${row},${row % 2}`);
    const { prepared } = await prepare(content, {
      family: 'mlp',
      target: 'y',
      split: { method: 'CHRONOLOGICAL', testFraction: 0.5, validationFraction: 0 },
    });
    expect(prepared.input.kind === 'table' && prepared.input.encoder.features[0]).toMatchObject({ mean: 24.5 });
  });

  test('prediction encodes an unseen category as none and rejects invalid numbers', async () => {
    const content = lines('x,k,y', 60, (row) => `${row},${row % 2 ? 'a' : 'b'},${row % 3 ? 'yes' : 'no'}`);
    const { prepared } = await prepare(content, { family: 'mlp', target: 'y' });
    if (prepared.input.kind !== 'table') throw new Error('It is a table.');
    const { encoder } = prepared.input;
    expect([...encodeRows(encoder, [{ x: null, k: 'c' }]).values]).toEqual([0, 0, 0]);
    for (const [row, path] of [
      [{ x: Number.POSITIVE_INFINITY, k: 'a' }, [0, 'x']],
      [{ x: '7', k: 'a' }, [0, 'x']],
      [{ k: 'a' }, [0, 'x']],
      [{ x: 1, k: 'a', z: 2 }, [0, 'z']],
      [[1, 2], [0]],
    ] as const) {
      expect(() => encodeRows(encoder, [row])).toThrow(expect.objectContaining({ path }));
    }
  });

  test('an unknown column of a wide model is rejected with some of the valid names', async () => {
    const names = Array.from({ length: 300 }, (_, at) => `x${at}`);
    const content = lines([...names, 'y'].join(','), 20, (row) => [...names.map((_, at) => row + at), row].join(','));
    const { prepared } = await prepare(content, { family: 'mlp', target: 'y' });
    if (prepared.input.kind !== 'table') throw new Error('It is a table.');
    const { encoder } = prepared.input;
    expect(() => encodeRows(encoder, [{ z: 1 }])).toThrow(
      /Unknown column "z"\. Valid columns: "x0", "x1", .* "x49" and 250 more\.$/,
    );
  });
});

const day = (index: number) => new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10);
const wave = (index: number) => 100 + 10 * (index % 7);
const rnn = {
  family: 'rnn',
  target: 'y',
  parameters: { sequenceLength: 7 },
  split: { testFraction: 0, validationFraction: 0 },
};

describe('series edge cases', () => {
  const sorted = lines('day,y', 60, (row) => `${day(row)},${wave(row)}`);
  const [header = '', ...rows] = sorted.split('\n');
  const featuresOf = async (content: string, wanted: object = {}) => {
    const { prepared } = await prepare(content, { ...rnn, ...wanted });
    return prepared.data.features;
  };

  test('sorts rows by date', async () => {
    expect(await featuresOf([header, ...rows.toReversed()].join('\n'))).toEqual(await featuresOf(sorted));
  });
  test('removes a duplicate row', async () => {
    expect(await featuresOf([sorted, rows[5]].join('\n'))).toEqual(await featuresOf(sorted));
  });
  test('rejects two values for one day', async () => {
    await expect(featuresOf(`${sorted}\n${day(5)},1`)).rejects.toEqual(rejected(/two rows have this date/, day(5)));
  });
  test('rejects a row without a date', async () => {
    await expect(featuresOf(`${sorted}\n,1`)).rejects.toEqual(rejected(/date in column "day" is missing/, 'row 61'));
  });
  test('excludes missing days from the targets', async () => {
    const { count } = await featuresOf([header, ...rows.filter((_, index) => index !== 30)].join('\n'));
    expect(count).toBe((await featuresOf(sorted)).count - 1);
  });
  test('excludes missing values from the targets', async () => {
    const holes = [header, ...rows.map((row, index) => (index === 30 ? `${day(30)},` : row))].join('\n');
    expect((await featuresOf(holes)).count).toBe((await featuresOf(sorted)).count - 1);
  });
  test('uses the row order when more than a fifth of the days are missing', async () => {
    const { prepared } = await prepare(
      lines('day,y', 60, (row) => `${day(row * row)},${wave(row)}`),
      rnn,
    );
    expect(prepared.input.kind === 'series' && prepared.input.encoder.time.unit).toBe('rows');
  });
  test('detects monthly steps', async () => {
    const month = (row: number) => new Date(Date.UTC(2020, row, 1)).toISOString().slice(0, 10);
    const { prepared } = await prepare(
      lines('day,y', 60, (row) => `${month(row)},${wave(row)}`),
      rnn,
    );
    expect(prepared.input.kind === 'series' && prepared.input.encoder).toMatchObject({
      time: { unit: 'months', every: 1 },
      season: 12,
    });
  });

  test.each<[string, string, object, string, RegExp]>([
    ['without dates', lines('x,y', 60, (row) => `${row},${wave(row)}`), {}, 'input.inputs', /needs a date column/],
    [
      'of words',
      lines('day,y', 60, (row) => `${day(row)},w${row % 3}`),
      { futureCovariates: [] },
      'input.futureCovariates',
      /Remove `futureCovariates`/,
    ],
    ['that never changes', lines('day,y', 60, (row) => `${day(row)},5`), {}, 'input.target', /1 distinct/],
    [
      'that is too short',
      lines('day,y', 7, (row) => `${day(row)},${wave(row)}`),
      {},
      'input.datasetId',
      /has only 7 rows/,
    ],
    ['that is split at random', sorted, { split: { method: 'RANDOM' } }, 'input.split.method', /CHRONOLOGICAL/],
    [
      'with an unknown future covariate',
      sorted,
      { futureCovariates: ['z'] },
      'input.futureCovariates.0',
      /"z" not found/,
    ],
    [
      'with its target as a future covariate',
      sorted,
      { futureCovariates: ['y'] },
      'input.futureCovariates.0',
      /is the target/,
    ],
  ])('rejects a series %s', async (_, content, wanted, field, message) => {
    await expect(prepare(content, { ...rnn, ...wanted })).rejects.toEqual(refused(field, message));
  });

  test('validates every cell at prediction', async () => {
    const { prepared, recipe } = await prepare(sorted, rnn);
    const manifest = {
      format: 2 as const,
      family: 'rnn',
      parameters: {},
      objective: recipe.objective,
      input: prepared.input,
    };
    const past = Array.from({ length: 10 }, (__, index) => ({ day: day(index), y: wave(index) as unknown }));
    const asked = (series: unknown[]) => encodeInput(manifest, { series });
    await expect(asked(past)).resolves.toMatchObject({ features: { count: 1 } });
    for (const [series, field] of [
      [past.slice(0, 3), 'input.series'],
      [[...past, { day: 'soon', y: 1 }], 'input.series.10.day'],
      [[...past, { day: day(10), y: 'many' }], 'input.series.10.y'],
      [[...past, { day: day(10) }], 'input.series.10.y'],
      [[...past, 7], 'input.series.10'],
    ] as const) {
      await expect(asked([...series])).rejects.toMatchObject({ field });
    }
    await expect(asked([...past, { day: `${day(10)}T12:00`, y: 3 }])).rejects.toEqual(
      refused('input.series', new RegExp(`not 1 days apart.*\\(${day(10)}T12:00:00.000Z\\)$`)),
    );
  });

  test('fills a few gaps at prediction, and rejects many before allocating memory', async () => {
    const second = (row: number) => new Date(Date.UTC(2026, 0, 1) + row * 7000).toISOString().slice(0, 19);
    const { prepared } = await prepare(
      lines('at,y', 60, (row) => `${second(row)},${wave(row)}`),
      rnn,
    );
    if (prepared.input.kind !== 'series') throw new Error('It is a series.');
    const { encoder } = prepared.input;
    const past = Array.from({ length: 20 }, (_, row) => ({ at: second(row), y: wave(row) }));
    const manifest = {
      format: 2 as const,
      family: 'rnn',
      parameters: {},
      objective: 'FORECASTING' as const,
      input: prepared.input,
    };
    const asked = (row: number) => encodeInput(manifest, { series: [...past, { at: second(row), y: 1 }] });
    await expect(asked(25)).resolves.toMatchObject({ features: { count: 1 } });
    for (const row of [60, 4_505_142, 450_514_200, 35_590_621_800]) {
      await expect(asked(row)).rejects.toEqual(
        refused('input.series', new RegExp(`${row - 20} of them between ${second(19)}.* and .* steps of 7 seconds`)),
      );
      const table = parseSeriesRows(encoder, [...past, { at: second(row), y: 1 }]);
      expect(() => encodeLabelledSeries(encoder, table)).toThrow(/^Too many steps have no row/);
    }
  });
});

const messages = (count: number, text: (row: number) => string) =>
  lines('text\tkind', count, (row) => `${text(row)}\t${row % 2 ? 'good' : 'bad'}`);
const reads = {
  family: 'rnn',
  target: 'kind',
  parameters: { sequenceLength: 4 },
  split: { testFraction: 0, validationFraction: 0 },
};

describe('text edge cases', () => {
  test('predicts for empty texts and texts of unknown words', async () => {
    const { prepared, recipe } = await prepare(
      messages(40, (row) => (row % 5 ? `word ${row} here` : '')),
      { ...reads, inputs: ['text'] },
    );
    const { values } = prepared.data.features;
    expect([...values.slice(0, 4)]).toEqual([0, 0, 0, 0]);
    const manifest = {
      format: 2 as const,
      family: 'rnn',
      parameters: {},
      objective: recipe.objective,
      input: prepared.input,
    };
    const { features } = await encodeInput(manifest, { texts: ['', 'Überraschung', 'a '.repeat(500_000)] });
    expect([...features.values]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  });
  test('truncates a word of one megabyte', async () => {
    const long = 'x'.repeat(1_000_000);
    const { prepared } = await prepare(
      messages(40, (row) => (row === 1 ? long : `word ${row}`)),
      { ...reads, inputs: ['text'] },
    );
    if (prepared.input.kind !== 'text') throw new Error('It is a text.');
    expect(prepared.input.encoder.vocabulary.map(({ length }) => length)).toContain(64);
  });
  test.each<[string, Content, RegExp, string | null]>([
    ['in a single class folder', { 'good/1.txt': 'a', 'good/2.txt': 'b' }, /1 class folder/, null],
    ['next to the class folders', { 'good/1.txt': 'a', '2.txt': 'b' }, /folder of its class/, '2.txt'],
    ['in an unknown encoding', { 'a/1.txt': Buffer.from([0x41, 0xff]), 'b/1.txt': 'b' }, /not valid UTF-8/, 'a/1.txt'],
    ['in UTF-16', { 'a/1.txt': Buffer.from([0xff, 0xfe, 0x41, 0]), 'b/1.txt': 'b' }, /Save it as UTF-8/, 'a/1.txt'],
    ['with NUL bytes', { 'a/1.txt': 'a\0b', 'b/1.txt': 'b' }, /NUL/, 'a/1.txt'],
    ['of more than a megabyte', { 'a/1.txt': 'x'.repeat(1_048_577), 'b/1.txt': 'b' }, /longer/, 'a/1.txt'],
  ])('rejects texts %s', async (_, content, message, location) => {
    await expect(profileOf(content, 'TEXT_FOLDER')).rejects.toEqual(rejected(message, location));
  });
  test('rejects an empty plain text and reads empty lines as missing', async () => {
    await expect(profileOf(' \n\n', 'TEXT')).rejects.toEqual(rejected(/empty/));
    expect(columnOf(await profileOf('one\n\ntwo\n', 'TEXT'), 'text')).toMatchObject({
      missingCount: 1,
      distinctCount: 2,
      characterCount: 6,
    });
  });
  test('rejects a plain text that is too short for generation', async () => {
    const wanted = { format: 'TEXT' as const, family: 'transformer' };
    await expect(prepare('short\n', wanted)).rejects.toMatchObject({ field: 'input.split' });
  });
  test('requires a text column when there are several or none', async () => {
    const two = lines('a,b,y', 200, (row) => `some text ${row},other text ${row},${row % 2}`);
    await expect(prepare(two, { family: 'rnn', target: 'y' })).rejects.toEqual(
      refused('input.inputs', /one of "a", "b"/),
    );
    const none = lines('a,y', 50, (row) => `${row},${row % 2}`);
    await expect(prepare(none, { family: 'transformer', target: 'y' })).rejects.toEqual(
      refused('input.inputs', /contains free text/),
    );
  });
});

const flat = (color: string, edge = 12) =>
  sharp({ create: { width: edge, height: edge, channels: 3, background: color } });

describe('image edge cases', () => {
  async function decoded(name: string, image: Uint8Array, parameters: object = { imageSize: 8 }) {
    const other = await flat('white').png().toBuffer();
    const { prepared } = await prepare(
      { [`a/${name}`]: image, 'b/1.png': other, 'b/2.png': other },
      { family: 'cnn', parameters, split: { testFraction: 0, validationFraction: 0 } },
    );
    const { values, sampleShape } = prepared.data.features;
    return { sampleShape, pixels: [...values.subarray(0, values.length / 3)] };
  }
  const close = (pixels: number[], wanted: number[]) =>
    pixels.every((value, index) => Math.abs(value - (wanted[index % wanted.length] ?? 0)) <= 12);

  test('converts CMYK to sRGB', async () => {
    const { pixels } = await decoded(
      '1.jpg',
      await flat('white').toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
    );
    expect(close(pixels, [255, 255, 255])).toBe(true);
  });
  test('enlarges an image of one pixel', async () => {
    const { pixels, sampleShape } = await decoded('1.png', await flat('red', 1).png().toBuffer());
    expect(sampleShape).toEqual([8, 8, 3]);
    expect(close(pixels, [255, 0, 0])).toBe(true);
  });
  test('converts 16 bits to 8', async () => {
    const image = await flat('red').toColourspace('rgb16').png().toBuffer();
    expect((await sharp(image).metadata()).depth).toBe('ushort');
    expect(close((await decoded('1.png', image)).pixels, [255, 0, 0])).toBe(true);
  });
  test('applies the EXIF orientation', async () => {
    const half = await flat('black', 6).png().toBuffer();
    const image = await sharp({ create: { width: 12, height: 12, channels: 3, background: 'white' } })
      .composite([{ input: await sharp(half).resize(6, 12, { fit: 'fill' }).png().toBuffer(), left: 0, top: 0 }])
      .jpeg({ quality: 100 })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { pixels } = await decoded('1.jpg', image);
    // What was dark on the left is dark at the top.
    expect(pixels[3 * 4]).toBeLessThan(40);
    expect(pixels[3 * (7 * 8 + 4)]).toBeGreaterThan(215);
  });
  test('composites transparency onto white', async () => {
    const clear = { create: { width: 9, height: 9, channels: 4 as const, background: { r: 0, g: 0, b: 0, alpha: 0 } } };
    expect(close((await decoded('1.png', await sharp(clear).png().toBuffer())).pixels, [255, 255, 255])).toBe(true);
  });
  test('expands gray to three equal channels', async () => {
    const { pixels } = await decoded('1.png', await flat('gray').toColourspace('b-w').png().toBuffer());
    expect(close(pixels, [128, 128, 128])).toBe(true);
  });

  test.each<[string, () => Promise<Record<string, Uint8Array>>, RegExp, string | null]>([
    ['that are not images', async () => ({ 'a/1.png': Buffer.from('hello') }), /cannot be decoded/, 'a/1.png'],
    [
      'that are truncated',
      async () => ({ 'a/1.png': (await flat('red', 64).png().toBuffer()).subarray(0, 120) }),
      /cannot be decoded/,
      'a/1.png',
    ],
    [
      'in another format than their extension',
      async () => ({ 'a/1.png': await flat('red').gif().toBuffer() }),
      /it is gif/,
      'a/1.png',
    ],
    [
      'in an unsupported format',
      async () => ({ 'a/1.gif': await flat('red').gif().toBuffer() }),
      /Only JPEG/,
      'a/1.gif',
    ],
    [
      'outside the class folders',
      async () => ({ 'a/b/1.png': await flat('red').png().toBuffer() }),
      /folder of its class/,
      'a/b/1.png',
    ],
    ['of a single class', async () => ({}), /class folder/, null],
  ])('rejects images %s', async (_, more, message, location) => {
    const good = await flat('white').png().toBuffer();
    await expect(profileOf({ ...(await more()), 'b/1.png': good }, 'IMAGE_FOLDER')).rejects.toEqual(
      rejected(message, location),
    );
  });
});

describe('bounding box edge cases', () => {
  const coco = async (
    change: (described: { images: object[]; categories: object[]; annotations: object[] }) => object | string,
  ) => {
    const described = {
      images: [{ id: 1, file_name: '1.png' }],
      categories: [{ id: 3, name: 'thing' }],
      annotations: [{ image_id: 1, category_id: 3, bbox: [2, 2, 4, 4] }],
    };
    const changed = change(described);
    const json = typeof changed === 'string' ? changed : JSON.stringify(changed);
    return { '1.png': await flat('red').png().toBuffer(), 'boxes.json': json };
  };
  const boxed = (bbox: unknown) => (described: object) => ({
    ...described,
    annotations: [{ image_id: 1, category_id: 3, bbox }],
  });

  test.each<[string, Parameters<typeof coco>[0], RegExp, string | null]>([
    ['outside the image', boxed([20, 20, 4, 4]), /lies outside/, '1.png'],
    ['without a width', boxed([2, 2, 0, 4]), /above 0/, 'annotations.0'],
    ['with a null', boxed([2, 2, null, 4]), /annotations.0.bbox.2/, 'boxes.json'],
    ['of three numbers', boxed([2, 2, 4]), /annotations.0.bbox/, 'boxes.json'],
    [
      'of an unknown image',
      (all) => ({ ...all, annotations: [{ image_id: 9, category_id: 3, bbox: [2, 2, 4, 4] }] }),
      /No image has the ID 9/,
      'annotations.0',
    ],
    [
      'of an unknown category',
      (all) => ({ ...all, annotations: [{ image_id: 1, category_id: 9, bbox: [2, 2, 4, 4] }] }),
      /No category has the ID 9/,
      'annotations.0',
    ],
    [
      'in a missing image',
      (all) => ({ ...all, images: [{ id: 1, file_name: '2.png' }] }),
      /does not contain "2.png"/,
      'images.0',
    ],
    [
      'with two categories of the same name',
      (all) => ({
        ...all,
        categories: [
          { id: 3, name: 'x' },
          { id: 4, name: 'x' },
        ],
      }),
      /Two categories/,
      'boxes.json',
    ],
    ['in a file that is not JSON', () => '{', /not valid JSON/, 'boxes.json'],
    ['in another format', () => '[1, 2]', /Invalid COCO file/, 'boxes.json'],
  ])('rejects boxes %s', async (_, change, message, location) => {
    await expect(profileOf(await coco(change))).rejects.toEqual(rejected(message, location));
  });

  test('clips boxes at the edge of the image', async () => {
    const content = await coco(boxed([6, -3, 12, 9]));
    const { prepared } = await prepare(content, {
      family: 'imageDetector',
      parameters: { imageSize: 16 },
      split: { testFraction: 0, validationFraction: 0 },
    });
    expect(prepared.data.boxes?.perImage).toEqual([[{ label: 0, x: 0.5, y: 0, width: 0.5, height: 0.5 }]]);
  });
  test('rejects a dataset without boxes', async () => {
    const content = await coco((all) => ({ ...all, annotations: [] }));
    expect(await profileOf(content)).toMatchObject({ boxCount: 0 });
    await expect(prepare(content, { family: 'imageDetector' })).rejects.toEqual(
      refused('input.datasetId', /requires images with bounding boxes/),
    );
    await expect(prepare(content, { family: 'cnn' })).rejects.toEqual(refused('input.datasetId', /imageDetector/));
  });
});
