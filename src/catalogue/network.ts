/** Families that are networks: what is built is trained by gradient descent (learning/train.ts). */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';
import type { Augment } from '../learning/batch.ts';
import { TrainingFailure } from '../learning/context.ts';
import type { TrainingOptions } from '../learning/data.ts';
import { loadNetworkModel, networkModel } from '../learning/model.ts';
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
  /** Changes training samples as they are drawn; undefined when the parameters ask for none. */
  augment?(parameters: z.output<Schema>): Augment | undefined;
}

export interface NetworkFamily extends Family {
  training: Omit<TrainingOptions, 'seed'>;
  workload(shape: Shape, parameters: Parameters): Part[];
  build(shape: Shape, parameters: Parameters): LayersModel;
}

/** Makes a family of its definition. */
export function defineNetwork<Schema extends z.ZodObject>(definition: NetworkDefinition<Schema>): NetworkFamily {
  const { parameters: schema, imageSize, augment, training } = definition;
  const workload = (shape: Shape, parameters: Parameters) => definition.workload(shape, schema.parse(parameters));
  const build = (shape: Shape, parameters: Parameters) => definition.build(shape, schema.parse(parameters));

  async function learn({ data, split, shape, training, context }: Lesson, parameters: Parameters) {
    const { features, targets } = data;
    if (!targets) throw new TrainingFailure(`"${definition.name}" learns what the targets are, and the data has none.`);
    const network = build(shape, parameters);
    try {
      const options = completeTraining(training);
      const augmented = augment?.(schema.parse(parameters));
      const labelled = { features, targets };
      const result = await train({
        model: network,
        data: labelled,
        split,
        training: options,
        augment: augmented,
        context,
      });
      return { model: networkModel(network), history: result.history, bestEpoch: result.bestEpoch };
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
    imageSize: imageSize ? (parameters, extent) => imageSize(schema.parse(parameters), extent) : null,
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
    load: loadNetworkModel,
  };
}

export function isNetwork(family: Family): family is NetworkFamily {
  return 'build' in family;
}

/** Gradient descent needs every option; a configuration of a network has them all. */
function completeTraining(options: Training): TrainingOptions {
  const { epochs, batchSize, learningRate, optimizer, schedule, earlyStopping = null, replicas = 1, seed } = options;
  if (!epochs || !batchSize || !learningRate || !optimizer || !schedule) {
    throw new Error('A network is trained with epochs, batchSize, learningRate, optimizer and schedule.');
  }
  return { epochs, batchSize, learningRate, optimizer, schedule, earlyStopping, replicas, seed };
}
