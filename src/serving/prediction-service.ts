/** Putting a model to work at once: predicting a few samples, or generating some. */
import type { Viewer } from '../accounts/access.ts';
import { InvalidInput } from '../errors.ts';
import type { Answer } from '../models/answer.ts';
import type { ModelVersion } from '../models/model.ts';
import type { ModelService } from '../models/model-service.ts';
import type { Generated, GenerationRequest, Predictor } from './predictor.ts';
import type { Samples } from './samples.ts';

const mostSamples = 1000;
/** Steps of a series that a model is shown for one forecast. */
const mostSteps = 100_000;
const longestText = 1_048_576;
/** Base64 of the largest body that the gateway takes. */
const maxImageLength = 16 * 2 ** 20;

export interface PredictInput {
  modelId: string;
  version: number | null;
  /** Objects by column name. */
  rows: unknown[] | null;
  /** JPEG, PNG or WebP as base64, or as a data URL. */
  images: string[] | null;
  texts: string[] | null;
  /** The latest rows of one series. */
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
     * One answer for each sample, in order.
     * @param signal aborted when the client is gone
     * @throws InvalidInput, NotFound, Unauthenticated, RateLimited
     */
    async predict(
      viewer: Viewer | null,
      input: PredictInput,
      signal: AbortSignal | null,
    ): Promise<{ version: ModelVersion; answers: Answer[] }> {
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
    ): Promise<{ version: ModelVersion; generated: Generated }> {
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
  if (prompt === null || prompt.length <= longestText) return prompt;
  throw new InvalidInput('input.prompt', `A prompt has at most ${longestText} characters.`);
}

function inRange(name: string, value: number, [least, most]: [number, number]): number {
  if (value >= least && value <= most) return value;
  throw new InvalidInput(`input.${name}`, `Give a number from ${least} to ${most}.`);
}

function samplesOf({ rows, images, texts, series }: PredictInput): Samples {
  const [given, ...more] = Object.entries({ rows, images, texts, series }).filter(([, samples]) => samples !== null);
  if (!given || more.length > 0) {
    throw new InvalidInput('input.rows', 'Give exactly one of `rows`, `images`, `texts` and `series`.');
  }
  const [kind, many] = given;
  const most = series ? mostSteps : mostSamples;
  if (!many || many.length === 0 || many.length > most) {
    throw new InvalidInput(`input.${kind}`, `Give 1 to ${most} at once; for more launch a PREDICT task.`);
  }
  if (images) {
    const large = images.findIndex((image) => image.length > maxImageLength);
    if (large < 0) return { images };
    throw new InvalidInput(`input.images.${large}`, `An image has at most ${maxImageLength} characters of base64.`);
  }
  if (series) return { series };
  const long = texts?.findIndex((text) => text.length > longestText) ?? -1;
  if (long >= 0) throw new InvalidInput(`input.texts.${long}`, `A text has at most ${longestText} characters.`);
  return texts ? { texts } : { rows: rows ?? [] };
}
