/**
 * Pooling of images and volumes. The backend's MaxPoolGrad and AvgPoolGrad add to memory that was never cleared, its MaxPoolGrad
 * and MaxPool3D are wrong for negative inputs, and its AvgPoolGrad divides by the whole window although the forward pass divides
 * by the part inside the image.
 */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { allocateTensor, attributes, input, type KernelArguments, replaceKernel } from '../kernel-access.ts';
import type { Native } from '../native.ts';

interface PoolAttributes {
  filterSize: number | number[];
  strides: number | number[];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dataFormat?: 'NDHWC' | 'NCDHW';
}

/** The output's shape, and the integers of `struct pool` in kernels/pooling.c. */
interface Pool {
  outShape: number[];
  integers: number[];
}

export function registerPooling({ run, pointerOf, withScratchIntegers }: Native): void {
  for (const [suffix, describe] of [
    ['', describeImages],
    ['3D', describeVolumes],
  ] as const) {
    replaceKernel(`MaxPool${suffix}`, (args) => {
      const x = input(args, 'x');
      const pool = describe(x.shape, attributes(args));
      const y = allocateTensor(args.backend, pool.outShape);
      withScratchIntegers(pool.integers, (shape) => run.max_pool(pointerOf(x), pointerOf(y), shape));
      return y;
    });
    replaceKernel(`MaxPool${suffix}Grad`, (args) => {
      const [dy, x, y] = [input(args, 'dy'), input(args, 'input'), input(args, 'output')];
      return gradient(args, describe(x.shape, attributes(args)), x, (dx, shape) =>
        run.max_pool_gradient(pointerOf(x), pointerOf(y), pointerOf(dy), dx, shape),
      );
    });
    replaceKernel(`AvgPool${suffix}Grad`, (args) => {
      const [dy, x] = [input(args, 'dy'), input(args, 'input')];
      return gradient(args, describe(x.shape, attributes(args)), x, (dx, shape) =>
        run.average_pool_gradient(pointerOf(dy), dx, shape),
      );
    });
  }

  function gradient(
    args: KernelArguments,
    pool: Pool,
    x: TensorInfo,
    compute: (dx: number, shape: number) => void,
  ): TensorInfo {
    const dx = allocateTensor(args.backend, x.shape);
    withScratchIntegers(pool.integers, (shape) => compute(pointerOf(dx), shape));
    return dx;
  }
}

function describeImages(x: readonly number[], attrs: PoolAttributes): Pool {
  const [n = 1, h = 1, w = 1, c = 1] = x;
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const sizes = [filterSize, strides].map((value) => (typeof value === 'number' ? [value, value] : value));
  const [window, steps] = sizes as [[number, number], [number, number]]; // two values each for an image
  const info = backend_util.computePool2DInfo([n, h, w, c], window, steps, 1, pad, dimRoundingMode);
  return {
    outShape: info.outShape,
    integers: [
      ...[n, 1, h, w, c],
      ...[1, info.outHeight, info.outWidth],
      ...[1, info.filterHeight, info.filterWidth],
      ...[1, info.strideHeight, info.strideWidth],
      ...[0, info.padInfo.top, info.padInfo.left],
    ],
  };
}

function describeVolumes(x: readonly number[], attrs: PoolAttributes): Pool {
  const [n = 1, d = 1, h = 1, w = 1, c = 1] = x;
  const { filterSize, strides, pad, dimRoundingMode, dataFormat } = attrs;
  if (dataFormat === 'NCDHW') throw new Error('The engine supports pooling of volumes in layout NDHWC only.');
  const sizes = [filterSize, strides].map((value) => (typeof value === 'number' ? [value, value, value] : value));
  const [window, steps] = sizes as [[number, number, number], [number, number, number]]; // three values each for a volume
  if (typeof pad === 'object') throw new Error('Pooling of volumes supports padding "same", "valid", or one number.');
  const info = backend_util.computePool3DInfo([n, d, h, w, c], window, steps, 1, pad, dimRoundingMode);
  return {
    outShape: info.outShape,
    integers: [
      ...[n, d, h, w, c],
      ...[info.outDepth, info.outHeight, info.outWidth],
      ...[info.filterDepth, info.filterHeight, info.filterWidth],
      ...[info.strideDepth, info.strideHeight, info.strideWidth],
      ...[info.padInfo.front, info.padInfo.top, info.padInfo.left],
    ],
  };
}
