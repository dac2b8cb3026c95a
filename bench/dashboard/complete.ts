/** Whether a curve as a page shows it is the one that was reported, made shorter. No browser, no database. */

type Pair = readonly [step: number, value: number];

export interface Shown {
  points: readonly Pair[];
  /** The extremes of the whole curve, as text. */
  least: string;
  greatest: string;
}

/** No two neighbours of it are further from each other than so many times the mean: an update that was lost leaves a wider hole. */
const widestGap = 4;

/** What is wrong with it, in words; empty: nothing. @param written every step that was reported, in order */
export function faultsOf(name: string, shown: Shown | undefined, written: readonly Pair[]): string[] {
  if (!shown) return [`${name}: it is not there`];
  const faults: string[] = [];
  const values = new Map(written);
  const wrong = shown.points.filter(([step, value]) => values.get(step) !== value);
  if (wrong.length > 0) faults.push(`${name}: ${wrong.length} points that nobody reported, the first ${wrong[0]}`);
  const [first, last] = [shown.points[0], shown.points.at(-1)];
  if (first?.[0] !== written[0]?.[0]) faults.push(`${name}: begins at ${first}, not ${written[0]}`);
  if (last?.[0] !== written.at(-1)?.[0]) faults.push(`${name}: ends at ${last}, not ${written.at(-1)}`);
  const mean = written.length / Math.max(1, shown.points.length);
  const gap = Math.max(...shown.points.map(([step], place) => step - (shown.points[place - 1]?.[0] ?? step)));
  if (gap > widestGap * mean) faults.push(`${name}: a gap of ${gap} steps, where ${mean.toFixed(1)} are the mean`);
  const all = written.map(([, value]) => value);
  for (const [what, text, wanted] of [
    ['least', shown.least, Math.min(...all)],
    ['greatest', shown.greatest, Math.max(...all)],
  ] as const) {
    // As a person reads it: to three digits.
    if (!(Math.abs(Number(text) - wanted) <= 0.005 * Math.abs(wanted))) {
      faults.push(`${name}: its ${what} value is ${text}, not ${wanted}`);
    }
  }
  return faults;
}
