/** Matrix products with the engine's own kernel or a native BLAS (../blas.ts); batches are computed one product at a time. */
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Blas, MatrixView } from '../blas.ts';
import {
  allocateTensor,
  attributes,
  input,
  type KernelArguments,
  replaceKernel,
  sizeFromShape,
} from '../kernel-access.ts';
import type { Native, Pointer } from '../native.ts';
import { type Activation, applyFusedActivation } from './activation.ts';

/** Columns of one packed panel; kernels.h has the same number. */
export const panelWidth = 8;

export interface MatMulArguments {
  m: number;
  n: number;
  k: number;
  a: MatrixView;
  b: MatrixView;
  c: Pointer;
  /** [n], added to every row; 0 for none. */
  bias: Pointer;
  activation: Activation;
}

/** C [m, n] = A [m, k] B, or C += A B. */
export type PackedMultiply = (m: number, a: MatrixView, c: Pointer, accumulate: boolean) => void;

export interface MatMul {
  /** C [m, n] = activation(A [m, k] B + bias [n]), by the method that is fastest for the layouts of A and B. */
  multiply(product: MatMulArguments): void;
  /** For many products with the same right side B [k, n], which is packed once. */
  withPackedRight(b: MatrixView, k: number, n: number, use: (times: PackedMultiply) => void): void;
}

/** Rows, and values per row, that are packed into strips at a time; kernels/matmul.c has the same numbers. */
export const [packedRows, packedDepth] = [120, 256];
/** Minimum number of columns of C for which packing strips is worthwhile: each strip is read once per panel. */
const minColumnsForPacking = 32;

/** Size of the packed B in floats. */
export function packedSize(k: number, n: number): number {
  return Math.ceil(n / panelWidth) * panelWidth * k;
}

export function createMultiplier({ run, withScratch }: Native, blas: Blas | null): MatMul {
  function packed(b: MatrixView, k: number, n: number, use: (panels: Pointer) => void): void {
    withScratch(packedSize(k, n), (panels) => {
      run.pack(b.pointer, b.transposed ? 1 : b.leadingDimension, b.transposed ? b.leadingDimension : 1, k, n, panels);
      use(panels);
    });
  }

  const withStrips = (n: number, use: (strips: Pointer) => void) =>
    n < minColumnsForPacking ? use(0) : withScratch(packedRows * packedDepth, use);

  function withOwnKernel({ m, n, k, a, b, c, bias, activation }: MatMulArguments): void {
    packed(b, k, n, (panels) =>
      withStrips(n, (strips) =>
        run.matmul(a.pointer, a.leadingDimension, panels, m, n, k, bias, activation, 0, c, n, strips),
      ),
    );
  }

  /** A^T B: both are read in the layout that sums over rows need; only the columns of B beyond whole panels are packed. */
  function multiplyTransposedLeft({ m, n, k, a, b, c }: MatMulArguments): void {
    const rest = n % panelWidth;
    withScratch(rest ? k * panelWidth : 0, (tail) => {
      if (rest) run.pack(b.pointer + (n - rest) * 4, b.leadingDimension, 1, k, rest, tail);
      run.matmul_transposed(a.pointer, a.leadingDimension, b.pointer, b.leadingDimension, tail, m, n, k, c, n);
    });
  }

  function withBlas(native: Blas, { m, n, k, a, b, c, bias, activation }: MatMulArguments): void {
    native.multiply({ m, n, k, a, b, c, accumulate: false });
    if (bias || activation) run.finish_rows(bias, m, n, activation, c);
  }

  function multiply(product: MatMulArguments): void {
    const { m, n, k, a, b, c, bias, activation } = product;
    if (m * n === 0) return;
    if (blas?.isWorthwhile(m, n, k)) withBlas(blas, product);
    else if (!a.transposed) withOwnKernel(product);
    else if (!b.transposed && bias === 0) {
      multiplyTransposedLeft(product);
      if (activation !== 0) run.apply_activation(activation, c, m * n);
    } else {
      // A^T B^T, or A^T B + bias: too rare in layers to deserve a kernel of its own.
      withScratch(m * k, (rows) => {
        run.transpose(a.pointer, k, m, a.leadingDimension, rows);
        withOwnKernel({ ...product, a: { pointer: rows, transposed: false, leadingDimension: k } });
      });
    }
  }

  return {
    multiply,
    withPackedRight: (b, k, n, use) =>
      packed(b, k, n, (panels) =>
        withStrips(n, (strips) =>
          use((m, a, c, accumulate) => {
            if (blas?.isWorthwhile(m, n, k)) blas.multiply({ m, n, k, a, b, c, accumulate });
            else run.matmul(a.pointer, a.leadingDimension, panels, m, n, k, 0, 0, accumulate ? 1 : 0, c, n, strips);
          }),
        ),
      ),
  };
}

