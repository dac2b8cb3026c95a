/** Estimates of a training's resources from its parameters, and rejection of infeasible configurations with their field. */
import { beforeAll, describe, expect, test } from 'vitest';
import { randomConfiguration } from '../../../bench/memory/random-configuration.ts';
import { parseParameters } from '../../../src/catalogue/parameters.ts';
import { findFamily } from '../../../src/catalogue/registry.ts';
import type { TrainingOptions } from '../../../src/learning/data.ts';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { createRandom } from '../../../src/learning/random.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

test('parameter counts match the built network for a hundred random configurations', () => {
  const random = createRandom(17);
  for (let count = 0; count < 100; count++) {
    const { family, shape, parameters, estimate } = randomConfiguration(random);
    const model = family.build(shape, parameters);
    expect(estimate.parameters, `${family.name} ${JSON.stringify(parameters)}`).toBe(model.countParams());
    model.dispose();
  }
});

const plain: TrainingOptions = {
  epochs: 5,
  batchSize: 32,
  learningRate: 0.001,
  optimizer: 'adam',
  learningRateSchedule: 'constant',
  earlyStopping: null,
  replicas: 1,
  seed: 0,
};

function estimate(
  name: string,
  given: object,
  inputShape: number[],
  options: Partial<TrainingOptions> = {},
  samples = 60_000,
) {
  const family = findFamily(name);
  if (!family) throw new Error(`There is no family ${name}.`);
  const shape = { inputShape, outputs: 10, objective: 'CLASSIFICATION', trainSamples: samples, seed: 0 } as const;
  const size = inputShape.reduce((product, side) => product * side, 1);
  const plan = { shape, training: { ...plain, ...options }, dataBytes: samples * size };
  return family.estimate(plan, parseParameters(family, given, `input.parameters.${name}`));
}

test('memory grows with every dimension', () => {
  const base = estimate('cnn', {}, [28, 28, 1]);
  expect(base.stepsPerEpoch).toBe(1875);
  const more = [
    estimate('cnn', { filters: [64, 64] }, [28, 28, 1]),
    estimate('cnn', {}, [56, 56, 1]),
    estimate('cnn', {}, [28, 28, 1], { batchSize: 512 }),
    estimate('cnn', {}, [28, 28, 1], { replicas: 2 }),
    estimate('cnn', {}, [28, 28, 1], {}, 120_000),
  ];
  for (const { memoryBytes } of more) expect(memoryBytes).toBeGreaterThan(base.memoryBytes);
});

