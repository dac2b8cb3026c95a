/**
 * Stores models in TensorFlow.js's LayersModel format: a browser loads the files of `saveNetwork` from any web server with
 * `tf.loadLayersModel('https://.../model.json')`.
 */
import { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import './layers.ts'; // registers the custom layers

export interface NetworkFiles {
  /** model.json: the topology and the weights manifest. */
  modelJson: Uint8Array;
  /** weights.bin: the values, in the manifest's order. */
  weights: Uint8Array;
}

const weightsFile = 'weights.bin';

export async function saveNetwork(model: LayersModel): Promise<NetworkFiles> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (made) => {
      artifacts = made;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  if (!artifacts?.weightData || !artifacts.weightSpecs) throw new Error('The model has no weights to save.');
  const { modelTopology, weightSpecs, format, generatedBy, convertedBy } = artifacts;
  const manifest = {
    modelTopology,
    format,
    generatedBy,
    convertedBy,
    weightsManifest: [{ paths: [weightsFile], weights: weightSpecs }],
  };
  const data = io.CompositeArrayBuffer.join(artifacts.weightData);
  return { modelJson: Buffer.from(JSON.stringify(manifest)), weights: new Uint8Array(data) };
}

/** @throws Error when the files do not match */
export async function loadNetwork(files: NetworkFiles): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(Buffer.from(files.modelJson).toString('utf8'));
  const weightSpecs: io.WeightsManifestEntry[] = weightsManifest.flatMap(
    (group: { weights: unknown[] }) => group.weights,
  );
  // The loader expects a buffer of its own, not a view into a larger one.
  const weightData = new Uint8Array(files.weights).buffer;
  return loadLayersModel(io.fromMemory({ modelTopology, weightSpecs, weightData }));
}
