/** Random valid configurations, with data for them. */
import { type Estimate, estimateTraining } from '../../src/catalogue/estimate.ts';
import type { Shape } from '../../src/catalogue/family.ts';
import { isNetwork, type NetworkFamily } from '../../src/catalogue/network.ts';
import { parseParameters } from '../../src/catalogue/parameters.ts';
import { families } from '../../src/catalogue/registry.ts';
import { InvalidInput } from '../../src/errors.ts';
import type { LabelledData, Split, TrainingOptions } from '../../src/learning/data.ts';
import type { Random } from '../../src/learning/random.ts';

export interface Drawn {
  family: NetworkFamily;
  parameters: Record<string, unknown>;
  shape: Shape;
  data: LabelledData;
  split: Split;
  training: TrainingOptions;
  estimate: Estimate;
}

const optimizers = ['sgd', 'momentum', 'rmsprop', 'adam'] as const;
/** Steps that are trained: enough for the memory to reach its peak. */
const steps = 3;

/** A configuration that would take minutes says nothing more about memory. */
const mostMultiplications = 2e11;

/** Parameters far beyond what a tuner would try, and batches of any size; what is refused or takes too long is drawn again. */
export function draw(random: Random): Drawn {
  for (;;) {
    try {
      const drawn = drawOnce(random);
      const { family, shape, parameters } = drawn;
      const parts = family.workload(shape, parameters);
      const each = parts.reduce((sum, part) => sum + part.multiplications, 0);
      if (each * shape.trainSamples < mostMultiplications) return drawn;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
    }
  }
}

function drawOnce(random: Random): Drawn {
  const one = <T>(choices: readonly T[]): T => choices[random.integer(choices.length)] as T; // within the list
  const power = (low: number, high: number) => Math.round(2 ** (low + random.next() * (high - low)));
  const family = one(families.filter(isNetwork));
  const images = family.modality === 'IMAGE';
  const edge = power(3, 7);
  const inputShape = images ? [edge, edge, one([1, 3])] : [power(0, 9)];
  const objective = family.objectives.includes('CLASSIFICATION') ? 'CLASSIFICATION' : 'REGRESSION';
  const outputs = objective === 'CLASSIFICATION' ? 2 + random.integer(50) : 1;
  const list = (most: number, high: number) => Array.from({ length: 1 + random.integer(most) }, () => power(0, high));
  const given: Record<string, Record<string, unknown>> = {
    mlp: { hiddenUnits: list(8, 12), dropout: one([0, 0.3]), batchNormalization: random.next() < 0.3 },
    cnn: {
      filters: list(5, 7),
      kernelSize: 1 + random.integer(7),
      denseUnits: power(0, 10),
      dropout: one([0, 0.3]),
      batchNormalization: random.next() < 0.3,
    },
  };
  const parameters = parseParameters(family, given[family.name] ?? {}, family.name);
  const batchSize = images ? power(0, 8) : power(0, 13);
  const count = steps * batchSize;
  const shape = { inputShape, outputs, objective, trainSamples: count, seed: 0 } as const;
  const training: TrainingOptions = {
    epochs: 1,
    batchSize,
    learningRate: 1e-4,
    optimizer: one(optimizers),
    schedule: 'constant',
    earlyStopping: null,
    replicas: 1,
    seed: 0,
  };
  const size = inputShape.reduce((product, side) => product * side, 1);
  const values = images ? new Uint8Array(count * size) : new Float32Array(count * size);
  for (let at = 0; at < values.length; at++) values[at] = random.integer(images ? 256 : 2);
  const classes = objective === 'CLASSIFICATION' ? Array.from({ length: outputs }, (_, index) => String(index)) : null;
  const targets = classes ? Int32Array.from({ length: count }, (_, row) => row % outputs) : new Float32Array(count);
  const [all, none] = [Int32Array.from({ length: count }, (_, row) => row), new Int32Array()];
  return {
    family,
    parameters,
    shape: { ...shape, inputShape },
    data: { features: { values, sampleShape: inputShape, count }, targets: { values: targets, classes } },
    split: { train: all, validation: none, test: none },
    training,
    estimate: estimateTraining({
      family: family.name,
      parts: family.workload({ ...shape, inputShape }, parameters),
      training,
      trainSamples: count,
      sampleFloats: size,
      dataBytes: values.byteLength,
    }),
  };
}
