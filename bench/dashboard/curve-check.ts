/** Checks that a curve on a page is the reported one, downsampled. Uses no browser and no database. */

type Pair = readonly [step: number, value: number];

export interface DisplayedCurve {
  points: readonly Pair[];
  /** The extremes of the whole curve, as displayed. */
  min: string;
  max: string;
}

/** Maximum gap between neighboring points, in multiples of the mean gap: a lost update leaves a wider one. */
const widestGap = 4;

/** Describes the errors of a displayed curve; empty if there are none. @param written every reported step, in order */
export function findCurveErrors(name: string, shown: DisplayedCurve | undefined, written: readonly Pair[]): string[] {
  if (!shown) return [`${name}: the curve is missing`];
  const faults: string[] = [];
  const values = new Map(written);
  const wrong = shown.points.filter(([step, value]) => values.get(step) !== value);
  if (wrong.length > 0) faults.push(`${name}: ${wrong.length} points that were not reported, the first is ${wrong[0]}`);
  const [first, last] = [shown.points[0], shown.points.at(-1)];
  if (first?.[0] !== written[0]?.[0]) faults.push(`${name}: begins at ${first}, not ${written[0]}`);
  if (last?.[0] !== written.at(-1)?.[0]) faults.push(`${name}: ends at ${last}, not ${written.at(-1)}`);
  const mean = written.length / Math.max(1, shown.points.length);
  const gap = Math.max(...shown.points.map(([step], place) => step - (shown.points[place - 1]?.[0] ?? step)));
  if (gap > widestGap * mean) faults.push(`${name}: a gap of ${gap} steps, with a mean of ${mean.toFixed(1)}`);
  const all = written.map(([, value]) => value);
  for (const [what, text, wanted] of [
    ['minimum', shown.min, Math.min(...all)],
    ['maximum', shown.max, Math.max(...all)],
  ] as const) {
    // As displayed: with three significant digits.
    if (!(Math.abs(Number(text) - wanted) <= 0.005 * Math.abs(wanted))) {
      faults.push(`${name}: its ${what} is ${text}, not ${wanted}`);
    }
  }
  return faults;
}
