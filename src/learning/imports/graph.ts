/** Runs a TensorFlow graph from the files that graph-model.ts wrote. */

import { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { type Model, type ModelFiles, requireFile } from '../model.ts';
import { predictBatches } from '../predict.ts';

/** Factor by which intermediate results may exceed the input: a graph's memory use is not known before it runs. */
const assumedGrowth = 8;
const maxFloats = 2 ** 25;

/** The caller disposes the model. @throws Error when the files are not a valid graph */
export async function loadGraph(files: ModelFiles): Promise<Model> {
  const json = JSON.parse(Buffer.from(requireFile(files, 'model.json')).toString('utf8'));
  const weightSpecs: tf.io.WeightsManifestEntry[] = json.weightsManifest.flatMap(
    (group: { weights: unknown[] }) => group.weights,
  );
  const { modelTopology, signature, format } = json;
  const weightData = new Uint8Array(requireFile(files, 'weights.bin')).buffer; // the loader expects a buffer of its own
  const graph = new GraphModel(tf.io.fromMemory({ modelTopology, signature, format, weightSpecs, weightData }));
  await graph.load();
  const size = (graph.inputs[0]?.shape ?? []).slice(1).reduce((product, side) => product * side, 1);
  const batchSize = Math.max(1, Math.min(256, Math.floor(maxFloats / (assumedGrowth * size))));
  return {
    weights: Object.values(graph.weights)
      .flat()
      .reduce((sum, weight) => sum + (weight?.size ?? 0), 0),
    fittedAttributes: [],
    predict: (features, options) =>
      predictBatches((x) => graph.predict(x) as tf.Tensor, features, { ...options, batchSize }), // a graph has one output
    files: async () => files,
    dispose: () => graph.dispose(),
  };
}
