/** How far two answers to one question are apart. No DOM, no React. */
import type { Prediction } from './sample.ts';

/** What two right computations in 32 bits may differ by, since they add up in another order. */
export const roundingDifference = 1e-4;

/** Of all numbers of the two the largest difference, of large numbers as a part of them; null where they cannot be compared, such as different numbers of boxes. */
export function largestDifference(one: Prediction, other: Prediction): number | null {
  const [numbers, others] = [numbersOf(one), numbersOf(other)];
  if (numbers.length !== others.length) return null;
  return numbers.reduce((most, value, index) => {
    const difference = Math.abs(value - (others[index] ?? Number.NaN)) / Math.max(1, Math.abs(value));
    return Math.max(most, difference);
  }, 0);
}

/** @returns null when one pair of them cannot be compared, or there is none */
export function largestOfAll(ones: readonly Prediction[], others: readonly Prediction[]): number | null {
  const differences = ones.slice(0, others.length).map((one, index) => {
    const other = others[index];
    return other ? largestDifference(one, other) : null;
  });
  return differences.reduce<number | null>(
    (most, each) => (most === null || each === null ? null : Math.max(most, each)),
    differences.length > 0 ? 0 : null,
  );
}

function numbersOf({ probabilities, value, vector, boxes }: Prediction): number[] {
  const found = (boxes ?? []).flatMap(({ confidence, x, y, width, height }) => [confidence, x, y, width, height]);
  return [
    ...(probabilities ?? []).map(({ probability }) => probability),
    ...(value === null ? [] : [value]),
    ...(vector ?? []),
    ...found,
  ];
}
