/**
 * The objective of logistic regression, as scikit-learn has it, divided by C n:
 *
 *   mean cross-entropy + |W|^2 / (2 C n)           the intercepts have no penalty
 *
 * Two classes have one row of weights, W [1, d], and the probability of the second is 1 / (1 + e^-z); K have K rows, [K, d], and a
 * softmax. Parameters lie as [W, intercepts].
 */
import type { Matrix } from '../matrix.ts';
import type { Objective } from './lbfgs.ts';

/** Rows of weights. */
export const rowsFor = (classes: number) => (classes === 2 ? 1 : classes);

/** @param y class numbers */
export function logisticObjective(x: Matrix, y: Float64Array, classes: number, C: number): Objective {
  const rows = rowsFor(classes);
  const weights = rows * x.columns;
  const penalty = 1 / (C * x.rows);
  return (parameters, gradient) => {
    gradient.fill(0);
    const scores = scoresOf(parameters, x, rows);
    let loss = 0;
    for (let sample = 0; sample < x.rows; sample++) {
      const own = scores.subarray(sample * rows, (sample + 1) * rows);
      loss += classes === 2 ? binaryLoss(own, y[sample] ?? 0) : softmaxLoss(own, y[sample] ?? 0);
      for (let row = 0; row < rows; row++) {
        const error = (own[row] ?? 0) / x.rows;
        const from = sample * x.columns;
        for (let column = 0; column < x.columns; column++) {
          const at = row * x.columns + column;
          gradient[at] = (gradient[at] ?? 0) + error * (x.values[from + column] ?? 0);
        }
        gradient[weights + row] = (gradient[weights + row] ?? 0) + error;
      }
    }
    let norm = 0;
    for (let at = 0; at < weights; at++) {
      norm += (parameters[at] ?? 0) ** 2;
      gradient[at] = (gradient[at] ?? 0) + penalty * (parameters[at] ?? 0);
    }
    return loss / x.rows + (penalty / 2) * norm;
  };
}

/** Probabilities [samples x classes]. */
export function logisticAnswers(parameters: ArrayLike<number>, x: Matrix, classes: number): Float64Array {
  const rows = rowsFor(classes);
  const scores = scoresOf(parameters, x, rows);
  if (classes !== 2) {
    for (let sample = 0; sample < x.rows; sample++) softmax(scores.subarray(sample * rows, (sample + 1) * rows));
    return scores;
  }
  const answers = new Float64Array(2 * x.rows);
  for (const [sample, score] of scores.entries()) {
    const second = sigmoid(score);
    answers[2 * sample] = sigmoid(-score);
    answers[2 * sample + 1] = second;
  }
  return answers;
}

function scoresOf(parameters: ArrayLike<number>, x: Matrix, rows: number): Float64Array {
  const scores = new Float64Array(x.rows * rows);
  for (let sample = 0; sample < x.rows; sample++) {
    for (let row = 0; row < rows; row++) {
      let sum = parameters[rows * x.columns + row] ?? 0;
      const [from, weights] = [sample * x.columns, row * x.columns];
      for (let column = 0; column < x.columns; column++)
        sum += (x.values[from + column] ?? 0) * (parameters[weights + column] ?? 0);
      scores[sample * rows + row] = sum;
    }
  }
  return scores;
}

/** The loss of one sample; its score gives way to its error, p - y. */
function binaryLoss(score: Float64Array, label: number): number {
  const z = score[0] ?? 0;
  score[0] = sigmoid(z) - label;
  // log(1 + e^z) - z y, so that no e^z is too large
  return Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)));
}

function softmaxLoss(scores: Float64Array, label: number): number {
  const largest = Math.max(...scores);
  const loss =
    largest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - largest), 0)) - (scores[label] ?? 0);
  softmax(scores);
  scores[label] = (scores[label] ?? 0) - 1;
  return loss;
}

/** In place. */
export function softmax(scores: Float64Array): void {
  const largest = Math.max(...scores);
  let sum = 0;
  for (const [index, score] of scores.entries()) {
    const value = Math.exp(score - largest);
    scores[index] = value;
    sum += value;
  }
  for (const [index, value] of scores.entries()) scores[index] = value / sum;
}

export function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}
