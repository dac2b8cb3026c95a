/** Families that are networks: what is built is trained by gradient descent (learning/train.ts). */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';
import { type Augment, type Batcher, createBatcher } from '../learning/batch.ts';
import { TrainingFailure } from '../learning/context.ts';
import type { Data, Objective, TextOptions, TrainingOptions, WindowOptions } from '../learning/data.ts';
import { loadNetworkFiles, type Model, networkModel } from '../learning/model.ts';
import type { Random } from '../learning/random.ts';
import { train } from '../learning/train.ts';
import { estimateTraining } from './estimate.ts';
import type { Card, Family, ImageExtent, ImageSize, Lesson, Parameters, Shape, Training } from './family.ts';
import type { Part } from './workload.ts';

export interface NetworkDefinition<Schema extends z.ZodObject> extends Card<Schema> {
  /** How it is trained unless its configuration says otherwise. */
  training: Omit<TrainingOptions, 'seed' | 'replicas'>;
  /** Draws parameters for a tuning trial; what is left out keeps the configuration's value. */
  sample(random: Random): Partial<z.input<Schema>>;
  /** The cost of what `build` makes, layer by layer. */
  workload(shape: Shape, parameters: z.output<Schema>): Part[];
  /** Ends in class probabilities (softmax), or in `outputs` plain numbers. */
  build(shape: Shape, parameters: z.output<Schema>): LayersModel;
  /** Size that images are brought to; families of images alone have it. */
  imageSize?(parameters: z.output<Schema>, extent: ImageExtent): ImageSize;
  /** How texts are read; families of texts alone have it. */
  text?(parameters: z.output<Schema>, objective: Objective): TextOptions;
  /** How series are cut; families of series alone have it. */
  window?(parameters: z.output<Schema>): WindowOptions;
  /** What it is taught, where that is not simply the targets. */
  teach?(data: Data, shape: Shape, parameters: z.output<Schema>): Batcher;
  /** What answers with the trained network, where that is not simply what it gives out. Takes the network over. */
  model?(network: LayersModel): Model;
  /** Changes training samples as they are drawn; undefined when the parameters ask for none. */
  augment?(parameters: z.output<Schema>): Augment | undefined;
}

export interface NetworkFamily extends Family {
  training: Omit<TrainingOptions, 'seed'>;
  workload(shape: Shape, parameters: Parameters): Part[];
  build(shape: Shape, parameters: Parameters): LayersModel;
  /** What the network is taught. @throws TrainingFailure when the data lacks what it learns */
  teach(data: Data, shape: Shape, parameters: Parameters): Batcher;
}

/** Makes a family of its definition. */
export function defineNetwork<Schema extends z.ZodObject>(definition: NetworkDefinition<Schema>): NetworkFamily {
  const { parameters: schema, imageSize, text, window, augment, training, model = networkModel } = definition;
  const workload = (shape: Shape, parameters: Parameters) => definition.workload(shape, schema.parse(parameters));
  const build = (shape: Shape, parameters: Parameters) => definition.build(shape, schema.parse(parameters));

  function teach(data: Data, shape: Shape, parameters: Parameters): Batcher {
    const parsed = schema.parse(parameters);
    if (definition.teach) return definition.teach(data, shape, parsed);
    const { features, targets } = data;
    if (!targets) throw new TrainingFailure(`"${definition.name}" learns what the targets are, and the data has none.`);
    const change = augment?.(parsed);
    return createBatcher({ features, targets }, change ? { augment: change } : {});
  }

  async function learn({ data, split, shape, training, context }: Lesson, parameters: Parameters) {
    const batcher = teach(data, shape, parameters);
    const network = build(shape, parameters);
    const answering = model(network);
    try {
      const { history, bestEpoch } = await train({
        model: network,
        batcher,
        split,
        training: completeTraining(training),
        context,
        generate: answering.generate,
      });
      return { model: answering, history, bestEpoch };
    } catch (error) {
      network.dispose();
      throw error;
    }
  }

  return {
    ...definition,
    learnsUnlabelled: false,
    training: { ...training, replicas: 1 },
    sample: (random) => definition.sample(random),
    workload,
    build,
    teach,
    imageSize: imageSize ? (parameters, extent) => imageSize(schema.parse(parameters), extent) : null,
    text: text ? (parameters, objective) => text(schema.parse(parameters), objective) : null,
    window: window ? (parameters) => window(schema.parse(parameters)) : null,
    estimate: ({ shape, training: options, dataBytes }, parameters) =>
      estimateTraining({
        family: definition.name,
        parts: workload(shape, parameters),
        training: completeTraining(options),
        trainSamples: shape.trainSamples,
        sampleFloats: shape.inputShape.reduce((product, side) => product * side, 1),
        dataBytes,
      }),
    learn,
    load: async (files) => model(await loadNetworkFiles(files)),
  };
}

export function isNetwork(family: Family): family is NetworkFamily {
  return 'build' in family;
}

/** Gradient descent needs every option; a configuration of a network has them all. */
export function completeTraining(options: Training): TrainingOptions {
  const { epochs, batchSize, learningRate, optimizer, schedule, earlyStopping = null, replicas = 1, seed } = options;
  if (!epochs || !batchSize || !learningRate || !optimizer || !schedule) {
    throw new Error('A network is trained with epochs, batchSize, learningRate, optimizer and schedule.');
  }
  return { epochs, batchSize, learningRate, optimizer, schedule, earlyStopping, replicas, seed };
}
