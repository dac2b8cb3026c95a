import type { Matrix } from '../matrix.ts';

export interface Linear {
  coefficients: number[];
  intercept: number;
}

/** One value for each row: x w + intercept. */
export function linearAnswers({ coefficients, intercept }: Linear, x: Matrix): Float64Array {
  const answers = new Float64Array(x.rows);
  for (let row = 0; row < x.rows; row++) {
    let sum = intercept;
    for (let column = 0; column < x.columns; column++)
      sum += (x.values[row * x.columns + column] ?? 0) * (coefficients[column] ?? 0);
    answers[row] = sum;
  }
  return answers;
}
