/** Scales of chart axes. No DOM, no React. */
export interface Span {
  min: number;
  max: number;
}

/** Returns the range of the values with some padding. */
export function spanOf(values: readonly number[]): Span {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return { min: 0, max: 1 };
  const around = least === most ? Math.abs(least) / 2 || 1 : (most - least) * 0.04;
  return { min: least - around, max: most + around };
}

/** Tolerance for rounding errors, in steps. */
const tiny = 1e-9;

/** Returns about `wanted` round numbers within a span. Their distance is 1, 2, 2.5, or 5 times a power of ten. */
export function ticksOf({ min, max }: Span, wanted: number): number[] {
  const rough = (max - min) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((digit) => digit * power >= rough - tiny * power) ?? 10) * power;
  const first = Math.ceil(min / step - tiny);
  const count = Math.floor(max / step + tiny) - first + 1;
  // Multiplies instead of adding steps, so that 0.1 + 0.2 is 0.3. Adding 0 turns -0 into 0.
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(((first + index) * step).toPrecision(12)) + 0);
}

/** Returns a function that maps a value to a position between `from` and `to`. */
export const placing =
  ({ min, max }: Span, from: number, to: number) =>
  (value: number): number =>
    from + ((value - min) / (max - min)) * (to - from);
