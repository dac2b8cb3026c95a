/** Mean and spread of numbers, and numbers as how many spreads they lie from the mean. */

/** What `values` visits: every finite value, with how often it occurs. */
type Values = (visit: (value: number, times: number) => void) => void;

export interface Moments {
  /** 0 without values. */
  mean: number;
  /** With n as divisor; 0 without values. */
  standardDeviation: number;
}

/**
 * Two passes, over the values divided by a power of two near the largest magnitude. Neither a sum nor a square overflows then, and
 * tiny squares do not vanish; dividing by a power of two rounds nothing, so the results are those of the plain formulas where these
 * have any.
 * @param values visits the same values each time; both results are finite
 */
export function momentsOf(values: Values): Moments {
  let [count, minimum, maximum] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  values((value, times) => {
    count += times;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  });
  const magnitude = Math.max(-minimum, maximum);
  if (count === 0 || magnitude === 0) return { mean: 0, standardDeviation: 0 };
  const unit = 2 ** Math.min(Math.floor(Math.log2(magnitude)), 1023);
  let sum = 0;
  values((value, times) => {
    sum += (value / unit) * times;
  });
  // Rounding must not carry either of them past what it can be.
  const mean = Math.min(Math.max(sum / count, minimum / unit), maximum / unit);
  let squares = 0;
  values((value, times) => {
    squares += times * (value / unit - mean) ** 2;
  });
  const deviation = Math.min(Math.sqrt(squares / count), magnitude / unit);
  return { mean: mean * unit, standardDeviation: deviation * unit };
}

/** Moments to divide by: the deviation of a column that is constant, but for rounding, is 1. */
export function scaleOf(values: Values): Moments {
  const { mean, standardDeviation } = momentsOf(values);
  return { mean, standardDeviation: standardDeviation > Math.abs(mean) * 1e-12 ? standardDeviation : 1 };
}

/** (value - mean) / standard deviation, where the difference itself may be too large for a number. */
export function standardized(value: number, { mean, standardDeviation }: Moments): number {
  const difference = value - mean;
  if (Number.isFinite(difference)) return difference / standardDeviation;
  return (value / 2 - mean / 2) / (standardDeviation / 2);
}
