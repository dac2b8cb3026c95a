/** Axes of small charts, and the columns of sample tables. */
import { expect, test } from 'vitest';
import { placing, spanOf, ticksOf } from '../../../src/dashboard/results/scale.ts';

test('ticks are round, within the span, and exact', () => {
  expect(ticksOf({ least: 0.05, most: 0.95 }, 5)).toEqual([0.2, 0.4, 0.6, 0.8]);
  expect(ticksOf({ least: -3, most: 12 }, 3)).toEqual([0, 5, 10]);
  expect(ticksOf({ least: 0, most: 0.3 }, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticksOf({ least: 1e6, most: 9e6 }, 4)).toEqual([2e6, 4e6, 6e6, 8e6]);
});

test('a span holds every value with a little room; one value alone, and none, have one too', () => {
  const { least, most } = spanOf([3, -1, 2]);
  expect(least).toBeLessThan(-1);
  expect(most).toBeGreaterThan(3);
  expect(spanOf([7, 7])).toEqual({ least: 3.5, most: 10.5 });
  expect(spanOf([0])).toEqual({ least: -1, most: 1 });
  expect(spanOf([])).toEqual({ least: 0, most: 1 });
});

test('upwards is towards smaller places', () => {
  const y = placing({ least: 0, most: 10 }, 200, 0);
  expect([y(0), y(5), y(10)]).toEqual([200, 100, 0]);
});
