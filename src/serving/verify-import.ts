/** Runs an imported network once, in a disposable process, and rejects it if it cannot be loaded or run. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { putBytes } from '../artifacts/content.ts';
import { loadModel } from '../catalogue/registry.ts';
import { InvalidData } from '../errors.ts';
import type { Features } from '../learning/data.ts';
import type { Model } from '../learning/model.ts';
import { createRandom } from '../learning/random.ts';
import { type ModelBundle, type ModelManifest, packBundle } from '../models/bundle.ts';
import { type ImportedModel, type ImportOptions, importArchive } from '../models/import-archive.ts';
import { targetOf } from '../shared/model-input.ts';
import { maxParts } from './predictions.ts';
import { isExhausted } from './serve-requests.ts';

/** Request of importer.ts. */
export interface ImportRequest {
  /** Path of the archive in the scratch folder of this process. */
  path: string;
  options: ImportOptions;
}

/** Batch of two: it reveals a network whose batch size is fixed to one. */
const testBatchSize = 2;

/**
 * Imports an archive, tests its network and stores the bundle.
 * @param engine resolves when the engine can run networks
 * @throws InvalidData naming the problem
 */
export async function verifyImport(
  store: ArtifactAccess,
  { path, options }: ImportRequest,
  engine: Promise<unknown>,
): Promise<ImportedModel> {
  const { bundle, format } = await importArchive(path, options);
  await engine;
  await smokeTest(bundle);
  const { key, sha256, bytes } = await putBytes(store, 'models', packBundle(bundle));
  return { format, artifactKey: key, sha256, sizeBytes: bytes };
}

/** Runs the network on several kinds of samples, since it may only fail on some of them. */
async function smokeTest({ manifest, files }: ModelBundle): Promise<void> {
  let model: Model | null = null;
  try {
    model = await loadModel(manifest.family, files);
    for (const [kind, features] of Object.entries(testSamples(manifest))) {
      checkOutputs(await model.predict(features), manifest, kind);
    }
  } catch (error) {
    if (error instanceof InvalidData) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    if (isExhausted(reason)) throw error;
    throw new InvalidData(`TensorFlow.js cannot run the network: ${reason.slice(0, 500)}`);
  } finally {
    model?.dispose();
  }
}

function checkOutputs(outputs: Float32Array, manifest: ModelManifest, kind: string): void {
  if (!outputs.every(Number.isFinite)) {
    throw new InvalidData(`The network outputs values that are not finite (NaN or infinite) for samples of ${kind}.`);
  }
  const expected = outputsOf(manifest);
  const found = outputs.length / testBatchSize;
  if (found > maxParts) {
    throw new InvalidData(`The network has ${found} outputs per sample. The maximum is ${maxParts}.`);
  }
  if (expected === null ? Number.isInteger(found) && found >= 1 : found === expected) return;
  throw new InvalidData(
    `The network has ${found} outputs per sample of ${kind}. Expected ${expected ?? 'a whole number'}.`,
  );
}

/** Returns test samples by their kind. 255 is the maximum of a pixel, and large for a column, which is not scaled. */
function testSamples({ input }: ModelManifest): Record<string, Features> {
  const random = createRandom(1);
  if (input.kind === 'images') {
    const { height, width, channels } = input.size;
    const filledWith = (value: () => number): Features => ({
      values: Uint8Array.from({ length: testBatchSize * height * width * channels }, value),
      sampleShape: [height, width, channels],
      count: testBatchSize,
    });
    return {
      zeros: filledWith(() => 0),
      ones: filledWith(() => 1),
      'random pixels': filledWith(() => random.integer(256)),
      white: filledWith(() => 255),
    };
  }
  if (input.kind !== 'table') throw new Error(`Models with input of kind ${input.kind} cannot be imported.`);
  const columns = input.encoder.features.length;
  const filledWith = (value: () => number): Features => ({
    values: Float32Array.from({ length: testBatchSize * columns }, value),
    sampleShape: [columns],
    count: testBatchSize,
  });
  return {
    zeros: filledWith(() => 0),
    ones: filledWith(() => 1),
    'random numbers': filledWith(() => random.normal()),
    'large numbers': filledWith(() => 255),
  };
}

/** Returns the expected number of outputs per sample. Null means any number. */
function outputsOf({ input, objective }: ModelManifest): number | null {
  if (objective === 'DIMENSIONALITY_REDUCTION') return null;
  if (input.kind === 'images') return input.classes.length;
  const target = targetOf(input);
  return target?.objective === 'CLASSIFICATION' ? target.classes.length : 1;
}
