/**
 * 2-D convolution and its gradients. Only layout NHWC is supported, the only one that layers use.
 *
 * Notation   x [N, H, W, C]   filter [KH, KW, C, OC]   y, dy [N, OH, OW, OC]   window: the KH KW C values that determine
 *            one output pixel, as KH segments of KW C contiguous values
 */
import { backend_util } from '@tensorflow/tfjs-core';
import type { Blas } from '../blas.ts';
import { allocateTensor, attributes, input, type KernelArguments, replaceKernel } from '../kernel-access.ts';
import { type Activation, applyFusedActivation } from '../math/activation.ts';
import { packedDepth, packedRows, packedSize, panelWidth } from '../math/matmul.ts';
import type { Native, Pointer } from '../native.ts';

type ConvInfo = backend_util.Conv2DInfo;

interface ConvAttributes {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dilations?: number | [number, number];
}

/** Floats of unrolled windows per call of a native BLAS, so that they stay in the second-level cache. */
const maxIm2colFloats = 64 * 1024;

export function convolutionInfo(
  x: readonly number[],
  filter: readonly number[],
  attrs: ConvAttributes,
  depthwise = false,
): ConvInfo {
  const [n = 1, h = 1, w = 1, c = 1] = x;
  const [kh = 1, kw = 1, ci = 1, co = 1] = filter;
  const info = backend_util.computeConv2DInfo(
    [n, h, w, c],
    [kh, kw, ci, co],
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
    backend_util.convertConv2DDataFormat(attrs.dataFormat ?? 'NHWC'),
  );
  if (info.dataFormat !== 'channelsLast') throw new Error('The engine supports convolutions in layout NHWC only.');
  return info;
}

/** A padded image, and the offset at which each output pixel's window begins. */
interface PaddedImage {
  x: Pointer;
  offsets: Pointer;
  pixels: number;
  /** Segments of a window: their number, length, and distance. */
  segments: number;
  length: number;
  stride: number;
}

/** The parameters that map an image [n, h, w, c] to windows. */
interface Geometry {
  n: number;
  h: number;
  w: number;
  c: number;
  top: number;
  left: number;
  /** Height and width of the window, dilation included. */
  kh: number;
  kw: number;
  oh: number;
  ow: number;
  strideH: number;
  strideW: number;
}

export function registerConvolutions(native: Native, blas: Blas | null): void {
  const convolutions = createConvolutions(native, blas);
  const forward = (args: KernelArguments, bias: Pointer, activation: Activation) => {
    const [x, filter] = [input(args, 'x'), input(args, 'filter')];
    const info = convolutionInfo(x.shape, filter.shape, attributes(args));
    const y = allocateTensor(args.backend, info.outShape);
    convolutions.forward(native.pointerOf(x), native.pointerOf(filter), native.pointerOf(y), info, bias, activation);
    return y;
  };
  replaceKernel('Conv2D', (args) => forward(args, 0, 0));
  replaceKernel('FusedConv2D', (args) =>
    applyFusedActivation(args, native, (bias, activation) => forward(args, bias, activation)),
  );
  replaceKernel('Conv2DBackpropInput', (args) => {
    const attrs = attributes<ConvAttributes & { inputShape: number[] }>(args);
    const [dy, filter] = [input(args, 'dy'), input(args, 'filter')];
    const dx = allocateTensor(args.backend, attrs.inputShape);
    const info = convolutionInfo(attrs.inputShape, filter.shape, attrs);
    convolutions.inputGradient(native.pointerOf(dy), native.pointerOf(filter), native.pointerOf(dx), info);
    return dx;
  });
  replaceKernel('Conv2DBackpropFilter', (args) => {
    const attrs = attributes<ConvAttributes & { filterShape: number[] }>(args);
    const [x, dy] = [input(args, 'x'), input(args, 'dy')];
    const dw = allocateTensor(args.backend, attrs.filterShape);
    const info = convolutionInfo(x.shape, attrs.filterShape, attrs);
    convolutions.filterGradient(native.pointerOf(x), native.pointerOf(dy), native.pointerOf(dw), info);
    return dw;
  });
}

