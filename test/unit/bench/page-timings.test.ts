/** Page timings as the dashboard benchmark computes them. */
import { describe, expect, test } from 'vitest';
import { findCurveErrors } from '../../../bench/dashboard/curve-check.ts';
import { busyShare, framesBySecond, timeToInteractive } from '../../../bench/dashboard/time-to-interactive.ts';

const task = (start: number, duration: number) => ({ start, duration });

test('time to interactive ends with the last long task before a quiet window, after the content', () => {
  expect(timeToInteractive(400, [])).toBe(400);
  expect(timeToInteractive(400, [task(100, 200)])).toBe(400);
  expect(timeToInteractive(400, [task(300, 200), task(700, 100)])).toBe(800);
  expect(timeToInteractive(400, [task(300, 200), task(700, 100), task(1300, 900)])).toBe(800);
});

test('long tasks count only within the measured interval', () => {
  expect(busyShare([task(0, 100), task(950, 100), task(1500, 50), task(1990, 500)], 1000, 2000)).toBeCloseTo(0.11);
});

test('counts frames per second', () => {
  expect(framesBySecond([99, 100, 500, 1099, 1100, 3150], 100, 3200)).toEqual([3, 1, 0]);
});

describe('a downsampled curve', () => {
  const written = Array.from({ length: 100 }, (_, index): [number, number] => [
    index + 1,
    index === 50 ? 9 : 1 / index,
  ]);
  written[0] = [1, 0.5];
  const points = written.filter((_, index) => index % 4 === 0 || index === 99);
  const shown = { points, min: '0.0101', max: '9' };

  test('has no errors when it matches the reports', () => {
    expect(findCurveErrors('loss', shown, written)).toEqual([]);
  });

  test('has an error for each missing or wrong part', () => {
    const faults = (changed: Partial<typeof shown>) => findCurveErrors('loss', { ...shown, ...changed }, written);
    expect(findCurveErrors('loss', undefined, written)).toEqual(['loss: the curve is missing']);
    expect(faults({ points: points.slice(1) })).toEqual([expect.stringMatching(/begins at 5/)]);
    expect(faults({ points: points.slice(0, -1) })).toEqual([expect.stringMatching(/ends at 97/)]);
    expect(faults({ points: points.toSpliced(8, 6) })).toEqual([expect.stringMatching(/a gap of 28 steps/)]);
    expect(faults({ points: points.with(3, [13, 7]) })).toEqual([
      expect.stringMatching(/1 points that were not reported/),
    ]);
    expect(faults({ min: '0.02' })).toEqual([expect.stringMatching(/its minimum is 0.02/)]);
    expect(faults({ max: '8' })).toEqual([expect.stringMatching(/its maximum is 8/)]);
  });
});
