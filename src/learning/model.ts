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

export interface Model {
  /** Numbers that were learned. */
  readonly weights: number;
  readonly facts: Fact[];
  /** Sample after sample: [samples x outputs]. */
  predict(features: Features, options?: PredictOptions): Promise<Float32Array>;
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
  const [modelJson, weights] = [fileOf(files, names.topology), fileOf(files, names.weights)];
  return networkModel(await loadNetwork({ modelJson, weights }));
}

/** @throws Error when there is none of this name */
export function fileOf(files: ModelFiles, name: string): Uint8Array {
  const file = files[name];
  if (!file) throw new Error(`The model lacks ${name}.`);
  return file;
}
