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
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

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
    /** One answer for each sample, in order. @throws InvalidInput, NotFound, Unauthenticated */
    async predict(viewer: Viewer | null, input: PredictInput): Promise<{ version: ModelVersion; answers: Answer[] }> {
      const samples = samplesOf(input);
      const version = await models.version(viewer, input.modelId, input.version);
      return { version, answers: await predictor.predict({ artifactKey: version.artifactKey, samples }) };
    },

    /** @throws InvalidInput, NotFound, Unauthenticated */
    async generate(
      viewer: Viewer | null,
      input: GenerateInput,
    ): Promise<{ version: ModelVersion; generated: Generated }> {
      const options: GenerationRequest['options'] = {
        count: inRange('count', input.count ?? 1, [1, 100]),
        seed: inRange('seed', input.seed ?? 0, [0, 2 ** 31 - 1]),
        temperature: inRange('temperature', input.temperature ?? 1, [0, 10]),
        length: inRange('length', input.length ?? 200, [1, 4000]),
        prompt: input.prompt,
      };
      const version = await models.version(viewer, input.modelId, input.version);
      return { version, generated: await predictor.generate({ artifactKey: version.artifactKey, options }) };
    },
  };
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
  if (images) return { images: images.map(decodeBase64) };
  if (series) return { series };
  const long = texts?.findIndex((text) => text.length > longestText) ?? -1;
  if (long >= 0) throw new InvalidInput(`input.texts.${long}`, `A text has at most ${longestText} characters.`);
  return texts ? { texts } : { rows: rows ?? [] };
}

function decodeBase64(text: string, index: number): Uint8Array {
  const bare = text.replace(/^data:image\/[a-z+.-]+;base64,/, '').replace(/\s/g, '');
  if (base64.test(bare)) return Buffer.from(bare, 'base64');
  throw new InvalidInput(`input.images.${index}`, 'Give the bytes of a JPEG, PNG or WebP file as base64.');
}
