/**
 * Transfer learning: a network that has learned from other images goes on with these.
 *
 *   [B, H, W, ch] ─> frozen layers of the model that it starts from ─> its last layers, which learn ─> [B, classes]
 *
 * The model comes from elsewhere (importModel) or was trained here. What the frozen layers make of an image is computed once
 * (learning/imports/divide.ts), so a training costs one pass through them and as many epochs as it likes through the few others.
 */
import { z } from 'zod';
import { createBatcher, sizeOf } from '../learning/batch.ts';
import { TrainingFailure } from '../learning/context.ts';
import type { Features } from '../learning/data.ts';
import { divide, join } from '../learning/imports/divide.ts';
import { loadGraph } from '../learning/imports/graph.ts';
import { InvalidNetwork } from '../learning/imports/invalid-network.ts';
import { append, type LayersData, readFiles, withoutHead, writeLayersModel } from '../learning/imports/layers-model.ts';
import { readLayers } from '../learning/imports/layers-network.ts';
import {
  fileOf,
  loadNetworkFiles,
  type ModelFiles,
  networkFilesOf,
  networkModel,
  predictNetwork,
} from '../learning/model.ts';
import { createRandom, hashSeed } from '../learning/random.ts';
import { loadNetwork, saveNetwork } from '../learning/serialize.ts';
import { train } from '../learning/train.ts';
import { estimateTraining } from './estimate.ts';
import type { Base, Family, Lesson, Parameters } from './family.ts';
import { completeTraining } from './network.ts';
import type { Part } from './workload.ts';

const schema = z.object({
  trainableLayers: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe(
      'Layers with weights that learn, counted from the last; those before them are frozen. Of a residual block all layers learn, or none.',
    ),
  head: z
    .enum(['new', 'keep'])
    .default('new')
    .describe(
      'The layer that answers. new: one for the classes of this dataset. keep: as it was; the dataset must have the same classes.',
    ),
});

/** Floats of the largest layer for all images that pass through the frozen layers at once (learning/model.ts). */
const stemFloats = 2 ** 25;

export const pretrained: Family = {
  name: 'pretrained',
  title: 'Pretrained network, fine-tuned',
  description:
    'Goes on from a model that has learned from other images, and learns these classes with a fraction of the images.',
  whenToUse:
    'With few images of each class, and a model at hand that was trained with many: imported, or trained here.',
  whenNotToUse: 'When the images are of a quite different kind than those that the model was trained with.',
  citation: 'Yosinski, Clune, Bengio & Lipson, "How transferable are features in deep neural networks?", NeurIPS 2014.',
  modalities: ['IMAGE'],
  objectives: ['CLASSIFICATION'],
  parameters: schema,
  learnsUnlabelled: false,
  training: {
    epochs: 20,
    batchSize: 32,
    learningRate: 0.001,
    optimizer: 'adam',
    schedule: 'constant',
    earlyStopping: null,
    replicas: 1,
  },
  sample: () => ({}),
  imageSize: (_, __, base) => required(base).size,
  text: null,
  window: null,
  weigh,
  estimate({ shape, training, dataBytes, base }) {
    const { learning, frozen, featureFloats } = required(base);
    const estimate = estimateTraining({
      family: 'pretrained',
      parts: [learning, { ...frozen, parameters: 0 }],
      training: completeTraining(training),
      trainSamples: shape.trainSamples,
      sampleFloats: featureFloats || sizeOf(shape.inputShape),
      dataBytes,
    });
    return { ...estimate, parameters: estimate.parameters + frozen.parameters };
  },
  learn,
  load: async (files) => (isGraph(files) ? loadGraph(files) : networkModel(await loadNetworkFiles(files))),
};

async function weigh(
  files: ModelFiles,
  parameters: Parameters,
  { outputs, samples }: { outputs: number; samples: number },
) {
  const parsed = schema.parse(parameters);
  if (!('model.json' in files)) throw new InvalidNetwork('It is no network, or several at once.');
  if (isGraph(files)) {
    throw new InvalidNetwork(
      'It is a GraphModel, whose weights are fixed. Only a network of layers can go on learning.',
    );
  }
  // Only shapes are counted, which the layers tell: the weights stay unread.
  const layers = readLayers(topologyOf(files).modelTopology);
  const whole = begin({ layers, weights: new Map() }, { outputs, seed: 0 }, parsed);
  const { stem, rest } = divide(whole, parsed.trainableLayers);
  const featureFloats = stem ? sizeOf(stem.layers.at(-1)?.facts.output ?? []) : 0;
  return {
    learning: learningPart(rest),
    frozen: frozenPart(stem?.layers ?? [], featureFloats * samples),
    featureFloats,
  };
}

