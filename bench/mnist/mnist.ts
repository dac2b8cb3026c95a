/**
 * The catalogue's cnn on MNIST with the data set's own split: three epochs on all 60,000 training images, evaluated on the 10,000
 * test images.
 *
 *   mnist.accuracy   accuracy on the test images
 *   mnist.seconds    training time, without the evaluation
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cnn } from '../../src/catalogue/families/networks/cnn.ts';
import { decodeIdx } from '../../src/datasets/formats/idx.ts';
import { writeMnist } from '../../src/demo/mnist.ts';
import { startBackend } from '../../src/learning/engine/backend.ts';
import { evaluateClassification } from '../../src/learning/evaluate.ts';
import { predictNetwork } from '../../src/learning/model.ts';
import { train } from '../../src/learning/train.ts';
import { createBatcher } from '../../src/learning/training/batch.ts';
import { measurement, type Row } from '../report.ts';

const learned = 60_000;
const parameters = { filters: [16, 32], denseUnits: 128 };
const training = {
  epochs: 3,
  batchSize: 64,
  learningRate: 0.002,
  optimizer: 'adam',
  learningRateSchedule: 'cosine',
  earlyStopping: null,
  replicas: 1,
  seed: 0,
} as const;

export async function mnist(): Promise<Row[]> {
  const { device } = await startBackend('auto');
  const { pixels, labels, classes, count } = await readMnist();
  const inputShape = [28, 28, 1];
  const shape = {
    inputShape,
    outputs: classes.length,
    objective: 'CLASSIFICATION',
    trainSamples: learned,
    seed: 0,
  } as const;
  const model = cnn.build(shape, cnn.parameters.parse(parameters));
  const features = { values: pixels, sampleShape: inputShape, count };
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  const split = { train: rows.subarray(0, learned), validation: new Int32Array(), test: rows.subarray(learned) };
  const context = { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal };
  const started = performance.now();
  const batcher = createBatcher({ features, targets: { values: labels, classes } });
  await train({ model, batcher, split, training, context });
  const seconds = (performance.now() - started) / 1000;
  const answers = await predictNetwork(model, features, { rows: split.test });
  const { accuracy } = evaluateClassification(answers, labels.subarray(learned), classes);
  return [
    measurement(
      'mnist.accuracy',
      accuracy,
      'of the test images',
      `${split.test.length} images, ${JSON.stringify(parameters)}`,
    ),
    measurement('mnist.seconds', seconds, 's', `${training.epochs} epochs of ${learned} images, ${device}`),
  ];
}

async function readMnist() {
  const folder = await mkdtemp(join(tmpdir(), 'aias-mnist-'));
  try {
    const path = join(folder, 'mnist.zip');
    await writeMnist(path);
    return await decodeIdx(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
