/**
 * Gradients of pooling. The backend's MaxPoolGrad adds to memory that it never cleared, and loses the gradient where the
 * inputs are negative; its AvgPoolGrad adds to uncleared memory too.
 */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { attributes, floats, input, type KernelArguments, kernel, output, replaceKernel } from './access.ts';

interface PoolAttributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export function registerPoolingGradients(): void {
  replaceKernel('MaxPoolGrad', maxPoolGradient);
  const averagePoolGradient = kernel('AvgPoolGrad');
  replaceKernel('AvgPoolGrad', (args) => {
    const { backend } = args;
    // The one output that the kernel makes is cleared before it adds to it.
    const clearing = Object.create(backend, {
      makeOutput: {
        value: (...made: Parameters<typeof backend.makeOutput>) => {
          const tensor = backend.makeOutput(...made);
          floats(backend, tensor).fill(0);
          return tensor;
        },
      },
    }) as typeof backend; // everything else is the backend's own
    return averagePoolGradient({ ...args, backend: clearing });
  });
}

/** The gradient goes to the first of the largest inputs of each window, as in TensorFlow. */
function maxPoolGradient(args: KernelArguments): TensorInfo {
  const { backend } = args;
  const [dy, x] = [input(args, 'dy'), input(args, 'input')];
  const { filterSize, strides, pad, dimRoundingMode } = attributes<PoolAttributes>(args);
  const [n = 1, h = 1, w = 1, c = 1] = x.shape;
  const info = backend_util.computePool2DInfo([n, h, w, c], filterSize, strides, 1, pad, dimRoundingMode);
  const dx = output(backend, x.shape);
  spread(floats(backend, x), floats(backend, dy), floats(backend, dx).fill(0), info);
  return dx;
}

function spread(x: Float32Array, dy: Float32Array, dx: Float32Array, info: backend_util.Conv2DInfo): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  let at = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let oh = 0; oh < outHeight; oh++) {
      const top = oh * info.strideHeight - info.padInfo.top;
      const [fromH, toH] = [Math.max(0, top), Math.min(inHeight, top + info.filterHeight)];
      for (let ow = 0; ow < outWidth; ow++) {
        const left = ow * info.strideWidth - info.padInfo.left;
        const [fromW, toW] = [Math.max(0, left), Math.min(inWidth, left + info.filterWidth)];
        for (let c = 0; c < inChannels; c++, at++) {
          let best = Number.NEGATIVE_INFINITY;
          let winner = -1;
          for (let h = fromH; h < toH; h++) {
            let place = ((n * inHeight + h) * inWidth + fromW) * inChannels + c;
            for (let w = fromW; w < toW; w++, place += inChannels) {
              const value = x[place] as number;
              if (value > best || winner < 0) [best, winner] = [value, place];
            }
          }
          dx[winner] = (dx[winner] as number) + (dy[at] as number);
        }
      }
    }
  }
}
