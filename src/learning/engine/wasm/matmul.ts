/** Matrix products, with our own kernel or a native BLAS (blas.ts); batches are taken apart. */
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { attributes, input, type KernelArguments, output, product, replaceKernel } from './access.ts';
import { type Activation, fused } from './activation.ts';
import type { Blas } from './blas.ts';
import type { Native, Pointer } from './native.ts';

/** Columns of one packed panel; kernels.h has the same number. */
export const panelWidth = 8;

/** One matrix as it lies: element (row, column) at pointer + row * rows + column * columns, in floats. */
export interface Matrix {
  pointer: Pointer;
  transposed: boolean;
  /** Floats from one row in memory to the next. */
  leading: number;
}

export interface Product {
  m: number;
  n: number;
  k: number;
  a: Matrix;
  b: Matrix;
  c: Pointer;
  /** [n], added to every row; 0: none */
  bias: Pointer;
  activation: Activation;
}

/** C [m, n] = A [m, k] B, or C += A B. */
export type Times = (m: number, a: Matrix, c: Pointer, accumulate: boolean) => void;

export interface Multiplier {
  /** C [m, n] = activation(A [m, k] B + bias [n]), in the order that is fastest for how A and B lie. */
  multiply(product: Product): void;
  /** For many products with one right side B [k, n], which is made ready once. */
  withRight(b: Matrix, k: number, n: number, use: (times: Times) => void): void;
}

/** Rows, and values of each, that are laid in strips at a time; kernels/matmul.c has the same numbers. */
export const [stripRows, stripDepth] = [120, 256];
/** Columns of C from which laying strips is worth it: each is read for every panel. */
const manyColumns = 32;

/** Floats that B takes once packed. */
export function packedSize(k: number, n: number): number {
  return Math.ceil(n / panelWidth) * panelWidth * k;
}

export function createMultiplier({ run, borrow }: Native, blas: Blas | null): Multiplier {
  function packed(b: Matrix, k: number, n: number, use: (panels: Pointer) => void): void {
    borrow(packedSize(k, n), (panels) => {
      run.pack(b.pointer, b.transposed ? 1 : b.leading, b.transposed ? b.leading : 1, k, n, panels);
      use(panels);
    });
  }

  const withStrips = (n: number, use: (strips: Pointer) => void) =>
    n < manyColumns ? use(0) : borrow(stripRows * stripDepth, use);

  function withOwnKernel({ m, n, k, a, b, c, bias, activation }: Product): void {
    packed(b, k, n, (panels) =>
      withStrips(n, (strips) => run.matmul(a.pointer, a.leading, panels, m, n, k, bias, activation, 0, c, n, strips)),
    );
  }

  /** A^T B: both lie as sums over rows want them; only what is left of B beyond whole panels is packed. */
  function sumOverRows({ m, n, k, a, b, c }: Product): void {
    const rest = n % panelWidth;
    borrow(rest ? k * panelWidth : 0, (tail) => {
      if (rest) run.pack(b.pointer + (n - rest) * 4, b.leading, 1, k, rest, tail);
      run.matmul_transposed(a.pointer, a.leading, b.pointer, b.leading, tail, m, n, k, c, n);
    });
  }

  function withBlas(native: Blas, { m, n, k, a, b, c, bias, activation }: Product): void {
    native.multiply({ m, n, k, a, b, c, accumulate: false });
    if (bias || activation) run.finish_rows(bias, m, n, activation, c);
  }

  function multiply(product: Product): void {
    const { m, n, k, a, b, c, bias, activation } = product;
    if (m * n === 0) return;
    if (blas?.isWorth(m, n, k)) withBlas(blas, product);
    else if (!a.transposed) withOwnKernel(product);
    else if (!b.transposed && bias === 0) {
      sumOverRows(product);
      if (activation !== 0) run.apply_activation(activation, c, m * n);
    } else {
      // A^T B^T, or A^T B + bias: no layer asks for it often enough to deserve a kernel of its own.
      borrow(m * k, (rows) => {
        run.transpose(a.pointer, k, m, a.leading, rows);
        withOwnKernel({ ...product, a: { pointer: rows, transposed: false, leading: k } });
      });
    }
  }

  return {
    multiply,
    withRight: (b, k, n, use) =>
      packed(b, k, n, (panels) =>
        withStrips(n, (strips) =>
          use((m, a, c, accumulate) => {
            if (blas?.isWorth(m, n, k)) blas.multiply({ m, n, k, a, b, c, accumulate });
            else run.matmul(a.pointer, a.leading, panels, m, n, k, 0, 0, accumulate ? 1 : 0, c, n, strips);
          }),
        ),
      ),
  };
}

interface Transposition {
  transposeA: boolean;
  transposeB: boolean;
}

export function registerMatMul(native: Native, { multiply }: Multiplier): void {
  replaceKernel('BatchMatMul', (args) => multiplyBatches(native, multiply, args, 0, 0));
  replaceKernel('_FusedMatMul', (args) =>
    fused(args, native, (bias, activation) => multiplyBatches(native, multiply, args, bias, activation)),
  );
}

/** a [..., m, k] times b [..., k, n], or either with its last two axes swapped; leading axes broadcast. */
function multiplyBatches(
  native: Native,
  multiply: Multiplier['multiply'],
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
  // tf.matMul leaves this to its kernels.
  if (inner !== k) throw new Error(`Matrices of ${m} x ${k} and ${inner} x ${n} cannot be multiplied.`);
  const [batchesA, batchesB] = [product(a.shape.slice(0, -2)), product(b.shape.slice(0, -2))];
  const batchShape = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const result = output(args.backend, [...batchShape, m, n]);
  const run = (atA: number, atB: number, atC: number, rows: number) =>
    multiply({
      m: rows,
      n,
      k,
      a: { pointer: native.at(a) + atA * m * k * 4, transposed: transposeA, leading: columnsA },
      b: { pointer: native.at(b) + atB * k * n * 4, transposed: transposeB, leading: columnsB },
      c: native.at(result) + atC * m * n * 4,
      bias,
      activation,
    });
  const batches = product(batchShape);
  // One right side for all: the batch is nothing but more rows.
  if (batchesB === 1 && !transposeA) run(0, 0, 0, batches * m);
  else if (batchesA === batches && batchesB === batches) for (let i = 0; i < batches; i++) run(i, i, i, m);
  else {
    const [indexA, indexB] = [a, b].map((side) => broadcastIndex(side.shape.slice(0, -2), batchShape));
    for (let i = 0; i < batches; i++) run(indexA?.(i) ?? 0, indexB?.(i) ?? 0, i, m);
  }
  return result;
}

/** Which matrix of a smaller batch belongs to matrix `index` of the whole. */
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
