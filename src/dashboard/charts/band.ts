/** The range (min and max) of the values that each point of a curve aggregates. No DOM, no React. */
import type { Point } from './curves.ts';

export interface Band {
  xs: number[];
  lows: number[];
  highs: number[];
}

/** Returns null when no point aggregates several values. */
export function bandOf(points: readonly Point[], x: 'step' | 'epoch'): Band | null {
  const band: Band = { xs: [], lows: [], highs: [] };
  for (const point of points) addTo(band, point[x], point.min, point.max);
  return band.xs.some((_, place) => (band.lows[place] ?? 0) < (band.highs[place] ?? 0)) ? band : null;
}

/** Returns the part of a band between two x values, plus one position beyond each end, with at most one per bucket. */
export function thinBand({ xs, lows, highs }: Band, from: number, to: number, buckets: number): Band {
  const inside = xs.findIndex((x) => x >= from);
  const beyond = xs.findIndex((x) => x > to);
  const start = Math.max(0, (inside < 0 ? xs.length : inside) - 1);
  const end = beyond < 0 ? xs.length : beyond + 1;
  const width = end - start > buckets ? (to - from) / buckets : 0;
  const thin: Band = { xs: [], lows: [], highs: [] };
  for (let place = start; place < end; place++) {
    const x = xs[place] ?? 0;
    const first = thin.xs.at(-1);
    const isNear =
      width > 0 && first !== undefined && Math.floor((x - from) / width) === Math.floor((first - from) / width);
    addTo(thin, isNear ? first : x, lows[place] ?? 0, highs[place] ?? 0);
  }
  return thin;
}

/** Adds a range. An existing range at the same x is widened. */
function addTo({ xs, lows, highs }: Band, x: number, low: number, high: number): void {
  const last = xs.length - 1;
  if (xs[last] !== x) {
    xs.push(x);
    lows.push(low);
    highs.push(high);
    return;
  }
  lows[last] = Math.min(lows[last] ?? low, low);
  highs[last] = Math.max(highs[last] ?? high, high);
}
