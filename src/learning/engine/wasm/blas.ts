/**
 * A native BLAS, if the machine has one: OpenBLAS through koffi, on the backend's own memory. Its products are two to four
 * times as fast as WebAssembly's 128-bit vectors. It runs one thread, so that results are reproducible and other tasks keep
 * their cores.
 */
import { createRequire } from 'node:module';
import type { Pointer } from './native.ts';

const require = createRequire(import.meta.url);

/** A strided view of a matrix: element (row, column) is at pointer + row * rows + column * columns, in floats. */
export interface MatrixView {
  pointer: Pointer;
  transposed: boolean;
  /** Distance between the starts of two rows in memory, in floats. */
  leadingDimension: number;
}

export interface Blas {
  /** Name for display: "OpenBLAS 0.3.21". */
  name: string;
  /** Whether a product is large enough to outweigh the cost of the native call. */
  isWorthwhile(m: number, n: number, k: number): boolean;
  /** C [m, n] = A B, or C += A B. */
  multiply(product: {
    m: number;
    n: number;
    k: number;
    a: MatrixView;
    b: MatrixView;
    c: Pointer;
    accumulate: boolean;
  }): void;
}

/** The part of koffi that is used here. */
interface Koffi {
  load(path: string): { func(definition: string): (...values: unknown[]) => unknown };
  address(buffer: Uint8Array): bigint;
}

const libraries = [
  'libopenblas.so.0',
  'libopenblas.so',
  'libopenblas.dylib',
  '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
  'libopenblas.dll',
];
const minMultiplications = 16_384; // multiplications
const [rowMajor, plain, transposed] = [101, 111, 112]; // cblas.h

/**
 * @param memory returns the backend's current memory, which moves when it grows
 * @param always also use it for small products
 * @returns the BLAS, or null with the reason
 */
export function findBlas(memory: () => Uint8Array, always: boolean): { blas: Blas | null; reason: string } {
  let koffi: Koffi;
  try {
    koffi = require('koffi');
  } catch {
    return { blas: null, reason: 'the optional package "koffi", which calls native libraries, is not installed' };
  }
  for (const path of libraries) {
    try {
      return { blas: open(koffi, path, memory, always), reason: '' };
    } catch {
      // Try the next name.
    }
  }
  return { blas: null, reason: 'no OpenBLAS is installed (Debian: apt-get install libopenblas0-pthread)' };
}

function open(koffi: Koffi, path: string, memory: () => Uint8Array, always: boolean): Blas {
  const library = koffi.load(path);
  library.func('void openblas_set_num_threads(int)')(1);
  const configuration = String(library.func('const char *openblas_get_config()')());
  const sgemm = library.func(
    'void cblas_sgemm(int order, int trans_a, int trans_b, int m, int n, int k, float alpha, uintptr_t a, int lda, ' +
      'uintptr_t b, int ldb, float beta, uintptr_t c, int ldc)',
  );
  let [known, base]: [ArrayBufferLike | null, number] = [null, 0];
  const start = () => {
    const bytes = memory();
    if (bytes.buffer !== known) [known, base] = [bytes.buffer, Number(koffi.address(bytes))];
    return base;
  };
  return {
    name: configuration.split(' ').slice(0, 2).join(' '),
    isWorthwhile: (m, n, k) => always || m * n * k >= minMultiplications,
    multiply({ m, n, k, a, b, c, accumulate }) {
      const from = start();
      const [left, right] = [a, b].map((side) => (side.transposed ? transposed : plain));
      sgemm(
        rowMajor,
        left,
        right,
        m,
        n,
        k,
        1,
        from + a.pointer,
        a.leadingDimension,
        from + b.pointer,
        b.leadingDimension,
        accumulate ? 1 : 0,
        from + c,
        n,
      );
    },
  };
}
