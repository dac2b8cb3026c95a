import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { registerRectifierGradients } from './activation.ts';
import { registerAffineLayers } from './affine-layers.ts';
import { registerAttention } from './attention.ts';
import { type Blas, findBlas } from './blas.ts';
import { registerConvolutions } from './convolution.ts';
import { registerDepthwise } from './depthwise.ts';
import { registerEinsum } from './einsum.ts';
import { registerElementwise } from './elementwise.ts';
import { registerFallbacks } from './fallback.ts';
import { kernel } from './kernel-access.ts';
import { registerLstm } from './lstm.ts';
import { createMultiplier, registerMatMul } from './matmul.ts';
import { loadNative } from './native.ts';
import { registerNormalization } from './normalization.ts';
import { registerOneHot } from './one-hot.ts';
import { registerPooling } from './pooling.ts';
import { registerReductions } from './reduce.ts';
import { registerResizeGradient } from './resize.ts';
import { registerTile } from './tile.ts';
import { registerTranspose } from './transpose.ts';
import { registerUpdate } from './update.ts';

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
