/** How alike two rows are: x . y, or exp(-gamma |x - y|^2). */
import { dot, type Matrix, rowOf, squaredDistance } from '../matrix.ts';

export interface Kernel {
  kind: 'linear' | 'rbf';
  gamma: number;
}

export function similarity({ kind, gamma }: Kernel, a: Float64Array, b: Float64Array): number {
  return kind === 'linear' ? dot(a, b) : Math.exp(-gamma * squaredDistance(a, b));
}

/** scikit-learn's `scale`: 1 / (columns x the variance of all numbers). */
export function scaledGamma({ values, columns }: Matrix): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return variance > 0 ? 1 / (columns * variance) : 1;
}

/** Sums over the support of coefficient times similarity, for every row. @param support rows of numbers */
export function decisions(
  kernel: Kernel,
  support: number[][],
  x: Matrix,
): (coefficients: Map<number, number>, row: number) => number {
  const vectors = support.map((vector) => Float64Array.from(vector));
  let [known, at] = [new Float64Array(), -1];
  return (coefficients, row) => {
    if (row !== at) {
      at = row;
      const own = rowOf(x, row);
      known = Float64Array.from(vectors, (vector) => similarity(kernel, vector, own));
    }
    let sum = 0;
    for (const [index, coefficient] of coefficients) sum += coefficient * (known[index] ?? 0);
    return sum;
  };
}
