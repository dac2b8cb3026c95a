import type { Matrix } from '../matrix.ts';

export interface LinearModel {
  coefficients: number[];
  intercept: number;
}

/** Returns one value per row: x w + intercept. */
export function predictLinear({ coefficients, intercept }: LinearModel, x: Matrix): Float64Array {
  const predictions = new Float64Array(x.rows);
  for (let row = 0; row < x.rows; row++) {
    let sum = intercept;
    for (let column = 0; column < x.columns; column++)
      sum += (x.values[row * x.columns + column] ?? 0) * (coefficients[column] ?? 0);
    predictions[row] = sum;
  }
  return predictions;
}
