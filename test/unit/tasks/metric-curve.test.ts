/** Curves without a database: what reports do to them, and how they are made short. */
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/learning/random.ts';
import { type CurvePoint, curveChange, downSample, levelFor } from '../../../src/tasks/metric-curve.ts';
import type { NewTaskEvent } from '../../../src/tasks/task-event.ts';

const point = (step: number, value: number): CurvePoint => ({
  step,
  epoch: 1,
  at: new Date(step),
  value,
  minimum: value,
  maximum: value,
});

/** A curve of random values at random, rising steps. */
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

test('a curve that is made short keeps its extremes and its ends, in order', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = createRandom(seed + 1000);
    const [count, most] = [1 + random.integer(3000), 1 + random.integer(600)];
    const curve = randomCurve(seed, count);
    const values = new Map(curve.map(({ step, value }) => [step, value]));
    const short = downSample(curve, most);
    const about = `seed ${seed}: ${count} points as ${most}`;
    expect(short, about).toHaveLength(Math.min(count, most));
    expect(Math.min(...short.map(({ minimum }) => minimum)), about).toBe(Math.min(...values.values()));
    expect(Math.max(...short.map(({ maximum }) => maximum)), about).toBe(Math.max(...values.values()));
    expect(short.at(-1), about).toMatchObject({ step: curve.at(-1)?.step, value: curve.at(-1)?.value });
    if (most > 1) expect(short[0], about).toEqual(curve[0]);
    if (count <= most) expect(short, about).toEqual(curve);
    const sound = short.every(
      ({ step, value, minimum, maximum }, index) =>
        step > (short[index - 1]?.step ?? 0) &&
        minimum <= value &&
        value <= maximum &&
        // A point of the curve, not something in between.
        values.get(step) === value,
    );
    expect(sound, about).toBe(true);
  }
});

test('a curve that is made short twice is what it would be if it had been once', () => {
  const extremes = (points: CurvePoint[]) => [
    Math.min(...points.map(({ minimum }) => minimum)),
    Math.max(...points.map(({ maximum }) => maximum)),
  ];
  const curve = randomCurve(1, 5000);
  const twice = downSample(downSample(curve, 700), 50);
  expect(extremes(twice)).toEqual(extremes(curve));
  expect([twice[0], twice.at(-1)?.value]).toEqual([curve[0], curve.at(-1)?.value]);
});

test('reports add points, whatever else happens in between', () => {
  const { points, from, through } = curveChange([
    log,
    report(1, { loss: 3 }),
    log,
    report(2, { loss: 2, accuracy: 0.5 }),
  ]);
  expect(points).toEqual([
    { name: 'loss', step: 1, epoch: 1, value: 3, place: 1 },
    { name: 'loss', step: 2, epoch: 1, value: 2, place: 3 },
    { name: 'accuracy', step: 2, epoch: 1, value: 0.5, place: 3 },
  ]);
  expect([from, through]).toEqual([{ step: 1, names: new Set(['loss']) }, 2]);
  expect(curveChange([log])).toEqual({ points: [], from: null, through: null });
});

test('a report of an earlier step takes back what lies beyond, and only its own metrics at the same step', () => {
  const { points, from, through } = curveChange([
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
  expect([from?.step, through]).toEqual([10, 20]);
});

test('a value that is not a finite number is no point, yet its report takes back what lies beyond', () => {
  const { points, from } = curveChange([report(5, { loss: Number.NaN, accuracy: 1 }), report(6, { loss: Infinity })]);
  expect(points.map(({ name }) => name)).toEqual(['accuracy']);
  expect(from).toEqual({ step: 5, names: new Set(['loss', 'accuracy']) });
});

test('the level that is read has enough buckets, and no more than sixteen times as many as are wanted', () => {
  for (const [points, wanted] of [
    [1, 500],
    [500, 500],
    [8000, 500],
    [1e6, 500],
    [1e8, 2],
    [1e8, 2000],
  ] as const) {
    const buckets = points / 16 ** levelFor(points, wanted, 0);
    expect(buckets).toBeGreaterThanOrEqual(Math.min(points, wanted));
    expect(buckets).toBeLessThan(16 * wanted + 100);
  }
  expect(levelFor(10, 500, 2)).toBe(2);
});
