/** The band around a curve whose points represent several reports each. */
import { expect, test } from 'vitest';
import { bandOf, thinBand } from '../../../src/dashboard/charts/band.ts';

const point = (step: number, min: number, max: number, epoch = step) => ({ step, epoch, value: max, min, max });

test('draws no band when no points were merged', () => {
  expect(bandOf([point(1, 2, 2), point(2, 3, 3)], 'step')).toBeNull();
  expect(bandOf([], 'step')).toBeNull();
});

test('spans the minimum to the maximum, also across several points of one epoch', () => {
  const points = [point(1, 2, 2, 1), point(5, 1, 4, 2), point(9, 3, 6, 2)];
  expect(bandOf(points, 'step')).toEqual({ xs: [1, 5, 9], lows: [2, 1, 3], highs: [2, 4, 6] });
  expect(bandOf(points, 'epoch')).toEqual({ xs: [1, 2], lows: [2, 1], highs: [2, 6] });
});

test('thins the visible band without losing an extreme', () => {
  const xs = Array.from({ length: 1000 }, (_, x) => x);
  const band = { xs, lows: xs.map((x) => (x === 555 ? -9 : 0)), highs: xs.map((x) => (x === 444 ? 9 : 1)) };
  const all = thinBand(band, 0, 999, 100);
  expect(all.xs.length).toBeLessThanOrEqual(101);
  expect([Math.min(...all.lows), Math.max(...all.highs)]).toEqual([-9, 9]);
  expect(all.xs).toEqual([...all.xs].sort((a, b) => a - b));
  expect(thinBand(band, 10, 12, 100)).toEqual({
    xs: [9, 10, 11, 12, 13],
    lows: [0, 0, 0, 0, 0],
    highs: [1, 1, 1, 1, 1],
  });
  expect(thinBand({ xs: [], lows: [], highs: [] }, 0, 1, 10).xs).toEqual([]);
});
