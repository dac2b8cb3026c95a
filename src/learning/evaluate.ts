/** How good answers are. Every number is defined as in scikit-learn 1.2; a quotient without a denominator is 0. */
import { highest } from './batch.ts';

export interface ClassificationEvaluation {
  objective: 'CLASSIFICATION';
  samples: number;
  loss: number;
  accuracy: number;
  macroPrecision: number;
  macroRecall: number;
  macroF1: number;
  perClass: { name: string; precision: number; recall: number; f1: number; support: number }[];
  confusionMatrix: number[][];
}

export interface RegressionEvaluation {
  objective: 'REGRESSION';
  samples: number;
  loss: number;
  meanAbsoluteError: number;
  rootMeanSquaredError: number;
  r2: number;
}

/** Probabilities below are taken for this, so that one sure mistake does not make the loss infinite. */
const leastProbability = 1e-7;

/**
 * @param probabilities [samples x classes.length]
 * @param labels        the true class of each sample
 */
export function evaluateClassification(
  probabilities: Float32Array,
  labels: Int32Array,
  classes: readonly string[],
): ClassificationEvaluation {
  const count = classes.length;
  const matrix = Array.from({ length: count }, () => new Array<number>(count).fill(0)); // [true][predicted]
  let [correct, loss] = [0, 0];
  for (const [sample, label] of labels.entries()) {
    const predicted = highest(probabilities, sample * count, count);
    const row = matrix[label] ?? [];
    row[predicted] = (row[predicted] ?? 0) + 1;
    if (predicted === label) correct++;
    loss -= Math.log(Math.max(probabilities[sample * count + label] ?? 0, leastProbability));
  }
  const perClass = classes.map((name, index) => {
    const hits = matrix[index]?.[index] ?? 0;
    const support = sum(matrix[index] ?? []);
    const precision = quotient(hits, sum(matrix.map((row) => row[index] ?? 0)));
    const recall = quotient(hits, support);
    return { name, precision, recall, f1: quotient(2 * precision * recall, precision + recall), support };
  });
  const mean = (pick: (entry: (typeof perClass)[number]) => number) => quotient(sum(perClass.map(pick)), count);
  return {
    objective: 'CLASSIFICATION',
    samples: labels.length,
    loss: quotient(loss, labels.length),
    accuracy: quotient(correct, labels.length),
    macroPrecision: mean(({ precision }) => precision),
    macroRecall: mean(({ recall }) => recall),
    macroF1: mean(({ f1 }) => f1),
    perClass,
    confusionMatrix: matrix,
  };
}

/** `loss` is the mean squared error; R2 = 1 - residual sum of squares / total sum of squares. */
export function evaluateRegression(predictions: ArrayLike<number>, targets: ArrayLike<number>): RegressionEvaluation {
  const samples = targets.length;
  const [wanted, found] = [Array.from(targets), Array.from(predictions)];
  const errors = wanted.map((target, index) => (found[index] ?? 0) - target);
  const mean = quotient(sum(wanted), samples);
  const residual = sum(errors.map((error) => error ** 2));
  const total = sum(wanted.map((target) => (target - mean) ** 2));
  const loss = quotient(residual, samples);
  return {
    objective: 'REGRESSION',
    samples,
    loss,
    meanAbsoluteError: quotient(sum(errors.map(Math.abs)), samples),
    rootMeanSquaredError: Math.sqrt(loss),
    r2: total === 0 ? (residual === 0 ? 1 : 0) : 1 - residual / total,
  };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const quotient = (a: number, b: number) => (b === 0 ? 0 : a / b);
