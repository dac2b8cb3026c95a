/** A line chart on a canvas. It is created once; changes of points, zoom, or theme only redraw it, at most once per frame. */
import uPlot from 'uplot';
import { type Band, thinBand } from './band.ts';
import { between, decimate, type Line, nearest } from './curves.ts';
import { colorName, cssValue, dashOf } from './palette.ts';

export interface Range {
  min: number;
  max: number;
}

export interface PlotOptions {
  /** For each line, its index in the palette. */
  palette: readonly number[];
  /** Whether some lines have a band. */
  banded: boolean;
  logarithmic: boolean;
  /** Label of the x-axis. */
  labelX: string;
  formatX(value: number): string;
  formatY(value: number): string;
  /** Called with the x of the cursor; null when it leaves the chart. */
  onCursor(x: number | null): void;
  /** Called with the visible range; null for the whole range. */
  onZoom(range: Range | null): void;
}

/** A line and the range of the values that its points aggregate. */
export interface BandedLine extends Line {
  band: Band | null;
}

export interface Plot {
  /** @param mark x of a vertical line; null for none */
  show(lines: readonly BandedLine[], range: Range | null, mark: number | null): void;
  destroy(): void;
}

const minDrag = 6;
const noBand: Band = { xs: [], lows: [], highs: [] };
const font = '12px system-ui, sans-serif';

export function createPlot(place: HTMLElement, options: PlotOptions): Plot {
  const { palette } = options;
  const [count, bandCount] = [palette.length, options.banded ? palette.length : 0];
  let lines: readonly BandedLine[] = [];
  let range: Range | null = null;
  let mark: number | null = null;
  let frame = 0;

  const axis = (format: (value: number) => string): uPlot.Axis => ({
    stroke: () => cssValue('--quiet'),
    grid: { stroke: () => cssValue('--line'), width: 1 },
    ticks: { stroke: () => cssValue('--line'), width: 1 },
    font,
    values: (_, splits) => splits.map((value) => (value === null ? '' : format(value))),
  });
  const plot = new uPlot(
    {
      width: Math.max(place.clientWidth, 1),
      height: Math.max(place.clientHeight, 1),
      padding: [8, 24, 0, 0],
      legend: { show: false },
      scales: { x: { time: false }, y: { distr: options.logarithmic ? 3 : 1 } },
      axes: [
        {
          ...axis(options.formatX),
          size: 30,
          label: options.labelX,
          labelSize: 18,
          labelFont: font,
          incrs: [1, 2, 5].flatMap((digit) => powers.map((power) => digit * power)).sort(ascending),
        },
        { ...axis(options.formatY), size: 64 },
      ],
      series: [
        {},
        ...palette.map(
          (color): uPlot.Series => ({
            stroke: () => cssValue(colorName(color)),
            width: 2,
            dash: dashOf(color),
            spanGaps: true,
            // A line needs two points. A single point is drawn as a dot.
            points: { show: (_, series) => lines[series - 1]?.xs.length === 1, size: 7 },
          }),
        ),
        // The edges of each band: low, then high.
        ...Array.from({ length: 2 * bandCount }, (): uPlot.Series => ({ spanGaps: true, points: { show: false } })),
      ],
      bands: palette.slice(0, bandCount).map((color, place) => ({
        series: [count + 2 * place + 2, count + 2 * place + 1],
        fill: () => `${cssValue(colorName(color))}40`,
      })),
      cursor: {
        drag: { x: true, y: false, setScale: false },
        // No cursor points on the edges of bands.
        points: { size: (_, series) => (series > count ? 0 : 7) },
        bind: {
          dblclick: () => () => {
            options.onZoom(null);
            return null;
          },
        },
      },
      hooks: {
        draw: [(self) => drawMark(self, mark)],
        setCursor: [
          (self) => {
            const { left = -1 } = self.cursor;
            options.onCursor(left < 0 ? null : self.posToVal(left, 'x'));
          },
        ],
        setSelect: [
          (self) => {
            const { left, width } = self.select;
            if (width < minDrag) return;
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            options.onZoom({ min: self.posToVal(left, 'x'), max: self.posToVal(left + width, 'x') });
          },
        ],
      },
    },
    [[], ...Array.from({ length: count + 2 * bandCount }, () => [])],
    place,
  );

  /** A log scale cannot show values of zero or below. */
  const drawable = (ys: number[]) => (options.logarithmic ? ys.map((y) => (y > 0 ? y : null)) : ys);

  function draw() {
    frame = 0;
    const all = extentOf(lines);
    if (!all) return;
    const seen = range ?? all;
    const buckets = Math.max(plot.over.clientWidth, 1);
    const tables = lines.map((line): uPlot.AlignedData => {
      const { xs, ys } = decimate(between(line, seen.min, seen.max), buckets);
      return [xs, drawable(ys)];
    });
    for (const { band } of lines.slice(0, bandCount)) {
      const { xs, lows, highs } = band ? thinBand(band, seen.min, seen.max, buckets) : noBand;
      tables.push([xs, drawable(lows), drawable(highs)]);
    }
    plot.batch(() => {
      plot.setData(uPlot.join(tables), false);
      // A single point needs a range around it.
      plot.setScale('x', seen.min === seen.max ? { min: seen.min - 1, max: seen.max + 1 } : seen);
    });
  }
  const drawLater = () => {
    frame ||= requestAnimationFrame(draw);
  };
  const resized = new ResizeObserver(() => {
    plot.setSize({ width: Math.max(place.clientWidth, 1), height: Math.max(place.clientHeight, 1) });
    drawLater();
  });
  resized.observe(place);
  const themed = () => plot.redraw();
  addEventListener('aias:theme', themed);

  return {
    show(nextLines, nextRange, nextMark) {
      lines = nextLines;
      range = nextRange;
      mark = nextMark;
      drawLater();
    },
    destroy() {
      cancelAnimationFrame(frame);
      resized.disconnect();
      removeEventListener('aias:theme', themed);
      plot.destroy();
    },
  };
}

