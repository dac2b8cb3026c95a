/** A measurement with an optional bound. */
import { comparison, measurement, type Row } from '../report.ts';

export interface BoundedResult {
  row: Row;
  exceedsBound: boolean;
}

interface Measurement {
  name: string;
  value: number;
  unit: string;
  note?: string;
}

/** Requires a value of at most `max`. A value that could not be measured exceeds its bound, too. */
export function atMost(max: number, measured: Measurement): BoundedResult {
  return {
    row: comparison({ ...measured, baseline: 'at most', reference: max }),
    exceedsBound: !(measured.value <= max),
  };
}

/** Requires a value of at least `min`. */
export function atLeast(min: number, measured: Measurement): BoundedResult {
  return {
    row: comparison({ ...measured, baseline: 'at least', reference: min }),
    exceedsBound: !(measured.value >= min),
  };
}

/** Requires a value of 0. */
export function mustBeZero({ name, value, unit, note }: Measurement): BoundedResult {
  return { row: measurement(name, value, unit, note), exceedsBound: value !== 0 };
}

/** A measurement without a bound. */
export function informational({ name, value, unit, note }: Measurement): BoundedResult {
  return { row: measurement(name, value, unit, note), exceedsBound: false };
}
