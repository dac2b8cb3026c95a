/** Something that was measured, and whether it keeps what was promised. */
import { alone, compared, type Row } from '../report.ts';

export interface Figure {
  row: Row;
  isMissed: boolean;
}

interface Measured {
  name: string;
  value: number;
  unit: string;
  note?: string;
}

/** It is no more than `most`. A value that could not be measured misses its bound, too. */
export function atMost(most: number, measured: Measured): Figure {
  return { row: compared({ ...measured, against: 'at most', reference: most }), isMissed: !(measured.value <= most) };
}

/** It is no less than `least`. */
export function atLeast(least: number, measured: Measured): Figure {
  return {
    row: compared({ ...measured, against: 'at least', reference: least }),
    isMissed: !(measured.value >= least),
  };
}

/** There is none of it. */
export function none({ name, value, unit, note }: Measured): Figure {
  return { row: alone(name, value, unit, note), isMissed: value !== 0 };
}

/** Only told. */
export function told({ name, value, unit, note }: Measured): Figure {
  return { row: alone(name, value, unit, note), isMissed: false };
}
