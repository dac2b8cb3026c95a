/**
 * Gradients of pooling. The backend's MaxPoolGrad adds to memory that it never cleared, and loses the gradient where the
 * inputs are negative; its AvgPoolGrad adds to uncleared memory too, and divides by the whole window where the forward pass
 * divides by the part of it that lies inside the image.
 */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { attributes, floats, input, type KernelArguments, output, replaceKernel } from './access.ts';

interface PoolAttributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The part of a window that lies inside the image: rows fromH .. toH - 1, columns fromW .. toW - 1 of image n. */
interface Window {
  n: number;
  fromH: number;
  toH: number;
  fromW: number;
  toW: number;
}

export function registerPoolingGradients(): void {
  replaceKernel('MaxPoolGrad', maxPoolGradient);
  replaceKernel('AvgPoolGrad', averagePoolGradient);
}

/** The gradient goes to the first of the largest inputs of each window, as in TensorFlow. */
function maxPoolGradient(args: KernelArguments): TensorInfo {
  const { info, dx, dy, x, tensor } = prepare(args);
  const { inHeight, inWidth, inChannels } = info;
  forEachWindow(info, ({ n, fromH, toH, fromW, toW }, at) => {
    for (let c = 0; c < inChannels; c++) {
      let best = Number.NEGATIVE_INFINITY;
      let winner = -1;
      for (let h = fromH; h < toH; h++) {
        let place = ((n * inHeight + h) * inWidth + fromW) * inChannels + c;
        for (let w = fromW; w < toW; w++, place += inChannels) {
          const value = x[place] as number;
          if (value > best || winner < 0) {
            best = value;
            winner = place;
          }
        }
      }
      dx[winner] = (dx[winner] as number) + (dy[at + c] as number);
    }
  });
  return tensor;
}

/** The gradient goes to every input of the window in equal shares. */
function averagePoolGradient(args: KernelArguments): TensorInfo {
  const { info, dx, dy, tensor } = prepare(args);
  const { inHeight, inWidth, inChannels } = info;
  forEachWindow(info, ({ n, fromH, toH, fromW, toW }, at) => {
    const share = 1 / ((toH - fromH) * (toW - fromW));
    for (let h = fromH; h < toH; h++) {
      for (let w = fromW; w < toW; w++) {
        const place = ((n * inHeight + h) * inWidth + w) * inChannels;
        for (let c = 0; c < inChannels; c++) dx[place + c] = (dx[place + c] as number) + share * (dy[at + c] as number);
      }
    }
  });
  return tensor;
}

function prepare(args: KernelArguments) {
  const { backend } = args;
  const [dy, x] = [input(args, 'dy'), input(args, 'input')];
  const { filterSize, strides, pad, dimRoundingMode } = attributes<PoolAttributes>(args);
  const [n = 1, h = 1, w = 1, c = 1] = x.shape;
  const info = backend_util.computePool2DInfo([n, h, w, c], filterSize, strides, 1, pad, dimRoundingMode);
  const tensor = output(backend, x.shape);
  return { info, tensor, dx: floats(backend, tensor).fill(0), dy: floats(backend, dy), x: floats(backend, x) };
}

/** Calls `visit` for every window, with the place of its first channel in the output. */
function forEachWindow(info: backend_util.Conv2DInfo, visit: (window: Window, at: number) => void): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  let at = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let oh = 0; oh < outHeight; oh++) {
      const top = oh * info.strideHeight - info.padInfo.top;
      const [fromH, toH] = [Math.max(0, top), Math.min(inHeight, top + info.filterHeight)];
      for (let ow = 0; ow < outWidth; ow++, at += inChannels) {
        const left = ow * info.strideWidth - info.padInfo.left;
        visit({ n, fromH, toH, fromW: Math.max(0, left), toW: Math.min(inWidth, left + info.filterWidth) }, at);
      }
    }
  }
}
