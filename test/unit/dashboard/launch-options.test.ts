/** Launch options without a browser. */
import { expect, test } from 'vitest';
import { anywhere, isPriority, placingInput } from '../../../src/dashboard/configure/launch/placing.ts';

test('omits defaults and splits labels at English and Chinese commas', () => {
  expect(placingInput(anywhere)).toEqual({});
  expect(placingInput({ priority: ' -7', pool: 'night', labels: ' gpu,，large ， ' })).toEqual({
    priority: -7,
    pool: 'night',
    requiredLabels: ['gpu', 'large'],
  });
});

test('a priority is an integer from -100 to 100', () => {
  for (const text of ['0', '-100', '100', ' 5 ']) expect(isPriority(text)).toBe(true);
  for (const text of ['', ' ', '101', '-101', '1.5', 'high', 'NaN']) expect(isPriority(text)).toBe(false);
});
