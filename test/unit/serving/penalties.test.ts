import { expect, test } from 'vitest';
import { createPenalties } from '../../../src/serving/penalties.ts';

test('holds an organization off after its third ended request, for longer each time, up to a limit', () => {
  let now = 0;
  const penalties = createPenalties(() => now);
  penalties.add('a');
  penalties.add('a');
  expect(penalties.secondsLeft('a')).toBe(0);
  penalties.add('a');
  expect(penalties.secondsLeft('a')).toBe(30);
  expect(penalties.secondsLeft('b')).toBe(0);
  now += 10_000;
  expect(penalties.secondsLeft('a')).toBe(20);
  now += 21_000;
  expect(penalties.secondsLeft('a')).toBe(0);
  penalties.add('a');
  expect(penalties.secondsLeft('a')).toBe(60);
  for (let time = 0; time < 20; time++) penalties.add('a');
  expect(penalties.secondsLeft('a')).toBe(600);
  now += 600_000;
  expect(penalties.secondsLeft('a')).toBe(0);
});
