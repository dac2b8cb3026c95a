/** Evaluation metrics, defined as in scikit-learn 1.2 with `zero_division=0`. */

import { argMax } from '../shared/arg-max.ts';
import type { Box, Detection } from '../shared/detections.ts';
import type { MetricValue } from './context.ts';
import type { Features, Targets } from './data.ts';
import { averagePrecisions } from './detection.ts';
import { solveLeastSquares } from './least-squares.ts';
import { type Matrix, rowOf, squaredDistance, toMatrix } from './matrix.ts';
import type { Likelihood } from './model.ts';

export interface ClassificationEvaluation {
  objective: 'CLASSIFICATION';
  sampleCount: number;
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
  sampleCount: number;
  loss: number;
  meanAbsoluteError: number;
  rootMeanSquaredError: number;
  r2: number;
}

export interface ClusteringEvaluation {
  objective: 'CLUSTERING';
  sampleCount: number;
  clusterSizes: number[];
  inertia: number;
  silhouette: number | null;
}

export interface DimensionalityReductionEvaluation {
  objective: 'DIMENSIONALITY_REDUCTION';
  sampleCount: number;
  componentCount: number;
  retainedVariance: number;
}

export interface ForecastingEvaluation {
  objective: 'FORECASTING';
  sampleCount: number;
  loss: number;
  meanAbsoluteError: number;
  rootMeanSquaredError: number;
  naiveMeanAbsoluteError: number;
}

export interface DetectionEvaluation {
  objective: 'DETECTION';
  sampleCount: number;
  meanAveragePrecision: number;
  perClass: { name: string; averagePrecision: number | null; support: number }[];
}

export interface GenerationEvaluation {
  objective: 'GENERATION';
  sampleCount: number;
  loss: number;
  bitsPerDimension: number;
}

/** Maximum number of samples for the silhouette, whose cost is quadratic in them. */
const maxSilhouetteSamples = 2000;

/** Lower probabilities are clipped to this, so that one confident mistake does not make the loss infinite. */
const minProbability = 1e-7;

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
    const predicted = argMax(probabilities, sample * count, count);
    const row = matrix[label] ?? [];
    row[predicted] = (row[predicted] ?? 0) + 1;
    if (predicted === label) correct++;
    loss -= Math.log(Math.max(probabilities[sample * count + label] ?? 0, minProbability));
  }
  const perClass = classes.map((name, index) => {
    const hits = matrix[index]?.[index] ?? 0;
    const support = sum(matrix[index] ?? []);
    const precision = safeDivide(hits, sum(matrix.map((row) => row[index] ?? 0)));
    const recall = safeDivide(hits, support);
    return { name, precision, recall, f1: safeDivide(2 * precision * recall, precision + recall), support };
  });
  const mean = (pick: (entry: (typeof perClass)[number]) => number) => safeDivide(sum(perClass.map(pick)), count);
  return {
    objective: 'CLASSIFICATION',
    sampleCount: labels.length,
    loss: safeDivide(loss, labels.length),
    accuracy: safeDivide(correct, labels.length),
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
  const mean = safeDivide(sum(wanted), samples);
  const residual = sum(errors.map((error) => error ** 2));
  const total = sum(wanted.map((target) => (target - mean) ** 2));
  const loss = safeDivide(residual, samples);
  return {
    objective: 'REGRESSION',
    sampleCount: samples,
    loss,
    meanAbsoluteError: safeDivide(sum(errors.map(Math.abs)), samples),
    rootMeanSquaredError: Math.sqrt(loss),
    r2: total === 0 ? (residual === 0 ? 1 : 0) : 1 - residual / total,
  };
}

/**
 * @param memberships [rows x clusters]; a sample belongs to the cluster with its highest value
 * @param rows        the samples of `features` that `memberships` describes, in the same order
 */
