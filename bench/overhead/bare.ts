/** The training that is measured: the catalogue's cnn on images of noise. */
import { familyByName } from '../../src/catalogue/registry.ts';
import type { LabelledData, TrainingOptions } from '../../src/learning/data.ts';
import { createRandom } from '../../src/learning/random.ts';
import { splitSamples } from '../../src/learning/split.ts';
import { train } from '../../src/learning/train.ts';

export const [count, edge] = [8192, 28];
const classes = 10;
export const split = { method: 'RANDOM', validation: 0, test: 0, seed: 0 } as const;
export const training = {
  batchSize: 64,
  learningRate: 0.001,
  optimizer: 'adam',
  schedule: 'constant',
  earlyStopping: null,
  replicas: 1,
  seed: 0,
} as const satisfies Omit<TrainingOptions, 'epochs'>;

export function samples(): { pixels: Uint8Array; labels: Uint8Array } {
  const random = createRandom(1);
  return {
    pixels: Uint8Array.from({ length: count * edge * edge }, () => random.integer(256)),
    labels: Uint8Array.from({ length: count }, (_, index) => index % classes),
  };
}

/** Samples a second of the training loop alone. */
export async function runBare({ pixels, labels }: ReturnType<typeof samples>, epochs: number): Promise<number> {
  const family = familyByName('cnn');
  if (!family) throw new Error('The catalogue has no cnn.');
  const inputShape = [edge, edge, 1];
  const data: LabelledData = {
    features: { values: pixels, sampleShape: inputShape, count },
    targets: { values: Int32Array.from(labels), classes: Array.from({ length: classes }, (_, index) => String(index)) },
  };
  const shape = { inputShape, outputs: classes, objective: 'CLASSIFICATION', trainSamples: count, seed: 0 } as const;
  const model = family.build(shape, family.parameters.parse({}));
  const started = performance.now();
  const context = { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal };
  await train({ model, data, split: splitSamples(count, split, null), training: { ...training, epochs }, context });
  const seconds = (performance.now() - started) / 1000;
  model.dispose();
  return (count * epochs) / seconds;
}
