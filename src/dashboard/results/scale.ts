/** Places of values on an axis. No DOM, no React. */
export interface Span {
  least: number;
  most: number;
}

/** From the least of the values to the greatest; of one value alone, a little around it. */
export function spanOf(values: readonly number[]): Span {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return { least: 0, most: 1 };
  const around = least === most ? Math.abs(least) / 2 || 1 : (most - least) * 0.04;
  return { least: least - around, most: most + around };
}

/** What rounding may be off by, in steps. */
const tiny = 1e-9;

/** Round numbers within a span: 1, 2, 2.5 or 5 times a power of ten apart, about as many as wanted. */
export function ticksOf({ least, most }: Span, wanted: number): number[] {
  const rough = (most - least) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((digit) => digit * power >= rough - tiny * power) ?? 10) * power;
  const first = Math.ceil(least / step - tiny);
  const count = Math.floor(most / step + tiny) - first + 1;
  // Counted in steps, so that 0.1 + 0.2 is 0.3; and nobody wants to read -0.
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number(((first + index) * step).toPrecision(12)) + 0);
}

/** From a value to its place between `from` and `to`. */
export const placing =
  ({ least, most }: Span, from: number, to: number) =>
  (value: number): number =>
    from + ((value - least) / (most - least)) * (to - from);
