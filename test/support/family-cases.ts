/** Small, fast, deterministic fit inputs for every family. */
import type { Family, FitInput } from '../../src/catalogue/family.ts';
import { isNetwork } from '../../src/catalogue/network.ts';
import { families } from '../../src/catalogue/registry.ts';
import type { TrainingContext } from '../../src/learning/context.ts';
import type { Data } from '../../src/learning/data.ts';
import { appendLayer, writeLayersModel } from '../../src/learning/imports/layers-model.ts';
import { type ModelFiles, modelFilesOf } from '../../src/learning/model.ts';
import { createRandom, type Random } from '../../src/learning/random.ts';
import type { Box } from '../../src/shared/detections.ts';
import type { Modality, Objective } from '../../src/shared/objectives.ts';
import { isSupervised } from '../../src/shared/objectives.ts';

export interface FamilyCase {
  name: string;
  family: Family;
  modality: Modality;
  objective: Objective;
}

/** The objectives that each modality supports. */
const objectivesOf: Record<Modality, Objective[]> = {
  TABULAR: ['REGRESSION', 'CLASSIFICATION', 'CLUSTERING', 'DIMENSIONALITY_REDUCTION'],
  IMAGE: ['CLASSIFICATION', 'GENERATION', 'DETECTION'],
  TEXT: ['CLASSIFICATION', 'GENERATION'],
  TIME_SERIES: ['FORECASTING'],
};

/** Every family with each of its modalities and objectives. */
export const familyCases: FamilyCase[] = families.flatMap((family) =>
  family.modalities.flatMap((modality) =>
    family.objectives
      .filter((objective) => objectivesOf[modality].includes(objective))
      .map((objective) => ({ name: family.name, family, modality, objective })),
  ),
);

/** Parameters that keep networks small and make iterative methods iterate. */
const parametersOf: Record<string, object> = {
  linearRegression: { penalty: 'lasso', alpha: 0.05 },
  randomForest: { trees: 6 },
  gradientBoosting: { rounds: 6, subsample: 0.7 },
  kMeans: { clusters: 4, restarts: 3 },
  gaussianMixture: { components: 3 },
  resnet: { filters: [4, 8] },
  mobilenet: { filters: [8, 16] },
  imageDetector: { imageSize: 32, filters: [8, 16] },
  rnn: { units: 12, sequenceLength: 6, embeddingSize: 8, vocabularySize: 28, dropout: 0.1 },
  transformer: { hiddenSize: 16, heads: 2, blocks: 1, feedForwardSize: 16, sequenceLength: 6, vocabularySize: 28 },
  vae: { hiddenUnits: [32], latentSize: 4 },
  gan: { filters: 4, latentSize: 4 },
};

/** Training options that override the family's defaults. */
const descent = { epochs: 30, batchSize: 16, earlyStopping: null };
const trainingOf: Record<string, object> = {
  gan: { ...descent, learningRate: 0.001 },
  pretrained: { ...descent, learningRate: 0.05 },
};

const none = new Int32Array();
/** Vocabulary size of texts; two tokens are reserved. */
const tokens = 30;

/** Returns a fit input of `count` samples, all of them training samples. Deterministic per case. */
export function fitInputFor(
  { family, modality, objective, name }: FamilyCase,
  { count = 64, epochs, context }: { count?: number; epochs?: number; context?: Partial<TrainingContext> } = {},
): { lesson: FitInput; parameters: Record<string, unknown> } {
  const parameters = family.parameters.parse(parametersOf[name] ?? {});
  const data = dataOf(modality, objective, count, family.isSemiSupervised, createRandom(3));
  const { features, targets, boxes } = data;
  const outputs = targets
    ? (targets.classes?.length ?? targets.values.length / count)
    : (boxes?.classes.length ?? (modality === 'TEXT' ? tokens : 0));
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  return {
    parameters,
    lesson: {
      data,
      split: { train: rows, validation: none, test: none },
      shape: {
        inputShape: features.sampleShape,
        outputs,
        objective,
        trainSamples: count,
        seed: 3,
        ...(modality === 'TEXT' && { vocabularySize: tokens }),
        ...(data.kinds && { kinds: data.kinds.count }),
      },
      training: {
        ...family.trainingDefaults,
        ...(isNetwork(family) && { ...descent, learningRate: 0.01 }),
        ...trainingOf[name],
        ...(epochs !== undefined && 'epochs' in family.trainingDefaults && { epochs }),
        seed: 3,
      },
      context: {
        report: () => undefined,
        checkpoint: async () => undefined,
        signal: new AbortController().signal,
        ...context,
      },
      ...(family.estimateBase && { base: baseModelFor(features.sampleShape) }),
    },
  };
}

