/** The dashboard's processing of a task's streams, without a browser. */
import { describe, expect, test } from 'vitest';
import {
  between,
  type Curve,
  changeCurves,
  chartsOf,
  decimate,
  lineOf,
  nearest,
  type Point,
  smooth,
  thin,
  toCsv,
} from '../../../src/dashboard/charts/curves.ts';
import { nothingYet, withChanges, withEvents } from '../../../src/dashboard/runs/live/live-state.ts';

const point = (step: number, value = step, epoch = step): Point => ({ step, epoch, value, min: value, max: value });
const curve = (name: string, ...points: Point[]): Curve => ({ name, points });

describe('changeCurves()', () => {
  test('adds curves in order of their names and points in order of their steps', () => {
    const before = changeCurves([], { keepThroughStep: null, series: [curve('loss', point(3), point(1))] });
    const after = changeCurves(before, {
      keepThroughStep: null,
      series: [curve('loss', point(2), point(4)), curve('accuracy', point(4))],
    });
    expect(after).toEqual([curve('accuracy', point(4)), curve('loss', point(1), point(2), point(3), point(4))]);
  });

  test('replaces points of the same step', () => {
    const before = [curve('loss', point(1), point(2), point(3))];
    const after = changeCurves(before, { keepThroughStep: null, series: [curve('loss', point(2, 20), point(3, 30))] });
    expect(after).toEqual([curve('loss', point(1), point(2, 20), point(3, 30))]);
  });

  test('rewinds every curve to keepThroughStep before it adds new points', () => {
    const before = [curve('accuracy', point(5)), curve('loss', point(1), point(2), point(3))];
    const after = changeCurves(before, { keepThroughStep: 1, series: [curve('loss', point(3, 30))] });
    expect(after).toEqual([curve('loss', point(1), point(3, 30))]);
    expect(changeCurves(before, { keepThroughStep: -1, series: [] })).toEqual([]);
    expect(changeCurves(before, { keepThroughStep: 0, series: [] })).toEqual([]);
  });

  test('does not mutate its input', () => {
    const before = [curve('loss', point(1), point(2))];
    changeCurves(before, { keepThroughStep: 1, series: [curve('loss', point(1, 10))] });
    expect(before).toEqual([curve('loss', point(1), point(2))]);
  });

  test('applies changes in order', () => {
    const run = withChanges(nothingYet, [
      { keepThroughStep: null, series: [curve('loss', point(1), point(2), point(3))] },
      { keepThroughStep: 1, series: [] },
      { keepThroughStep: null, series: [curve('loss', point(2, 20))] },
    ]);
    expect(run.curves).toEqual([curve('loss', point(1), point(2, 20))]);
  });
});

describe('thin()', () => {
  test('keeps ends and extremes and spaces steps evenly', () => {
    const value = (step: number) => (step === 5001 ? 9 : step === 7003 ? -9 : Math.sin(step));
    const points = Array.from({ length: 10_000 }, (_, index) => point(index + 1, value(index + 1)));
    const short = thin(points, 2000);
    expect(short.length).toBeLessThanOrEqual(1001);
    expect([short[0], short.at(-1)?.step]).toEqual([points[0], 10_000]);
    expect(Math.max(...short.map(({ max }) => max))).toBe(9);
    expect(Math.min(...short.map(({ min }) => min))).toBe(-9);
    for (const { step, value: own } of short) expect(own).toBe(value(step));
    const gaps = short.map(({ step }, place) => step - (short[place - 1]?.step ?? step));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(20);
    expect(thin(points.slice(0, 2000), 2000)).toHaveLength(2000);
  });

  test('stays within its limit during a long run', () => {
    let run = nothingYet;
    for (let from = 0; from < 200_000; from += 500) {
      const fresh = Array.from({ length: 500 }, (_, index) => point(from + index + 1));
      run = withChanges(run, [{ keepThroughStep: null, series: [curve('loss', ...fresh)] }]);
    }
    const [{ points = [] } = {}] = run.curves;
    expect(points.length).toBeLessThanOrEqual(2000);
    expect([points[0]?.min, points[0]?.step, points.at(-1)?.step]).toEqual([1, 1, 200_000]);
  });
});

