/** An import's first run, in a process whose end would harm nobody: what cannot be read or run is refused. */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { putBytes } from '../artifacts/content.ts';
import { loadModel } from '../catalogue/registry.ts';
import { InvalidData } from '../errors.ts';
import type { Features } from '../learning/data.ts';
import type { Model } from '../learning/model.ts';
import { type ModelBundle, type ModelManifest, packBundle, targetOf } from '../models/bundle.ts';
import { type Imported, readImport } from '../models/imported.ts';
import type { ImportRequest } from './predictor.ts';

/** Two: a network that has settled on a batch of one shows it. */
const samples = 2;

/** Stores what becomes of the archive. @throws InvalidData naming what is wrong with it */
export async function tryOut(store: ArtifactStore, { path, options }: ImportRequest): Promise<Imported> {
  const { bundle, format } = await readImport(path, options);
  await runOnce(bundle);
  const { key, sha256, bytes } = await putBytes(store, 'models', packBundle(bundle));
  return { format, artifactKey: key, sha256, bytes };
}

async function runOnce({ manifest, files }: ModelBundle): Promise<void> {
  let model: Model | null = null;
  let answers: Float32Array;
  try {
    model = await loadModel(manifest.family, files);
    answers = await model.predict(emptySamples(manifest));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidData(`TensorFlow.js cannot run the network: ${why.slice(0, 500)}`);
  } finally {
    model?.dispose();
  }
  if (!answers.every(Number.isFinite)) {
    throw new InvalidData('The network answers something that is no number (NaN or infinite) to an empty sample.');
  }
  const wanted = outputsOf(manifest);
  const found = answers.length / samples;
  if (wanted === null ? Number.isInteger(found) && found >= 1 : found === wanted) return;
  throw new InvalidData(
    `The network answers ${found} numbers to a sample, and ${wanted ?? 'a whole number of them'} are needed.`,
  );
}

function emptySamples({ input }: ModelManifest): Features {
  if (input.kind === 'images') {
    const { height, width, channels } = input.size;
    return {
      values: new Uint8Array(samples * height * width * channels),
      sampleShape: [height, width, channels],
      count: samples,
    };
  }
  if (input.kind !== 'table') throw new Error(`A model of ${input.kind} cannot be imported.`);
  const columns = input.encoder.features.length;
  return { values: new Float32Array(samples * columns), sampleShape: [columns], count: samples };
}

/** Null: however many there are. */
function outputsOf({ input, objective }: ModelManifest): number | null {
  if (objective === 'DIMENSIONALITY_REDUCTION') return null;
  if (input.kind === 'images') return input.classes.length;
  const target = targetOf(input);
  return target?.objective === 'CLASSIFICATION' ? target.classes.length : 1;
}
