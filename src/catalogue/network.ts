/** Families that are neural networks, trained by gradient descent (learning/train.ts). */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';
import { TrainingFailure } from '../learning/context.ts';
import type { Data, TextOptions, TrainingOptions, WindowOptions } from '../learning/data.ts';
import { loadNetworkFiles, type Model, wrapNetwork } from '../learning/model.ts';
import type { Random } from '../learning/random.ts';
import { train } from '../learning/train.ts';
import { type Augment, type Batcher, createBatcher } from '../learning/training/batch.ts';
import type { ImageSize } from '../shared/model-input.ts';
import type { Objective } from '../shared/objectives.ts';
import { estimateTraining } from './estimate.ts';
import type { Family, FamilyMetadata, FitInput, ImageSizeRange, ModelShape, Parameters, Training } from './family.ts';
import type { LayerCost } from './layer-costs.ts';

export interface NetworkDefinition<Schema extends z.ZodObject> extends FamilyMetadata<Schema> {
  /** Default training options. */
  training: Omit<TrainingOptions, 'seed' | 'replicas'>;
  /** Draws parameters for a tuning trial. Omitted parameters keep the values of the configuration. */
  sample(random: Random): Partial<z.input<Schema>>;
  /** Returns the cost of each layer that `build` creates. */
  layerCosts(shape: ModelShape, parameters: z.output<Schema>): LayerCost[];
  /** Builds the network. Its output is class probabilities (softmax) or `outputs` plain numbers. */
  build(shape: ModelShape, parameters: z.output<Schema>): LayersModel;
  /** Image families only: returns the size that images are scaled to. */
  imageSize?(parameters: z.output<Schema>, extent: ImageSizeRange): ImageSize;
  /** Text families only: returns how texts are encoded. */
  text?(parameters: z.output<Schema>, objective: Objective): TextOptions;
  /** Time series families only: returns how series are cut into windows. */
  window?(parameters: z.output<Schema>): WindowOptions;
  /** Creates the training batches; by default, features with the targets of the data. */
  createBatcher?(data: Data, shape: ModelShape, parameters: z.output<Schema>): Batcher;
  /** Wraps the trained network as a model, which owns it; by default, a model that returns the network's output. */
  wrapModel?(network: LayersModel): Model;
  /** Returns the augmentation of training samples; undefined if the parameters disable it. */
  augment?(parameters: z.output<Schema>): Augment | undefined;
}

export interface NetworkFamily extends Family {
  trainingDefaults: Omit<TrainingOptions, 'seed'>;
  layerCosts(shape: ModelShape, parameters: Parameters): LayerCost[];
  build(shape: ModelShape, parameters: Parameters): LayersModel;
  /** Creates the training batches. @throws TrainingFailure if the data has no targets and the network requires them */
  createBatcher(data: Data, shape: ModelShape, parameters: Parameters): Batcher;
}

/** Creates a family from its definition. */
export function defineNetwork<Schema extends z.ZodObject>(definition: NetworkDefinition<Schema>): NetworkFamily {
  const { parameters: schema, imageSize, text, window, augment, training, wrapModel = wrapNetwork } = definition;
  const layerCosts = (shape: ModelShape, parameters: Parameters) =>
    definition.layerCosts(shape, schema.parse(parameters));
  const build = (shape: ModelShape, parameters: Parameters) => definition.build(shape, schema.parse(parameters));

  function batcherFor(data: Data, shape: ModelShape, parameters: Parameters): Batcher {
    const parsed = schema.parse(parameters);
    if (definition.createBatcher) return definition.createBatcher(data, shape, parsed);
    const { features, targets } = data;
    if (!targets) throw new TrainingFailure(`\`${definition.name}\` requires a target, and the data has none.`);
    const augmentation = augment?.(parsed);
    return createBatcher({ features, targets }, augmentation ? { augment: augmentation } : {});
  }

  async function fit({ data, split, shape, training, context }: FitInput, parameters: Parameters) {
    const batcher = batcherFor(data, shape, parameters);
    const network = build(shape, parameters);
    const model = wrapModel(network);
    try {
      const { history, end } = await train({
        model: network,
        batcher,
        split,
        training: requireTrainingOptions(training),
        context,
        generate: model.generate,
      });
      return { model, history, end };
    } catch (error) {
      network.dispose();
      throw error;
    }
  }

  return {
    ...definition,
    isSemiSupervised: false,
    trainingDefaults: { ...training, replicas: 1 },
    sampleParameters: (random) => definition.sample(random),
    layerCosts,
    build,
    createBatcher: batcherFor,
    imageSize: imageSize ? (parameters, extent) => imageSize(schema.parse(parameters), extent) : null,
    textOptions: text ? (parameters, objective) => text(schema.parse(parameters), objective) : null,
    windowOptions: window ? (parameters) => window(schema.parse(parameters)) : null,
    estimate: ({ shape, training: options, dataBytes }, parameters) =>
      estimateTraining({
        family: definition.name,
        parts: layerCosts(shape, parameters),
        training: requireTrainingOptions(options),
        trainSamples: shape.trainSamples,
        sampleFloats: shape.inputShape.reduce((product, side) => product * side, 1),
        dataBytes,
      }),
    fit,
    load: async (files) => wrapModel(await loadNetworkFiles(files)),
  };
}

export function isNetwork(family: Family): family is NetworkFamily {
  return 'build' in family;
}

/** Asserts that every option of gradient descent is set, as it is in any configuration of a network. */
export function requireTrainingOptions(options: Training): TrainingOptions {
  const {
    epochs,
    batchSize,
    learningRate,
    optimizer,
    learningRateSchedule,
    earlyStopping = null,
    replicas = 1,
    seed,
  } = options;
  if (!epochs || !batchSize || !learningRate || !optimizer || !learningRateSchedule) {
    throw new Error('Training a network requires epochs, batchSize, learningRate, optimizer and learningRateSchedule.');
  }
  return { epochs, batchSize, learningRate, optimizer, learningRateSchedule, earlyStopping, replicas, seed };
}
