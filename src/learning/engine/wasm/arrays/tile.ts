/** A faster Tile than the backend's. */
import { allocateTensor, attributes, floats, input, kernel, replaceKernel, sizeFromShape } from '../kernel-access.ts';

export function registerTile(): void {
  const plain = kernel('Tile');
  replaceKernel('Tile', (args) => {
    const x = input(args, 'x');
    const { reps } = attributes<{ reps: number[] }>(args);
    if (x.dtype === 'string' || reps.length !== x.shape.length || x.shape.length === 0) return plain(args);
    const shape = x.shape.map((side, axis) => side * (reps[axis] ?? 1));
    const tiled = allocateTensor(args.backend, shape, x.dtype);
    tile(floats(args.backend, x), floats(args.backend, tiled), x.shape, shape);
    return tiled;
  });
}

/** Writes one block along every axis, innermost first, then copies it in place, doubling, until the axis is full. */
function tile(from: Float32Array, to: Float32Array, inner: readonly number[], outer: readonly number[]): void {
  const write = (axis: number, source: number, target: number): void => {
    const side = inner[axis] ?? 1;
    const sourceStep = sizeFromShape(inner.slice(axis + 1));
    const targetStep = sizeFromShape(outer.slice(axis + 1));
    if (axis === inner.length - 1) {
      for (let index = 0; index < side; index++) to[target + index] = from[source + index] as number;
    } else {
      for (let index = 0; index < side; index++)
        write(axis + 1, source + index * sourceStep, target + index * targetStep);
    }
    const whole = (outer[axis] ?? 1) * targetStep;
    for (let filled = side * targetStep; filled < whole; filled *= 2) {
      to.copyWithin(target + filled, target, target + Math.min(filled, whole - filled));
    }
  };
  write(0, 0, 0);
}
