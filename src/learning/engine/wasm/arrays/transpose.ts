/** A faster Transpose: the backend's visits every value of a tensor with more than three axes one by one. */
import { allocateTensor, attributes, input, kernel, replaceKernel, sizeFromShape } from '../kernel-access.ts';
import type { Native } from '../native.ts';

const maxAxes = 8; // kernels/elementwise.c has the same limit

export function registerTranspose({ run, pointerOf, withScratchIntegers }: Native): void {
  const plain = kernel('Transpose');
  replaceKernel('Transpose', (args) => {
    const x = input(args, 'x');
    const { perm } = attributes<{ perm: number[] }>(args);
    const axes = mergeAxes(x.shape, perm);
    // The backend handles matrices (two axes) well. With one axis the result would be a plain copy, which it avoids.
    if (x.dtype !== 'float32' || axes.length < 3 || axes.length > maxAxes || sizeFromShape(x.shape) === 0)
      return plain(args);
    const result = allocateTensor(
      args.backend,
      perm.map((axis) => x.shape[axis] ?? 1),
    );
    const integers = [...axes.map(({ side }) => side), ...axes.map(({ stride }) => stride)];
    withScratchIntegers(integers, (sides) =>
      run.permute(pointerOf(x), sides, sides + axes.length * 4, axes.length, pointerOf(result)),
    );
    return result;
  });
}

/** Returns the axes of the result. Axes that are adjacent in the source are merged, those of length 1 are dropped. */
function mergeAxes(shape: readonly number[], perm: readonly number[]): { side: number; stride: number }[] {
  const axes: { side: number; stride: number }[] = [];
  for (const axis of perm) {
    const [side, stride] = [shape[axis] ?? 1, sizeFromShape(shape.slice(axis + 1))];
    const last = axes.at(-1);
    if (side === 1) continue;
    if (last?.stride === side * stride) Object.assign(last, { side: last.side * side, stride });
    else axes.push({ side, stride });
  }
  return axes;
}
