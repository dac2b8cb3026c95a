/** Gradients of the depthwise convolution, which the backend lacks. x [N,H,W,C], filter [KH,KW,C,M], dy [N,OH,OW,C M] */
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { attributes, floats, input, type KernelArguments, output, replaceKernel } from './access.ts';
import { convolutionInfo } from './convolution.ts';

type ConvAttributes = Parameters<typeof convolutionInfo>[2];

export function registerDepthwiseGradients(): void {
  replaceKernel('DepthwiseConv2dNativeBackpropFilter', (args: KernelArguments): TensorInfo => {
    const attrs = attributes<ConvAttributes & { filterShape: number[] }>(args);
    const [x, dy] = [input(args, 'x'), input(args, 'dy')];
    const info = convolutionInfo(x.shape, attrs.filterShape, attrs, true);
    const gradient = output(args.backend, attrs.filterShape);
    const [values, deltas] = [floats(args.backend, x), floats(args.backend, dy)];
    const target = floats(args.backend, gradient).fill(0);
    forEachPlace(info, (input, weight, output) => {
      target[weight] = (target[weight] as number) + (values[input] as number) * (deltas[output] as number);
    });
    return gradient;
  });
  replaceKernel('DepthwiseConv2dNativeBackpropInput', (args: KernelArguments): TensorInfo => {
    const attrs = attributes<ConvAttributes & { inputShape: number[] }>(args);
    const [dy, filter] = [input(args, 'dy'), input(args, 'filter')];
    const info = convolutionInfo(attrs.inputShape, filter.shape, attrs, true);
    const gradient = output(args.backend, attrs.inputShape);
    const [deltas, weights] = [floats(args.backend, dy), floats(args.backend, filter)];
    const target = floats(args.backend, gradient).fill(0);
    forEachPlace(info, (input, weight, output) => {
      target[input] = (target[input] as number) + (weights[weight] as number) * (deltas[output] as number);
    });
    return gradient;
  });
}

/** Calls `visit` with the places of every (input, weight, output) that meet in the convolution. */
function forEachPlace(
  info: backend_util.Conv2DInfo,
  visit: (input: number, weight: number, output: number) => void,
): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterWidth } = info;
  const multiplier = outChannels / inChannels;
  for (let n = 0; n < info.batchSize; n++) {
    for (let oh = 0; oh < outHeight; oh++) {
      for (let kh = 0; kh < info.filterHeight; kh++) {
        const ih = oh * info.strideHeight + kh * info.dilationHeight - info.padInfo.top;
        if (ih < 0 || ih >= inHeight) continue;
        for (let ow = 0; ow < outWidth; ow++) {
          for (let kw = 0; kw < filterWidth; kw++) {
            const iw = ow * info.strideWidth + kw * info.dilationWidth - info.padInfo.left;
            if (iw < 0 || iw >= inWidth) continue;
            const x = ((n * inHeight + ih) * inWidth + iw) * inChannels;
            const y = ((n * outHeight + oh) * outWidth + ow) * outChannels;
            const w = (kh * filterWidth + kw) * outChannels;
            for (let channel = 0; channel < outChannels; channel++) {
              visit(x + Math.floor(channel / multiplier), w + channel, y + channel);
            }
          }
        }
      }
    }
  }
}
