/** Axes of small charts, and the columns of sample tables. */
import { expect, test } from 'vitest';
import { placing, spanOf, ticksOf } from '../../../src/dashboard/results/plots/scale.ts';

test('ticks are round, exact and within the span', () => {
  expect(ticksOf({ min: 0.05, max: 0.95 }, 5)).toEqual([0.2, 0.4, 0.6, 0.8]);
  expect(ticksOf({ min: -3, max: 12 }, 3)).toEqual([0, 5, 10]);
  expect(ticksOf({ min: 0, max: 0.3 }, 3)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticksOf({ min: 1e6, max: 9e6 }, 4)).toEqual([2e6, 4e6, 6e6, 8e6]);
});

test('a span covers every value with a margin, also for one value or none', () => {
  const { min, max } = spanOf([3, -1, 2]);
  expect(min).toBeLessThan(-1);
  expect(max).toBeGreaterThan(3);
  expect(spanOf([7, 7])).toEqual({ min: 3.5, max: 10.5 });
  expect(spanOf([0])).toEqual({ min: -1, max: 1 });
  expect(spanOf([])).toEqual({ min: 0, max: 1 });
});

test('larger values have smaller y coordinates', () => {
  const y = placing({ min: 0, max: 10 }, 200, 0);
  expect([y(0), y(5), y(10)]).toEqual([200, 100, 0]);
});
