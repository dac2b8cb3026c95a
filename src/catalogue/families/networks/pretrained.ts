/**
 * Transfer learning: fine-tunes the last layers of a network that was trained on other images.
 *
 *   [B, H, W, ch] ─> frozen layers of the base model ─> its last layers, which are trained ─> [B, classes]
 *
 * The base model was imported (importModel) or trained here. The outputs of the frozen layers are computed once per image
 * (learning/imports/split-network.ts), so every epoch runs only through the trained layers.
 */
import { z } from 'zod';
import { TrainingFailure } from '../../../learning/context.ts';
import type { Features } from '../../../learning/data.ts';
import { loadGraph } from '../../../learning/imports/graph.ts';
import { InvalidNetwork } from '../../../learning/imports/invalid-network.ts';
import {
  appendLayer,
  type LayersNetwork,
  readNetworkFiles,
  withoutHead,
  writeLayersModel,
} from '../../../learning/imports/layers-model.ts';
import { readLayers } from '../../../learning/imports/layers-network.ts';
import { joinNetworks, splitNetwork } from '../../../learning/imports/split-network.ts';
import { loadNetwork, saveNetwork } from '../../../learning/layers-model-files.ts';
import {
  loadNetworkFiles,
  type ModelFiles,
  networkFilesOf,
  predictNetwork,
  requireFile,
  wrapNetwork,
} from '../../../learning/model.ts';
import { createRandom, hashSeed } from '../../../learning/random.ts';
import { train } from '../../../learning/train.ts';
import { createBatcher, elementCount } from '../../../learning/training/batch.ts';
import { estimateTraining } from '../../estimate.ts';
import type { BaseModelProfile, Family, FitInput, Parameters } from '../../family.ts';
import type { LayerCost } from '../../layer-costs.ts';
import { requireTrainingOptions } from '../../network.ts';

const schema = z.object({
  trainableLayers: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe(
      'Number of layers with weights to train, counted from the output. Earlier layers are frozen. A residual block is ' +
        'trained or frozen as a whole.',
    ),
  head: z
    .enum(['new', 'keep'])
    .default('new')
    .describe(
      'Output layer. new: a new layer for the classes of this dataset. keep: the existing layer; the dataset must have ' +
        'the same classes.',
    ),
});

/** Maximum floats of the largest layer for a batch of images in the frozen layers (learning/model.ts). */
const maxFrozenFloats = 2 ** 25;

export const pretrained: Family = {
  name: 'pretrained',
  title: 'Fine-tuned pretrained network',
  description:
    'Fine-tunes a base model that was trained on other images, and learns these classes from a fraction of the images.',
  whenToUse: 'Few images per class, and a base model trained on many images, imported or trained here.',
  whenNotToUse: 'The images are very different from those that the base model was trained on.',
  citation: 'Yosinski, Clune, Bengio & Lipson, "How transferable are features in deep neural networks?", NeurIPS 2014.',
  modalities: ['IMAGE'],
  objectives: ['CLASSIFICATION'],
  parameters: schema,
  isSemiSupervised: false,
  trainingDefaults: {
    epochs: 20,
    batchSize: 32,
    learningRate: 0.001,
    optimizer: 'adam',
    learningRateSchedule: 'constant',
    earlyStopping: null,
    replicas: 1,
  },
  sampleParameters: () => ({}),
  imageSize: (_, __, base) => requireBase(base).size,
  textOptions: null,
  windowOptions: null,
  estimateBase,
  estimate({ shape, training, dataBytes, base }) {
    const { trainableCost, frozenCost, featureSize } = requireBase(base);
    const estimate = estimateTraining({
      family: 'pretrained',
      parts: [trainableCost, { ...frozenCost, parameters: 0 }],
      training: requireTrainingOptions(training),
      trainSamples: shape.trainSamples,
      sampleFloats: featureSize || elementCount(shape.inputShape),
      dataBytes,
    });
    return { ...estimate, parameters: estimate.parameters + frozenCost.parameters };
  },
  fit,
  load: async (files) => (isGraphModel(files) ? loadGraph(files) : wrapNetwork(await loadNetworkFiles(files))),
};

async function estimateBase(
  files: ModelFiles,
  parameters: Parameters,
  { outputs, samples }: { outputs: number; samples: number },
) {
  const parsed = schema.parse(parameters);
  if (!('model.json' in files)) throw new InvalidNetwork('The base model is not a single network.');
  if (isGraphModel(files)) {
    throw new InvalidNetwork(
      'The base model is a GraphModel, whose weights are fixed. Only a LayersModel can be fine-tuned.',
    );
  }
  // Costs follow from the shapes of the layers, so the weights are not read.
  const layers = readLayers(topologyOf(files).modelTopology);
  const whole = prepareNetwork({ layers, weights: new Map() }, { outputs, seed: 0 }, parsed);
  const { frozen, trainable } = splitNetwork(whole, parsed.trainableLayers);
  const featureSize = frozen ? elementCount(frozen.layers.at(-1)?.inferred.output ?? []) : 0;
  return {
    trainableCost: costOfTraining(trainable),
    frozenCost: costOfExtraction(frozen?.layers ?? [], featureSize * samples),
    featureSize,
  };
}

