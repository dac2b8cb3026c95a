/** Makes batches: gathers rows from the data, scales pixels, augments, and scores what the model answers. */
import type { Features, LabelledData } from './data.ts';
import type { Loss } from './loss.ts';
import type { Random } from './random.ts';
import type { Batch } from './step.ts';

/** Changes the samples of a batch in place: `values` holds whole samples of `sampleShape`, 0..1 for pixels. */
export type Augment = (values: Float32Array, sampleShape: number[], random: Random) => void;

/** What a network is taught: samples, what they should be answered with, and how good an answer is. */
export interface Batcher {
  /** Of what a network is given. */
  sampleShape: number[];
  /** Numbers that a sample should be answered with, and that a network answers. */
  targetSize: number;
  outputSize: number;
  loss: Loss;
  /** What the mean of `score` over the samples is called, by Keras's names. */
  scoreName: 'accuracy' | 'mae' | 'iou';
  /**
   * Samples and what they should be answered with. They lie in memory that the next batch takes over.
   * @param random drives augmentation; null: none
   */
  batch(rows: Int32Array, random: Random | null): Batch;
  /** Added up over the samples: 1 for a right class, the mean absolute error of values. @param answers of `rows` */
  score(answers: Float32Array, rows: Int32Array): number;
}

/**
 * Teaches classes (one-hot) or values.
 * @param how `loss` unless given: cross-entropy for classes, the mean squared error for values
 */
export function createBatcher(data: LabelledData, how: { augment?: Augment; loss?: Loss } = {}): Batcher {
  const { features, targets } = data;
  const { augment, loss = targets.classes ? 'categoricalCrossentropy' : 'meanSquaredError' } = how;
  const outputs = targets.classes?.length ?? targets.values.length / features.count;
  const size = sizeOf(features.sampleShape);
  let [x, y] = [new Float32Array(), new Float32Array()];

  return {
    targetSize: outputs,
    outputSize: outputs,
    sampleShape: features.sampleShape,
    loss,
    scoreName: targets.classes ? 'accuracy' : 'mae',

    batch(rows, random) {
      if (y.length < rows.length * outputs) {
        x = new Float32Array(rows.length * size);
        y = new Float32Array(rows.length * outputs);
      }
      const [values, wanted] = [x.subarray(0, rows.length * size), y.subarray(0, rows.length * outputs).fill(0)];
      gatherFeatures(features, rows, values);
      if (random) augment?.(values, features.sampleShape, random);
      for (const [index, row] of rows.entries()) {
        if (targets.classes) wanted[index * outputs + (targets.values[row] ?? 0)] = 1;
        else wanted.set(targets.values.subarray(row * outputs, (row + 1) * outputs), index * outputs);
      }
      return { x: values, y: wanted, count: rows.length };
    },

    score(answers, rows) {
      let score = 0;
      for (const [index, row] of rows.entries()) {
        if (!targets.classes)
          score += meanAbsoluteError(answers, index * outputs, targets.values, row * outputs, outputs);
        else if (highest(answers, index * outputs, outputs) === targets.values[row]) score++;
      }
      return score;
    },
  };
}

/** Numbers of one sample. */
export function sizeOf(sampleShape: readonly number[]): number {
  return sampleShape.reduce((product, side) => product * side, 1);
}

/** Of `count` values: answers from `at` on, wanted ones from `from` on. */
export function meanAbsoluteError(
  answers: ArrayLike<number>,
  at: number,
  wanted: ArrayLike<number>,
  from: number,
  count: number,
): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += Math.abs((answers[at + index] ?? 0) - (wanted[from + index] ?? 0));
  return sum / count;
}

/** The samples of `rows`, one after the other; bytes become 0..1. @param gathered where to, rows.length samples */
export function gatherFeatures({ values }: Features, rows: Int32Array, gathered: Float32Array): Float32Array {
  const size = gathered.length / rows.length;
  for (const [index, row] of rows.entries()) gathered.set(values.subarray(row * size, (row + 1) * size), index * size);
  if (values instanceof Uint8Array)
    for (let at = 0; at < gathered.length; at++) gathered[at] = (gathered[at] ?? 0) / 255;
  return gathered;
}

/** Position of the largest of `count` values from `start` on; the first one of equals. */
export function highest(values: ArrayLike<number>, start: number, count: number): number {
  let best = 0;
  for (let index = 1; index < count; index++) {
    if ((values[start + index] ?? 0) > (values[start + best] ?? 0)) best = index;
  }
  return best;
}
