/** What learning ends with: something that answers, whatever it is made of. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Features } from './data.ts';
import { type Answering, predictBatches } from './predict.ts';
import { loadNetwork, type NetworkFiles, saveNetwork } from './serialize.ts';

/** By name, as they stand in the zip that a model is stored as. */
export type ModelFiles = Record<string, Uint8Array>;

export interface PredictOptions {
  /** Which samples, in this order. Default: all. */
  rows?: Int32Array;
  /** Aborted when the answers are not wanted any more: its reason is thrown. */
  signal?: AbortSignal;
}

/** Something that a person can read off a model: the coefficients of a line, the variance that a component explains. */
export interface Fact {
  name: string;
  values: number[];
  /**
   * What each value is about, where it is about columns: the numbers of those that are multiplied, as the model sees them. Asked for
   * when they are shown: a model that only answers has no use for them.
   */
  columns?: () => number[][];
  /** The number of the class that each value is about, where it is about one. */
  classes?: () => number[];
}

/** A fact with a value for each column in turn. */
export function columnFact(name: string, values: number[]): Fact {
  return { name, values, columns: () => values.map((_, column) => [column]) };
}

/** What is to be generated. */
export interface GenerateOptions {
  count: number;
  /** The same seed gives the same again. */
  seed: number;
  /** Above 1 it dares more, below 1 less; 0 always takes the likeliest token, or the most usual image. */
  temperature: number;
  /** What a text begins with, as the model's numbers. */
  prompt: Int32Array;
  /** Tokens that are written after the prompt. */
  length: number;
  signal?: AbortSignal;
}

/** Texts as numbers [count x length], images as values of 0..1 [count x pixels x channels]. */
export type Generate = (options: GenerateOptions) => Promise<Float32Array>;

/** How well a generative model explains samples. */
export interface Likelihood {
  /** Mean negative log-likelihood of a sample in nats, or the least that is known of it. */
  nats: number;
  /** Of a sample: tokens of a text, values of an image. */
  units: number;
}

export interface Model {
  /** Numbers that were learned. */
  readonly weights: number;
  readonly facts: Fact[];
  /** Sample after sample: [samples x outputs]. */
  predict(features: Features, options?: PredictOptions): Promise<Float32Array>;
  /** A generative model alone. */
  generate?: Generate;
  /** Of a generative model that has one. */
  likelihood?(features: Features, options?: PredictOptions): Promise<Likelihood>;
  files(): Promise<ModelFiles>;
  /** Gives back what lies outside of JavaScript's heap. */
  dispose(): void;
}

/** Of how a network answers; at once no more than fits into the engine with room to spare. */
const mostFloats = 2 ** 25;

const names = { topology: 'model.json', weights: 'weights.bin' };

/** Takes the network over: disposed with the model. */
export function networkModel(network: LayersModel): Model {
  return {
    weights: network.countParams(),
    facts: [],
    predict: (features, options) => predictNetwork(network, features, options),
    files: async () => modelFilesOf(await saveNetwork(network)),
    dispose: () => network.dispose(),
  };
}

/** What the network answers, in batches that its largest layer leaves room for. */
export function predictNetwork(
  network: LayersModel,
  features: Features,
  options: PredictOptions = {},
): Promise<Float32Array> {
  const sizes = network.layers.map(({ outputShape }) => {
    const sides = outputShape.flat() as (number | null)[]; // of one output, or of several together
    return sides.reduce<number>((product, side) => product * (side ?? 1), 1);
  });
  const batchSize = Math.max(1, Math.min(256, Math.floor(mostFloats / Math.max(...sizes))));
  const answer: Answering = (x) => network.apply(x, { training: false }) as Tensor;
  return predictBatches(answer, features, { ...options, batchSize });
}

/** @throws Error when a file is missing or they do not belong together */
export async function loadNetworkModel(files: ModelFiles): Promise<Model> {
  return networkModel(await loadNetworkFiles(files));
}

/** The network that networkModel stored. @throws Error when a file is missing or they do not belong together */
export function loadNetworkFiles(files: ModelFiles): Promise<LayersModel> {
  return loadNetwork(networkFilesOf(files));
}

/** @throws Error when one is missing */
export function networkFilesOf(files: ModelFiles): NetworkFiles {
  return { modelJson: fileOf(files, names.topology), weights: fileOf(files, names.weights) };
}

/** As a model that networkModel makes has them. */
export function modelFilesOf({ modelJson, weights }: NetworkFiles): ModelFiles {
  return { [names.topology]: modelJson, [names.weights]: weights };
}

/** @throws Error when there is none of this name */
export function fileOf(files: ModelFiles, name: string): Uint8Array {
  const file = files[name];
  if (!file) throw new Error(`The model lacks ${name}.`);
  return file;
}
