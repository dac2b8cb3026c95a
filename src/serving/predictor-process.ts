/** The process behind a pool of predictors: loads models of one organisation, keeps the latest, and has them answer. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { readBytes } from '../artifacts/content.ts';
import { loadModel } from '../catalogue/registry.ts';
import { gridOf, pngOf } from '../datasets/images.ts';
import { decodeTokens, encodeTokens } from '../datasets/text-encoder.ts';
import { InvalidData, InvalidInput } from '../errors.ts';
import { type EngineName, startBackend } from '../learning/engine/backend.ts';
import type { Model } from '../learning/model.ts';
import { type Answer, answerOf } from '../models/answer.ts';
import { type ModelManifest, unpackBundle } from '../models/bundle.ts';
import type { Generated, GenerationRequest, PredictionRequest } from './predictor.ts';
import { encodeSamples } from './samples.ts';
import { serveRequests } from './serve-requests.ts';

const maxModels = 16;

interface LoadedModel {
  manifest: ModelManifest;
  model: Model;
}

type Request =
  | ({ call: 'predict' } & Pick<PredictionRequest, 'artifactKey' | 'samples'>)
  | ({ call: 'generate' } & Pick<GenerationRequest, 'artifactKey' | 'options'>);

/** Serves the gateway that started this process until it goes away. */
export async function servePredictor(options: { store: ArtifactAccess; backend: EngineName | 'auto' }): Promise<void> {
  const models = new Map<string, LoadedModel>();

  await serveRequests<Request>(startBackend(options.backend), async (request) => {
    const loaded = await load(request.artifactKey);
    return request.call === 'predict' ? predict(loaded, request.samples) : generate(loaded, request.options);
  });

  /** A model from memory or the store; the least recently used one makes room. */
  async function load(key: string): Promise<LoadedModel> {
    const known = models.get(key) ?? (await read(key));
    models.delete(key);
    models.set(key, known);
    const [oldest] = models;
    if (models.size > maxModels && oldest) {
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

async function predict({ manifest, model }: LoadedModel, samples: PredictionRequest['samples']): Promise<Answer[]> {
  if (manifest.objective === 'GENERATION' && manifest.input.kind === 'text') {
    throw new InvalidInput('input.modelId', 'This model writes texts and predicts nothing: call `generate`.');
  }
  const data = await encodeSamples(manifest, samples).catch((error) => {
    throw error instanceof InvalidData ? new InvalidInput(error.location ?? 'input.images', error.message) : error;
  });
  const { count } = data.features;
  const answers = await model.predict(data.features);
  const outputs = answers.length / count;
  const answer = (index: number) => answers.subarray(index * outputs, (index + 1) * outputs);
  return Promise.all(Array.from({ length: count }, (_, index) => answerOf(manifest, answer(index), data, index)));
}

async function generate({ manifest, model }: LoadedModel, options: GenerationRequest['options']): Promise<Generated> {
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
