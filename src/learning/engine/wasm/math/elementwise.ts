/** Faster replacements of elementwise backend kernels: Identity, Tanh, Prelu, and a bias added to every row. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocateTensor, disposeTensors, input, kernel, replaceKernel, sizeFromShape } from '../kernel-access.ts';
import type { Native } from '../native.ts';

export function registerElementwise({ run, pointerOf }: Native): void {
  // The backend copies the values; but its memory is reference-counted, so they can be shared.
  replaceKernel('Identity', (args) => {
    const { dataId, shape, dtype } = input(args, 'x');
    args.backend.incRef(dataId);
    return { dataId, shape, dtype };
  });

  // The backend calls a library function for each value.
  const tanh = kernel('Tanh');
  replaceKernel('Tanh', (args) => {
    const x = input(args, 'x');
    if (x.dtype !== 'float32') return tanh(args);
    const y = allocateTensor(args.backend, x.shape);
    run.tanh_all(pointerOf(x), pointerOf(y), sizeFromShape(x.shape));
    return y;
  });

  // The backend reads one slope per channel, whatever shape it is given.
  const prelu = kernel('Prelu');
  replaceKernel('Prelu', (args) => {
    const [x, alpha] = [input(args, 'x'), input(args, 'alpha')];
    if (sizeFromShape(alpha.shape) === (alpha.shape.at(-1) ?? 1) && alpha.shape.at(-1) === x.shape.at(-1))
      return prelu(args);
    const { backend } = args;
    const run = (name: string, inputs: Record<string, TensorInfo>) => kernel(name)({ inputs, backend, attrs: {} });
    const above = run('Relu', { x }); // x where it is positive
    const below = run('Sub', { a: x, b: above });
    const scaled = run('Multiply', { a: below, b: alpha });
    const result = run('Add', { a: above, b: scaled });
    disposeTensors(backend, above, below, scaled);
    return result;
  });

  const add = kernel('Add');
  replaceKernel('Add', (args) => {
    const [a, b] = [input(args, 'a'), input(args, 'b')];
    const inner = b.shape.length;
    const isBias =
      inner > 0 && inner < a.shape.length && b.shape.every((side, axis) => side === a.shape.at(axis - inner));
    if (!isBias || a.dtype !== 'float32' || b.dtype !== 'float32') return add(args);
    const width = sizeFromShape(b.shape);
    const sum = allocateTensor(args.backend, a.shape);
    if (width > 0) run.add_rows(pointerOf(a), pointerOf(b), sizeFromShape(a.shape) / width, width, pointerOf(sum));
    return sum;
  });
}
