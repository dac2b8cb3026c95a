/**
 * The objective of logistic regression, as in scikit-learn but divided by C n:
 *
 *   mean cross-entropy + |W|^2 / (2 C n)           intercepts are not penalized
 *
 * Two classes have one row of weights, W [1, d]; the probability of the second class is 1 / (1 + e^-z). K > 2 classes have K
 * rows, [K, d], and a softmax. Parameters are laid out as [W, intercepts].
 */
import type { Matrix } from '../matrix.ts';
import type { ObjectiveFunction } from './lbfgs.ts';

/** Returns the number of weight rows: 1 for two classes, otherwise one per class. */
export const weightRows = (classes: number) => (classes === 2 ? 1 : classes);

/** @param y class indices */
export function logisticObjective(x: Matrix, y: Float64Array, classes: number, C: number): ObjectiveFunction {
  const rows = weightRows(classes);
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

/** Returns probabilities [samples x classes]. */
export function predictProbabilities(parameters: ArrayLike<number>, x: Matrix, classes: number): Float64Array {
  const rows = weightRows(classes);
  const scores = scoresOf(parameters, x, rows);
  if (classes !== 2) {
    for (let sample = 0; sample < x.rows; sample++) softmax(scores.subarray(sample * rows, (sample + 1) * rows));
    return scores;
  }
  const probabilities = new Float64Array(2 * x.rows);
  for (const [sample, score] of scores.entries()) {
    const second = sigmoid(score);
    probabilities[2 * sample] = sigmoid(-score);
    probabilities[2 * sample + 1] = second;
  }
  return probabilities;
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

/** Returns the loss of one sample and overwrites its score with the error, p - y. */
function binaryLoss(score: Float64Array, label: number): number {
  const z = score[0] ?? 0;
  score[0] = sigmoid(z) - label;
  // log(1 + e^z) - z y, without overflow of e^z
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

/** Applies softmax, in place. */
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
