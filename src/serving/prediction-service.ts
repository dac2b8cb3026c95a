/** Online prediction and generation: runs a model on a few samples and returns the result directly. */
import type { Viewer } from '../accounts/access.ts';
import { InvalidInput } from '../errors.ts';
import type { ModelVersion } from '../models/model.ts';
import type { ModelService } from '../models/model-service.ts';
import type { Prediction } from '../shared/predictions.ts';
import type { PredictionInput } from './encode-input.ts';
import type { Predictor } from './predictor.ts';
import type { GenerationRequest, GenerationResult } from './requests.ts';

const maxSamples = 1000;
/** Maximum number of time steps for one forecast. */
const maxSteps = 100_000;
const maxTextLength = 1_048_576;
/** Maximum length of a base64 image. Matches the largest body that the gateway accepts. */
const maxImageLength = 16 * 2 ** 20;

export interface PredictInput {
  modelId: string;
  version: number | null;
  /** Rows as objects by column name. */
  rows: unknown[] | null;
  /** JPEG, PNG or WebP files, as base64 or data URLs. */
  images: string[] | null;
  texts: string[] | null;
  /** The most recent rows of one time series. */
  series: unknown[] | null;
}

export interface GenerateInput {
  modelId: string;
  version: number | null;
  count: number | null;
  seed: number | null;
  temperature: number | null;
  prompt: string | null;
  length: number | null;
}

export type PredictionService = ReturnType<typeof createPredictionService>;

export function createPredictionService({ models, predictor }: { models: ModelService; predictor: Predictor }) {
  return {
    /**
     * Returns one prediction per sample, in order.
     * @param signal aborted when the client disconnects
     * @throws InvalidInput, NotFound, Unauthenticated, RateLimited
     */
    async predict(
      viewer: Viewer | null,
      input: PredictInput,
      signal: AbortSignal | null,
    ): Promise<{ version: ModelVersion; answers: Prediction[] }> {
      const version = await models.version(viewer, input.modelId, input.version);
      const { organizationId, artifactKey } = version;
      const samples = samplesOf(input);
      return { version, answers: await predictor.predict({ organizationId, artifactKey, samples, signal }) };
    },

    /** @throws InvalidInput, NotFound, Unauthenticated, RateLimited */
    async generate(
      viewer: Viewer | null,
      input: GenerateInput,
      signal: AbortSignal | null,
    ): Promise<{ version: ModelVersion; generated: GenerationResult }> {
      const version = await models.version(viewer, input.modelId, input.version);
      const { organizationId, artifactKey } = version;
      const options: GenerationRequest['options'] = {
        count: inRange('count', input.count ?? 1, [1, 100]),
        seed: inRange('seed', input.seed ?? 0, [0, 2 ** 31 - 1]),
        temperature: inRange('temperature', input.temperature ?? 1, [0, 10]),
        length: inRange('length', input.length ?? 200, [1, 4000]),
        prompt: promptOf(input.prompt),
      };
      return { version, generated: await predictor.generate({ organizationId, artifactKey, options, signal }) };
    },
  };
}

function promptOf(prompt: string | null): string | null {
  if (prompt === null || prompt.length <= maxTextLength) return prompt;
  throw new InvalidInput('input.prompt', `The prompt must have at most ${maxTextLength} characters.`);
}

function inRange(name: string, value: number, [min, max]: [number, number]): number {
  if (value >= min && value <= max) return value;
  throw new InvalidInput(`input.${name}`, `Enter a number from ${min} to ${max}.`);
}

function samplesOf({ rows, images, texts, series }: PredictInput): PredictionInput {
  const [input, ...more] = Object.entries({ rows, images, texts, series }).filter(([, samples]) => samples !== null);
  if (!input || more.length > 0) {
    throw new InvalidInput('input.rows', 'Set exactly one of `rows`, `images`, `texts`, and `series`.');
  }
  const [kind, samples] = input;
  const max = series ? maxSteps : maxSamples;
  if (!samples || samples.length === 0 || samples.length > max) {
    throw new InvalidInput(`input.${kind}`, `Provide 1 to ${max} items. For more, launch a PREDICT task.`);
  }
  if (images) {
    const large = images.findIndex((image) => image.length > maxImageLength);
    if (large < 0) return { images };
    throw new InvalidInput(`input.images.${large}`, `An image must have at most ${maxImageLength} base64 characters.`);
  }
  if (series) return { series };
  const long = texts?.findIndex((text) => text.length > maxTextLength) ?? -1;
  if (long >= 0) throw new InvalidInput(`input.texts.${long}`, `A text must have at most ${maxTextLength} characters.`);
  return texts ? { texts } : { rows: rows ?? [] };
}
