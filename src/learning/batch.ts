/** Makes batches: gathers rows from the data, scales pixels, augments, and scores what the model answers. */
import type { Features, LabelledData } from './data.ts';
import type { Random } from './random.ts';
import type { Batch } from './step.ts';

/** Changes the samples of a batch in place: `values` holds whole samples of `sampleShape`, 0..1 for pixels. */
export type Augment = (values: Float32Array, sampleShape: number[], random: Random) => void;

export function createBatcher(data: LabelledData, augment?: Augment) {
  const { features, targets } = data;
  const outputs = targets.classes?.length ?? 1;

  return {
    /** Numbers that the model answers for each sample. */
    outputs,
    sampleShape: features.sampleShape,

    /**
     * Samples and what they should be answered with, one-hot for classes.
     * @param random drives augmentation; null: none
     */
    batch(rows: Int32Array, random: Random | null): Batch {
      const values = gatherFeatures(features, rows);
      if (random) augment?.(values, features.sampleShape, random);
      const wanted = new Float32Array(rows.length * outputs);
      for (const [index, row] of rows.entries()) {
        const target = targets.values[row] ?? 0;
        if (targets.classes) wanted[index * outputs + target] = 1;
        else wanted[index] = target;
      }
      return { x: values, y: wanted, count: rows.length };
    },

    /** How many of the answers [B, C] name the right class; or for values, the sum of absolute errors. */
    score(answers: Float32Array, rows: Int32Array): number {
      let score = 0;
      for (const [index, row] of rows.entries()) {
        const target = targets.values[row] ?? 0;
        if (!targets.classes) score += Math.abs((answers[index] ?? 0) - target);
        else if (highest(answers, index * outputs, outputs) === target) score++;
      }
      return score;
    },
  };
}

/** The samples of `rows`, one after the other; bytes become 0..1. */
export function gatherFeatures(features: Features, rows: Int32Array): Float32Array {
  const { values, sampleShape } = features;
  const size = sampleShape.reduce((product, side) => product * side, 1);
  const gathered = new Float32Array(rows.length * size);
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
