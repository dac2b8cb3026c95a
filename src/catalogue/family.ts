/**
 * A model family: everything that the platform needs to know about one kind of model, in one object, in one file. From its
 * parameter schema come the validation, the typed GraphQL input, the documentation, the form and the tuner's search.
 *
 * A family is defined as a network (network.ts: what is built is trained by gradient descent) or as an estimator
 * (estimator.ts: it is fitted by a method of its own). The rest of the platform sees no difference.
 */
import type { z } from 'zod';
import type { TrainingContext } from '../learning/context.ts';
import type {
  Data,
  Modality,
  Objective,
  Split,
  TextOptions,
  TrainingOptions,
  WindowOptions,
} from '../learning/data.ts';
import type { Model, ModelFiles } from '../learning/model.ts';
import type { Random } from '../learning/random.ts';
import type { EpochRecord } from '../learning/train.ts';
import type { Estimate } from './estimate.ts';
import type { Part } from './workload.ts';

/** What a model is made for. */
export interface Shape {
  /** Of one sample. */
  inputShape: number[];
  /** Classes, values to predict, steps to forecast, or tokens to write with; 0 where something is found or imitated. */
  outputs: number;
  objective: Objective;
  /** Different tokens that texts are written with. */
  tokens?: number;
  /** Kinds of things that images which are imitated are of, where that is known. */
  kinds?: number;
  /** Samples that it will learn from; some penalties are relative to it. */
  trainSamples: number;
  seed: number;
}

export interface ImageSize {
  height: number;
  width: number;
  channels: 1 | 3;
}

/** What is known of a dataset's images before they are decoded. */
export interface ImageExtent {
  minimumHeight: number;
  maximumHeight: number;
  minimumWidth: number;
  maximumWidth: number;
  channels: 1 | 3;
}

/**
 * How something is trained: those of the options that mean something to its family. The seed always does; `epochs` is the
 * largest number of iterations for an estimator that has some.
 */
export type Training = Pick<TrainingOptions, 'seed'> & Partial<TrainingOptions>;

/** What a family learns from, and whom it tells about it. */
export interface Lesson {
  data: Data;
  split: Split;
  shape: Shape;
  training: Training;
  context: TrainingContext;
  /** Of the model that it goes on from. */
  base?: ModelFiles;
}

/** A trained network that a family goes on from: what is known of it before anything is loaded. */
export interface Base {
  size: ImageSize;
  /** What learns, and what is frozen. */
  learning: Part;
  frozen: Part;
  /** Numbers of a sample between the two; 0: nothing is frozen. */
  featureFloats: number;
}

export interface Learned {
  model: Model;
  history: EpochRecord[];
  /** The epoch that the model is of. */
  bestEpoch: number;
}

/** What is to be estimated before anything is made. */
export interface Plan {
  shape: Shape;
  training: Training;
  /** Bytes of the whole dataset, decoded and encoded. */
  dataBytes: number;
  base?: Base | undefined;
}

/** What every family says of itself. */
export interface Card<Schema extends z.ZodObject = z.ZodObject> {
  /** camelCase; the key of the family in ModelParametersInput. Never changes. */
  name: string;
  title: string;
  description: string;
  whenToUse: string;
  whenNotToUse: string;
  /** Where the method comes from. */
  citation: string;
  modalities: readonly Modality[];
  objectives: readonly Objective[];
  /** Flat: whole numbers, numbers, booleans, enums, lists of whole numbers. Each with a default and a description. */
  parameters: Schema;
}

export type Parameters = Record<string, unknown>;

/** A family whose parameters are checked as they come in: what the rest of the platform works with. */
export interface Family extends Card {
  /** Samples without a target teach it too. */
  learnsUnlabelled: boolean;
  /** Defaults of the options that it understands, without the seed. */
  training: Partial<Omit<TrainingOptions, 'seed'>>;
  /** Draws parameters for a tuning trial; what is left out keeps the configuration's value. */
  sample(random: Random): Parameters;
  /** @throws InvalidInput naming the field that asks for more than can ever run */
  estimate(plan: Plan, parameters: Parameters): Estimate;
  /** Size that images are brought to; null: it does not look at images. */
  imageSize: ((parameters: Parameters, extent: ImageExtent, base: Base | undefined) => ImageSize) | null;
  /**
   * What going on from a model takes; absent for a family that does not.
   * @param files of that model; those that hold its weights are not needed
   * @throws InvalidNetwork when that is no network of layers
   */
  weigh?: (
    files: ModelFiles,
    parameters: Parameters,
    lesson: { outputs: number; samples: number },
  ) => Promise<Omit<Base, 'size'>>;
  /** How texts are read; null: it does not read any. */
  text: ((parameters: Parameters, objective: Objective) => TextOptions) | null;
  /** How series are cut; null: it does not look at any. */
  window: ((parameters: Parameters) => WindowOptions) | null;
  /**
   * Learns, and reports like a network's training does. The caller disposes the model.
   * @throws Interruption when the context's signal was aborted, for a pause after a checkpoint; TrainingFailure
   */
  learn(lesson: Lesson, parameters: Parameters): Promise<Learned>;
  /** A model that it learned once. @throws Error when the files are not its own */
  load(files: ModelFiles): Promise<Model>;
}

const supervised: readonly Objective[] = ['REGRESSION', 'CLASSIFICATION', 'FORECASTING', 'DETECTION'];

/** The objectives that have something given to learn. */
export function isSupervised(objective: Objective): boolean {
  return supervised.includes(objective);
}
