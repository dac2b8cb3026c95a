/** Curves as data: how they are updated, thinned, and smoothed. No DOM, no React. */
export interface Point {
  step: number;
  epoch: number;
  value: number;
  min: number;
  max: number;
}

/** The points of one metric, in the order of their steps, without duplicates. */
export interface Curve {
  name: string;
  points: readonly Point[];
}

/** A message of the subscription `taskMetrics`. */
export interface CurvesChange {
  /** Points after this step were revoked; null when none were. */
  keepThroughStep: number | null;
  series: readonly Curve[];
}

/** Drops revoked points, then inserts the new ones. A new point replaces one with the same step. */
export function changeCurves(curves: readonly Curve[], { keepThroughStep, series }: CurvesChange): Curve[] {
  const byName = new Map<string, readonly Point[]>();
  for (const { name, points } of curves) {
    byName.set(name, keepThroughStep === null ? points : points.slice(0, placeAfter(points, keepThroughStep)));
  }
  for (const { name, points } of series) byName.set(name, putIn(byName.get(name) ?? [], points));
  return [...byName]
    .filter(([, points]) => points.length > 0)
    .map(([name, points]) => ({ name, points }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function putIn(points: readonly Point[], fresh: readonly Point[]): readonly Point[] {
  const first = fresh.reduce((least, { step }) => Math.min(least, step), Number.POSITIVE_INFINITY);
  const place = placeAfter(points, first - 1);
  const byStep = new Map(points.slice(place).map((point) => [point.step, point]));
  for (const point of fresh) byStep.set(point.step, point);
  return [...points.slice(0, place), ...[...byStep.values()].sort((one, other) => one.step - other.step)];
}

/** Returns the number of points with a step of `step` or less. */
function placeAfter(points: readonly Point[], step: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.step ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Returns the points unchanged if there are at most `maxPoints`. Otherwise merges the points of each equal interval of steps
 * into one, which leaves about half of `maxPoints`. A merged point has the step of its last point and the extremes of all. The
 * first and the last point are kept.
 */
export function thin(points: readonly Point[], maxPoints: number): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= maxPoints || !first || !last) return points;
  const width = (last.step - first.step) / Math.floor(maxPoints / 2);
  const kept = [first];
  let own = -1;
  for (const point of points.slice(1)) {
    const part = Math.ceil((point.step - first.step) / width);
    const before = kept.at(-1);
    if (part !== own || !before) kept.push(point);
    else {
      const [min, max] = [Math.min(before.min, point.min), Math.max(before.max, point.max)];
      kept[kept.length - 1] = { ...point, min, max };
    }
    own = part;
  }
  return kept;
}

export interface Line {
  xs: number[];
  ys: number[];
}

/** Returns one point per x. If an epoch has several points, the last one is used. */
export function lineOf(points: readonly Point[], x: 'step' | 'epoch'): Line {
  const line: Line = { xs: [], ys: [] };
  for (const point of points) {
    const place = line.xs.at(-1) === point[x] ? line.xs.length - 1 : line.xs.length;
    line.xs[place] = point[x];
    line.ys[place] = point.value;
  }
  return line;
}

/** Exponential moving average with bias correction. A `weight` of 0 does not smooth. */
export function smooth(values: readonly number[], weight: number): number[] {
  let mean = 0;
  let share = 1;
  return values.map((value) => {
    mean = weight * mean + (1 - weight) * value;
    share *= weight;
    return mean / (1 - share);
  });
}

/** Reduces a line to at most two points per bucket, plus both ends. The extremes of every bucket are kept. */
export function decimate({ xs, ys }: Line, buckets: number): Line {
  if (xs.length <= 2 * buckets) return { xs, ys };
  const first = xs[0] ?? 0;
  const width = ((xs.at(-1) ?? 0) - first) / buckets;
  const kept = new Set([0]);
  let bucket = 0;
  let lowest = 0;
  let highest = 0;
  const keep = () => {
    kept.add(Math.min(lowest, highest));
    kept.add(Math.max(lowest, highest));
  };
  xs.forEach((x, index) => {
    const own = Math.min(Math.floor((x - first) / width), buckets - 1);
    const value = ys[index] ?? 0;
    if (own !== bucket) {
      keep();
      bucket = own;
      lowest = index;
      highest = index;
    } else if (value < (ys[lowest] ?? 0)) lowest = index;
    else if (value > (ys[highest] ?? 0)) highest = index;
  });
  keep();
  kept.add(xs.length - 1);
  const places = [...kept];
  return { xs: places.map((place) => xs[place] ?? 0), ys: places.map((place) => ys[place] ?? 0) };
}

/** Returns the part of a line between two x values, plus one point beyond each end. */
export function between({ xs, ys }: Line, from: number, to: number): Line {
  const inside = xs.findIndex((x) => x >= from);
  const start = inside < 0 ? xs.length : inside;
  const beyond = xs.findIndex((x) => x > to);
  const end = beyond < 0 ? xs.length : beyond + 1;
  return { xs: xs.slice(Math.max(0, start - 1), end), ys: ys.slice(Math.max(0, start - 1), end) };
}

/** Returns the index of the value in the ascending `xs` that is nearest to `x`, or -1 if `xs` is empty. */
export function nearest(xs: readonly number[], x: number): number {
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (let place = 0; place < xs.length; place++) {
    const far = Math.abs((xs[place] ?? 0) - x);
    if (far > distance) break;
    best = place;
    distance = far;
  }
  return best;
}

type MetricGroup = 'loss' | 'score' | 'other';
const scores = /accuracy|precision|recall|f1|r2|score|silhouette|explained_?variance/i;

/** Groups of curves that share a chart, because they measure the same quantity on a similar scale. */
function groupOf(name: string): MetricGroup {
  if (/loss/i.test(name)) return 'loss';
  return scores.test(name) ? 'score' : 'other';
}

/** Training and validation curves of a metric share a chart: "val_mae" belongs to "mae". */
const baseName = (name: string): string => name.replace(/^val_/, '');

/** The charts of a run: one for losses, one for scores, and one for each other metric. */
export function chartsOf(curves: readonly Curve[]): { group: MetricGroup; name: string; curves: Curve[] }[] {
  const charts = new Map<string, { group: MetricGroup; name: string; curves: Curve[] }>();
  for (const curve of curves) {
    const group = groupOf(curve.name);
    const name = group === 'other' ? baseName(curve.name) : group;
    const chart = charts.get(name) ?? { group, name, curves: [] };
    chart.curves.push(curve);
    charts.set(name, chart);
  }
  const order: MetricGroup[] = ['loss', 'score', 'other'];
  return [...charts.values()].sort((one, other) => order.indexOf(one.group) - order.indexOf(other.group));
}

/** Exports all curves as CSV, with one line per step. */
export function toCsv(curves: readonly Curve[]): string {
  const rows = new Map<number, { epoch: number; values: (number | undefined)[] }>();
  curves.forEach(({ points }, place) => {
    for (const { step, epoch, value } of points) {
      const row = rows.get(step) ?? { epoch, values: [] };
      row.values[place] = value;
      rows.set(step, row);
    }
  });
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [...rows]
    .sort(([one], [other]) => one - other)
    .map(([step, { epoch, values }]) => [step, epoch, ...curves.map((_, place) => values[place] ?? '')].join(','));
  return `${[['step', 'epoch', ...curves.map(({ name }) => cell(name))].join(','), ...lines].join('\r\n')}\r\n`;
}
