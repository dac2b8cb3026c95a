/** The measured training: the catalogue's cnn on images of noise. */
import { cnn } from '../../src/catalogue/families/networks/cnn.ts';
import type { LabelledData, TrainingOptions } from '../../src/learning/data.ts';
import { splitRows } from '../../src/learning/split.ts';
import { train } from '../../src/learning/train.ts';
import { createBatcher } from '../../src/learning/training/batch.ts';
import { classCount, type Images, noiseImages } from '../noise-images.ts';

export const count = 8192;
const edge = 28;
export const split = { method: 'RANDOM', validationFraction: 0, testFraction: 0, seed: 0 } as const;
export const training = {
  batchSize: 64,
  learningRate: 0.001,
  optimizer: 'adam',
  learningRateSchedule: 'constant',
  earlyStopping: null,
  replicas: 1,
  seed: 0,
} as const satisfies Omit<TrainingOptions, 'epochs'>;

export const images = (): Images => noiseImages(count, edge);

/** Returns the samples per second of the training loop alone. */
export async function runTrainingLoop({ pixels, labels }: Images, epochs: number): Promise<number> {
  const inputShape = [edge, edge, 1];
  const data: LabelledData = {
    features: { values: pixels, sampleShape: inputShape, count },
    targets: {
      values: Int32Array.from(labels),
      classes: Array.from({ length: classCount }, (_, index) => String(index)),
    },
  };
  const shape = { inputShape, outputs: classCount, objective: 'CLASSIFICATION', trainSamples: count, seed: 0 } as const;
  const model = cnn.build(shape, cnn.parameters.parse({}));
  const started = performance.now();
  const context = { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal };
  const all = splitRows(count, split, null);
  await train({ model, batcher: createBatcher(data), split: all, training: { ...training, epochs }, context });
  const seconds = (performance.now() - started) / 1000;
  model.dispose();
  return (count * epochs) / seconds;
}