async function learn({ data, split, shape, training, context, base }: Lesson, parameters: Parameters) {
  if (!base) throw new TrainingFailure('"pretrained" goes on from a model, and the configuration names none.');
  const { features, targets } = data;
  if (!targets) throw new TrainingFailure('"pretrained" learns what the targets are, and the data has none.');
  const parsed = schema.parse(parameters);
  const { stem, rest } = divide(begin(await readFiles(networkFilesOf(base)), shape, parsed), parsed.trainableLayers);
  const made = stem ? await throughStem(stem, features, context) : features;
  const network = await loadNetwork(writeLayersModel(rest));
  try {
    const { history, bestEpoch } = await train({
      model: network,
      batcher: createBatcher({ features: made, targets }),
      split,
      training: completeTraining(training),
      context,
    });
    const learned = await readFiles(await saveNetwork(network));
    return { model: networkModel(await loadNetwork(writeLayersModel(join(stem, learned)))), history, bestEpoch };
  } finally {
    network.dispose();
  }
}

/** What the frozen layers make of all samples. */
async function throughStem(stem: LayersData, features: Features, context: Lesson['context']): Promise<Features> {
  const network = await loadNetwork(writeLayersModel(stem));
  try {
    context.report({
      type: 'log',
      level: 'info',
      message: `Passing ${features.count} images through the frozen layers.`,
    });
    const values = await predictNetwork(network, features, { signal: context.signal });
    return { values, sampleShape: [...(stem.layers.at(-1)?.facts.output ?? [])], count: features.count };
  } finally {
    network.dispose();
  }
}

/** The network as the training finds it: with a new head, drawn as Glorot & Bengio (2010) do, or with its own. */
function begin(
  data: LayersData,
  { outputs, seed }: { outputs: number; seed: number },
  { head }: z.output<typeof schema>,
): LayersData {
  if (head === 'keep') return data;
  const body = withoutHead(data);
  const shape = body.layers.at(-1)?.facts.output ?? [];
  const flat =
    shape.length === 3 ? append(body, { name: 'pool', className: 'GlobalAveragePooling2D', settings: {} }) : body;
  const size = flat.layers.at(-1)?.facts.output.at(-1) ?? 0;
  const random = createRandom(hashSeed(seed, 'init', 'head'));
  const limit = Math.sqrt(6 / (size + outputs));
  const kernel = Float32Array.from({ length: size * outputs }, () => (2 * random.next() - 1) * limit);
  const settings = { units: outputs, activation: 'softmax' };
  return append(flat, { name: 'head', className: 'Dense', settings }, { kernel, bias: new Float32Array(outputs) });
}

/** Weights as they were read, as the engine has them and as they are stored; the largest outputs of a batch; all features. */
function frozenPart(layers: LayersData['layers'], features: number): Part {
  const parameters = parametersOf(layers);
  return {
    field: null,
    parameters,
    activations: 0,
    multiplications: 0,
    workspace: 8 * parameters + (layers.length > 0 ? 4 * stemFloats : 0) + 2 * features,
  };
}

function learningPart({ layers }: LayersData): Part {
  return {
    field: 'trainableLayers',
    parameters: parametersOf(layers),
    // Batch normalisation keeps the normalised values too.
    activations: layers.reduce(
      (sum, { facts, className }) => sum + sizeOf(facts.output) * (className === 'BatchNormalization' ? 4 : 1),
      0,
    ),
    multiplications: layers.reduce((sum, { facts }) => sum + facts.multiplications, 0),
  };
}

function isGraph(files: ModelFiles): boolean {
  return topologyOf(files).format === 'graph-model';
}

function topologyOf(files: ModelFiles): { format?: unknown; modelTopology?: unknown } {
  return JSON.parse(Buffer.from(fileOf(files, 'model.json')).toString('utf8'));
}

function parametersOf(layers: LayersData['layers']): number {
  return layers.reduce(
    (sum, { facts }) => sum + Object.values(facts.weights).reduce((own, sides) => own + sizeOf(sides), 0),
    0,
  );
}

function required(base: Base | undefined): Base {
  if (!base) throw new Error('"pretrained" goes on from a model, and none was given.');
  return base;
}
