/** Transpose: the backend's own walks over every value of a tensor of more than three axes by itself. */
import { attributes, input, kernel, output, product, replaceKernel } from './access.ts';
import type { Native } from './native.ts';

const mostAxes = 8; // kernels/elementwise.c has the same

export function registerTranspose({ run, at, borrowIntegers }: Native): void {
  const plain = kernel('Transpose');
  replaceKernel('Transpose', (args) => {
    const x = input(args, 'x');
    const { perm } = attributes<{ perm: number[] }>(args);
    const axes = joined(x.shape, perm);
    // Two axes are a matrix, which the backend does well; one is a plain copy, which it does not make.
    if (x.dtype !== 'float32' || axes.length < 3 || axes.length > mostAxes || product(x.shape) === 0)
      return plain(args);
    const result = output(
      args.backend,
      perm.map((axis) => x.shape[axis] ?? 1),
    );
    const integers = [...axes.map(({ side }) => side), ...axes.map(({ stride }) => stride)];
    borrowIntegers(integers, (sides) => run.permute(at(x), sides, sides + axes.length * 4, axes.length, at(result)));
    return result;
  });
}

/** The axes of the result; those that lie one after the other in the source are taken as one, those of one place are left out. */
function joined(shape: readonly number[], perm: readonly number[]): { side: number; stride: number }[] {
  const axes: { side: number; stride: number }[] = [];
  for (const axis of perm) {
    const [side, stride] = [shape[axis] ?? 1, product(shape.slice(axis + 1))];
    const last = axes.at(-1);
    if (side === 1) continue;
    if (last?.stride === side * stride) Object.assign(last, { side: last.side * side, stride });
    else axes.push({ side, stride });
  }
  return axes;
}