export function evaluateClustering(
  memberships: Float32Array,
  features: Features,
  rows: Int32Array,
): ClusteringEvaluation {
  const x = toMatrix(features, rows);
  const count = memberships.length / rows.length;
  const clusters = Int32Array.from(rows, (_, sample) => argMax(memberships, sample * count, count));
  const sizes = new Array<number>(count).fill(0);
  const centers = Array.from({ length: count }, () => new Float64Array(x.columns));
  for (const [sample, cluster] of clusters.entries()) {
    sizes[cluster] = (sizes[cluster] ?? 0) + 1;
    const [center, row] = [centers[cluster], rowOf(x, sample)];
    center?.forEach((value, column) => {
      center[column] = value + (row[column] ?? 0);
    });
  }
  for (const [cluster, center] of centers.entries()) {
    center.forEach((value, column) => {
      center[column] = safeDivide(value, sizes[cluster] ?? 0);
    });
  }
  let inertia = 0;
  for (const [sample, cluster] of clusters.entries()) {
    const center = centers[cluster];
    if (center) inertia += squaredDistance(rowOf(x, sample), center);
  }
  return {
    objective: 'CLUSTERING',
    sampleCount: rows.length,
    clusterSizes: sizes,
    inertia,
    silhouette: silhouetteOf(x, clusters, count),
  };
}

/**
 * The mean silhouette (Rousseeuw 1987) of up to 2000 evenly spaced samples: (b - a) / max(a, b), where a is the mean distance
 * to the sample's own cluster and b that to the nearest other one; 0 for a cluster of one sample. Null with fewer than two
 * non-empty clusters.
 */
function silhouetteOf(x: Matrix, clusters: Int32Array, count: number): number | null {
  const step = Math.max(1, Math.ceil(x.rows / maxSilhouetteSamples));
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
    return safeDivide(b - a, Math.max(a, b));
  });
  return safeDivide(sum(scores), scores.length);
}

/** @param vectors [rows x components] */
export function evaluateReduction(
  vectors: Float32Array,
  features: Features,
  rows: Int32Array,
): DimensionalityReductionEvaluation {
  const x = toMatrix(features, rows);
  const components = vectors.length / rows.length;
  const z: Matrix = { values: Float64Array.from(vectors), rows: rows.length, columns: components };
  const { residualSumOfSquares, totalSumOfSquares } = solveLeastSquares(z, x);
  const retainedVariance = totalSumOfSquares === 0 ? 1 : 1 - residualSumOfSquares / totalSumOfSquares;
  return {
    objective: 'DIMENSIONALITY_REDUCTION',
    sampleCount: rows.length,
    componentCount: components,
    retainedVariance,
  };
}

/** All errors are in the target's unit. @param bases the seasonal naive forecast */
export function evaluateForecasts(
  forecasts: ArrayLike<number>,
  wanted: ArrayLike<number>,
  bases: ArrayLike<number>,
  samples: number,
): ForecastingEvaluation {
  const { loss, meanAbsoluteError, rootMeanSquaredError } = evaluateRegression(forecasts, wanted);
  const { meanAbsoluteError: naiveMeanAbsoluteError } = evaluateRegression(bases, wanted);
  return {
    objective: 'FORECASTING',
    sampleCount: samples,
    loss,
    meanAbsoluteError,
    rootMeanSquaredError,
    naiveMeanAbsoluteError: naiveMeanAbsoluteError,
  };
}

/** @param found boxes of each image, in the order of `wanted`; the mean is over the classes that have a box */
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
  const meanAveragePrecision = safeDivide(sum(known), known.length);
  return { objective: 'DETECTION', sampleCount: wanted.length, meanAveragePrecision, perClass };
}

export function evaluateLikelihood({ nats, unitsPerSample }: Likelihood, samples: number): GenerationEvaluation {
  return {
    objective: 'GENERATION',
    sampleCount: samples,
    loss: nats,
    bitsPerDimension: nats / Math.LN2 / unitsPerSample,
  };
}

/** Returns metrics under Keras's names: loss, and accuracy or mae. @param answers predictions for `rows`, in this order */
export function computeMetrics(
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
const safeDivide = (a: number, b: number) => (b === 0 ? 0 : a / b);
