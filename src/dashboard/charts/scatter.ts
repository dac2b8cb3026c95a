/** A scatter plot on a canvas. Colors and shapes distinguish groups; crosses mark their centers. */
import { colorName, cssValue } from './palette.ts';

export interface ScatterPoint {
  x: number;
  y: number;
  group: number | null;
}

export interface Frame {
  points: readonly ScatterPoint[];
  centers: readonly ScatterPoint[];
}

export interface Bounds {
  /** Center and half of the extent. Both axes have the same scale. */
  x: number;
  y: number;
  halfWidth: number;
  halfHeight: number;
}

const colors = 8;
const shapes = 4;
const margin = { left: 44, right: 12, top: 12, bottom: 26 };
const room = 1.05;

/** Returns bounds that fit all frames, so that the axes do not change between them; null when there are no points. */
export function boundsOf(frames: readonly Frame[]): Bounds | null {
  const all = frames.flatMap(({ points, centers }) => [...points, ...centers]);
  if (all.length === 0) return null;
  const along = (axis: 'x' | 'y') => {
    const least = all.reduce((value, point) => Math.min(value, point[axis]), Number.POSITIVE_INFINITY);
    const most = all.reduce((value, point) => Math.max(value, point[axis]), Number.NEGATIVE_INFINITY);
    return { middle: (least + most) / 2, half: ((most - least) / 2) * room };
  };
  const [x, y] = [along('x'), along('y')];
  // A line or a single point needs an extent, too.
  const least = Math.max(x.half, y.half, 1e-6) * 0.02;
  return { x: x.middle, y: y.middle, halfWidth: Math.max(x.half, least), halfHeight: Math.max(y.half, least) };
}

/** Returns about `count` round numbers from `min` to `max`. */
export function ticksOf(min: number, max: number, count: number): number[] {
  const rough = (max - min) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(min / step);
  const ticks = Math.max(0, Math.floor(max / step) - first + 1);
  return Array.from({ length: ticks }, (_, index) => (first + index) * step);
}

/** Adds the outline of one mark. When all colors are used, the next shape begins. */
function outline(context: CanvasRenderingContext2D, group: number | null, x: number, y: number, size: number): void {
  const shape = Math.floor((group ?? 0) / colors) % shapes;
  if (shape === 0) {
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, 2 * Math.PI);
  } else if (shape === 1) context.rect(x - size, y - size, 2 * size, 2 * size);
  else {
    const side = size * 1.3;
    context.moveTo(x, y - side);
    context.lineTo(x + side, shape === 2 ? y + side : y);
    if (shape === 3) context.lineTo(x, y + side);
    context.lineTo(x - side, shape === 2 ? y + side : y);
    context.closePath();
  }
}

const colorOf = (group: number | null): string => cssValue(colorName(group ?? 0));

export interface Look {
  /** In CSS pixels. */
  width: number;
  height: number;
  bounds: Bounds;
  /** The isolated group; null for all groups. */
  only: number | null;
  format(value: number): string;
}

/** Draws a frame on the whole canvas. `context` must already be scaled to device pixels. */
export function drawFrame(context: CanvasRenderingContext2D, frame: Frame, look: Look): void {
  const { width, height, bounds, only } = look;
  context.clearRect(0, 0, width, height);
  const scale = Math.min(
    (width - margin.left - margin.right) / (2 * bounds.halfWidth),
    (height - margin.top - margin.bottom) / (2 * bounds.halfHeight),
  );
  const [middleX, middleY] = [(width + margin.left - margin.right) / 2, (height + margin.top - margin.bottom) / 2];
  const xOf = (x: number) => middleX + (x - bounds.x) * scale;
  const yOf = (y: number) => middleY - (y - bounds.y) * scale;
  drawAxes(context, look, { xOf, yOf, scale, middleX, middleY });
  const size = width < 480 ? 2.2 : 2.8;
  const isSeen = ({ group }: ScatterPoint) => only === null || group === only;
  for (const group of new Set(frame.points.map((point) => point.group))) {
    context.beginPath();
    for (const point of frame.points)
      if (point.group === group) outline(context, group, xOf(point.x), yOf(point.y), size);
    context.fillStyle = colorOf(group);
    context.globalAlpha = only === null || group === only ? 0.7 : 0.08;
    context.fill();
  }
  context.globalAlpha = 1;
  for (const center of frame.centers.filter(isSeen)) drawCenter(context, center, xOf(center.x), yOf(center.y));
}

function drawCenter(context: CanvasRenderingContext2D, { group }: ScatterPoint, x: number, y: number): void {
  const arm = 7;
  context.beginPath();
  context.moveTo(x - arm, y - arm);
  context.lineTo(x + arm, y + arm);
  context.moveTo(x + arm, y - arm);
  context.lineTo(x - arm, y + arm);
  // Drawn on a halo, so that it stands out from points of the same color.
  context.lineCap = 'round';
  context.lineWidth = 7;
  context.strokeStyle = cssValue('--surface');
  context.stroke();
  context.lineWidth = 3;
  context.strokeStyle = colorOf(group);
  context.stroke();
}

interface Place {
  xOf(x: number): number;
  yOf(y: number): number;
  scale: number;
  middleX: number;
  middleY: number;
}

function drawAxes(context: CanvasRenderingContext2D, { width, height, bounds, format }: Look, place: Place): void {
  const [left, right] = [margin.left, width - margin.right];
  const [top, bottom] = [margin.top, height - margin.bottom];
  const xAt = (pixel: number) => bounds.x + (pixel - place.middleX) / place.scale;
  const yAt = (pixel: number) => bounds.y - (pixel - place.middleY) / place.scale;
  context.strokeStyle = cssValue('--line');
  context.fillStyle = cssValue('--quiet');
  context.lineWidth = 1;
  context.font = '12px system-ui, sans-serif';
  context.textBaseline = 'middle';
  context.beginPath();
  context.textAlign = 'center';
  for (const x of ticksOf(xAt(left), xAt(right), width / 90)) {
    context.moveTo(place.xOf(x), top);
    context.lineTo(place.xOf(x), bottom);
    context.fillText(format(x), place.xOf(x), bottom + 14);
  }
  context.textAlign = 'right';
  for (const y of ticksOf(yAt(bottom), yAt(top), height / 60)) {
    context.moveTo(left, place.yOf(y));
    context.lineTo(right, place.yOf(y));
    context.fillText(format(y), left - 6, place.yOf(y));
  }
  context.stroke();
}
