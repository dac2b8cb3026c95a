import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { kernel } from './access.ts';
import { registerRectifierGradients } from './activation.ts';
import { registerAffineLayers } from './affine-layers.ts';
import { registerAttention } from './attention.ts';
import { type Blas, findBlas } from './blas.ts';
import { registerConvolutions } from './convolution.ts';
import { registerDepthwise } from './depthwise.ts';
import { registerEinsum } from './einsum.ts';
import { registerElementwise } from './elementwise.ts';
import { registerFallbacks } from './fallback.ts';
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

/** Whether this process multiplies with a native BLAS. */
export function usesBlas(): boolean {
  return Boolean(registered);
}

/**
 * Makes tfjs-backend-wasm fit for training. Call after setBackend('wasm'), which registers the kernels that these replace.
 * @param onFallback told once for each kernel that runs in plain JavaScript
 * @param useBlas    multiply with a native BLAS where there is one and it is faster, or always
 * @returns the BLAS in use, or null
 */
export function registerWasmKernels(
  backend: BackendWasm,
  onFallback: (kernel: string) => void,
  useBlas: boolean | 'always',
): Blas | null {
  if (registered !== undefined) return registered; // kernels are registered once a process, like tfjs's own
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
