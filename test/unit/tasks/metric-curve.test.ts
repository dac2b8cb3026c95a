/** Curves without a database: the effect of reports, and downsampling. */
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/learning/random.ts';
import type { NewTaskEvent } from '../../../src/tasks/events/task-event.ts';
import { type CurvePoint, chooseLevel, downsample, foldReports } from '../../../src/tasks/metrics/metric-curve.ts';

const point = (step: number, value: number): CurvePoint => ({
  step,
  epoch: 1,
  at: new Date(step),
  value,
  min: value,
  max: value,
});

/** Returns a curve of random values at random, increasing steps. */
function randomCurve(seed: number, count: number): CurvePoint[] {
  const random = createRandom(seed);
  let step = 0;
  return Array.from({ length: count }, () => {
    step += 1 + random.integer(5);
    return point(step, random.next() * 2000 - 1000);
  });
}

const report = (step: number, values: Record<string, number>): NewTaskEvent => ({
  type: 'MetricsReported',
  payload: { step, epoch: 1, metrics: Object.entries(values).map(([name, value]) => ({ name, value })) },
});

const log: NewTaskEvent = { type: 'LogWritten', payload: { level: 'info', message: 'x' } };

test('downsampling keeps extremes and ends in order', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = createRandom(seed + 1000);
    const [count, max] = [1 + random.integer(3000), 1 + random.integer(600)];
    const curve = randomCurve(seed, count);
    const values = new Map(curve.map(({ step, value }) => [step, value]));
    const short = downsample(curve, max);
    const about = `seed ${seed}: ${count} points as ${max}`;
    expect(short, about).toHaveLength(Math.min(count, max));
    expect(Math.min(...short.map(({ min }) => min)), about).toBe(Math.min(...values.values()));
    expect(Math.max(...short.map(({ max }) => max)), about).toBe(Math.max(...values.values()));
    expect(short.at(-1), about).toMatchObject({ step: curve.at(-1)?.step, value: curve.at(-1)?.value });
    if (max > 1) expect(short[0], about).toEqual(curve[0]);
    if (count <= max) expect(short, about).toEqual(curve);
    const sound = short.every(
      ({ step, value, min, max }, index) =>
        step > (short[index - 1]?.step ?? 0) &&
        min <= value &&
        value <= max &&
        // An original point, not an interpolated one.
        values.get(step) === value,
    );
    expect(sound, about).toBe(true);
  }
});

test('downsampling twice equals downsampling once', () => {
  const extremes = (points: CurvePoint[]) => [
    Math.min(...points.map(({ min }) => min)),
    Math.max(...points.map(({ max }) => max)),
  ];
  const curve = randomCurve(1, 5000);
  const twice = downsample(downsample(curve, 700), 50);
  expect(extremes(twice)).toEqual(extremes(curve));
  expect([twice[0], twice.at(-1)?.value]).toEqual([curve[0], curve.at(-1)?.value]);
});

test('foldReports() adds points and skips other events', () => {
  const { points, rewind, lastStep } = foldReports([
    log,
    report(1, { loss: 3 }),
    log,
    report(2, { loss: 2, accuracy: 0.5 }),
  ]);
  expect(points).toEqual([
    { name: 'loss', step: 1, epoch: 1, value: 3, eventIndex: 1 },
    { name: 'loss', step: 2, epoch: 1, value: 2, eventIndex: 3 },
    { name: 'accuracy', step: 2, epoch: 1, value: 0.5, eventIndex: 3 },
  ]);
  expect([rewind, lastStep]).toEqual([{ step: 1, names: new Set(['loss']) }, 2]);
  expect(foldReports([log])).toEqual({ points: [], rewind: null, lastStep: null });
});

test('a report of an earlier step removes later points, and only its own metrics at the same step', () => {
  const { points, rewind, lastStep } = foldReports([
    report(10, { loss: 1, accuracy: 0.1 }),
    report(20, { loss: 2, accuracy: 0.2 }),
    report(30, { loss: 3, accuracy: 0.3 }),
    report(20, { loss: 2.5 }),
  ]);
  expect(points.map(({ name, step, value }) => [name, step, value])).toEqual([
    ['loss', 10, 1],
    ['accuracy', 10, 0.1],
    ['accuracy', 20, 0.2],
    ['loss', 20, 2.5],
  ]);
  expect([rewind?.step, lastStep]).toEqual([10, 20]);
});

test('a value that is not finite adds no point, but removes later ones', () => {
  const { points, rewind } = foldReports([report(5, { loss: Number.NaN, accuracy: 1 }), report(6, { loss: Infinity })]);
  expect(points.map(({ name }) => name)).toEqual(['accuracy']);
  expect(rewind).toEqual({ step: 5, names: new Set(['loss', 'accuracy']) });
});

test('chooses a level with enough buckets and fewer than sixteen times the wanted number', () => {
  for (const [points, wanted] of [
    [1, 500],
    [500, 500],
    [8000, 500],
    [1e6, 500],
    [1e8, 2],
    [1e8, 2000],
  ] as const) {
    const buckets = points / 16 ** chooseLevel(points, wanted, 0);
    expect(buckets).toBeGreaterThanOrEqual(Math.min(points, wanted));
    expect(buckets).toBeLessThan(16 * wanted + 100);
  }
  expect(chooseLevel(10, 500, 2)).toBe(2);
});
