/**
 * Matrix products. The backend's own kernel is fast (XNNPACK) only for one product of two matrices as they lie; anything
 * transposed or batched goes through a plain loop. So: transpose first, and take batches apart.
 */
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  attributes,
  type BackendWasm,
  floats,
  free,
  input,
  type Kernel,
  kernel,
  output,
  product,
  replaceKernel,
  reshaped,
  transposed,
} from './access.ts';

/** Below this many multiplications in one product of a batch, the plain loop is as fast as taking the batch apart. */
const worthTakingApart = 4096;

interface Transposition {
  transposeA: boolean;
  transposeB: boolean;
}

export function registerMatMul(): void {
  const plain = kernel('BatchMatMul');
  const fused = kernel('_FusedMatMul');
  replaceKernel('BatchMatMul', (args) => {
    const { transposeA, transposeB } = attributes<Transposition>(args);
    return withUntransposed(args.backend, input(args, 'a'), input(args, 'b'), transposeA, transposeB, (a, b) =>
      multiply(plain, args.backend, a, b),
    );
  });
  replaceKernel('_FusedMatMul', (args) => {
    const attrs = attributes<Transposition>(args);
    const { transposeA, transposeB } = attrs;
    return withUntransposed(args.backend, input(args, 'a'), input(args, 'b'), transposeA, transposeB, (a, b) =>
      fused({
        ...args,
        inputs: { ...args.inputs, a, b },
        attrs: { ...args.attrs, transposeA: false, transposeB: false },
      }),
    );
  });
}

/** a [m, k] times b [k, n], as they lie. */
export function multiplyMatrices(backend: BackendWasm, a: TensorInfo, b: TensorInfo): TensorInfo {
  return kernel('BatchMatMul')({ inputs: { a, b }, backend, attrs: { transposeA: false, transposeB: false } });
}

function withUntransposed(
  backend: BackendWasm,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  use: (a: TensorInfo, b: TensorInfo) => TensorInfo,
): TensorInfo {
  const left = transposeA ? transposed(backend, a, lastTwoSwapped(a.shape.length)) : a;
  const right = transposeB ? transposed(backend, b, lastTwoSwapped(b.shape.length)) : b;
  const result = use(left, right);
  if (transposeA) free(backend, left);
  if (transposeB) free(backend, right);
  return result;
}

/** a [..., m, k] times b [..., k, n] */
function multiply(plain: Kernel, backend: BackendWasm, a: TensorInfo, b: TensorInfo): TensorInfo {
  const [m = 1, k = 1] = a.shape.slice(-2);
  const [n = 1] = b.shape.slice(-1);
  const [batchesA, batchesB] = [product(a.shape.slice(0, -2)), product(b.shape.slice(0, -2))];
  const run = (left: TensorInfo, right: TensorInfo) =>
    plain({ inputs: { a: left, b: right }, backend, attrs: { transposeA: false, transposeB: false } });
  if (batchesA === 1 && batchesB === 1) return run(a, b);
  const batchShape = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batchShape, m, n];
  // One right side for all: the batch is nothing but more rows.
  if (batchesB === 1) return { ...run(reshaped(a, [1, batchesA * m, k]), reshaped(b, [1, k, n])), shape };
  if (batchesA !== batchesB || m * k * n < worthTakingApart) return run(a, b);
  return multiplyOneByOne(run, backend, a, b, { batches: batchesA, m, k, n, shape });
}

function multiplyOneByOne(
  run: (a: TensorInfo, b: TensorInfo) => TensorInfo,
  backend: BackendWasm,
  a: TensorInfo,
  b: TensorInfo,
  { batches, m, k, n, shape }: { batches: number; m: number; k: number; n: number; shape: number[] },
): TensorInfo {
  const result = output(backend, shape);
  const left = output(backend, [1, m, k]);
  for (let batch = 0; batch < batches; batch++) {
    // A new right side each time: XNNPACK keeps what it packed under the id of its tensor.
    const right = output(backend, [1, k, n]);
    floats(backend, left).set(floats(backend, a).subarray(batch * m * k, (batch + 1) * m * k));
    floats(backend, right).set(floats(backend, b).subarray(batch * k * n, (batch + 1) * k * n));
    const part = run(left, right);
    floats(backend, result).set(floats(backend, part), batch * m * n);
    free(backend, part, right);
  }
  free(backend, left);
  return result;
}

function lastTwoSwapped(rank: number): number[] {
  const order = Array.from({ length: rank }, (_, index) => index);
  return [...order.slice(0, -2), rank - 1, rank - 2];
}
