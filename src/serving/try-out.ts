/** An import's first run, in a process whose end would harm nobody: what cannot be read or run is refused. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { putBytes } from '../artifacts/content.ts';
import { loadModel } from '../catalogue/registry.ts';
import { InvalidData } from '../errors.ts';
import type { Features } from '../learning/data.ts';
import type { Model } from '../learning/model.ts';
import { createRandom } from '../learning/random.ts';
import { type ModelBundle, type ModelManifest, packBundle, targetOf } from '../models/bundle.ts';
import { type Imported, type ImportOptions, readImport } from '../models/imported.ts';
import { maxParts } from './answers.ts';
import { isExhausted } from './serve-requests.ts';

/** What importer.ts asks for. */
export interface ImportRequest {
  /** Of the archive, in this process's folder. */
  path: string;
  options: ImportOptions;
}

/** Two: a network that has settled on a batch of one shows it. */
const samples = 2;

/**
 * Stores what becomes of the archive.
 * @param engine resolves when networks can be run
 * @throws InvalidData naming what is wrong with it
 */
export async function tryOut(
  store: ArtifactAccess,
  { path, options }: ImportRequest,
  engine: Promise<unknown>,
): Promise<Imported> {
  const { bundle, format } = await readImport(path, options);
  await engine;
  await tryNetwork(bundle);
  const { key, sha256, bytes } = await putBytes(store, 'models', packBundle(bundle));
  return { format, artifactKey: key, sha256, bytes };
}

/** Runs the network on samples of several kinds: what it does may depend on what it sees. */
async function tryNetwork({ manifest, files }: ModelBundle): Promise<void> {
  let model: Model | null = null;
  try {
    model = await loadModel(manifest.family, files);
    for (const [kind, features] of Object.entries(trialSamples(manifest))) {
      checkAnswers(await model.predict(features), manifest, kind);
    }
  } catch (error) {
    if (error instanceof InvalidData) throw error;
    const why = error instanceof Error ? error.message : String(error);
    if (isExhausted(why)) throw error;
    throw new InvalidData(`TensorFlow.js cannot run the network: ${why.slice(0, 500)}`);
  } finally {
    model?.dispose();
  }
}

function checkAnswers(answers: Float32Array, manifest: ModelManifest, kind: string): void {
  if (!answers.every(Number.isFinite)) {
    throw new InvalidData(`The network answers something that is no number (NaN or infinite) to samples of ${kind}.`);
  }
  const wanted = outputsOf(manifest);
  const found = answers.length / samples;
  if (found > maxParts) {
    throw new InvalidData(`The network answers ${found} numbers to a sample; at most ${maxParts} can be told.`);
  }
  if (wanted === null ? Number.isInteger(found) && found >= 1 : found === wanted) return;
  throw new InvalidData(
    `The network answers ${found} numbers to a sample of ${kind}, and ${wanted ?? 'a whole number of them'} are needed.`,
  );
}

/** By what they consist of. Images are pixels, so 255 is as large as they get; columns are not scaled. */
function trialSamples({ input }: ModelManifest): Record<string, Features> {
  const random = createRandom(1);
  if (input.kind === 'images') {
    const { height, width, channels } = input.size;
    const of = (value: () => number): Features => ({
      values: Uint8Array.from({ length: samples * height * width * channels }, value),
      sampleShape: [height, width, channels],
      count: samples,
    });
    return {
      zeros: of(() => 0),
      ones: of(() => 1),
      'random pixels': of(() => random.integer(256)),
      white: of(() => 255),
    };
  }
  if (input.kind !== 'table') throw new Error(`A model of ${input.kind} cannot be imported.`);
  const columns = input.encoder.features.length;
  const of = (value: () => number): Features => ({
    values: Float32Array.from({ length: samples * columns }, value),
    sampleShape: [columns],
    count: samples,
  });
  return {
    zeros: of(() => 0),
    ones: of(() => 1),
    'random numbers': of(() => random.normal()),
    'large numbers': of(() => 255),
  };
}

/** Null: however many there are. */
function outputsOf({ input, objective }: ModelManifest): number | null {
  if (objective === 'DIMENSIONALITY_REDUCTION') return null;
  if (input.kind === 'images') return input.classes.length;
  const target = targetOf(input);
  return target?.objective === 'CLASSIFICATION' ? target.classes.length : 1;
}
