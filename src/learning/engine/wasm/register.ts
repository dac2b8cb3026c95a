import { registerConvolutionGradients } from './convolution.ts';
import { registerDepthwiseGradients } from './depthwise.ts';
import { registerFallbacks } from './fallback.ts';
import { registerMatMul } from './matmul.ts';
import { registerPoolingGradients } from './pooling.ts';
import { registerSegmentSum, registerTile } from './tile.ts';

let registered = false;

/**
 * Makes tfjs-backend-wasm fit for training. Call after setBackend('wasm'), which registers the kernels that these replace.
 * @param onFallback told once for each kernel that runs in plain JavaScript
 */
export function registerWasmKernels(onFallback: (kernel: string) => void): void {
  if (registered) return; // kernels are registered once a process, like tfjs's own
  registered = true;
  registerMatMul();
  registerConvolutionGradients();
  registerDepthwiseGradients();
  registerPoolingGradients();
  registerTile();
  registerSegmentSum();
  registerFallbacks(onFallback);
}
