/**
 * A model family: everything that the platform needs to know about one kind of model, in one object, in one file. From its
 * parameter schema come the validation, the typed GraphQL input, the documentation, the form and the tuner's search.
 */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';
import type { Augment } from '../learning/batch.ts';
import type { Modality, Objective, TrainingOptions } from '../learning/data.ts';
import type { Random } from '../learning/random.ts';
import type { Part } from './workload.ts';

/** What a network is built for. */
export interface NetworkShape {
  /** Shape of one sample. */
  inputShape: number[];
  /** Classes, or values to predict. */
  outputs: number;
  objective: 'REGRESSION' | 'CLASSIFICATION';
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

export interface FamilyDefinition<Schema extends z.ZodObject> {
  /** camelCase; the key of the family in ModelParametersInput. Never changes. */
  name: string;
  title: string;
  description: string;
  whenToUse: string;
  whenNotToUse: string;
  /** Where the method comes from. */
  citation: string;
  modality: Modality;
  objectives: readonly Extract<Objective, 'REGRESSION' | 'CLASSIFICATION'>[];
  /** Flat: whole numbers, numbers, booleans, enums, lists of whole numbers. Each with a default and a description. */
  parameters: Schema;
  /** How it is trained unless its configuration says otherwise. */
  training: Omit<TrainingOptions, 'seed' | 'replicas'>;
  /** Draws parameters for a tuning trial; what is left out keeps the configuration's value. */
  sample(random: Random): Partial<z.input<Schema>>;
  /** The cost of what `build` makes, layer by layer. */
  workload(shape: NetworkShape, parameters: z.output<Schema>): Part[];
  /** Ends in class probabilities (softmax), or in `outputs` plain numbers. */
  build(shape: NetworkShape, parameters: z.output<Schema>): LayersModel;
  /** Size that images are brought to; families of images alone have it. */
  imageSize?(parameters: z.output<Schema>, extent: ImageExtent): ImageSize;
  /** Changes training samples as they are drawn; undefined when the parameters ask for none. */
  augment?(parameters: z.output<Schema>): Augment | undefined;
}

export type Parameters = Record<string, unknown>;

/** A family whose parameters are checked as they come in: what the rest of the platform works with. */
export interface Family
  extends Omit<FamilyDefinition<z.ZodObject>, 'workload' | 'build' | 'imageSize' | 'augment' | 'sample'> {
  sample(random: Random): Parameters;
  workload(shape: NetworkShape, parameters: Parameters): Part[];
  build(shape: NetworkShape, parameters: Parameters): LayersModel;
  imageSize: ((parameters: Parameters, extent: ImageExtent) => ImageSize) | null;
  augment(parameters: Parameters): Augment | undefined;
}

/** Makes a family of its definition. */
export function defineFamily<Schema extends z.ZodObject>(definition: FamilyDefinition<Schema>): Family {
  const { parameters: schema, imageSize, augment } = definition;
  return {
    ...definition,
    sample: (random) => definition.sample(random),
    workload: (shape, parameters) => definition.workload(shape, schema.parse(parameters)),
    build: (shape, parameters) => definition.build(shape, schema.parse(parameters)),
    imageSize: imageSize ? (parameters, extent) => imageSize(schema.parse(parameters), extent) : null,
    augment: (parameters) => augment?.(schema.parse(parameters)),
  };
}
