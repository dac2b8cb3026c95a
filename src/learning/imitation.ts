/** Batches for networks that learn what data looks like: to give samples back, or to go on with a text. */
import { type Batcher, gatherFeatures, highest, meanAbsoluteError, sizeOf } from './batch.ts';
import type { Features } from './data.ts';

/** Teaches to give every sample back, value by value, each a probability of its own. */
export function createReconstructionBatcher(features: Features): Batcher {
  const size = sizeOf(features.sampleShape);
  const wanted = new Float32Array(size);
  let x = new Float32Array();
  return {
    sampleShape: features.sampleShape,
    targetSize: size,
    outputSize: size,
    loss: 'binaryCrossentropy',
    scoreName: 'mae',
    batch(rows) {
      if (x.length < rows.length * size) x = new Float32Array(rows.length * size);
      const values = gatherFeatures(features, rows, x.subarray(0, rows.length * size));
      return { x: values, y: values, count: rows.length };
    },
    score(answers, rows) {
      let score = 0;
      for (const [index, row] of rows.entries()) {
        gatherFeatures(features, Int32Array.of(row), wanted);
        score += meanAbsoluteError(answers, index * size, wanted, 0, size);
      }
      return score;
    },
  };
}

/**
 * Teaches to name the token after each. Samples are T + 1 tokens: the first T are given, the last T wanted.
 * @param vocabulary tokens that there are
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
    scoreName: 'accuracy',
    batch(rows) {
      const [x, y] = [new Float32Array(rows.length * steps), new Float32Array(rows.length * steps)];
      for (const [index, row] of rows.entries()) {
        x.set(values.subarray(row * length, row * length + steps), index * steps);
        y.set(values.subarray(row * length + 1, (row + 1) * length), index * steps);
      }
      return { x, y, count: rows.length };
    },
    score(answers, rows) {
      let right = 0;
      for (const [index, row] of rows.entries()) {
        for (let step = 0; step < steps; step++) {
          const guess = highest(answers, (index * steps + step) * vocabulary, vocabulary);
          if (guess === values[row * length + step + 1]) right++;
        }
      }
      return right / steps;
    },
  };
}
