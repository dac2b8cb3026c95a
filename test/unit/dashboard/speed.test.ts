/** How the benchmark of the dashboard reads what a browser tells it. */
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../../bench/dashboard/complete.ts';
import { busyShare, framesBySecond, timeToInteractive } from '../../../bench/dashboard/quiet.ts';

const task = (start: number, duration: number) => ({ start, duration });

test('a page can be used when its content is there and the last long task before a quiet while has ended', () => {
  expect(timeToInteractive(400, [])).toBe(400);
  expect(timeToInteractive(400, [task(100, 200)])).toBe(400);
  expect(timeToInteractive(400, [task(300, 200), task(700, 100)])).toBe(800);
  expect(timeToInteractive(400, [task(300, 200), task(700, 100), task(1300, 900)])).toBe(800);
});

test('long tasks count as far as they lie in the time that is measured', () => {
  expect(busyShare([task(0, 100), task(950, 100), task(1500, 50), task(1990, 500)], 1000, 2000)).toBeCloseTo(0.11);
});

test('frames are counted by whole seconds', () => {
  expect(framesBySecond([99, 100, 500, 1099, 1100, 3150], 100, 3200)).toEqual([3, 1, 0]);
});

describe('a curve that was made short', () => {
  const written = Array.from({ length: 100 }, (_, index): [number, number] => [
    index + 1,
    index === 50 ? 9 : 1 / index,
  ]);
  written[0] = [1, 0.5];
  const points = written.filter((_, index) => index % 4 === 0 || index === 99);
  const shown = { points, least: '0.0101', greatest: '9' };

  test('is what was written', () => {
    expect(faultsOf('loss', shown, written)).toEqual([]);
  });

  test('shows what it lacks', () => {
    const faults = (changed: Partial<typeof shown>) => faultsOf('loss', { ...shown, ...changed }, written);
    expect(faultsOf('loss', undefined, written)).toEqual(['loss: it is not there']);
    expect(faults({ points: points.slice(1) })).toEqual([expect.stringMatching(/begins at 5/)]);
    expect(faults({ points: points.slice(0, -1) })).toEqual([expect.stringMatching(/ends at 97/)]);
    expect(faults({ points: points.toSpliced(8, 6) })).toEqual([expect.stringMatching(/a gap of 28 steps/)]);
    expect(faults({ points: points.with(3, [13, 7]) })).toEqual([
      expect.stringMatching(/1 points that nobody reported/),
    ]);
    expect(faults({ least: '0.02' })).toEqual([expect.stringMatching(/its least value is 0.02/)]);
    expect(faults({ greatest: '8' })).toEqual([expect.stringMatching(/its greatest value is 8/)]);
  });
});
