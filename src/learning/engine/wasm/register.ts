import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { registerOneHot } from './arrays/one-hot.ts';
import { registerTile } from './arrays/tile.ts';
import { registerTranspose } from './arrays/transpose.ts';
import { type Blas, findBlas } from './blas.ts';
import { registerFallbacks } from './fallback.ts';
import { registerConvolutions } from './images/convolution.ts';
import { registerDepthwise } from './images/depthwise.ts';
import { registerPooling } from './images/pooling.ts';
import { registerResizeGradient } from './images/resize.ts';
import { kernel } from './kernel-access.ts';
import { registerAffineLayers } from './layers/affine-layers.ts';
import { registerAttention } from './layers/attention.ts';
import { registerLstm } from './layers/lstm.ts';
import { registerNormalization } from './layers/normalization.ts';
import { registerRectifierGradients } from './math/activation.ts';
import { registerEinsum } from './math/einsum.ts';
import { registerElementwise } from './math/elementwise.ts';
import { createMultiplier, registerMatMul } from './math/matmul.ts';
import { registerUpdate } from './math/optimizer-update.ts';
import { registerReductions } from './math/reduce.ts';
import { loadNative } from './native.ts';

let registered: Blas | null | undefined;

/** Returns whether this process multiplies with a native BLAS. */
export function usesBlas(): boolean {
  return Boolean(registered);
}

/**
 * Makes tfjs-backend-wasm fit for training. Call after setBackend('wasm'), which registers the kernels that are replaced here.
 * @param onFallback called once for each kernel that runs in plain JavaScript
 * @param useBlas    multiply with a native BLAS if it is installed and faster, or always
 * @returns the BLAS in use, or null
 */
export function registerWasmKernels(
  backend: BackendWasm,
  onFallback: (kernel: string) => void,
  useBlas: boolean | 'always',
): Blas | null {
  if (registered !== undefined) return registered; // kernels are registered once per process, like tfjs's own
  const native = loadNative(backend);
  registered = useBlas ? findBlas(native.memory, useBlas === 'always').blas : null;
  const multiplier = createMultiplier(native, registered);
  registerMatMul(native, multiplier);
  registerConvolutions(native, registered);
  registerDepthwise(native);
  registerPooling(native);
  registerReductions(native);
  registerRectifierGradients(native);
  registerNormalization(native);
  registerLstm(native, multiplier);
  registerAttention(native);
  registerAffineLayers();
  registerUpdate(native);
  registerElementwise(native);
  registerTile();
  registerOneHot();
  registerTranspose(native);
  registerResizeGradient();
  registerFallbacks(onFallback);
  registerEinsum(kernel('Einsum'));
  return registered;
}