async function fit({ data, split, shape, training, context, base }: FitInput, parameters: Parameters) {
  if (!base) throw new TrainingFailure('`pretrained` requires a base model, and the configuration has none.');
  const { features, targets } = data;
  if (!targets) throw new TrainingFailure('`pretrained` requires a target, and the data has none.');
  const parsed = schema.parse(parameters);
  const { frozen, trainable } = splitNetwork(
    prepareNetwork(await readNetworkFiles(networkFilesOf(base)), shape, parsed),
    parsed.trainableLayers,
  );
  const extracted = frozen ? await extractFeatures(frozen, features, context) : features;
  const network = await loadNetwork(writeLayersModel(trainable));
  try {
    const { history, end } = await train({
      model: network,
      batcher: createBatcher({ features: extracted, targets }),
      split,
      training: requireTrainingOptions(training),
      context,
    });
    const trained = await readNetworkFiles(await saveNetwork(network));
    return {
      model: wrapNetwork(await loadNetwork(writeLayersModel(joinNetworks(frozen, trained)))),
      history,
      end,
    };
  } finally {
    network.dispose();
  }
}

/** Returns the outputs of the frozen layers for all samples. */
async function extractFeatures(
  frozen: LayersNetwork,
  features: Features,
  context: FitInput['context'],
): Promise<Features> {
  const network = await loadNetwork(writeLayersModel(frozen));
  try {
    context.report({
      type: 'log',
      level: 'info',
      message: `Extracting features of ${features.count} images with the frozen layers.`,
    });
    const values = await predictNetwork(network, features, { signal: context.signal });
    return { values, sampleShape: [...(frozen.layers.at(-1)?.inferred.output ?? [])], count: features.count };
  } finally {
    network.dispose();
  }
}

/** Returns the base network with its own head, or with a new one with Glorot initialization (Glorot & Bengio 2010). */
function prepareNetwork(
  data: LayersNetwork,
  { outputs, seed }: { outputs: number; seed: number },
  { head }: z.output<typeof schema>,
): LayersNetwork {
  if (head === 'keep') return data;
  const body = withoutHead(data);
  const shape = body.layers.at(-1)?.inferred.output ?? [];
  const flat =
    shape.length === 3 ? appendLayer(body, { name: 'pool', className: 'GlobalAveragePooling2D', settings: {} }) : body;
  const size = flat.layers.at(-1)?.inferred.output.at(-1) ?? 0;
  const random = createRandom(hashSeed(seed, 'init', 'head'));
  const limit = Math.sqrt(6 / (size + outputs));
  const kernel = Float32Array.from({ length: size * outputs }, () => (2 * random.next() - 1) * limit);
  const settings = { units: outputs, activation: 'softmax' };
  return appendLayer(flat, { name: 'head', className: 'Dense', settings }, { kernel, bias: new Float32Array(outputs) });
}

/** Costs of the frozen layers: weights as read, in the engine and as stored; the largest layer of a batch; all features. */
function costOfExtraction(layers: LayersNetwork['layers'], features: number): LayerCost {
  const parameters = parametersOf(layers);
  return {
    field: null,
    parameters,
    activations: 0,
    multiplications: 0,
    workspace: 8 * parameters + (layers.length > 0 ? 4 * maxFrozenFloats : 0) + 2 * features,
  };
}

function costOfTraining({ layers }: LayersNetwork): LayerCost {
  return {
    field: 'trainableLayers',
    parameters: parametersOf(layers),
    // Batch normalization also keeps the normalized values.
    activations: layers.reduce(
      (sum, { inferred, className }) =>
        sum + elementCount(inferred.output) * (className === 'BatchNormalization' ? 4 : 1),
      0,
    ),
    multiplications: layers.reduce((sum, { inferred }) => sum + inferred.multiplications, 0),
  };
}

function isGraphModel(files: ModelFiles): boolean {
  return topologyOf(files).format === 'graph-model';
}

function topologyOf(files: ModelFiles): { format?: unknown; modelTopology?: unknown } {
  return JSON.parse(Buffer.from(requireFile(files, 'model.json')).toString('utf8'));
}

function parametersOf(layers: LayersNetwork['layers']): number {
  return layers.reduce(
    (sum, { inferred }) => sum + Object.values(inferred.weights).reduce((own, sides) => own + elementCount(sides), 0),
    0,
  );
}

function requireBase(base: BaseModelProfile | undefined): BaseModelProfile {
  if (!base) throw new Error('`pretrained` requires a base model, and none was given.');
  return base;
}
