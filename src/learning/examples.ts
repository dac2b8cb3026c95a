/**
 * Which of the samples that a model was judged by are kept, so that a person can look at them. Few enough to be read at once,
 * however many there were; the same ones each time.
 */
import { highest } from './batch.ts';
import { createRandom, hashSeed } from './random.ts';

/** A sample and what a classifier took it for. */
export interface ClassExample {
  /** Its place among those judged. */
  sample: number;
  actual: number;
  predicted: number;
  /** Of the predicted class. */
  probability: number;
}

/** A sample and what a regression said. */
export interface ValueExample {
  sample: number;
  actual: number;
  predicted: number;
}

const mostPerCell = 20;
const mostExamples = 2000;
const mostPoints = 1000;
const mostResiduals = 20;

/**
 * Some of each cell of the confusion matrix: the mistakes that were surest, and the hits that were least sure. Where cells are too
 * many for all of them, each keeps its first ones, mistakes before hits.
 * @param probabilities [samples x classes]
 */
export function chooseExamples(probabilities: Float32Array, labels: Int32Array, classes: number): ClassExample[] {
  const cells = new Map<number, ClassExample[]>();
  const telling = (one: ClassExample, other: ClassExample) =>
    one.actual === one.predicted ? one.probability - other.probability : other.probability - one.probability;
  for (const [sample, actual] of labels.entries()) {
    const predicted = highest(probabilities, sample * classes, classes);
    const probability = probabilities[sample * classes + predicted] ?? 0;
    const key = actual * classes + predicted;
    const cell = cells.get(key) ?? [];
    cells.set(key, cell);
    cell.push({ sample, actual, predicted, probability });
    // Thinned now and then: memory does not grow with the samples.
    if (cell.length === 4 * mostPerCell) cell.sort(telling).splice(mostPerCell);
  }
  const isHit = ({ actual, predicted }: ClassExample) => (actual === predicted ? 1 : 0);
  return [...cells.values()]
    .flatMap((cell) =>
      cell
        .sort(telling)
        .slice(0, mostPerCell)
        .map((example, rank) => ({ example, rank })),
    )
    .sort((one, other) => one.rank - other.rank || isHit(one.example) - isHit(other.example))
    .slice(0, mostExamples)
    .map(({ example }) => example);
}

/** Points to draw, drawn at random from all where there are many, and those that are furthest off. */
export function choosePoints(
  predictions: ArrayLike<number>,
  wanted: ArrayLike<number>,
): { points: ValueExample[]; largest: ValueExample[] } {
  const count = wanted.length;
  const example = (sample: number) => ({ sample, actual: wanted[sample] ?? 0, predicted: predictions[sample] ?? 0 });
  const all = Int32Array.from({ length: count }, (_, sample) => sample);
  const order = count > mostPoints ? createRandom(hashSeed(0, 'points')).permutation(count) : all;
  const residual = (sample: number) => Math.abs((wanted[sample] ?? 0) - (predictions[sample] ?? 0));
  const furthest = all.slice().sort((one, other) => residual(other) - residual(one) || one - other);
  return {
    points: Array.from(order.slice(0, mostPoints).sort(), example),
    largest: Array.from(furthest.subarray(0, mostResiduals), example),
  };
}
