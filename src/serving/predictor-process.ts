/** The process behind predictor.ts: loads models from the store, keeps the latest, answers one request after the other. */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { readBytes } from '../artifacts/content.ts';
import { loadModel } from '../catalogue/registry.ts';
import { gridOf, pngOf } from '../datasets/images.ts';
import { decodeTokens, encodeTokens } from '../datasets/text-encoder.ts';
import { InvalidData, InvalidInput } from '../errors.ts';
import { type EngineName, startBackend } from '../learning/engine/backend.ts';
import type { Model } from '../learning/model.ts';
import { type Answer, answerOf } from '../models/answer.ts';
import { type ModelManifest, unpackBundle } from '../models/bundle.ts';
import {
  type FromPredictor,
  type Generated,
  type GenerationRequest,
  invalidSample,
  type PredictionRequest,
  type ToPredictor,
} from './predictor.ts';
import { encodeSamples } from './samples.ts';
import { tryOut } from './try-out.ts';

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
      if ('path' in request) send({ id, imported: await tryOut(options.store, request) });
      else send({ id, ...(await respond(await load(request.artifactKey), request)) });
    } catch (error) {
      if ('path' in request && error instanceof InvalidData) {
        return send({ id, refused: { message: error.message, location: error.location } });
      }
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

async function respond(
  loaded: LoadedModel,
  request: PredictionRequest | GenerationRequest,
): Promise<{ answers: Answer[] } | { generated: Generated }> {
  return 'samples' in request
    ? { answers: await predict(loaded, request) }
    : { generated: await generate(loaded, request) };
}

async function predict({ manifest, model }: LoadedModel, { samples }: PredictionRequest): Promise<Answer[]> {
  if (manifest.objective === 'GENERATION' && manifest.input.kind === 'text') {
    throw new InvalidInput('input.modelId', 'This model writes texts and predicts nothing: call `generate`.');
  }
  const data = await encodeSamples(manifest, samples);
  const { count } = data.features;
  const answers = await model.predict(data.features);
  const outputs = answers.length / count;
  const answer = (index: number) => answers.subarray(index * outputs, (index + 1) * outputs);
  return Promise.all(Array.from({ length: count }, (_, index) => answerOf(manifest, answer(index), data, index)));
}

async function generate({ manifest, model }: LoadedModel, { options }: GenerationRequest): Promise<Generated> {
  const { input } = manifest;
  if (!model.generate) {
    throw new InvalidInput(
      'input.modelId',
      'This model generates nothing: call `predict`. A vae, a gan or a text transformer does.',
    );
  }
  if (input.kind === 'text') {
    const prompt = encodeTokens(input.encoder, options.prompt ?? '');
    const tokens = await model.generate({ ...options, prompt });
    const written = (index: number) => tokens.subarray(index * options.length, (index + 1) * options.length);
    const texts = Array.from({ length: options.count }, (_, index) => decodeTokens(input.encoder, written(index)));
    return { texts, images: [], grid: null };
  }
  if (input.kind !== 'images') throw new Error('A model generates texts or images.');
  if (options.prompt !== null) throw new InvalidInput('input.prompt', 'Images begin with nothing. Leave `prompt` out.');
  const values = await model.generate({ ...options, prompt: new Int32Array() });
  const size = values.length / options.count;
  const image = (index: number) => values.subarray(index * size, (index + 1) * size);
  const images = Array.from({ length: options.count }, (_, index) => pngOf(image(index), input.size));
  return { texts: [], images: await Promise.all(images), grid: await gridOf(values, input.size) };
}

function send(message: FromPredictor): void {
  // A gateway that is gone hears nothing; `disconnect` ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}
