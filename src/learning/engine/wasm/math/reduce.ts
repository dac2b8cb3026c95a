/** Sums and means over adjacent axes without a transposition, and the segment sum, which is the gradient of gather. */
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import {
  allocateTensor,
  attributes,
  input,
  type Kernel,
  type KernelArguments,
  kernel,
  replaceKernel,
  sizeFromShape,
} from '../kernel-access.ts';
import type { Native } from '../native.ts';

interface ReduceAttributes {
  axis: number | number[];
  keepDims: boolean;
}

export function registerReductions(native: Native): void {
  const { run, pointerOf } = native;
  for (const name of ['Sum', 'Mean'] as const) {
    const plain = kernel(name);
    replaceKernel(name, (args) => reduce(native, name === 'Mean', args, plain));
  }
  replaceKernel('UnsortedSegmentSum', (args) => {
    const [x, ids] = [input(args, 'x'), input(args, 'segmentIds')];
    const { numSegments } = attributes<{ numSegments: number }>(args);
    const rest = x.shape.slice(ids.shape.length);
    const sums = allocateTensor(args.backend, [numSegments, ...rest], x.dtype);
    run.segment_sum(
      pointerOf(x),
      pointerOf(ids),
      sizeFromShape(ids.shape),
      sizeFromShape(rest),
      numSegments,
      pointerOf(sums),
    );
    return sums;
  });
}

function reduce(
  { run, pointerOf, withScratch }: Native,
  mean: boolean,
  args: KernelArguments,
  plain: Kernel,
): TensorInfo {
  const x = input(args, 'x');
  const { axis, keepDims } = attributes<ReduceAttributes>(args);
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const [first = 0, last = -1] = [axes[0], axes.at(-1)];
  const areAdjacent = axes.length > 0 && last - first === axes.length - 1;
  if (x.dtype !== 'float32' || !areAdjacent || sizeFromShape(x.shape) === 0) return plain(args);
  const [outer, count, inner] = [x.shape.slice(0, first), x.shape.slice(first, last + 1), x.shape.slice(last + 1)].map(
    sizeFromShape,
  );
  const kept = x.shape.map((side, index) => (axes.includes(index) ? 1 : side));
  const sums = allocateTensor(args.backend, keepDims ? kept : x.shape.filter((_, index) => !axes.includes(index)));
  const [rows = 1, size = 1, width = 1] = [outer, count, inner];
  const factor = mean ? 1 / size : 1;
  if (width === 1) run.sum_last(pointerOf(x), rows, size, factor, pointerOf(sums));
  else withScratch(width, (row) => run.sum_middle(pointerOf(x), rows, size, width, factor, row, pointerOf(sums)));
  return sums;
}
