/** The process behind predictor.ts: loads models from the store, keeps the latest, answers one request after the other. */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { readBytes } from '../artifacts/content.ts';
import { loadModel } from '../catalogue/registry.ts';
import { encodeRows } from '../datasets/encode-rows.ts';
import { decodeImage } from '../datasets/images.ts';
import { InvalidInput } from '../errors.ts';
import type { Features } from '../learning/data.ts';
import { type EngineName, startBackend } from '../learning/engine/backend.ts';
import type { Model } from '../learning/model.ts';
import { type Answer, answerOf } from '../models/answer.ts';
import { type ModelManifest, unpackBundle } from '../models/bundle.ts';
import { type FromPredictor, invalidSample, type PredictionRequest, type ToPredictor } from './predictor.ts';

const mostModels = 16;

interface LoadedModel {
  manifest: ModelManifest;
  model: Model;
}

/** Serves the gateway that forked this process until it goes away. */
export async function servePredictor(options: { store: ArtifactStore; backend: EngineName | 'auto' }): Promise<void> {
  process.once('disconnect', () => process.exit(0));
  process.on('SIGINT', () => undefined); // Ctrl-C is for the gateway, which ends this process
  process.on('SIGTERM', () => undefined);
  const engine = startBackend(options.backend);
  const models = new Map<string, LoadedModel>();
  let queue: Promise<void> = Promise.resolve();

  process.on('message', (value) => {
    const request = value as ToPredictor; // predictor.ts sends nothing else
    queue = queue.then(() => answer(request));
  });

  async function answer(request: ToPredictor): Promise<void> {
    const { id } = request;
    try {
      await engine;
      send({ id, answers: await predict(await load(request.artifactKey), request) });
    } catch (error) {
      const invalid = invalidSample(error);
      send(
        invalid
          ? { id, invalid }
          : { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      );
    }
  }

  /** A model from memory or the store; the one that was not used for longest makes room. */
  async function load(key: string): Promise<LoadedModel> {
    const known = models.get(key) ?? (await read(key));
    models.delete(key);
    models.set(key, known);
    const [oldest] = models;
    if (models.size > mostModels && oldest) {
      oldest[1].model.dispose();
      models.delete(oldest[0]);
    }
    return known;
  }

  async function read(key: string): Promise<LoadedModel> {
    const { manifest, files } = unpackBundle(await readBytes(options.store, key));
    return { manifest, model: await loadModel(manifest.family, files) };
  }
}

async function predict({ manifest, model }: LoadedModel, { samples }: PredictionRequest): Promise<Answer[]> {
  const features = await encode(manifest, samples);
  const answers = await model.predict(features);
  const outputs = answers.length / features.count;
  return Array.from({ length: features.count }, (_, index) =>
    answerOf(manifest, answers.subarray(index * outputs, (index + 1) * outputs)),
  );
}

async function encode({ input }: ModelManifest, samples: PredictionRequest['samples']): Promise<Features> {
  if (input.kind === 'table') {
    if (!('rows' in samples)) throw new InvalidInput('input.images', 'This model reads rows: give `rows`.');
    return encodeRows(input.encoder, samples.rows);
  }
  if (!('images' in samples)) throw new InvalidInput('input.rows', 'This model looks at images: give `images`.');
  const { height, width, channels } = input.size;
  const values = new Uint8Array(samples.images.length * height * width * channels);
  for (const [index, bytes] of samples.images.entries()) {
    values.set(await decodeImage(bytes, input.size, `input.images.${index}`), index * height * width * channels);
  }
  return { values, sampleShape: [height, width, channels], count: samples.images.length };
}

function send(message: FromPredictor): void {
  // A gateway that is gone hears nothing; `disconnect` ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}
