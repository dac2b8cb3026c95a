/** Process of the predictor pool: loads and caches the models of one organization, and runs them. */

import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { getBytes } from '../artifacts/content.ts';
import { loadModel } from '../catalogue/registry.ts';
import { toGridDataUrl, toPngDataUrl } from '../datasets/formats/images.ts';
import { InvalidData, InvalidInput } from '../errors.ts';
import { type EngineName, startBackend } from '../learning/engine/backend.ts';
import type { Model } from '../learning/model.ts';
import { type ModelManifest, unpackBundle } from '../models/bundle.ts';
import { decodePrediction } from '../models/prediction.ts';
import { decodeTokens, encodeTokens } from '../shared/encode-texts.ts';
import type { Prediction } from '../shared/predictions.ts';
import { encodeInput } from './encode-input.ts';
import { namingField } from './input-field.ts';
import type { GenerationRequest, GenerationResult, PredictionRequest } from './requests.ts';
import { serveRequests } from './serve-requests.ts';

const maxLoadedModels = 16;

interface LoadedModel {
  manifest: ModelManifest;
  model: Model;
}

type PredictorRequest =
  | ({ call: 'predict' } & Pick<PredictionRequest, 'artifactKey' | 'samples'>)
  | ({ call: 'generate' } & Pick<GenerationRequest, 'artifactKey' | 'options'>);

/** Serves requests of the gateway that started this process until the gateway exits. */
export async function runPredictorProcess(options: {
  store: ArtifactAccess;
  backend: EngineName | 'auto';
}): Promise<void> {
  const models = new Map<string, LoadedModel>();

  await serveRequests<PredictorRequest>(startBackend(options.backend), async (request) => {
    const loaded = await load(request.artifactKey);
    return request.call === 'predict' ? predict(loaded, request.samples) : generate(loaded, request.options);
  });

  /** Returns a model from memory or the store. The least recently used model is evicted. */
  async function load(key: string): Promise<LoadedModel> {
    const loaded = models.get(key) ?? (await read(key));
    models.delete(key);
    models.set(key, loaded);
    const [oldest] = models;
    if (models.size > maxLoadedModels && oldest) {
      oldest[1].model.dispose();
      models.delete(oldest[0]);
    }
    return loaded;
  }

  async function read(key: string): Promise<LoadedModel> {
    const { manifest, files } = unpackBundle(await getBytes(options.store, key));
    return { manifest, model: await loadModel(manifest.family, files) };
  }
}

async function predict({ manifest, model }: LoadedModel, samples: PredictionRequest['samples']): Promise<Prediction[]> {
  if (manifest.objective === 'GENERATION' && manifest.input.kind === 'text') {
    throw new InvalidInput('input.modelId', 'This model generates text and makes no predictions. Use `generate`.');
  }
  const data = await encodeInput(manifest, samples).catch((error) => {
    throw error instanceof InvalidData ? new InvalidInput(error.location ?? 'input.images', error.message) : error;
  });
  const { count } = data.features;
  const outputs = await model.predict(data.features);
  const size = outputs.length / count;
  const outputsOf = (index: number) => outputs.subarray(index * size, (index + 1) * size);
  const predictions = () =>
    Promise.all(Array.from({ length: count }, (_, index) => decodePrediction(manifest, outputsOf(index), data, index)));
  return namingField('input', predictions);
}

async function generate(
  { manifest, model }: LoadedModel,
  options: GenerationRequest['options'],
): Promise<GenerationResult> {
  const { input } = manifest;
  if (!model.generate) {
    throw new InvalidInput(
      'input.modelId',
      'This model cannot generate samples. Use `predict`, or a `vae`, a `gan`, or a text `transformer`.',
    );
  }
  if (input.kind === 'text') {
    const prompt = encodeTokens(input.encoder, options.prompt ?? '');
    const tokens = await model.generate({ ...options, prompt });
    const generated = (index: number) => tokens.subarray(index * options.length, (index + 1) * options.length);
    const texts = Array.from({ length: options.count }, (_, index) => decodeTokens(input.encoder, generated(index)));
    return { texts, images: [], grid: null };
  }
  if (input.kind !== 'images') throw new Error('A generative model must produce texts or images.');
  if (options.prompt !== null) throw new InvalidInput('input.prompt', 'Image models take no prompt. Omit `prompt`.');
  const values = await model.generate({ ...options, prompt: new Int32Array() });
  const size = values.length / options.count;
  const image = (index: number) => values.subarray(index * size, (index + 1) * size);
  const images = Array.from({ length: options.count }, (_, index) => toPngDataUrl(image(index), input.size));
  return { texts: [], images: await Promise.all(images), grid: await toGridDataUrl(values, input.size) };
}
