/** What learning ends with: something that answers, whatever it is made of. */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Features } from './data.ts';
import { predictBatches } from './predict.ts';
import { loadNetwork, saveNetwork } from './serialize.ts';

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
}

/** What is to be generated. */
export interface GenerateOptions {
  count: number;
  /** The same seed gives the same again. */
  seed: number;
  /** Above 1 it dares more, below 1 less; 0 always takes the likeliest. Of text alone. */
  temperature: number;
  /** What a text begins with, as the model's numbers. */
  prompt: Int32Array;
  /** Tokens that are written after the prompt. */
  length: number;
  signal?: AbortSignal;
}

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
  /** A generative model alone: texts as numbers [count x length], images as values of 0..1 [count x pixels x channels]. */
  generate?(options: GenerateOptions): Promise<Float32Array>;
  /** Of a generative model that has one. */
  likelihood?(features: Features, options?: PredictOptions): Promise<Likelihood>;
  files(): Promise<ModelFiles>;
  /** Gives back what lies outside of JavaScript's heap. */
  dispose(): void;
}

const names = { topology: 'model.json', weights: 'weights.bin' };

/** Takes the network over: disposed with the model. */
export function networkModel(network: LayersModel): Model {
  return {
    weights: network.countParams(),
    facts: [],
    predict: (features, options) => predictBatches(network, features, options),
    async files() {
      const { modelJson, weights } = await saveNetwork(network);
      return { [names.topology]: modelJson, [names.weights]: weights };
    },
    dispose: () => network.dispose(),
  };
}

/** @throws Error when a file is missing or they do not belong together */
export async function loadNetworkModel(files: ModelFiles): Promise<Model> {
  return networkModel(await loadNetworkFiles(files));
}

/** The network that networkModel stored. @throws Error when a file is missing or they do not belong together */
export function loadNetworkFiles(files: ModelFiles): Promise<LayersModel> {
  return loadNetwork({ modelJson: fileOf(files, names.topology), weights: fileOf(files, names.weights) });
}

/** @throws Error when there is none of this name */
export function fileOf(files: ModelFiles, name: string): Uint8Array {
  const file = files[name];
  if (!file) throw new Error(`The model lacks ${name}.`);
  return file;
}
