/** Batchers of generative networks: autoencoders and language models. */

import { argMax } from '../../shared/arg-max.ts';
import type { Features } from '../data.ts';
import { type Batcher, elementCount, gatherFeatures, meanAbsoluteError } from './batch.ts';

/** Creates a batcher whose targets are the inputs; each output value is an independent probability. */
export function createReconstructionBatcher(features: Features): Batcher {
  const size = elementCount(features.sampleShape);
  const target = new Float32Array(size);
  let x = new Float32Array();
  return {
    sampleShape: features.sampleShape,
    targetSize: size,
    outputSize: size,
    loss: 'binaryCrossentropy',
    metricName: 'mae',
    batch(rows) {
      if (x.length < rows.length * size) x = new Float32Array(rows.length * size);
      const values = gatherFeatures(features, rows, x.subarray(0, rows.length * size));
      return { x: values, y: values, count: rows.length };
    },
    sumMetric(outputs, rows) {
      let score = 0;
      for (const [index, row] of rows.entries()) {
        gatherFeatures(features, Int32Array.of(row), target);
        score += meanAbsoluteError(outputs, index * size, target, 0, size);
      }
      return score;
    },
  };
}

/**
 * Creates a batcher for next-token prediction. Samples are T + 1 tokens: the first T are the input, the last T the targets.
 * @param vocabulary vocabulary size
 */
export function createNextTokenBatcher(features: Features, vocabulary: number): Batcher {
  const [length = 1] = features.sampleShape;
  const steps = length - 1;
  const { values } = features;
  return {
    sampleShape: [steps],
    targetSize: steps,
    outputSize: steps * vocabulary,
    loss: 'nextToken',
    metricName: 'accuracy',
    batch(rows) {
      const [x, y] = [new Float32Array(rows.length * steps), new Float32Array(rows.length * steps)];
      for (const [index, row] of rows.entries()) {
        x.set(values.subarray(row * length, row * length + steps), index * steps);
        y.set(values.subarray(row * length + 1, (row + 1) * length), index * steps);
      }
      return { x, y, count: rows.length };
    },
    sumMetric(outputs, rows) {
      let correct = 0;
      for (const [index, row] of rows.entries()) {
        for (let step = 0; step < steps; step++) {
          const guess = argMax(outputs, (index * steps + step) * vocabulary, vocabulary);
          if (guess === values[row * length + step + 1]) correct++;
        }
      }
      return correct / steps;
    },
  };
}
