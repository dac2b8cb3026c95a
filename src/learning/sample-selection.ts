/**
 * Selects which test-set predictions are stored for inspection. The selection is bounded, whatever the size of the test set,
 * and deterministic.
 */

import { argMax } from '../shared/arg-max.ts';
import { createRandom, hashSeed } from './random.ts';

/** A sample with the class that a classifier predicted. */
export interface ClassExample {
  /** Index within the test set. */
  sample: number;
  actual: number;
  predicted: number;
  /** Probability of the predicted class. */
  probability: number;
}

/** A sample with the value that a regression model predicted. */
export interface ValueExample {
  sample: number;
  actual: number;
  predicted: number;
}

const maxPerCell = 20;
const maxExamples = 2000;
const maxPoints = 1000;
const maxResiduals = 20;

/**
 * Selects examples of every cell of the confusion matrix: the most confident mistakes and the least confident hits. If there
 * are too many in total, every cell keeps its first ones, mistakes before hits.
 * @param probabilities [samples x classes]
 */
export function selectClassExamples(probabilities: Float32Array, labels: Int32Array, classes: number): ClassExample[] {
  const cells = new Map<number, ClassExample[]>();
  const byInterest = (one: ClassExample, other: ClassExample) =>
    one.actual === one.predicted ? one.probability - other.probability : other.probability - one.probability;
  for (const [sample, actual] of labels.entries()) {
    const predicted = argMax(probabilities, sample * classes, classes);
    const probability = probabilities[sample * classes + predicted] ?? 0;
    const key = actual * classes + predicted;
    const cell = cells.get(key) ?? [];
    cells.set(key, cell);
    cell.push({ sample, actual, predicted, probability });
    // The cell is pruned now and then, so that memory does not grow with the samples.
    if (cell.length === 4 * maxPerCell) cell.sort(byInterest).splice(maxPerCell);
  }
  const isHit = ({ actual, predicted }: ClassExample) => (actual === predicted ? 1 : 0);
  return [...cells.values()]
    .flatMap((cell) =>
      cell
        .sort(byInterest)
        .slice(0, maxPerCell)
        .map((example, rank) => ({ example, rank })),
    )
    .sort((one, other) => one.rank - other.rank || isHit(one.example) - isHit(other.example))
    .slice(0, maxExamples)
    .map(({ example }) => example);
}

/** Selects points for a scatter plot, a random subset if there are many, and the samples with the largest residuals. */
export function selectRegressionPoints(
  predictions: ArrayLike<number>,
  wanted: ArrayLike<number>,
): { points: ValueExample[]; largest: ValueExample[] } {
  const count = wanted.length;
  const example = (sample: number) => ({ sample, actual: wanted[sample] ?? 0, predicted: predictions[sample] ?? 0 });
  const all = Int32Array.from({ length: count }, (_, sample) => sample);
  const order = count > maxPoints ? createRandom(hashSeed(0, 'points')).permutation(count) : all;
  const residual = (sample: number) => Math.abs((wanted[sample] ?? 0) - (predictions[sample] ?? 0));
  const byResidual = all.slice().sort((one, other) => residual(other) - residual(one) || one - other);
  return {
    points: Array.from(order.slice(0, maxPoints).sort(), example),
    largest: Array.from(byResidual.subarray(0, maxResiduals), example),
  };
}