describe('a line', () => {
  test('has the last point of each epoch', () => {
    expect(lineOf([point(1, 1, 1), point(2, 2, 1), point(3, 3, 2)], 'epoch')).toEqual({ xs: [1, 2], ys: [2, 3] });
  });

  test('is smoothed without a bias to zero', () => {
    expect(smooth([3, 3, 3], 0.9).map((value) => value.toFixed(9))).toEqual(Array(3).fill('3.000000000'));
    expect(smooth([1, 2], 0)).toEqual([1, 2]);
    expect(smooth([0, 1], 0.5)[1]).toBeCloseTo(2 / 3);
  });

  test('keeps its ends and extremes when it is decimated', () => {
    const xs = Array.from({ length: 10_000 }, (_, index) => index);
    const ys = xs.map((x) => (x === 5001 ? 9 : x === 7003 ? -9 : Math.sin(x)));
    const short = decimate({ xs, ys }, 100);
    expect(short.xs.length).toBeLessThanOrEqual(202);
    expect([short.xs[0], short.xs.at(-1)]).toEqual([0, 9999]);
    expect(Math.max(...short.ys)).toBe(9);
    expect(Math.min(...short.ys)).toBe(-9);
    expect(short.xs).toEqual(short.xs.toSorted((one, other) => one - other));
  });

  test('is clipped to the visible range plus one point on each side', () => {
    const line = { xs: [1, 2, 3, 4, 5], ys: [1, 2, 3, 4, 5] };
    expect(between(line, 2.5, 3.5).xs).toEqual([2, 3, 4]);
    expect(between(line, 0, 9).xs).toEqual(line.xs);
    expect(between(line, 6, 9).xs).toEqual([5]);
  });

  test('is read at the nearest point', () => {
    expect([nearest([1, 5, 9], 6), nearest([1, 5, 9], 99), nearest([], 1)]).toEqual([1, 2, -1]);
  });
});

test('groups losses in one chart, scores in another, and other metrics in their own', () => {
  const names = ['accuracy', 'inertia', 'loss', 'mae', 'val_accuracy', 'val_loss', 'val_mae'];
  expect(
    chartsOf(names.map((name) => curve(name, point(1)))).map((chart) => chart.curves.map(({ name }) => name)),
  ).toEqual([['loss', 'val_loss'], ['accuracy', 'val_accuracy'], ['inertia'], ['mae', 'val_mae']]);
});

test('toCsv() writes a row per step', () => {
  const csv = toCsv([curve('loss', point(1, 0.5), point(2, 0.25)), curve('a "b", c', point(2, 7))]);
  expect(csv).toBe('step,epoch,loss,"a ""b"", c"\r\n1,1,0.5,\r\n2,2,0.25,7\r\n');
});

describe('task events', () => {
  const common = { cursor: '', at: '', attempt: 1 };
  test('update position, state and attempt', () => {
    const run = withEvents(nothingYet, [
      { ...common, __typename: 'TaskStateChanged', seq: 1, from: null, to: 'QUEUED', reason: null },
      { ...common, __typename: 'TaskStateChanged', seq: 2, from: 'QUEUED', to: 'RUNNING', reason: null },
      { ...common, __typename: 'MetricsReported', seq: 3 },
    ]);
    expect(run).toMatchObject({ seq: 3, state: 'RUNNING', attempt: 1 });
    expect(run.moments).toHaveLength(2);
  });

  test('keep references to unchanged parts, so that they are not rendered again', () => {
    const before = withEvents(nothingYet, [
      { ...common, __typename: 'TaskStateChanged', seq: 1, from: null, to: 'QUEUED', reason: null },
      { ...common, __typename: 'LogWritten', seq: 2, level: 'INFO', message: '' },
    ]);
    const after = withChanges(withEvents(before, [{ ...common, __typename: 'MetricsReported', seq: 3 }]), []);
    expect(after.seq).toBe(3);
    for (const part of ['logs', 'moments', 'curves'] as const) expect(after[part]).toBe(before[part]);
  });

  test('keep only the newest 2000 log lines', () => {
    const logs = Array.from({ length: 2500 }, (_, index) => ({
      ...common,
      __typename: 'LogWritten' as const,
      seq: index + 1,
      level: 'INFO' as const,
      message: `${index}`,
    }));
    const run = withEvents(withEvents(nothingYet, logs.slice(0, 1500)), logs.slice(1500));
    expect(run.logs).toHaveLength(2000);
    expect(run.logs[0]?.message).toBe('500');
  });

  test('merge consecutive checkpoints of an attempt', () => {
    const saved = (seq: number, attempt: number) =>
      ({ ...common, __typename: 'CheckpointSaved', seq, step: seq, attempt }) as const;
    const { moments } = withEvents(withEvents(nothingYet, [saved(1, 1), saved(2, 1)]), [saved(3, 1), saved(4, 2)]);
    expect(moments).toMatchObject([
      { step: 3, count: 3 },
      { step: 4, count: 1 },
    ]);
  });

  test('keep one preview per epoch, replaced after a rewind', () => {
    const shown = (seq: number, attempt: number, epoch: number) => ({
      ...common,
      __typename: 'SamplesReported' as const,
      seq,
      attempt,
      epoch,
      imageUrl: null,
      count: 1,
      gridColumns: 0,
      gridRows: 0,
      texts: [],
    });
    const first = withEvents(nothingYet, [shown(1, 1, 1), shown(2, 1, 4), shown(3, 1, 6)]);
    const { samples } = withEvents(first, [shown(4, 2, 4), shown(5, 2, 5)]);
    expect(samples.map(({ epoch, attempt }) => [epoch, attempt])).toEqual([
      [1, 1],
      [4, 2],
      [5, 2],
    ]);
  });
});