/** Creates an untrained base model whose output depends on the brightness of an image. */
export function baseModelFor(sampleShape: number[]): ModelFiles {
  const random = createRandom(5);
  const draw = (length: number) => Float32Array.from({ length }, () => random.next() / 4);
  const inferred = { output: sampleShape, weights: {}, multiplications: 0 };
  const photo = { name: 'photo', path: ['photo'], className: 'InputLayer', settings: {}, inputs: [], inferred };
  const channels = sampleShape.at(-1) ?? 1;
  const convolution = { filters: 4, kernel_size: 3, padding: 'same', activation: 'relu' };
  const convolved = appendLayer(
    { layers: [photo], weights: new Map() },
    { name: 'conv', className: 'Conv2D', settings: convolution },
    { kernel: draw(9 * channels * 4), bias: draw(4) },
  );
  const pooled = appendLayer(convolved, { name: 'pool', className: 'GlobalAveragePooling2D', settings: {} });
  const answer = { name: 'answer', className: 'Dense', settings: { units: 3, activation: 'softmax' } };
  return modelFilesOf(writeLayersModel(appendLayer(pooled, answer, { kernel: draw(12), bias: draw(3) })));
}

function dataOf(modality: Modality, objective: Objective, count: number, few: boolean, random: Random): Data {
  const labels = Int32Array.from({ length: count }, (_, row) => (few && (row >> 1) % 4 > 0 ? -1 : row % 2));
  const classes = { values: labels, classes: ['no', 'yes'] };
  const fill = (sampleShape: number[], value: (row: number, at: number) => number) => {
    const size = sampleShape.reduce((product, side) => product * side, 1);
    const values = Float32Array.from({ length: count * size }, (_, at) => value(Math.floor(at / size), at % size));
    return { values, sampleShape, count };
  };
  if (objective === 'DETECTION') return detectionData(count, random);
  if (modality === 'IMAGE') {
    // Images are bright or dark.
    const features = fill([8, 8, 1], (row) => Math.min(1, Math.max(0, (row % 2 ? 0.7 : 0.3) + random.normal() / 10)));
    if (objective === 'GENERATION') return { features, targets: null, kinds: { values: labels, count: 2 } };
    return { features, targets: classes };
  }
  if (modality === 'TEXT') {
    // Texts of one class contain the token 5. Texts for generation count upwards.
    const counts = objective === 'GENERATION';
    const features = fill([counts ? 7 : 6], (row, at) => {
      if (counts) return 2 + ((row + at) % 20);
      return row % 2 && at === row % 6 ? 5 : 6 + random.integer(tokens - 6);
    });
    return { features, targets: counts ? null : classes };
  }
  if (modality === 'TIME_SERIES') {
    const features = fill([6, 3], () => random.normal());
    const next = Float32Array.from({ length: count }, (_, row) => (features.values[row * 18 + 15] ?? 0) / 2);
    return { features, targets: { values: next, classes: null } };
  }
  // Two clusters, and a target that depends on the columns.
  const features = fill([4], (row, at) => (at < 2 && row % 2 ? 2 : 0) + random.normal());
  const sum = (row: number) => (features.values[4 * row] ?? 0) - (features.values[4 * row + 1] ?? 0) / 2;
  const numbers = { values: Float32Array.from({ length: count }, (_, row) => sum(row)), classes: null };
  if (!isSupervised(objective)) return { features, targets: null };
  return { features, targets: objective === 'CLASSIFICATION' ? classes : numbers };
}

/** Creates images with a bright or a dark square on gray. */
function detectionData(count: number, random: Random): Data {
  const edge = 32;
  const values = new Float32Array(count * edge * edge).fill(0.5);
  const perImage = Array.from({ length: count }, (_, image): Box[] => {
    const [side, left, top] = [8 + random.integer(8), random.integer(16), random.integer(16)];
    const label = image % 2;
    for (let y = top; y < top + side; y++) {
      values.fill(label, (image * edge + y) * edge + left, (image * edge + y) * edge + left + side);
    }
    return [{ label, x: left / edge, y: top / edge, width: side / edge, height: side / edge }];
  });
  return {
    features: { values, sampleShape: [edge, edge, 1], count },
    targets: null,
    boxes: { perImage, classes: ['dark', 'bright'] },
  };
}