const wide = Array.from({ length: 8 }, () => 4096);
const hostile: [string, () => unknown, string][] = [
  ['a billion units', () => estimate('mlp', { hiddenUnits: [1e9] }, [4]), 'input.parameters.mlp.hiddenUnits.0'],
  ['units of NaN', () => estimate('mlp', { hiddenUnits: [Number.NaN] }, [4]), 'input.parameters.mlp.hiddenUnits.0'],
  [
    'infinite units',
    () => estimate('mlp', { hiddenUnits: [Number.POSITIVE_INFINITY] }, [4]),
    'input.parameters.mlp.hiddenUnits.0',
  ],
  ['half a unit', () => estimate('mlp', { hiddenUnits: [1.5] }, [4]), 'input.parameters.mlp.hiddenUnits.0'],
  ['negative units', () => estimate('mlp', { hiddenUnits: [-1] }, [4]), 'input.parameters.mlp.hiddenUnits.0'],
  ['units as text', () => estimate('mlp', { hiddenUnits: ['many'] }, [4]), 'input.parameters.mlp.hiddenUnits.0'],
  [
    'a thousand layers',
    () => estimate('mlp', { hiddenUnits: Array(1000).fill(8) }, [4]),
    'input.parameters.mlp.hiddenUnits',
  ],
  ['no layers', () => estimate('mlp', { hiddenUnits: [] }, [4]), 'input.parameters.mlp.hiddenUnits'],
  ['a dropout of one', () => estimate('mlp', { dropout: 1 }, [4]), 'input.parameters.mlp.dropout'],
  ['a dropout of NaN', () => estimate('mlp', { dropout: Number.NaN }, [4]), 'input.parameters.mlp.dropout'],
  ['a negative penalty', () => estimate('mlp', { l2: -1 }, [4]), 'input.parameters.mlp.l2'],
  ['an unknown activation', () => estimate('mlp', { activation: 'magic' }, [4]), 'input.parameters.mlp.activation'],
  ['an unknown parameter', () => estimate('mlp', { depth: 3 }, [4]), 'input.parameters.mlp.depth'],
  [
    'layers that are allowed singly but too wide together',
    () => estimate('mlp', { hiddenUnits: wide }, [4]),
    'input.parameters.mlp.hiddenUnits.1',
  ],
  [
    'a first layer on very wide rows',
    () => estimate('mlp', { hiddenUnits: [4096] }, [100_000], {}, 100),
    'input.parameters.mlp.hiddenUnits.0',
  ],
  [
    'a batch larger than memory',
    () => estimate('mlp', { hiddenUnits: [4096, 4096] }, [4], { batchSize: 65_536 }, 1e6),
    'input.training.batchSize',
  ],
  ['rows that are too wide', () => estimate('logisticRegression', {}, [20_000_000], {}, 10), 'input.datasetId'],
  ['more data than memory', () => estimate('mlp', {}, [4000], {}, 1e8), 'input.datasetId'],
  [
    'a run of centuries',
    () => estimate('mlp', { hiddenUnits: [4096, 2048] }, [4], { epochs: 10_000 }, 1e8),
    'input.training.epochs',
  ],
  [
    'images that are too large',
    () => estimate('cnn', { imageSize: 1e6 }, [64, 64, 3]),
    'input.parameters.cnn.imageSize',
  ],
  ['images of size 0', () => estimate('cnn', { imageSize: 0 }, [64, 64, 3]), 'input.parameters.cnn.imageSize'],
  [
    'an image size of NaN',
    () => estimate('cnn', { imageSize: Number.NaN }, [64, 64, 3]),
    'input.parameters.cnn.imageSize',
  ],
  ['a billion filters', () => estimate('cnn', { filters: [1e9] }, [64, 64, 3]), 'input.parameters.cnn.filters.0'],
  [
    'a kernel larger than the image',
    () => estimate('cnn', { kernelSize: 1001 }, [64, 64, 3]),
    'input.parameters.cnn.kernelSize',
  ],
  ['a kernel of size 0', () => estimate('cnn', { kernelSize: 0 }, [64, 64, 3]), 'input.parameters.cnn.kernelSize'],
  [
    'a dense layer on a large image',
    () => estimate('cnn', { filters: [512], denseUnits: 2048 }, [224, 224, 3]),
    'input.parameters.cnn.denseUnits',
  ],
  [
    'filters on a batch of large images',
    () => estimate('cnn', { filters: [512, 8, 8, 8] }, [224, 224, 3], { batchSize: 512 }),
    'input.training.batchSize',
  ],
  [
    'filters on a huge image',
    () => estimate('cnn', { filters: [512, 8, 8, 8, 8, 8] }, [4000, 4000, 3], { batchSize: 1 }, 1),
    'input.parameters.cnn.filters.0',
  ],
  [
    'images of centuries',
    () => estimate('cnn', { filters: [256, 256] }, [64, 64, 3], { epochs: 10_000 }, 1e6),
    'input.training.epochs',
  ],
  ['a C of 0', () => estimate('logisticRegression', { C: 0 }, [4]), 'input.parameters.logisticRegression.C'],
];

describe('rejects infeasible configurations, naming the field', () => {
  test.each(hostile)('%s', (_, attempt, field) => {
    expect(attempt).toThrow(expect.objectContaining({ name: 'InvalidInput', field }));
  });

  test('covers thirty infeasible configurations', () => expect(hostile).toHaveLength(30));
});
