/** Mean and standard deviation of numbers, and standardization by them. */

/** Visits every distinct finite value with its count. */
type Values = (visit: (value: number, times: number) => void) => void;

export interface Moments {
  /** 0 if there are no values. */
  mean: number;
  /** Population standard deviation (divides by n); 0 if there are no values. */
  standardDeviation: number;
}

/**
 * Computes the moments in two passes over the values, divided by a power of two near the largest magnitude. Sums and squares
 * then do not overflow, and tiny squares do not underflow. Dividing by a power of two is exact, so the results equal those of the
 * plain formulas wherever these are finite. Both results are always finite.
 * @param values must visit the same values on each call
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
  // Rounding must not move a result beyond its bounds.
  const mean = Math.min(Math.max(sum / count, minimum / unit), maximum / unit);
  let squares = 0;
  values((value, times) => {
    squares += times * (value / unit - mean) ** 2;
  });
  const deviation = Math.min(Math.sqrt(squares / count), magnitude / unit);
  return { mean: mean * unit, standardDeviation: deviation * unit };
}

/** Returns moments for standardization: the standard deviation is 1 if the column is constant up to rounding. */
export function scaleOf(values: Values): Moments {
  const { mean, standardDeviation } = momentsOf(values);
  return { mean, standardDeviation: standardDeviation > Math.abs(mean) * 1e-12 ? standardDeviation : 1 };
}

/** Returns (value - mean) / standard deviation, even if the difference itself overflows. */
export function standardized(value: number, { mean, standardDeviation }: Moments): number {
  const difference = value - mean;
  if (Number.isFinite(difference)) return difference / standardDeviation;
  return (value / 2 - mean / 2) / (standardDeviation / 2);
}
