/** Answers of a TensorFlow graph, as graph-model.ts wrote it. */

import { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { fileOf, type Model, type ModelFiles } from '../model.ts';
import { predictBatches } from '../predict.ts';

/** A graph leaves more than its input behind: what it takes for a sample is not known before it runs. */
const assumedGrowth = 8;
const mostFloats = 2 ** 25;

/** The caller disposes it. @throws Error when the files are not those of a graph */
export async function loadGraph(files: ModelFiles): Promise<Model> {
  const json = JSON.parse(Buffer.from(fileOf(files, 'model.json')).toString('utf8'));
  const weightSpecs: tf.io.WeightsManifestEntry[] = json.weightsManifest.flatMap(
    (group: { weights: unknown[] }) => group.weights,
  );
  const { modelTopology, signature, format } = json;
  const weightData = new Uint8Array(fileOf(files, 'weights.bin')).buffer; // a buffer of its own, as the loader expects
  const graph = new GraphModel(tf.io.fromMemory({ modelTopology, signature, format, weightSpecs, weightData }));
  await graph.load();
  const size = (graph.inputs[0]?.shape ?? []).slice(1).reduce((product, side) => product * side, 1);
  const batchSize = Math.max(1, Math.min(256, Math.floor(mostFloats / (assumedGrowth * size))));
  return {
    weights: Object.values(graph.weights)
      .flat()
      .reduce((sum, weight) => sum + (weight?.size ?? 0), 0),
    facts: [],
    predict: (features, options) =>
      predictBatches((x) => graph.predict(x) as tf.Tensor, features, { ...options, batchSize }), // it has one output
    files: async () => files,
    dispose: () => graph.dispose(),
  };
}
