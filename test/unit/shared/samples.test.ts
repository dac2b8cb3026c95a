/** Encoding of samples and decoding of outputs, by the server and by the browser. */
import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/dashboard/engine/predictions.ts';
import { packDetections, unpackDetections } from '../../../src/learning/detection.ts';
import { createRandom } from '../../../src/learning/random.ts';
import { boxChannels, decodeDetections } from '../../../src/shared/detections.ts';
import { encodeRows } from '../../../src/shared/encode-rows.ts';
import { encodeTexts } from '../../../src/shared/encode-texts.ts';
import { InvalidSample } from '../../../src/shared/invalid-sample.ts';
import { mismatchError, type SampleInput, type TableEncoder } from '../../../src/shared/model-input.ts';
import { decodeBoxes, decodeOutputs } from '../../../src/shared/predictions.ts';

const single = Math.fround;

describe('rows', () => {
  const encoder: TableEncoder = {
    features: [
      { name: 'x', type: 'numeric', mean: 1.7, standardDeviation: 0.3 },
      { name: 'day', type: 'date', mean: 19_800, standardDeviation: 12.5, format: 'DD.MM.YYYY' },
      { name: 'color', type: 'categorical', levels: ['blue', 'red'], missing: true },
      { name: 'size', type: 'categorical', levels: ['1', '2'], missing: false },
    ],
    target: { objective: 'CLASSIFICATION', name: 'kind', classes: ['a', 'b'] },
  };
  const row = { x: 2.5, day: '2024-03-01', color: 'red', size: 2 };
  const x = single((2.5 - 1.7) / 0.3);
  const day = single((19_783 - 19_800) / 12.5);

  test.each([
    ['as they are', row, [x, day, 0, 1, 0, 0, 1]],
    ['with their target, which is ignored', { ...row, kind: 'a' }, [x, day, 0, 1, 0, 0, 1]],
    ['with missing values', { x: null, day: null, color: null, size: null }, [0, 0, 0, 0, 1, 0, 0]],
    [
      'with a date in their format, and an unknown level',
      { ...row, day: '01.03.2024', color: 'green' },
      [x, day, 0, 0, 0, 0, 1],
    ],
    ['with a date as a number of days', { ...row, day: 19_783 }, [x, day, 0, 1, 0, 0, 1]],
    [
      'with a time zone',
      { ...row, day: '2024-03-01T14:00:00+02:00' },
      [x, single((19_783.5 - 19_800) / 12.5), 0, 1, 0, 0, 1],
    ],
  ])('are encoded %s', (_, given, expected) => {
    const { values, sampleShape, count } = encodeRows(encoder, [row, given]);
    expect([...values.subarray(7)]).toEqual(expected);
    expect({ sampleShape, count }).toEqual({ sampleShape: [7], count: 2 });
  });

  test.each([
    [{ x: 1, day: null, color: null }, 'size', /is missing/],
    [{ ...row, weight: 3 }, 'weight', /Unknown column/],
    [{ ...row, day: '2024-02-31' }, 'day', /is a date/],
    [{ ...row, x: 'much' }, 'x', /must be a number/],
    [{ ...row, x: Number.POSITIVE_INFINITY }, 'x', /must be a number/],
    [{ ...row, x: 1e300 }, 'x', /too far from the training data/],
  ])('are rejected with the cell: %j', (given, column, message) => {
    const error = errorOf(() => encodeRows(encoder, [row, given]));
    expect(error.path).toEqual([1, column]);
    expect(error.below('input.rows')).toBe(`input.rows.1.${column}`);
    expect(error.message).toMatch(message);
  });
});

function errorOf(work: () => unknown): InvalidSample {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidSample) return error;
  }
  throw new Error('It was not rejected.');
}

test('samples of another kind are rejected with the kind that the model expects', () => {
  const error = mismatchError({ kind: 'text' }, 'rows');
  expect(error.below('input.rows')).toBe('input.rows');
  expect(error.message).toBe('This model expects `texts`. Set `texts` instead of `rows`.');
});

test.each([
  ['word', ['the', 'naïve', '00', '!', '电影'], [0, 2, 3, 1, 1, 1, 1, 4, 5], [0, 0, 0, 0, 0, 0, 0, 6, 2]],
  ['character', ['t', 'e', ' ', '电'], [1, 1, 3, 4, 1, 1, 1, 1, 3], [0, 0, 0, 5, 1, 4, 2, 1, 3]],
] as const)('texts are encoded by %s, padded at the start', (level, vocabulary, first, last) => {
  const encoder = { column: 'text', level, length: 9, vocabulary: [...vocabulary] };
  const { values } = encodeTexts(encoder, ['The naïve film of 1 or 42!', null, '电影 the']);
  expect([...values.subarray(0, 9)]).toEqual(first);
  expect([...values.subarray(9, 18)]).toEqual(new Array(9).fill(0));
  expect([...values.subarray(18)]).toEqual(last);
});

describe('predictions', () => {
  const images: SampleInput = { kind: 'images', size: { height: 8, width: 8, channels: 1 }, classes: ['a', 'b', 'c'] };
  const table = (target: TableEncoder['target']): SampleInput => ({ kind: 'table', encoder: { features: [], target } });
  const empty = {
    label: null,
    value: null,
    probabilities: null,
    embedding: null,
    forecast: null,
    boxes: null,
    reconstruction: null,
  };
  const outputs = (...values: number[]) => Float32Array.from(values);

  test('are the likeliest class, the first of a tie, with all probabilities', () => {
    const { label, probabilities } = decodeOutputs(
      { objective: 'CLASSIFICATION', input: images },
      outputs(0.25, 0.5, 0.5),
      0,
    );
    expect(label).toBe('b');
    expect(probabilities?.map(({ probability }) => probability)).toEqual([0.25, 0.5, 0.5]);
  });

  test('are numbers in the unit of the target', () => {
    const target = { objective: 'REGRESSION', name: 'n', mean: 12.3, standardDeviation: 0.7 } as const;
    expect(decodeOutputs({ objective: 'REGRESSION', input: table(target) }, outputs(1.5), 0)).toEqual({
      ...empty,
      value: 1.5 * 0.7 + 12.3,
    });
  });

  test('are the components of a sample', () => {
    expect(decodeOutputs({ objective: 'DIMENSIONALITY_REDUCTION', input: table(null) }, outputs(0.5, -3), 0)).toEqual({
      ...empty,
      embedding: [0.5, -3],
    });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('that are not finite are rejected: %d', (value) => {
    const manifest = { objective: 'CLASSIFICATION', input: images } as const;
    const error = errorOf(() => decodeOutputs(manifest, outputs(0, value, 1), 3));
    expect(error.message).toMatch(/^The prediction for sample 3 is not a finite number/);
    expect(error.path).toEqual([]);
  });

  test('of a detector are the same boxes on the server, which stores them, and in the browser', () => {
    const random = createRandom(7);
    const [grid, classes] = [4, ['a', 'b', 'c']];
    const cell = boxChannels + classes.length;
    const values = Float32Array.from({ length: grid * grid * cell }, () => random.next() * 6 - 3);
    const stored = unpackDetections(packDetections(decodeDetections(values, grid, classes.length)));
    expect(stored.length).toBeGreaterThan(3);
    expect(decode({ objective: 'DETECTION', input: images }, values, 0)).toEqual(decodeBoxes(stored, classes));
  });
});
