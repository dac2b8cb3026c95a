/** Curves as numbers: how they grow, and how they are made short and smooth enough to be drawn. No DOM, no React. */
export interface Point {
  step: number;
  epoch: number;
  value: number;
  min: number;
  max: number;
}

/** The points of one metric: each step once, in order. */
export interface Curve {
  name: string;
  points: readonly Point[];
}

/** What comes over the stream `taskMetrics`. */
export interface CurvesChange {
  /** What lies beyond this step was taken back; null: nothing was. */
  keepThrough: number | null;
  series: readonly Curve[];
}

/** First drops what was taken back, then puts in what came: in its place where there is a point of the same step. */
export function changeCurves(curves: readonly Curve[], { keepThrough, series }: CurvesChange): Curve[] {
  const byName = new Map<string, readonly Point[]>();
  for (const { name, points } of curves) {
    byName.set(name, keepThrough === null ? points : points.slice(0, placeAfter(points, keepThrough)));
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

/** How many points have a step of at most `step`. */
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
 * The same points while they are at most `most`. Otherwise those of each equal part of the steps as one, about half as many: it stands
 * where the last of them was, with the extremes of all. The first point and the last one stay.
 */
export function thin(points: readonly Point[], most: number): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= most || !first || !last) return points;
  const width = (last.step - first.step) / Math.floor(most / 2);
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

/** A point for each x: of several in one epoch the last one. */
export function lineOf(points: readonly Point[], x: 'step' | 'epoch'): Line {
  const line: Line = { xs: [], ys: [] };
  for (const point of points) {
    const place = line.xs.at(-1) === point[x] ? line.xs.length - 1 : line.xs.length;
    line.xs[place] = point[x];
    line.ys[place] = point.value;
  }
  return line;
}

/** Exponential moving average, without the pull of a zero before the first value. `weight`: 0 leaves all as it is. */
export function smooth(values: readonly number[], weight: number): number[] {
  let mean = 0;
  let share = 1;
  return values.map((value) => {
    mean = weight * mean + (1 - weight) * value;
    share *= weight;
    return mean / (1 - share);
  });
}

/** No more than two points for each of `buckets` parts of the range, and its ends: the extremes of every part stay. */
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

/** What of a line can be seen between two xs, with one point beyond each end. */
export function between({ xs, ys }: Line, from: number, to: number): Line {
  const inside = xs.findIndex((x) => x >= from);
  const start = inside < 0 ? xs.length : inside;
  const beyond = xs.findIndex((x) => x > to);
  const end = beyond < 0 ? xs.length : beyond + 1;
  return { xs: xs.slice(Math.max(0, start - 1), end), ys: ys.slice(Math.max(0, start - 1), end) };
}

/** The place in `xs`, which rise, that is nearest to `x`; -1 where there is none. */
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

/** Which curves are drawn together: those that measure the same kind of thing on a like scale. */
function groupOf(name: string): MetricGroup {
  if (/loss/i.test(name)) return 'loss';
  return scores.test(name) ? 'score' : 'other';
}

/** Training and validation of the same thing belong into one chart: "val_mae" to "mae". */
const baseName = (name: string): string => name.replace(/^val_/, '');

/** The charts of a run: one for the losses, one for scores, and one for each other thing that is measured. */
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

/** All curves as a table for other programs: a line for each step. */
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
