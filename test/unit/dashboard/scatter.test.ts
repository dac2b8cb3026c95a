/** The extent of a scatter plot, without a canvas. */
import { expect, test } from 'vitest';
import { boundsOf, type ScatterPoint, ticksOf } from '../../../src/dashboard/charts/scatter.ts';

const at = (x: number, y: number): ScatterPoint => ({ x, y, group: null });

test('covers the points and centers of all frames', () => {
  const bounds = boundsOf([
    { points: [at(0, 0), at(2, 1)], centers: [] },
    { points: [at(1, 1)], centers: [at(1, 5)] },
  ]);
  expect(bounds).toMatchObject({ x: 1, y: 2.5 });
  expect(bounds?.halfWidth).toBeGreaterThan(1);
  expect(bounds?.halfHeight).toBeGreaterThan(2.5);
  expect(boundsOf([{ points: [], centers: [] }])).toBeNull();
});

test('is not empty for a line or a single point', () => {
  const line = boundsOf([{ points: [at(-3, 7), at(3, 7)], centers: [] }]);
  expect(line?.halfHeight).toBeGreaterThan(0);
  const place = boundsOf([{ points: [at(4, 4)], centers: [] }]);
  expect(place?.halfWidth).toBeGreaterThan(0);
});

test('ticks are round and within the range', () => {
  expect(ticksOf(-1.9, 2.1, 4)).toEqual([-1, 0, 1, 2]);
  expect(ticksOf(0, 100, 5)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(ticksOf(0.12, 0.13, 20).length).toBeLessThanOrEqual(21);
});
