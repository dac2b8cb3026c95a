/** How good answers are. Every number is defined as in scikit-learn 1.2; a quotient without a denominator is 0. */
import { highest } from './batch.ts';
import type { MetricValue } from './context.ts';
import type { Box, Features, Targets } from './data.ts';
import { averagePrecisions, type Detection } from './detection.ts';
import { solveLeastSquares } from './least-squares.ts';
import { type Matrix, matrixOf, rowOf, squaredDistance } from './matrix.ts';
import type { Likelihood } from './model.ts';

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

export interface ClusteringEvaluation {
  objective: 'CLUSTERING';
  samples: number;
  sizes: number[];
  inertia: number;
  silhouette: number | null;
}

export interface ReductionEvaluation {
  objective: 'DIMENSIONALITY_REDUCTION';
  samples: number;
  components: number;
  retainedVariance: number;
}

export interface ForecastingEvaluation {
  objective: 'FORECASTING';
  samples: number;
  loss: number;
  meanAbsoluteError: number;
  rootMeanSquaredError: number;
  naiveError: number;
}

export interface DetectionEvaluation {
  objective: 'DETECTION';
  samples: number;
  meanAveragePrecision: number;
  perClass: { name: string; averagePrecision: number | null; support: number }[];
}

export interface GenerationEvaluation {
  objective: 'GENERATION';
  samples: number;
  loss: number;
  bitsPerUnit: number;
}

/** Samples that the silhouette looks at: it compares each with each. */
const mostCompared = 2000;

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

/**
 * @param memberships [rows x clusters]; a sample belongs where its value is highest
 * @param rows        which samples of `features` they are of
 */
export function evaluateClusters(
  memberships: Float32Array,
  features: Features,
  rows: Int32Array,
): ClusteringEvaluation {
  const x = matrixOf(features, rows);
  const count = memberships.length / rows.length;
  const clusters = Int32Array.from(rows, (_, sample) => highest(memberships, sample * count, count));
  const sizes = new Array<number>(count).fill(0);
  const centres = Array.from({ length: count }, () => new Float64Array(x.columns));
  for (const [sample, cluster] of clusters.entries()) {
    sizes[cluster] = (sizes[cluster] ?? 0) + 1;
    const [centre, row] = [centres[cluster], rowOf(x, sample)];
    centre?.forEach((value, column) => {
      centre[column] = value + (row[column] ?? 0);
    });
  }
  for (const [cluster, centre] of centres.entries()) {
    centre.forEach((value, column) => {
      centre[column] = quotient(value, sizes[cluster] ?? 0);
    });
  }
  let inertia = 0;
  for (const [sample, cluster] of clusters.entries()) {
    const centre = centres[cluster];
    if (centre) inertia += squaredDistance(rowOf(x, sample), centre);
  }
  return {
    objective: 'CLUSTERING',
    samples: rows.length,
    sizes,
    inertia,
    silhouette: silhouetteOf(x, clusters, count),
  };
}

/**
 * The mean silhouette (Rousseeuw 1987), of at most 2000 samples, evenly taken: (b - a) / max(a, b), a the mean distance to the
 * own cluster, b that to the nearest other one; 0 for a sample that is alone. Null with fewer than two clusters that have samples.
 */
function silhouetteOf(x: Matrix, clusters: Int32Array, count: number): number | null {
  const step = Math.max(1, Math.ceil(x.rows / mostCompared));
  const chosen = Array.from({ length: Math.ceil(x.rows / step) }, (_, index) => index * step);
  if (new Set(chosen.map((sample) => clusters[sample])).size < 2) return null;
  const scores = chosen.map((sample) => {
    const [sums, counts] = [new Float64Array(count), new Float64Array(count)];
    for (const other of chosen) {
      if (other === sample) continue;
      const cluster = clusters[other] ?? 0;
      sums[cluster] = (sums[cluster] ?? 0) + Math.sqrt(squaredDistance(rowOf(x, sample), rowOf(x, other)));
      counts[cluster] = (counts[cluster] ?? 0) + 1;
    }
    const own = clusters[sample] ?? 0;
    if (counts[own] === 0) return 0;
    const means = Array.from(sums, (sum, cluster) =>
      counts[cluster] ? sum / (counts[cluster] ?? 1) : Number.POSITIVE_INFINITY,
    );
    const a = means[own] ?? 0;
    const b = Math.min(...means.filter((_, cluster) => cluster !== own));
    return quotient(b - a, Math.max(a, b));
  });
  return quotient(sum(scores), scores.length);
}

/** @param vectors [rows x components] */
export function evaluateReduction(vectors: Float32Array, features: Features, rows: Int32Array): ReductionEvaluation {
  const x = matrixOf(features, rows);
  const components = vectors.length / rows.length;
  const z: Matrix = { values: Float64Array.from(vectors), rows: rows.length, columns: components };
  const { residual, total } = solveLeastSquares(z, x);
  const retainedVariance = total === 0 ? 1 : 1 - residual / total;
  return { objective: 'DIMENSIONALITY_REDUCTION', samples: rows.length, components, retainedVariance };
}

/** In the target's own unit. @param bases what the seasonal naive forecast says */
export function evaluateForecasts(
  forecasts: ArrayLike<number>,
  wanted: ArrayLike<number>,
  bases: ArrayLike<number>,
  samples: number,
): ForecastingEvaluation {
  const { loss, meanAbsoluteError, rootMeanSquaredError } = evaluateRegression(forecasts, wanted);
  const { meanAbsoluteError: naiveError } = evaluateRegression(bases, wanted);
  return { objective: 'FORECASTING', samples, loss, meanAbsoluteError, rootMeanSquaredError, naiveError };
}

/** @param found in each image, as `wanted`; the mean is over the classes that have a box */
export function evaluateDetections(
  found: Detection[][],
  wanted: Box[][],
  classes: readonly string[],
): DetectionEvaluation {
  const perClass = averagePrecisions(found, wanted, classes.length).map((averagePrecision, label) => ({
    name: classes[label] ?? '',
    averagePrecision,
    support: wanted.flat().filter((box) => box.label === label).length,
  }));
  const known = perClass.flatMap(({ averagePrecision }) => averagePrecision ?? []);
  const meanAveragePrecision = quotient(sum(known), known.length);
  return { objective: 'DETECTION', samples: wanted.length, meanAveragePrecision, perClass };
}

export function evaluateLikelihood({ nats, units }: Likelihood, samples: number): GenerationEvaluation {
  return { objective: 'GENERATION', samples, loss: nats, bitsPerUnit: nats / Math.LN2 / units };
}

/** What a training tells of samples, by Keras's names: loss, and accuracy or mae. @param answers of `rows`, in this order */
export function measureAnswers(
  answers: Float32Array,
  { values, classes }: Targets,
  rows: Int32Array,
  prefix: 'val_' | '',
): MetricValue[] {
  const wanted = Array.from(rows, (row) => values[row] ?? Number.NaN);
  if (classes) {
    const { loss, accuracy } = evaluateClassification(answers, Int32Array.from(wanted), classes);
    return [
      { name: `${prefix}loss`, value: loss },
      { name: `${prefix}accuracy`, value: accuracy },
    ];
  }
  const { loss, meanAbsoluteError } = evaluateRegression(answers, wanted);
  return [
    { name: `${prefix}loss`, value: loss },
    { name: `${prefix}mae`, value: meanAbsoluteError },
  ];
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const quotient = (a: number, b: number) => (b === 0 ? 0 : a / b);