function createConvolutions({ run, withScratch, withScratchIntegers }: Native, blas: Blas | null) {
  /** y = activation(windows x filter [window, oc] + bias) */
  function multiply(
    windows: PaddedImage,
    filter: Pointer,
    oc: number,
    y: Pointer,
    bias: Pointer,
    activation: Activation,
  ): void {
    const { x, offsets, pixels, segments, length, stride } = windows;
    const size = segments * length;
    if (blas?.isWorthwhile(pixels, oc, size)) {
      const b = { pointer: filter, transposed: false, leadingDimension: oc };
      im2col(windows, (a, from, m) => {
        const c = y + from * oc * 4;
        blas.multiply({ m, n: oc, k: size, a, b, c, accumulate: false });
        if (bias || activation) run.finish_rows(bias, m, oc, activation, c); // while the rows are in the cache
      });
      return;
    }
    withScratch(packedSize(size, oc), (panels) => {
      run.pack(filter, oc, 1, size, oc, panels);
      const convolve = (strips: Pointer) =>
        run.convolve(x, offsets, pixels, segments, length, stride, panels, oc, bias, activation, y, strips);
      if (oc <= panelWidth) convolve(0);
      else withScratch(packedRows * Math.max(packedDepth, length), convolve);
    });
  }

  /** Calls `use` with consecutive blocks of windows, each a matrix [pixels, window]. */
  function im2col(
    { x, offsets, pixels, segments, length, stride }: PaddedImage,
    use: (
      matrix: { pointer: Pointer; transposed: boolean; leadingDimension: number },
      from: number,
      pixels: number,
    ) => void,
  ): void {
    const size = segments * length;
    const part = Math.max(64, Math.floor(maxIm2colFloats / size));
    withScratch(Math.min(part, pixels) * size, (pointer) => {
      for (let from = 0; from < pixels; from += part) {
        const to = Math.min(pixels, from + part);
        run.unroll(x, offsets, from, to, segments, length, stride, pointer);
        use({ pointer, transposed: false, leadingDimension: size }, from, to - from);
      }
    });
  }

  function withWindows<T>(image: Pointer, geometry: Geometry, use: (windows: PaddedImage) => T): T {
    const { n, h, w, c, top, left, kh, kw, oh, ow, strideH, strideW } = geometry;
    const [ph, pw] = [(oh - 1) * strideH + kh, (ow - 1) * strideW + kw];
    const whole = top === 0 && left === 0 && ph <= h && pw === w;
    return withScratch(whole ? 0 : n * ph * pw * c, (padded) => {
      if (!whole) run.pad(image, n, h, w, c, top, left, ph, pw, padded);
      return withScratch(n * oh * ow, (offsets) => {
        run.window_offsets(offsets, n, oh, ow, whole ? h : ph, pw, c, strideH, strideW);
        const x = whole ? image : padded;
        return use({ x, offsets, pixels: n * oh * ow, segments: kh, length: kw * c, stride: pw * c });
      });
    });
  }

  /** Inserts zeros between the filter's elements, if the convolution is dilated. */
  function dilated<T>(filter: Pointer, info: ConvInfo, use: (filter: Pointer) => T): T {
    const { dilationHeight, dilationWidth, filterHeight, filterWidth, inChannels, outChannels } = info;
    if (dilationHeight === 1 && dilationWidth === 1) return use(filter);
    const size = inChannels * outChannels;
    return withScratch(info.effectiveFilterHeight * info.effectiveFilterWidth * size, (wide) => {
      run.dilate(filter, filterHeight, filterWidth, size, dilationHeight, dilationWidth, wide);
      return use(wide);
    });
  }

  function geometryOf(info: ConvInfo): Geometry {
    return {
      n: info.batchSize,
      h: info.inHeight,
      w: info.inWidth,
      c: info.inChannels,
      top: info.padInfo.top,
      left: info.padInfo.left,
      kh: info.effectiveFilterHeight,
      kw: info.effectiveFilterWidth,
      oh: info.outHeight,
      ow: info.outWidth,
      strideH: info.strideHeight,
      strideW: info.strideWidth,
    };
  }

  /** For a stride of 1: correlates the padded dy with the filter rotated by 180 degrees. */
  function inputGradientByCorrelation(dy: Pointer, filter: Pointer, dx: Pointer, info: ConvInfo): void {
    const { inChannels: c, outChannels: oc, effectiveFilterHeight: kh, effectiveFilterWidth: kw } = info;
    const geometry: Geometry = {
      ...geometryOf(info),
      h: info.outHeight,
      w: info.outWidth,
      c: oc,
      top: kh - 1 - info.padInfo.top,
      left: kw - 1 - info.padInfo.left,
      oh: info.inHeight,
      ow: info.inWidth,
    };
    withScratch(kh * kw * c * oc, (rotated) => {
      run.rotate_filter(filter, kh, kw, c, oc, rotated);
      withWindows(dy, geometry, (windows) => multiply(windows, rotated, c, dx, 0, 0));
    });
  }

  /** For any stride: each window's gradient is dy times the filter; overlapping windows are summed. */
  function inputGradientByCol2im(dy: Pointer, filter: Pointer, dx: Pointer, info: ConvInfo): void {
    const { n, h, w, c, top, left, kh, kw, oh, ow, strideH, strideW } = geometryOf(info);
    const [ph, pw, oc, size] = [(oh - 1) * strideH + kh, (ow - 1) * strideW + kw, info.outChannels, kh * kw * c];
    const pixels = n * oh * ow;
    const part = Math.min(pixels, Math.max(64, Math.floor(maxIm2colFloats / size)));
    withScratch(n * ph * pw * c, (padded) =>
      withScratch(pixels, (offsets) =>
        withScratch(part * size, (windows) =>
          withScratch(packedSize(oc, size), (panels) => {
            run.clear(padded, n * ph * pw * c);
            run.window_offsets(offsets, n, oh, ow, ph, pw, c, strideH, strideW);
            if (!blas) run.pack(filter, 1, oc, oc, size, panels);
            for (let from = 0; from < pixels; from += part) {
              const to = Math.min(pixels, from + part);
              const a = { pointer: dy + from * oc * 4, transposed: false, leadingDimension: oc };
              const b = { pointer: filter, transposed: true, leadingDimension: oc };
              if (blas) blas.multiply({ m: to - from, n: size, k: oc, a, b, c: windows, accumulate: false });
              else run.matmul(a.pointer, oc, panels, to - from, size, oc, 0, 0, 0, windows, size, 0);
              run.scatter(windows, offsets, from, to, kh, kw * c, pw * c, padded);
            }
            run.pad(padded, n, ph, pw, c, -top, -left, h, w, dx);
          }),
        ),
      ),
    );
  }

  return {
    forward(x: Pointer, filter: Pointer, y: Pointer, info: ConvInfo, bias: Pointer, activation: Activation): void {
      dilated(filter, info, (wide) =>
        withWindows(x, geometryOf(info), (windows) => multiply(windows, wide, info.outChannels, y, bias, activation)),
      );
    },

    inputGradient(dy: Pointer, filter: Pointer, dx: Pointer, info: ConvInfo): void {
      const gradient =
        info.strideHeight === 1 && info.strideWidth === 1 ? inputGradientByCorrelation : inputGradientByCol2im;
      dilated(filter, info, (wide) => gradient(dy, wide, dx, info));
    },

    /** dw [window, oc] = windows transposed, times dy [pixels, oc]. */
    filterGradient(x: Pointer, dy: Pointer, dw: Pointer, info: ConvInfo): void {
      const { inChannels: c, outChannels: oc, filterHeight, filterWidth, dilationHeight, dilationWidth } = info;
      const size = filterHeight * filterWidth * c;
      withWindows(x, geometryOf(info), (windows) => {
        const { pixels, stride, offsets } = windows;
        if (blas?.isWorthwhile(size, oc, pixels) && dilationHeight === 1 && dilationWidth === 1) {
          run.clear(dw, size * oc);
          im2col(windows, (matrix, from, k) =>
            blas.multiply({
              m: size,
              n: oc,
              k,
              a: { ...matrix, transposed: true },
              b: { pointer: dy + from * oc * 4, transposed: false, leadingDimension: oc },
              c: dw,
              accumulate: true,
            }),
          );
          return;
        }
        const places = Array.from({ length: size }, (_, place) => {
          const [row, column] = [Math.floor(place / (filterWidth * c)), Math.floor(place / c) % filterWidth];
          return row * dilationHeight * stride + column * dilationWidth * c + (place % c);
        });
        const rest = oc % panelWidth;
        withScratchIntegers(places, (table) =>
          withScratch(rest ? pixels * panelWidth : 0, (tail) => {
            if (rest) run.pack(dy + (oc - rest) * 4, oc, 1, pixels, rest, tail);
            run.convolve_filter_gradient(windows.x, offsets, table, dy, tail, pixels, size, oc, dw);
          }),
        );
      });
    },
  };
}
