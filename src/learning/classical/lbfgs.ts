/**
 * Minimizes a smooth function with the limited-memory BFGS method (Liu & Nocedal 1989; two-loop recursion: algorithm 7.4 of
 * Nocedal & Wright, "Numerical Optimization", 2006). Steps satisfy the weak Wolfe conditions, found by bisection (Lewis & Overton
 * 2013).
 */

/** Returns the value at x and writes the gradient. */
export type ObjectiveFunction = (x: Float64Array, gradient: Float64Array) => number;

/** Everything that the next iteration depends on; plain JSON. */
export interface LbfgsState {
  x: number[];
  value: number;
  gradient: number[];
  /** The last steps and the gradient differences, oldest first: s and y of Nocedal & Wright. */
  moves: number[][];
  changes: number[][];
}

const historySize = 10;
const [sufficientDecrease, curvature] = [1e-4, 0.9];
const maxLineSearchSteps = 60;

export function beginLbfgs(objective: ObjectiveFunction, x: Float64Array): LbfgsState {
  const gradient = new Float64Array(x.length);
  const value = objective(x, gradient);
  return { x: [...x], value, gradient: [...gradient], moves: [], changes: [] };
}

/** Returns the maximum norm of the gradient: zero at the optimum. */
export function steepness({ gradient }: LbfgsState): number {
  return gradient.reduce((max, part) => Math.max(max, Math.abs(part)), 0);
}

/** Runs one iteration, in place. Returns false if no step decreases the function within the precision of doubles. */
export function lbfgsStep(objective: ObjectiveFunction, state: LbfgsState): boolean {
  const direction = descentDirection(state);
  const slope = dot(direction, state.gradient);
  if (!(slope < 0)) return false;
  // Without a history, the first step is scaled by the length of the gradient.
  let step = state.moves.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  const x = new Float64Array(state.x.length);
  const gradient = new Float64Array(x.length);
  for (let trial = 0; trial < maxLineSearchSteps; trial++) {
    for (let index = 0; index < x.length; index++) x[index] = (state.x[index] ?? 0) + step * (direction[index] ?? 0);
    const value = objective(x, gradient);
    if (!(value <= state.value + sufficientDecrease * step * slope)) high = step;
    else if (dot(direction, gradient) < curvature * slope) low = step;
    else {
      pushHistory(state, x, value, gradient);
      return true;
    }
    step = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return false;
}

function pushHistory(state: LbfgsState, x: Float64Array, value: number, gradient: Float64Array): void {
  const move = Array.from(x, (coordinate, index) => coordinate - (state.x[index] ?? 0));
  const change = Array.from(gradient, (part, index) => part - (state.gradient[index] ?? 0));
  if (dot(move, change) > 0) {
    state.moves = [...state.moves, move].slice(-historySize);
    state.changes = [...state.changes, change].slice(-historySize);
  }
  Object.assign(state, { x: [...x], value, gradient: [...gradient] });
}

/** Returns -H g, where H approximates the inverse Hessian from the last steps. */
function descentDirection({ gradient, moves, changes }: LbfgsState): number[] {
  const direction = gradient.map((part) => -part);
  const weights = new Array<number>(moves.length).fill(0);
  for (let index = moves.length - 1; index >= 0; index--) {
    const [move, change] = [moves[index] ?? [], changes[index] ?? []];
    weights[index] = dot(move, direction) / dot(move, change);
    addScaled(direction, change, -(weights[index] ?? 0));
  }
  const [move, change] = [moves.at(-1), changes.at(-1)];
  if (move && change) {
    const scale = dot(move, change) / dot(change, change);
    for (const [index, part] of direction.entries()) direction[index] = part * scale;
  }
  for (const [index, move] of moves.entries()) {
    const change = changes[index] ?? [];
    const weight = dot(change, direction) / dot(move, change);
    addScaled(direction, move, (weights[index] ?? 0) - weight);
  }
  return direction;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

function addScaled(to: number[], values: number[], factor: number): void {
  for (let index = 0; index < to.length; index++) to[index] = (to[index] ?? 0) + factor * (values[index] ?? 0);
}
