/** Kernel functions, the similarity of two rows: x . y, or exp(-gamma |x - y|^2). */
import { dot, type Matrix, rowOf, squaredDistance } from '../matrix.ts';

export interface Kernel {
  kind: 'linear' | 'rbf';
  gamma: number;
}

export function kernelValue({ kind, gamma }: Kernel, a: Float64Array, b: Float64Array): number {
  return kind === 'linear' ? dot(a, b) : Math.exp(-gamma * squaredDistance(a, b));
}

/** scikit-learn's gamma="scale": 1 / (columns x variance of all values). */
export function scaledGamma({ values, columns }: Matrix): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return variance > 0 ? 1 / (columns * variance) : 1;
}

/** Returns a function that sums coefficient x kernel value over the support vectors, for a row of x. */
export function decisionFunction(
  kernel: Kernel,
  support: number[][],
  x: Matrix,
): (coefficients: Map<number, number>, row: number) => number {
  const vectors = support.map((vector) => Float64Array.from(vector));
  let [similarities, cachedRow] = [new Float64Array(), -1];
  return (coefficients, row) => {
    if (row !== cachedRow) {
      cachedRow = row;
      const own = rowOf(x, row);
      similarities = Float64Array.from(vectors, (vector) => kernelValue(kernel, vector, own));
    }
    let sum = 0;
    for (const [index, coefficient] of coefficients) sum += coefficient * (similarities[index] ?? 0);
    return sum;
  };
}
