/**
 * Decodes bounding boxes from the grid of a detector, like the server does (src/learning/detection.ts). Each cell predicts
 * whether it contains an object, the position of its center in the cell, its size, and its class. No DOM.
 */
interface Found {
  /** Index of the class. */
  label: number;
  confidence: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

const most = 50;
const minConfidence = 0.05;
const maxOverlap = 0.45;
/** Number of values before the class scores. */
const head = 5;

/**
 * Returns boxes by descending confidence, after non-maximum suppression.
 * @param answers one image, grid x grid x (5 + classes)
 */
export function boxesOf(
  answers: Float32Array,
  classes: readonly string[],
): (Omit<Found, 'label'> & { label: string })[] {
  const cell = head + classes.length;
  const grid = Math.round(Math.sqrt(answers.length / cell));
  const found: Found[] = [];
  for (let at = 0; at < grid * grid; at++) {
    const box = boxOf(answers.subarray(at * cell, (at + 1) * cell), at % grid, Math.floor(at / grid), grid);
    if (box.confidence >= minConfidence) found.push(box);
  }
  found.sort((a, b) => b.confidence - a.confidence);
  const kept: Found[] = [];
  for (const box of found) {
    if (kept.length === most) break;
    if (kept.every((other) => other.label !== box.label || overlap(other, box) <= maxOverlap)) kept.push(box);
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

/** Rounds to single precision, like the server. */
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
