/** The difference between two predictions for the same sample. No DOM, no React. */
import type { Prediction } from '../sample.ts';

/** Maximum difference between two correct 32-bit computations, which may add numbers in a different order. */
export const roundingDifference = 1e-4;

/**
 * Returns the largest difference between corresponding values, relative for values above 1. Returns null when the predictions
 * cannot be compared, for example when the numbers of boxes differ.
 */
export function largestDifference(one: Prediction, other: Prediction): number | null {
  const [numbers, others] = [numbersOf(one), numbersOf(other)];
  if (numbers.length !== others.length) return null;
  return numbers.reduce((most, value, index) => {
    const difference = Math.abs(value - (others[index] ?? Number.NaN)) / Math.max(1, Math.abs(value));
    return Math.max(most, difference);
  }, 0);
}

/** @returns null when there is no pair, or one pair cannot be compared */
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

function numbersOf({ probabilities, value, embedding, boxes }: Prediction): number[] {
  const found = (boxes ?? []).flatMap(({ confidence, x, y, width, height }) => [confidence, x, y, width, height]);
  return [
    ...(probabilities ?? []).map(({ probability }) => probability),
    ...(value === null ? [] : [value]),
    ...(embedding ?? []),
    ...found,
  ];
}
