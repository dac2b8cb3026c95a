/** The depthwise convolution (each channel has filters of its own) and its gradients: x [N, H, W, C], filter [KH, KW, C, M]. */
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';
import { attributes, input, type KernelArguments, output, replaceKernel } from './access.ts';
import { fused } from './activation.ts';
import { convolutionInfo } from './convolution.ts';
import type { Native } from './native.ts';

type Attributes = Parameters<typeof convolutionInfo>[2];

export function registerDepthwise(native: Native): void {
  const { run, at, borrowIntegers } = native;
  replaceKernel('DepthwiseConv2dNative', forward);
  replaceKernel('FusedDepthwiseConv2D', (args) =>
    fused(args, native, (bias, activation) => {
      const y = forward(args);
      const channels = y.shape[3] ?? 1;
      const pixels = y.shape.slice(0, 3).reduce((total, side) => total * side, 1);
      if (bias) run.add_rows(at(y), bias, pixels, channels, at(y));
      if (activation !== 0) run.apply_activation(activation, at(y), pixels * channels);
      return y;
    }),
  );
  replaceKernel('DepthwiseConv2dNativeBackpropInput', (args) => {
    const attrs = attributes<Attributes & { inputShape: number[] }>(args);
    const [dy, filter] = [input(args, 'dy'), input(args, 'filter')];
    const dx = output(args.backend, attrs.inputShape);
    borrowIntegers(shapeOf(convolutionInfo(attrs.inputShape, filter.shape, attrs, true)), (shape) =>
      run.depthwise_input(at(dx), at(filter), at(dy), shape),
    );
    return dx;
  });
  replaceKernel('DepthwiseConv2dNativeBackpropFilter', (args) => {
    const attrs = attributes<Attributes & { filterShape: number[] }>(args);
    const [x, dy] = [input(args, 'x'), input(args, 'dy')];
    const dw = output(args.backend, attrs.filterShape);
    borrowIntegers(shapeOf(convolutionInfo(x.shape, attrs.filterShape, attrs, true)), (shape) =>
      run.depthwise_filter(at(x), at(dw), at(dy), shape),
    );
    return dw;
  });

  function forward(args: KernelArguments): TensorInfo {
    const [x, filter] = [input(args, 'x'), input(args, 'filter')];
    const info = convolutionInfo(x.shape, filter.shape, attributes<Attributes>(args), true);
    const y = output(args.backend, info.outShape);
    borrowIntegers(shapeOf(info), (shape) => run.depthwise(at(x), at(filter), at(y), shape));
    return y;
  }
}

/** As `struct depthwise` in kernels/convolution.c has it. */
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
