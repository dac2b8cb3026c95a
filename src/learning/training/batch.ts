/** Creates batches: gathers rows, scales pixels, augments, and computes the metric of the outputs. */
import { argMax } from '../../shared/arg-max.ts';
import type { Features, LabelledData } from '../data.ts';
import type { Random } from '../random.ts';
import type { Loss } from './loss.ts';
import type { Batch } from './step.ts';

/** Augments the samples of a batch in place. `values` are consecutive samples of `sampleShape`; pixels are in 0..1. */
export type Augment = (values: Float32Array, sampleShape: number[], random: Random) => void;

/** Supplies training batches: inputs, targets, and the metric that scores outputs. */
export interface Batcher {
  /** Shape of one input sample. */
  sampleShape: number[];
  /** Floats per sample of the target, and of the network's output. */
  targetSize: number;
  outputSize: number;
  loss: Loss;
  /** Name of the metric, as in Keras: the mean of `sumMetric` over the samples. */
  metricName: 'accuracy' | 'mae' | 'iou';
  /**
   * Returns inputs and targets, in buffers that the next call may overwrite.
   * @param random random stream of the augmentation; null disables it
   */
  batch(rows: Int32Array, random: Random | null): Batch;
  /** Returns the sum of the metric over the samples. @param outputs outputs of the network for `rows` */
  sumMetric(outputs: Float32Array, rows: Int32Array): number;
}

/**
 * Creates a batcher for classes (one-hot targets) or values.
 * @param options `loss` defaults to cross-entropy for classes and to the mean squared error for values
 */
export function createBatcher(data: LabelledData, options: { augment?: Augment; loss?: Loss } = {}): Batcher {
  const { features, targets } = data;
  const { augment, loss = targets.classes ? 'categoricalCrossentropy' : 'meanSquaredError' } = options;
  const outputs = targets.classes?.length ?? targets.values.length / features.count;
  const size = elementCount(features.sampleShape);
  let [x, y] = [new Float32Array(), new Float32Array()];

  return {
    targetSize: outputs,
    outputSize: outputs,
    sampleShape: features.sampleShape,
    loss,
    metricName: targets.classes ? 'accuracy' : 'mae',

    batch(rows, random) {
      if (y.length < rows.length * outputs) {
        x = new Float32Array(rows.length * size);
        y = new Float32Array(rows.length * outputs);
      }
      const [values, batchTargets] = [x.subarray(0, rows.length * size), y.subarray(0, rows.length * outputs).fill(0)];
      gatherFeatures(features, rows, values);
      if (random) augment?.(values, features.sampleShape, random);
      for (const [index, row] of rows.entries()) {
        if (targets.classes) batchTargets[index * outputs + (targets.values[row] ?? 0)] = 1;
        else batchTargets.set(targets.values.subarray(row * outputs, (row + 1) * outputs), index * outputs);
      }
      return { x: values, y: batchTargets, count: rows.length };
    },

    sumMetric(predictions, rows) {
      let score = 0;
      for (const [index, row] of rows.entries()) {
        if (!targets.classes)
          score += meanAbsoluteError(predictions, index * outputs, targets.values, row * outputs, outputs);
        else if (argMax(predictions, index * outputs, outputs) === targets.values[row]) score++;
      }
      return score;
    },
  };
}

/** Returns the number of elements of one sample. */
export function elementCount(sampleShape: readonly number[]): number {
  return sampleShape.reduce((product, side) => product * side, 1);
}

/** Returns the mean absolute error of `count` values: outputs from index `at`, targets from index `from`. */
export function meanAbsoluteError(
  outputs: ArrayLike<number>,
  at: number,
  targets: ArrayLike<number>,
  from: number,
  count: number,
): number {
  let sum = 0;
  for (let index = 0; index < count; index++)
    sum += Math.abs((outputs[at + index] ?? 0) - (targets[from + index] ?? 0));
  return sum / count;
}

/** Copies the samples of `rows` into `gathered`, which holds rows.length samples; bytes are scaled to 0..1. */
export function gatherFeatures({ values }: Features, rows: Int32Array, gathered: Float32Array): Float32Array {
  const size = gathered.length / rows.length;
  for (const [index, row] of rows.entries()) gathered.set(values.subarray(row * size, (row + 1) * size), index * size);
  if (values instanceof Uint8Array)
    for (let at = 0; at < gathered.length; at++) gathered[at] = (gathered[at] ?? 0) / 255;
  return gathered;
}
