/**
 * Boxes out of the numbers of a grid's cells, as the server reads them (src/learning/detection.ts): whether something is there, where
 * in the cell its middle lies, how large it is, and which class it has. No DOM.
 */
interface Found {
  /** Index into the classes. */
  label: number;
  confidence: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

const most = 50;
const leastConfidence = 0.05;
const mostOverlap = 0.45;
/** Numbers before the classes. */
const head = 5;

/** Surest first, each thing said once. @param answers of one image, grid x grid x (5 + classes) */
export function boxesOf(
  answers: Float32Array,
  classes: readonly string[],
): (Omit<Found, 'label'> & { label: string })[] {
  const cell = head + classes.length;
  const grid = Math.round(Math.sqrt(answers.length / cell));
  const found: Found[] = [];
  for (let at = 0; at < grid * grid; at++) {
    const box = boxOf(answers.subarray(at * cell, (at + 1) * cell), at % grid, Math.floor(at / grid), grid);
    if (box.confidence >= leastConfidence) found.push(box);
  }
  found.sort((a, b) => b.confidence - a.confidence);
  const kept: Found[] = [];
  for (const box of found) {
    if (kept.length === most) break;
    if (kept.every((other) => other.label !== box.label || overlap(other, box) <= mostOverlap)) kept.push(box);
  }
  return kept.map((box) => ({ ...box, label: classes[box.label] ?? '' }));
}

function boxOf(cell: Float32Array, column: number, row: number, grid: number): Found {
  const [sure, across, down, wide, high] = Array.from(cell.subarray(0, head), sigmoid);
  const classes = Array.from(cell.subarray(head));
  const highest = Math.max(...classes);
  const sum = classes.reduce((total, value) => total + Math.exp(value - highest), 0);
  const [width, height] = [wide ?? 0, high ?? 0];
  return single({
    label: classes.indexOf(highest),
    confidence: (sure ?? 0) / sum,
    x: (column + (across ?? 0)) / grid - width / 2,
    y: (row + (down ?? 0)) / grid - height / 2,
    width,
    height,
  });
}

/** The server hands boxes on in single precision. */
const single = ({ label, confidence, x, y, width, height }: Found): Found => ({
  label,
  confidence: Math.fround(confidence),
  x: Math.fround(x),
  y: Math.fround(y),
  width: Math.fround(width),
  height: Math.fround(height),
});

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Intersection over union. */
function overlap(a: Found, b: Found): number {
  const wide = Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x));
  const high = Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
  const shared = wide * high;
  const all = a.width * a.height + b.width * b.height - shared;
  return all > 0 ? shared / all : 0;
}
