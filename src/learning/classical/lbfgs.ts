/**
 * Minimising a smooth function with the limited-memory BFGS method (Liu & Nocedal 1989; the two loops are algorithm 7.4 of Nocedal &
 * Wright, "Numerical Optimization", 2006). Steps satisfy the weak Wolfe conditions, found by bisection (Lewis & Overton 2013).
 */

/** The value at x; writes the gradient. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** All that the next iteration depends on; plain JSON. */
export interface LbfgsState {
  x: number[];
  value: number;
  gradient: number[];
  /** The last moves, and what they did to the gradient; oldest first. */
  moves: number[][];
  changes: number[][];
}

const remembered = 10;
const [sufficientDecrease, curvature] = [1e-4, 0.9];
const mostTrials = 60;

export function beginLbfgs(objective: Objective, x: Float64Array): LbfgsState {
  const gradient = new Float64Array(x.length);
  const value = objective(x, gradient);
  return { x: [...x], value, gradient: [...gradient], moves: [], changes: [] };
}

/** The largest absolute part of the gradient: zero at the optimum. */
export function steepness({ gradient }: LbfgsState): number {
  return gradient.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
}

/** One iteration, in place. False: no step makes the function smaller, so this is as low as doubles can tell. */
export function lbfgsStep(objective: Objective, state: LbfgsState): boolean {
  const direction = descentDirection(state);
  const slope = dot(direction, state.gradient);
  if (!(slope < 0)) return false;
  // The first step has nothing to be scaled by but its own length.
  let step = state.moves.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  const x = new Float64Array(state.x.length);
  const gradient = new Float64Array(x.length);
  for (let trial = 0; trial < mostTrials; trial++) {
    for (let index = 0; index < x.length; index++) x[index] = (state.x[index] ?? 0) + step * (direction[index] ?? 0);
    const value = objective(x, gradient);
    if (!(value <= state.value + sufficientDecrease * step * slope)) high = step;
    else if (dot(direction, gradient) < curvature * slope) low = step;
    else {
      remember(state, x, value, gradient);
      return true;
    }
    step = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return false;
}

function remember(state: LbfgsState, x: Float64Array, value: number, gradient: Float64Array): void {
  const move = Array.from(x, (coordinate, index) => coordinate - (state.x[index] ?? 0));
  const change = Array.from(gradient, (part, index) => part - (state.gradient[index] ?? 0));
  if (dot(move, change) > 0) {
    state.moves = [...state.moves, move].slice(-remembered);
    state.changes = [...state.changes, change].slice(-remembered);
  }
  Object.assign(state, { x: [...x], value, gradient: [...gradient] });
}

/** - H g, H the inverse of the Hessian as the last moves tell it. */
function descentDirection({ gradient, moves, changes }: LbfgsState): number[] {
  const direction = gradient.map((part) => -part);
  const weights = new Array<number>(moves.length).fill(0);
  for (let index = moves.length - 1; index >= 0; index--) {
    const [move, change] = [moves[index] ?? [], changes[index] ?? []];
    weights[index] = dot(move, direction) / dot(move, change);
    addTo(direction, change, -(weights[index] ?? 0));
  }
  const [move, change] = [moves.at(-1), changes.at(-1)];
  if (move && change) {
    const scale = dot(move, change) / dot(change, change);
    for (const [index, part] of direction.entries()) direction[index] = part * scale;
  }
  for (const [index, move] of moves.entries()) {
    const change = changes[index] ?? [];
    const weight = dot(change, direction) / dot(move, change);
    addTo(direction, move, (weights[index] ?? 0) - weight);
  }
  return direction;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

function addTo(to: number[], what: number[], times: number): void {
  for (let index = 0; index < to.length; index++) to[index] = (to[index] ?? 0) + times * (what[index] ?? 0);
}
