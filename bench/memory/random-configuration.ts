/** Random valid configurations, and data for them. */
import { type Estimate, estimateTraining } from '../../src/catalogue/estimate.ts';
import type { ModelShape } from '../../src/catalogue/family.ts';
import { isNetwork, type NetworkFamily } from '../../src/catalogue/network.ts';
import { parseParameters } from '../../src/catalogue/parameters.ts';
import { families } from '../../src/catalogue/registry.ts';
import { InvalidInput } from '../../src/errors.ts';
import type { Data, Split, TrainingOptions } from '../../src/learning/data.ts';
import type { Random } from '../../src/learning/random.ts';

export interface RandomConfiguration {
  family: NetworkFamily;
  parameters: Record<string, unknown>;
  shape: ModelShape;
  data: Data;
  split: Split;
  training: TrainingOptions;
  estimate: Estimate;
}

const optimizers = ['sgd', 'momentum', 'rmsprop', 'adam'] as const;
/** Training steps: enough for memory to reach its peak. */
const steps = 3;

/** Upper bound for the cost: a configuration that takes minutes reveals nothing more about memory. */
const maxMultiplications = 2e11;

/** Draws parameters far beyond what a tuner would try, and any batch size; invalid or slow configurations are drawn again. */
export function randomConfiguration(random: Random): RandomConfiguration {
  for (;;) {
    try {
      const drawn = drawOnce(random);
      const { family, shape, parameters } = drawn;
      const parts = family.layerCosts(shape, parameters);
      const each = parts.reduce((sum, part) => sum + part.multiplications, 0);
      if (each * shape.trainSamples < maxMultiplications) return drawn;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
    }
  }
}

function drawOnce(random: Random): RandomConfiguration {
  const one = <T>(choices: readonly T[]): T => choices[random.integer(choices.length)] as T; // the index is within the list
  const power = (low: number, high: number) => Math.round(2 ** (low + random.next() * (high - low)));
  const list = (max: number, high: number) => Array.from({ length: 1 + random.integer(max) }, () => power(0, high));
  const family = one(families.filter(isNetwork));
  const modality = one(family.modalities);
  const fitting = family.objectives.filter(
    (objective) => (objective === 'FORECASTING') === (modality === 'TIME_SERIES'),
  );
  const objective = one(fitting);
  const writes = modality === 'TEXT' && objective === 'GENERATION';
  const edge = power(3, 7);
  const dropout = one([0, 0.3]);
  const heads = one([1, 2, 4]);
  const given: Record<string, Record<string, unknown>> = {
    mlp: { hiddenUnits: list(8, 12), dropout, batchNormalization: random.next() < 0.3 },
    cnn: {
      filters: list(5, 7),
      kernelSize: 1 + random.integer(7),
      denseUnits: power(0, 10),
      dropout,
      batchNormalization: random.next() < 0.3,
    },
    resnet: { filters: list(4, 7), blocks: 1 + random.integer(3) },
    mobilenet: { filters: list(5, 8), dropout },
    imageDetector: { imageSize: Math.max(16, edge), filters: list(4, 7) },
    rnn: {
      cell: one(['lstm', 'gru']),
      units: power(0, 8),
      layers: 1 + random.integer(2),
      bidirectional: random.next() < 0.3,
      sequenceLength: power(1, 7),
      vocabularySize: power(5, 14),
      embeddingSize: power(0, 8),
      horizon: power(0, 5),
      dropout,
    },
    transformer: {
      sequenceLength: power(1, 8),
      vocabularySize: power(5, 13),
      heads,
      width: heads * power(3, 6),
      blocks: 1 + random.integer(3),
      feedForwardSize: power(3, 10),
      dropout,
    },
    vae: { hiddenUnits: list(3, 11), latentSize: power(0, 8) },
  };
  const parameters = parseParameters(family, given[family.name] ?? {}, family.name);
  const text = modality === 'TEXT' ? family.textOptions?.(parameters, objective) : undefined;
  const window = modality === 'TIME_SERIES' ? family.windowOptions?.(parameters) : undefined;
  const side = family.name === 'imageDetector' ? Math.max(16, edge) : edge;
  const inputShape = {
    IMAGE: [side, side, one([1, 3])],
    TABULAR: [power(0, 9)],
    TEXT: [(text?.length ?? 0) + (writes ? 1 : 0)],
    TIME_SERIES: [window?.contextLength ?? 0, power(0, 5)],
  }[modality];
  const tokens = text && text.vocabulary + 2;
  const outputs = {
    CLASSIFICATION: 2 + random.integer(50),
    REGRESSION: 1,
    FORECASTING: window?.horizon ?? 0,
    DETECTION: 1 + random.integer(20),
    GENERATION: tokens ?? 0,
    CLUSTERING: 0,
    DIMENSIONALITY_REDUCTION: 0,
  }[objective];
  const batchSize = modality === 'TABULAR' ? power(0, 13) : power(0, 8);
  const count = steps * batchSize;
  const common = { inputShape, outputs, objective, trainSamples: count, seed: 0 };
  const shape: ModelShape = { ...common, ...(tokens && { vocabularySize: tokens }) };
  const training: TrainingOptions = {
    epochs: 1,
    batchSize,
    learningRate: 1e-4,
    optimizer: one(optimizers),
    learningRateSchedule: 'constant',
    earlyStopping: null,
    replicas: 1,
    seed: 0,
  };
  const size = inputShape.reduce((product, length) => product * length, 1);
  const images = modality === 'IMAGE';
  const values = images ? new Uint8Array(count * size) : new Float32Array(count * size);
  for (let at = 0; at < values.length; at++) values[at] = random.integer(images ? 256 : (tokens ?? 2));
  const classes = objective === 'CLASSIFICATION' ? Array.from({ length: outputs }, (_, index) => String(index)) : null;
  const targets = classes
    ? Int32Array.from({ length: count }, (_, row) => row % outputs)
    : new Float32Array(count * outputs);
  const [all, none] = [Int32Array.from({ length: count }, (_, row) => row), new Int32Array()];
  const named = Array.from({ length: outputs }, (_, index) => String(index));
  const box = { label: 0, x: 0.2, y: 0.2, width: 0.5, height: 0.5 };
  const features = { values, sampleShape: inputShape, count };
  const imitates = objective === 'GENERATION' || objective === 'DETECTION';
  return {
    family,
    parameters,
    shape,
    data: {
      features,
      targets: imitates ? null : { values: targets, classes },
      ...(objective === 'DETECTION' && { boxes: { perImage: Array.from(all, () => [box]), classes: named } }),
    },
    split: { train: all, validation: none, test: none },
    training,
    estimate: estimateTraining({
      family: family.name,
      parts: family.layerCosts(shape, parameters),
      training,
      trainSamples: count,
      sampleFloats: size,
      dataBytes: values.byteLength,
    }),
  };
}
