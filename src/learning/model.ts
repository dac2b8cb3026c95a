/** A trained model, independent of its implementation. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Features } from './data.ts';
import { loadNetwork, type NetworkFiles, saveNetwork } from './layers-model-files.ts';
import { type ForwardPass, predictBatches } from './predict.ts';

/** The files of a model by name, as they are stored in its zip bundle. */
export type ModelFiles = Record<string, Uint8Array>;

export interface PredictOptions {
  /** The samples to predict, in this order. Default: all. */
  rows?: Int32Array;
  /** Stops the prediction; its abort reason is thrown. */
  signal?: AbortSignal;
}

/** A property that a person can read off a model: the coefficients of a line, the variance that a component explains. */
export interface FittedAttribute {
  name: string;
  values: number[];
  /**
   * For each value, the feature columns that it belongs to; several columns mean their product. A function, because models
   * that only predict never need it.
   */
  columns?: () => number[][];
  /** For each value, the index of the class that it belongs to. */
  classes?: () => number[];
}

/** Creates a fact with one value for each column, in order. */
export function columnAttribute(name: string, values: number[]): FittedAttribute {
  return { name, values, columns: () => values.map((_, column) => [column]) };
}

/** Options for generating samples. */
export interface GenerateOptions {
  count: number;
  /** The same seed gives the same samples. */
  seed: number;
  /** Sampling temperature: above 1 more diverse, below 1 less; 0 is greedy decoding, or the image at the latent origin. */
  temperature: number;
  /** Token indices that the text begins with. */
  prompt: Int32Array;
  /** Number of tokens to generate after the prompt. */
  length: number;
  signal?: AbortSignal;
}

/** Returns texts as token indices [count x length], images as values in 0..1 [count x pixels x channels]. */
export type Generate = (options: GenerateOptions) => Promise<Float32Array>;

/** How well a generative model explains samples. */
export interface Likelihood {
  /** Mean negative log-likelihood per sample in nats, or an upper bound of it. */
  nats: number;
  /** Units in one sample: tokens of a text, values of an image. */
  unitsPerSample: number;
}

export interface Model {
  /** Number of trainable parameters. */
  readonly weights: number;
  readonly fittedAttributes: FittedAttribute[];
  /** Returns the predictions, sample after sample: [samples x outputs]. */
  predict(features: Features, options?: PredictOptions): Promise<Float32Array>;
  /** Present only for generative models. */
  generate?: Generate;
  /** Present only for generative models whose likelihood is known. */
  likelihood?(features: Features, options?: PredictOptions): Promise<Likelihood>;
  files(): Promise<ModelFiles>;
  /** Frees memory outside the JavaScript heap. */
  dispose(): void;
}

/** Upper bound for the floats of a network's largest layer in one batch; leaves the engine room to spare. */
const maxFloats = 2 ** 25;

const names = { topology: 'model.json', weights: 'weights.bin' };

/** Wraps a network as a model that owns it: disposing the model disposes the network. */
export function wrapNetwork(network: LayersModel): Model {
  return {
    weights: network.countParams(),
    fittedAttributes: [],
    predict: (features, options) => predictNetwork(network, features, options),
    files: async () => modelFilesOf(await saveNetwork(network)),
    dispose: () => network.dispose(),
  };
}

/** Runs the network in batches whose size follows from its largest layer. */
export function predictNetwork(
  network: LayersModel,
  features: Features,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const sizes = network.layers.map(({ outputShape }) => {
    const sides = outputShape.flat() as (number | null)[]; // one output, or several
    return sides.reduce<number>((product, side) => product * (side ?? 1), 1);
  });
  const batchSize = Math.max(1, Math.min(256, Math.floor(maxFloats / Math.max(...sizes))));
  const answer: ForwardPass = (x) => network.apply(x, { training: false }) as Tensor;
  return predictBatches(answer, features, { ...options, batchSize });
}

/** @throws Error when a file is missing or the files do not match */
export async function loadNetworkModel(files: ModelFiles): Promise<Model> {
  return wrapNetwork(await loadNetworkFiles(files));
}

/** Loads the network of a model from wrapNetwork. @throws Error when a file is missing or the files do not match */
export function loadNetworkFiles(files: ModelFiles): Promise<LayersModel> {
  return loadNetwork(networkFilesOf(files));
}

/** @throws Error when a file is missing */
export function networkFilesOf(files: ModelFiles): NetworkFiles {
  return { modelJson: requireFile(files, names.topology), weights: requireFile(files, names.weights) };
}

/** Names the files as a model from wrapNetwork does. */
export function modelFilesOf({ modelJson, weights }: NetworkFiles): ModelFiles {
  return { [names.topology]: modelJson, [names.weights]: weights };
}

/** @throws Error when no file has this name */
export function requireFile(files: ModelFiles, name: string): Uint8Array {
  const file = files[name];
  if (!file) throw new Error(`The model has no file ${name}.`);
  return file;
}
