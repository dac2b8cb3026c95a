/**
 * Gradients of the 2-D convolution as matrix products (im2col; Chellapilla, Puri & Simard 2006). The backend has none for
 * the filter and a plain loop for the input. Only the NHWC layout, which is all that layers use.
 *
 * Notation   x [N, H, W, C]   filter [KH, KW, C, OC]   dy [N, OH, OW, OC]
 */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  attributes,
  type BackendWasm,
  floats,
  free,
  input,
  type KernelArguments,
  kernel,
  output,
  replaceKernel,
  reshaped,
  transposed,
} from './access.ts';
import { multiplyMatrices } from './matmul.ts';

/** Floats in one unrolled chunk of a batch: 16 MiB. */
const mostUnrolled = 4 * 2 ** 20;

type ConvInfo = backend_util.Conv2DInfo;

interface ConvAttributes {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dilations?: number | [number, number];
}

export function registerConvolutionGradients(): void {
  const plainInputGradient = kernel('Conv2DBackpropInput');
  replaceKernel('Conv2DBackpropFilter', filterGradient);
  replaceKernel('Conv2DBackpropInput', (args) => {
    const attrs = attributes<ConvAttributes & { inputShape: [number, number, number, number] }>(args);
    const info = convolutionInfo(attrs.inputShape, input(args, 'filter').shape, attrs);
    if (info.dataFormat !== 'channelsLast') return plainInputGradient(args);
    const { backend } = args;
    return (
      correlate(backend, input(args, 'dy'), input(args, 'filter'), info) ??
      scatter(backend, input(args, 'dy'), input(args, 'filter'), info)
    );
  });
}

export function convolutionInfo(
  x: readonly number[],
  filter: readonly number[],
  attrs: ConvAttributes,
  depthwise = false,
): ConvInfo {
  const [n = 1, h = 1, w = 1, c = 1] = x;
  const [kh = 1, kw = 1, ci = 1, co = 1] = filter;
  return backend_util.computeConv2DInfo(
    [n, h, w, c],
    [kh, kw, ci, co],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
    backend_util.convertConv2DDataFormat(attrs.dataFormat ?? 'NHWC'),
  );
}

/** d filter [KH KW C, OC] = unrolled x [KH KW C, N OH OW] times dy [N OH OW, OC], summed over chunks of the batch. */
function filterGradient(args: KernelArguments): TensorInfo {
  const { backend } = args;
  const attrs = attributes<ConvAttributes & { filterShape: number[] }>(args);
  const [x, dy] = [input(args, 'x'), input(args, 'dy')];
  const info = convolutionInfo(x.shape, attrs.filterShape, attrs);
  if (info.dataFormat !== 'channelsLast') throw new Error('The gradient of a convolution needs the layout NHWC.');
  const { batchSize, inChannels, outChannels, outHeight, outWidth } = info;
  const patch = info.filterHeight * info.filterWidth * inChannels;
  const places = outHeight * outWidth;
  const channelsFirst = transposed(backend, x, [3, 0, 1, 2]); // rows of one channel lie together: copies become runs
  const images = Math.max(1, Math.min(batchSize, Math.floor(mostUnrolled / (places * patch))));
  let total: TensorInfo | null = null;
  for (let from = 0; from < batchSize; from += images) {
    const to = Math.min(batchSize, from + images);
    const columns = (to - from) * places;
    const unrolled = output(backend, [1, patch, columns]);
    const part = output(backend, [1, columns, outChannels]);
    floats(backend, part).set(floats(backend, dy).subarray(from * places * outChannels, to * places * outChannels));
    unroll(floats(backend, channelsFirst), floats(backend, unrolled), info, from, to);
    const gradient = multiplyMatrices(backend, unrolled, part);
    free(backend, unrolled, part);
    total = total ? added(backend, total, gradient) : gradient;
  }
  free(backend, channelsFirst);
  if (!total) return output(backend, attrs.filterShape);
  return reshaped(total, attrs.filterShape);
}

