/** Tables: reading, type inference, encoding, validation. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveAgainstProfile } from '../../../src/configurations/compatibility/resolve-options.ts';
import {
  encodeFeatures,
  encodeTargets,
  fitTableEncoder,
  rowsWithTarget,
  tableEncoderSchema,
} from '../../../src/datasets/encoders/table-encoder.ts';
import { createColumnBuilder } from '../../../src/datasets/formats/column-builder.ts';
import { readTable } from '../../../src/datasets/formats/csv.ts';
import { formatCell, type Table } from '../../../src/datasets/formats/table.ts';
import { datasetProfileSchema, profileTable, type TableProfile } from '../../../src/datasets/profile.ts';
import { encodeRows } from '../../../src/shared/encode-rows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-table-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string | Uint8Array, format: 'CSV' | 'TSV' = 'CSV'): Promise<Table> {
  const path = join(folder, `${Math.random()}.csv`);
  await writeFile(path, text);
  return readTable(path, format);
}

const cells = (table: Table) =>
  Array.from({ length: table.rowCount }, (_, row) => table.columns.map((column) => formatCell(column, row)));

describe('a table is read', () => {
  test('without leaking a listener per chunk (warnings.ts fails otherwise)', async () => {
    const row = `${'x'.repeat(200)},y\n`;
    const table = await read(`a,b\n${row.repeat(20_000)}`);
    expect(table.rowCount).toBe(20_000);
  });

  test('with quotes, a byte order mark, CRLF, empty lines and every missing-value marker', async () => {
    const table = await read(
      '\uFEFFname,"a, b",n\r\n"say ""hi""",x,1\r\n\r\n"two\nlines",NA,n/a\r\nplain,?,-\r\nlast,null,2.5e1\r\n',
    );
    expect(table.columns.map(({ name }) => name)).toEqual(['name', 'a, b', 'n']);
    expect(cells(table)).toEqual([
      ['say "hi"', 'x', '1'],
      ['two\nlines', null, null],
      ['plain', null, null],
      ['last', null, '25'],
    ]);
  });

  test('with ten thousand columns in memory proportional to its rows', () => {
    const before = process.memoryUsage().arrayBuffers;
    const columns = Array.from({ length: 10_000 }, (_, index) => createColumnBuilder(`c${index}`));
    for (const column of columns) for (let row = 0; row < 100; row++) column.add(String(row % 7));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 2 ** 20);
    const values = Array.from({ length: 100 }, (_, row) => row % 7);
    expect(columns.map((column) => column.finish())).toContainEqual({
      name: 'c9999',
      type: 'numeric',
      values: Float64Array.from(values),
    });
  });

  test('across any number of chunks', () => {
    const column = createColumnBuilder('x');
    const count = 200_000;
    for (let row = 0; row < count; row++) column.add(String(row % 1000));
    const values = Float64Array.from({ length: count }, (_, row) => row % 1000);
    expect(column.finish()).toEqual({ name: 'x', type: 'numeric', values });
  });

  test('and NUL bytes are reported with their position', async () => {
    await expect(read('a,b\n1,\0')).rejects.toMatchObject({ message: /NUL bytes/, location: 'byte 7' });
  });

  test('with tabs, where quotation marks are ordinary characters', async () => {
    expect(cells(await read('a\tb\n"x\t5" screen\n', 'TSV'))).toEqual([['"x', '5" screen']]);
  });

  test('and its column types are inferred', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, n) => `${n},${n % 3 ? 'red' : 'blue'},2026-01-${String((n % 28) + 1).padStart(2, '0')},text ${n},${n % 2},`,
    );
    const table = await read(['number,color,day,words,flag,empty', ...rows].join('\n'));
    expect(table.columns.map(({ type }) => type)).toEqual([
      'numeric',
      'categorical',
      'date',
      'text',
      'numeric',
      'numeric',
    ]);
    const { columns } = profileTable(table);
    expect(columns[0]).toMatchObject({
      min: 0,
      max: 299,
      mean: 149.5,
      missingCount: 0,
      distinctCount: 300,
      isInteger: true,
    });
    expect(columns[1]?.topValues).toEqual([
      { value: 'red', count: 200 },
      { value: 'blue', count: 100 },
    ]);
    expect(columns[2]?.topValues[0]?.value).toBe('2026-01-01');
    expect(columns[5]).toMatchObject({ missingCount: 300, distinctCount: 0, mean: null });
  });

  test('and histograms of its numbers and dates cover every value', async () => {
    const rows = Array.from({ length: 400 }, (_, n) => `${n % 5},${n},${n / 16},7.5,2026-01-0${(n % 2) + 1},a`);
    const { columns } = profileTable(await read(['few,many,real,same,day,word', ...rows, ',,,,,'].join('\n')));
    const [few, many, real, same, day, word] = columns.map(({ histogram }) => histogram);
    expect(few).toEqual([0, 1, 2, 3, 4].map((from) => ({ from, to: from + 1, count: 80 })));
    expect(many).toEqual(Array.from({ length: 20 }, (_, n) => ({ from: n * 20, to: n * 20 + 20, count: 20 })));
    expect(real?.map(({ count }) => count)).toEqual(Array.from({ length: 20 }, () => 20));
    expect(real?.at(-1)?.to).toBe(399 / 16);
    expect(same).toEqual([{ from: 7.5, to: 7.5, count: 400 }]);
    expect(day?.map(({ count }) => count)).toEqual([200, 200]);
    expect(word).toBeUndefined();
  });

  test('and histograms of extreme ranges lose no value', async () => {
    const { columns } = profileTable(await read('wide,narrow,tiny\n-1.5e308,1,0\n1.5e308,1.0000000000000002,5e-324\n'));
    expect(columns[0]?.histogram).toBeUndefined();
    for (const { histogram = [] } of columns.slice(1)) {
      expect(histogram.reduce((total, { count }) => total + count, 0)).toBe(2);
    }
  });

  test.each([
    ['far from 0', ['1e200', '2e200', '3e200'], 2e200, 1e200 * Math.sqrt(2 / 3)],
    ['of both signs', ['1.7e308', '-1.7e308'], 0, 1.7e308],
    ['alike', ['1.7976931348623157e308', '1.7976931348623157e308'], Number.MAX_VALUE, 0],
    ['from 0 to the largest', ['0', '1.7976931348623157e308'], Number.MAX_VALUE / 2, Number.MAX_VALUE / 2],
    ['next to nothing', ['5e-324', '1.5e-323'], 1e-323, 5e-324],
    ['of every size', ['1e308', '1', '-1e308'], 1 / 3, 1e308 * Math.sqrt(2 / 3)],
  ])('and numbers %s have finite statistics', async (_, numbers, mean, standardDeviation) => {
    const [column] = profileTable(await read(`x,y\n${numbers.map((text) => `${text},1`).join('\n')}\n`)).columns;
    expect(() =>
      datasetProfileSchema.parse({ kind: 'table', rowCount: 0, columns: [column], preview: [] }),
    ).not.toThrow();
    const scale = Math.max(...numbers.map((text) => Math.abs(Number(text))));
    expect((column?.mean ?? Number.NaN) / scale).toBeCloseTo(mean / scale, 12);
    expect((column?.standardDeviation ?? Number.NaN) / scale).toBeCloseTo(standardDeviation / scale, 12);
  });

  test.each(['1,5', '0x10', 'Infinity', '1e', '--1', '1 000'])('and %j is not a number', async (text) => {
    expect((await read(`a,b\n"${text}",1\n"${text}",2\n`)).columns[0]?.type).toBe('categorical');
  });
});

const flowers = async () =>
  read(
    [
      'size,color,day,kind',
      '1,red,2026-01-01,a',
      '2,blue,2026-01-02,b',
      ',red,2026-01-03,a',
      '4,,2026-01-04,b',
      '5,green,2026-01-05,',
    ].join('\n'),
  );

describe('an encoder', () => {
  const columns = { inputs: ['size', 'color', 'day'], target: 'kind', objective: 'CLASSIFICATION' } as const;

  test('fits the training rows only, imputes missing values, and survives JSON', async () => {
    const table = await flowers();
    const rows = rowsWithTarget(table, 'kind');
    expect([...rows]).toEqual([0, 1, 2, 3]);
    const fitted = fitTableEncoder(table, Int32Array.of(0, 1, 2), { ...columns, inputs: [...columns.inputs] });
    const encoder = tableEncoderSchema.parse(JSON.parse(JSON.stringify(fitted)));
    expect(encoder).toEqual(fitted);
    expect(encoder.features[0]).toMatchObject({ mean: 1.5, standardDeviation: 0.5 });
    expect(encoder.features[1]).toEqual({
      name: 'color',
      type: 'categorical',
      levels: ['blue', 'red'],
      missing: false,
    });
    const { values, sampleShape } = encodeFeatures(encoder, table, Int32Array.of(0, 2, 3, 4));
    expect(sampleShape).toEqual([4]);
    const round = (from: number) => [...values.slice(from * 4, from * 4 + 3)];
    expect(round(0)).toEqual([-1, 0, 1]);
    expect(round(1)).toEqual([0, 0, 1]); // the size is missing, so the mean
    expect(round(2)).toEqual([5, 0, 0]); // a missing color did not occur in training
    expect(round(3)).toEqual([7, 0, 0]); // green did not occur either
    expect(encodeTargets(encoder, table, rows)).toEqual({ values: Int32Array.of(0, 1, 0, 1), classes: ['a', 'b'] });
  });

  test('scales the target of a regression and tolerates a constant column', async () => {
    const table = await read('x,same,y\n1,7,10\n2,7,20\n3,7,30\n');
    const rows = Int32Array.of(0, 1, 2);
    const encoder = fitTableEncoder(table, rows, { inputs: ['x', 'same'], target: 'y', objective: 'REGRESSION' });
    expect([...(encodeTargets(encoder, table, rows)?.values ?? [])].map((value) => Number(value.toFixed(4)))).toEqual([
      -1.2247, 0, 1.2247,
    ]);
    const { values } = encodeFeatures(encoder, table, rows);
    expect([values[1], values[3], values[5]]).toEqual([0, 0, 0]);
  });

  test('accepts the largest numbers, and names the cell that is too far from the training data', async () => {
    const numbers = Array.from({ length: 40 }, (_, row) => `${row % 2 ? '' : '-'}1.7e308,${row / 7}`);
    const table = await read(`x,y\n${numbers.join('\n')}\n`);
    const rows = rowsWithTarget(table, 'y');
    const encoder = fitTableEncoder(table, rows, { inputs: ['x'], target: 'y', objective: 'REGRESSION' });
    expect(() => tableEncoderSchema.parse(encoder)).not.toThrow();
    expect([...encodeFeatures(encoder, table, rows).values.subarray(0, 2)]).toEqual([-1, 1]);
    const near = fitTableEncoder(table, rows, { inputs: ['y'], target: null, objective: 'CLUSTERING' });
    expect(() => encodeRows(near, [{ y: 1e300 }])).toThrow(
      expect.objectContaining({ path: [0, 'y'], message: expect.stringMatching(/^"y" is 1e\+300, too far/) }),
    );
    const far = await read('x,y\n1,1e300\n2,2\n');
    expect(() => encodeFeatures(near, far, rowsWithTarget(far, null))).toThrow(/^"y" is 1e\+300, too far/);
  });

  test('reads rows as JSON, and names an invalid cell', async () => {
    const encoder = fitTableEncoder(await flowers(), Int32Array.of(0, 1, 2), {
      ...columns,
      inputs: [...columns.inputs],
    });
    const good = { size: 2, color: 'red', day: '2026-01-02' };
    expect([...encodeRows(encoder, [good]).values]).toEqual([1, 0, 1, 0]);
    expect([...encodeRows(encoder, [{ size: null, color: null, day: null, kind: 'a' }]).values]).toEqual([0, 0, 0, 0]);
    for (const [row, path] of [
      [{ ...good, color: undefined, extra: 1 }, [0, 'extra']],
      [{ size: 2, color: 'red' }, [0, 'day']],
      [{ ...good, size: '2' }, [0, 'size']],
      [{ ...good, size: Number.NaN }, [0, 'size']],
      [{ ...good, color: {} }, [0, 'color']],
      [{ ...good, day: 'tomorrow' }, [0, 'day']],
      ['text', [0]],
      [null, [0]],
    ] as const) {
      expect(() => encodeRows(encoder, [row])).toThrow(expect.objectContaining({ path }));
    }
  });
});

describe('a configuration is checked against the profile', () => {
  let profile: TableProfile;
  beforeAll(async () => {
    const rows = Array.from({ length: 200 }, (_, n) => `${n * 1.5},${n % 4},${n % 3 ? 'yes' : 'no'},${n % 50}`);
    profile = profileTable(await read(['price,few,answer,many', ...rows].join('\n')));
  });
  const demand = (objectives: ('REGRESSION' | 'CLASSIFICATION')[], target: string) => ({
    family: { name: 'f', modalities: ['TABULAR'] as const, objectives, isSemiSupervised: false },
    modality: 'TABULAR' as const,
    futureCovariates: null,
    text: null,
    window: null,
    inputs: null,
    target,
    split: { method: 'RANDOM' as const, validationFraction: 0.1, testFraction: 0.2, seed: 0 },
    batchSize: 1,
  });

  test.each([
    ['answer', ['REGRESSION', 'CLASSIFICATION'], 'CLASSIFICATION'],
    ['few', ['REGRESSION', 'CLASSIFICATION'], 'CLASSIFICATION'],
    ['many', ['REGRESSION', 'CLASSIFICATION'], 'REGRESSION'],
    ['many', ['CLASSIFICATION'], 'CLASSIFICATION'],
    ['price', ['REGRESSION', 'CLASSIFICATION'], 'REGRESSION'],
    ['few', ['REGRESSION'], 'REGRESSION'],
  ] as const)('%s for a family of %j is %s', (target, objectives, objective) => {
    expect(resolveAgainstProfile(profile, demand([...objectives], target))).toMatchObject({
      objective,
      target,
      trainSamples: 140,
    });
  });

  test('suggests a similar column name', () => {
    expect(() => resolveAgainstProfile(profile, demand(['REGRESSION'], 'Prize'))).toThrow(/Did you mean "price"\?/);
    expect(() => resolveAgainstProfile(profile, demand(['REGRESSION'], 'altogether'))).toThrow(
      /The columns are "price", "few"/,
    );
  });
});
