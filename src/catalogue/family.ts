/**
 * A model family: everything that the platform needs to know about one type of model, in one object and one file. Validation,
 * the typed GraphQL input, the documentation, the form and the tuning space are all derived from its parameter schema.
 *
 * A family is either a network (network.ts), trained by gradient descent, or an estimator (estimator.ts), fitted by its own
 * solver. The rest of the platform does not distinguish them.
 */

import type { z } from 'zod';
import type { TrainingContext, TrainingEnd } from '../learning/context.ts';
import type { Data, Split, TextOptions, TrainingOptions, WindowOptions } from '../learning/data.ts';
import type { Model, ModelFiles } from '../learning/model.ts';
import type { Random } from '../learning/random.ts';
import type { EpochRecord } from '../learning/train.ts';
import type { ImageSize } from '../shared/model-input.ts';
import type { Modality, Objective } from '../shared/objectives.ts';
import type { Estimate } from './estimate.ts';
import type { LayerCost } from './layer-costs.ts';

/** What a model is built for: its input, its output and its objective. */
export interface ModelShape {
  /** Shape of one sample. */
  inputShape: number[];
  /** Number of classes, predicted values, forecast steps or tokens; 0 for clustering, reduction and image generation. */
  outputs: number;
  objective: Objective;
  /** Text only: number of distinct tokens. */
  vocabularySize?: number;
  /** Number of classes that a conditional generative model is conditioned on; absent if it is unconditional. */
  kinds?: number;
  /** Number of training samples. Some penalties are scaled by it. */
  trainSamples: number;
  seed: number;
}

/** Range of a dataset's image sizes, known before the images are decoded. */
export interface ImageSizeRange {
  minHeight: number;
  maxHeight: number;
  minWidth: number;
  maxWidth: number;
  channels: 1 | 3;
}

/**
 * Training options that the family supports. The seed is always present; for an iterative estimator, `epochs` is the maximum
 * number of iterations.
 */
export type Training = Pick<TrainingOptions, 'seed'> & Partial<TrainingOptions>;

/** Input of `Family.fit`: the data, the options, and the context that receives progress, metrics and checkpoints. */
export interface FitInput {
  data: Data;
  split: Split;
  shape: ModelShape;
  training: Training;
  context: TrainingContext;
  /** Files of the base model, for fine-tuning. */
  base?: ModelFiles;
}

/** Costs of a base network, known before it is loaded. */
export interface BaseModelProfile {
  size: ImageSize;
  /** Cost of the layers that are trained, and of the frozen ones. */
  trainableCost: LayerCost;
  frozenCost: LayerCost;
  /** Floats per sample between the frozen and the trained layers; 0 if no layer is frozen. */
  featureSize: number;
}

export interface FitResult {
  model: Model;
  history: EpochRecord[];
  end: TrainingEnd;
}

/** Input of `Family.estimate`, which runs before anything is built. */
export interface EstimateInput {
  shape: ModelShape;
  training: Training;
  /** Size of the whole dataset in bytes, after decoding and encoding. */
  dataBytes: number;
  base?: BaseModelProfile | undefined;
}

/** Metadata of a family: its name, documentation and parameters. */
export interface FamilyMetadata<Schema extends z.ZodObject = z.ZodObject> {
  /** Key of the family in ModelParametersInput, in camelCase. It is stored in configurations and models and never changes. */
  name: string;
  title: string;
  description: string;
  whenToUse: string;
  whenNotToUse: string;
  /** Publications that describe the method. */
  citation: string;
  modalities: readonly Modality[];
  objectives: readonly Objective[];
  /**
   * Flat schema of integers, numbers, booleans, enums and integer lists, each with a default and a description. The values of an
   * enum are described in configurations/catalogue-schema.ts.
   */
  parameters: Schema;
}

export type Parameters = Record<string, unknown>;

/** A family as the rest of the platform uses it. Every method validates the parameters that it receives. */
export interface Family extends FamilyMetadata {
  /** True if the family also learns from unlabeled samples. */
  isSemiSupervised: boolean;
  /** Default values of the training options that the family supports, without the seed. */
  trainingDefaults: Partial<Omit<TrainingOptions, 'seed'>>;
  /** Draws parameters for a tuning trial. Omitted parameters keep the values of the configuration. */
  sampleParameters(random: Random): Parameters;
  /** @throws InvalidInput if the training could never run, naming the field to reduce */
  estimate(input: EstimateInput, parameters: Parameters): Estimate;
  /** Returns the size that images are scaled to; null if the family does not use images. */
  imageSize: ((parameters: Parameters, extent: ImageSizeRange, base: BaseModelProfile | undefined) => ImageSize) | null;
  /**
   * Estimates the costs of fine-tuning a base model; absent for families that do not fine-tune.
   * @param files files of the base model; its weight files are not needed
   * @throws InvalidNetwork if the base model is not a LayersModel
   */
  estimateBase?: (
    files: ModelFiles,
    parameters: Parameters,
    size: { outputs: number; samples: number },
  ) => Promise<Omit<BaseModelProfile, 'size'>>;
  /** Returns how texts are encoded; null if the family does not use texts. */
  textOptions: ((parameters: Parameters, objective: Objective) => TextOptions) | null;
  /** Returns how time series are cut into windows; null if the family does not use them. */
  windowOptions: ((parameters: Parameters) => WindowOptions) | null;
  /**
   * Trains a model, reporting progress and metrics to `input.context`. The caller disposes the model.
   * @throws Interruption if the context's signal is aborted; on a pause, after saving a checkpoint
   * @throws TrainingFailure if the data cannot be learned or the training diverges
   */
  fit(input: FitInput, parameters: Parameters): Promise<FitResult>;
  /** Loads a stored model of this family. @throws Error if the files are not from this family */
  load(files: ModelFiles): Promise<Model>;
}