/** Writes x [C, N, H, W], images from..to, as [KH KW C, images OH OW]: each row is x shifted by one place of the filter. */
function unroll(x: Float32Array, target: Float32Array, info: ConvInfo, from: number, to: number): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, strideHeight, strideWidth } = info;
  let at = 0;
  for (let kh = 0; kh < info.filterHeight; kh++) {
    for (let kw = 0; kw < info.filterWidth; kw++) {
      const shift = kw * info.dilationWidth - info.padInfo.left;
      // Outputs first .. last - 1 lie inside the image; the rest is padding.
      const first = Math.min(outWidth, Math.max(0, Math.ceil(-shift / strideWidth)));
      const last = Math.max(first, Math.min(outWidth, Math.floor((inWidth - 1 - shift) / strideWidth) + 1));
      for (let c = 0; c < inChannels; c++) {
        for (let n = from; n < to; n++) {
          for (let oh = 0; oh < outHeight; oh++, at += outWidth) {
            const ih = oh * strideHeight + kh * info.dilationHeight - info.padInfo.top;
            if (ih < 0 || ih >= inHeight) {
              target.fill(0, at, at + outWidth);
              continue;
            }
            const row = ((c * batchSize + n) * inHeight + ih) * inWidth + shift;
            for (let ow = 0; ow < first; ow++) target[at + ow] = 0;
            for (let ow = first; ow < last; ow++) target[at + ow] = x[row + ow * strideWidth] as number;
            for (let ow = last; ow < outWidth; ow++) target[at + ow] = 0;
          }
        }
      }
    }
  }
}

/** Stride 1: dx is the convolution of dy with the filter turned around. Null when the padding does not allow it. */
function correlate(backend: BackendWasm, dy: TensorInfo, filter: TensorInfo, info: ConvInfo): TensorInfo | null {
  if (info.strideHeight !== 1 || info.strideWidth !== 1) return null;
  const reachH = (info.filterHeight - 1) * info.dilationHeight;
  const reachW = (info.filterWidth - 1) * info.dilationWidth;
  const [top, left] = [reachH - info.padInfo.top, reachW - info.padInfo.left];
  const bottom = info.inHeight - info.outHeight + reachH - top;
  const right = info.inWidth - info.outWidth + reachW - left;
  if (Math.min(top, left, bottom, right) < 0) return null;
  const reversed = kernel('Reverse')({ inputs: { x: filter }, backend, attrs: { dims: [0, 1] } });
  const turned = transposed(backend, reversed, [0, 1, 3, 2]);
  const attrs = {
    strides: 1,
    pad: [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    dataFormat: 'NHWC',
    dilations: [info.dilationHeight, info.dilationWidth],
  };
  const dx = kernel('Conv2D')({ inputs: { x: dy, filter: turned }, backend, attrs });
  free(backend, reversed, turned);
  return dx;
}

/** Any stride: dy [N OH OW, OC] times filter^T [OC, KH KW C], and every patch added where it came from. */
function scatter(backend: BackendWasm, dy: TensorInfo, filter: TensorInfo, info: ConvInfo): TensorInfo {
  const { batchSize, inChannels, outChannels, outHeight, outWidth } = info;
  const patch = info.filterHeight * info.filterWidth * inChannels;
  const places = outHeight * outWidth;
  const turned = transposed(backend, reshaped(filter, [patch, outChannels]), [1, 0]);
  const dx = output(backend, info.inShape);
  floats(backend, dx).fill(0);
  const images = Math.max(1, Math.min(batchSize, Math.floor(mostUnrolled / (places * patch))));
  for (let from = 0; from < batchSize; from += images) {
    const to = Math.min(batchSize, from + images);
    const part = output(backend, [1, (to - from) * places, outChannels]);
    floats(backend, part).set(floats(backend, dy).subarray(from * places * outChannels, to * places * outChannels));
    const patches = multiplyMatrices(backend, part, reshaped(turned, [1, outChannels, patch]));
    roll(floats(backend, patches), floats(backend, dx), info, from, to);
    free(backend, part, patches);
  }
  free(backend, turned);
  return dx;
}

function roll(patches: Float32Array, dx: Float32Array, info: ConvInfo, from: number, to: number): void {
  const { inHeight, inWidth, inChannels } = info;
  let at = 0;
  for (let n = from; n < to; n++) {
    for (let oh = 0; oh < info.outHeight; oh++) {
      for (let ow = 0; ow < info.outWidth; ow++) {
        for (let kh = 0; kh < info.filterHeight; kh++) {
          const ih = oh * info.strideHeight + kh * info.dilationHeight - info.padInfo.top;
          for (let kw = 0; kw < info.filterWidth; kw++, at += inChannels) {
            const iw = ow * info.strideWidth + kw * info.dilationWidth - info.padInfo.left;
            if (ih < 0 || ih >= inHeight || iw < 0 || iw >= inWidth) continue;
            const place = ((n * inHeight + ih) * inWidth + iw) * inChannels;
            for (let c = 0; c < inChannels; c++)
              dx[place + c] = (dx[place + c] as number) + (patches[at + c] as number);
          }
        }
      }
    }
  }
}

function added(backend: BackendWasm, a: TensorInfo, b: TensorInfo): TensorInfo {
  const sum = kernel('Add')({ inputs: { a, b }, backend, attrs: {} });
  free(backend, a, b);
  return sum;
}
