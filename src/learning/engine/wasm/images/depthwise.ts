/** Depthwise convolution (each channel has its own filters) and its gradients: x [N, H, W, C], filter [KH, KW, C, M]. */
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { allocateTensor, attributes, input, type KernelArguments, replaceKernel } from '../kernel-access.ts';
import { applyFusedActivation } from '../math/activation.ts';
import type { Native } from '../native.ts';
import { convolutionInfo } from './convolution.ts';

type Attributes = Parameters<typeof convolutionInfo>[2];

export function registerDepthwise(native: Native): void {
  const { run, pointerOf, withScratchIntegers } = native;
  replaceKernel('DepthwiseConv2dNative', forward);
  replaceKernel('FusedDepthwiseConv2D', (args) =>
    applyFusedActivation(args, native, (bias, activation) => {
      const y = forward(args);
      const channels = y.shape[3] ?? 1;
      const pixels = y.shape.slice(0, 3).reduce((total, side) => total * side, 1);
      if (bias) run.add_rows(pointerOf(y), bias, pixels, channels, pointerOf(y));
      if (activation !== 0) run.apply_activation(activation, pointerOf(y), pixels * channels);
      return y;
    }),
  );
  replaceKernel('DepthwiseConv2dNativeBackpropInput', (args) => {
    const attrs = attributes<Attributes & { inputShape: number[] }>(args);
    const [dy, filter] = [input(args, 'dy'), input(args, 'filter')];
    const dx = allocateTensor(args.backend, attrs.inputShape);
    withScratchIntegers(shapeOf(convolutionInfo(attrs.inputShape, filter.shape, attrs, true)), (shape) =>
      run.depthwise_input_gradient(pointerOf(dx), pointerOf(filter), pointerOf(dy), shape),
    );
    return dx;
  });
  replaceKernel('DepthwiseConv2dNativeBackpropFilter', (args) => {
    const attrs = attributes<Attributes & { filterShape: number[] }>(args);
    const [x, dy] = [input(args, 'x'), input(args, 'dy')];
    const dw = allocateTensor(args.backend, attrs.filterShape);
    withScratchIntegers(shapeOf(convolutionInfo(x.shape, attrs.filterShape, attrs, true)), (shape) =>
      run.depthwise_filter_gradient(pointerOf(x), pointerOf(dw), pointerOf(dy), shape),
    );
    return dw;
  });

  function forward(args: KernelArguments): TensorInfo {
    const [x, filter] = [input(args, 'x'), input(args, 'filter')];
    const info = convolutionInfo(x.shape, filter.shape, attributes<Attributes>(args), true);
    const y = allocateTensor(args.backend, info.outShape);
    withScratchIntegers(shapeOf(info), (shape) => run.depthwise(pointerOf(x), pointerOf(filter), pointerOf(y), shape));
    return y;
  }
}

/** The layout of `struct depthwise` in kernels/convolution.c. */
function shapeOf(info: backend_util.Conv2DInfo): number[] {
  const { batchSize, inHeight, inWidth, inChannels, outChannels, outHeight, outWidth, filterHeight, filterWidth } =
    info;
  const { strideHeight, strideWidth, padInfo, dilationHeight, dilationWidth } = info;
  const image = [batchSize, inHeight, inWidth, inChannels, outChannels / inChannels, outHeight, outWidth];
  return [
    ...image,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    padInfo.top,
    padInfo.left,
    dilationHeight,
    dilationWidth,
  ];
}