interface Transposition {
  transposeA: boolean;
  transposeB: boolean;
}

export function registerMatMul(native: Native, { multiply }: MatMul): void {
  replaceKernel('BatchMatMul', (args) => multiplyBatches(native, multiply, args, 0, 0));
  replaceKernel('_FusedMatMul', (args) =>
    applyFusedActivation(args, native, (bias, activation) => multiplyBatches(native, multiply, args, bias, activation)),
  );
}

/** a [..., m, k] times b [..., k, n], or either with its last two axes swapped; leading axes broadcast. */
function multiplyBatches(
  native: Native,
  multiply: MatMul['multiply'],
  args: KernelArguments,
  bias: Pointer,
  activation: Activation,
): TensorInfo {
  const { transposeA, transposeB } = attributes<Transposition>(args);
  const [a, b] = [input(args, 'a'), input(args, 'b')];
  const [rowsA = 1, columnsA = 1] = a.shape.slice(-2);
  const [rowsB = 1, columnsB = 1] = b.shape.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [inner, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  // tf.matMul leaves this check to its kernels.
  if (inner !== k) throw new Error(`Matrices of ${m} x ${k} and ${inner} x ${n} cannot be multiplied.`);
  const [batchesA, batchesB] = [sizeFromShape(a.shape.slice(0, -2)), sizeFromShape(b.shape.slice(0, -2))];
  const batchShape = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const result = allocateTensor(args.backend, [...batchShape, m, n]);
  const run = (atA: number, atB: number, atC: number, rows: number) =>
    multiply({
      m: rows,
      n,
      k,
      a: { pointer: native.pointerOf(a) + atA * m * k * 4, transposed: transposeA, leadingDimension: columnsA },
      b: { pointer: native.pointerOf(b) + atB * k * n * 4, transposed: transposeB, leadingDimension: columnsB },
      c: native.pointerOf(result) + atC * m * n * 4,
      bias,
      activation,
    });
  const batches = sizeFromShape(batchShape);
  // With one right side for all, the batch is just more rows.
  if (batchesB === 1 && !transposeA) run(0, 0, 0, batches * m);
  else if (batchesA === batches && batchesB === batches) for (let i = 0; i < batches; i++) run(i, i, i, m);
  else {
    const [indexA, indexB] = [a, b].map((side) => broadcastIndex(side.shape.slice(0, -2), batchShape));
    for (let i = 0; i < batches; i++) run(indexA?.(i) ?? 0, indexB?.(i) ?? 0, i, m);
  }
  return result;
}

/** Returns a function that maps the index of a matrix in the broadcast batch to its index in the smaller batch. */
function broadcastIndex(shape: readonly number[], whole: readonly number[]): (index: number) => number {
  const padded = [...whole.map(() => 1), ...shape].slice(-whole.length);
  return (index) => {
    let [rest, at, step] = [index, 0, 1];
    for (let axis = whole.length - 1; axis >= 0; axis--) {
      const side = whole[axis] ?? 1;
      if (padded[axis] !== 1) {
        at += (rest % side) * step;
        step *= side;
      }
      rest = Math.floor(rest / side);
    }
    return at;
  };
}