/** Draws a dashed vertical line, in pixels of the canvas. */
function drawMark({ ctx, bbox, valToPos }: uPlot, mark: number | null): void {
  if (mark === null) return;
  const left = valToPos(mark, 'x', true);
  if (left < bbox.left || left > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = cssValue('--quiet');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(left, bbox.top);
  ctx.lineTo(left, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

const powers = Array.from({ length: 10 }, (_, power) => 10 ** power);
const ascending = (one: number, other: number) => one - other;

/** Returns the range from the first to the last x of all lines. */
export function extentOf(lines: readonly Line[]): Range | null {
  const filled = lines.filter(({ xs }) => xs.length > 0);
  if (filled.length === 0) return null;
  return {
    min: Math.min(...filled.map(({ xs }) => xs[0] ?? 0)),
    max: Math.max(...filled.map(({ xs }) => xs.at(-1) ?? 0)),
  };
}

/** Returns a range of another width around the same center, clipped to the whole range; null for the whole range. */
export function zoomed(range: Range, all: Range, factor: number): Range | null {
  const half = Math.max(((range.max - range.min) * factor) / 2, 0.5);
  const middle = (range.min + range.max) / 2;
  const next = { min: Math.max(all.min, middle - half), max: Math.min(all.max, middle + half) };
  return next.min <= all.min && next.max >= all.max ? null : next;
}

/** Moves a range along the axis, within the whole range. */
export function moved({ min, max }: Range, all: Range, share: number): Range {
  const by = Math.max(all.min - min, Math.min(all.max - max, (max - min) * share));
  return { min: min + by, max: max + by };
}

export const valueAt = ({ xs, ys }: Line, x: number): number | undefined => ys[nearest(xs, x)];
