/** Predicting one or a few samples at once, with a model that the viewer may use. */
import type { Viewer } from '../accounts/access.ts';
import { InvalidInput } from '../errors.ts';
import type { Answer } from '../models/answer.ts';
import type { ModelVersion } from '../models/model.ts';
import type { ModelService } from '../models/model-service.ts';
import type { Predictor } from './predictor.ts';

const mostSamples = 1000;
const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

export interface PredictInput {
  modelId: string;
  version: number | null;
  /** Objects by column name. */
  rows: unknown[] | null;
  /** JPEG, PNG or WebP as base64, or as a data URL. */
  images: string[] | null;
}

export type PredictionService = ReturnType<typeof createPredictionService>;

export function createPredictionService({ models, predictor }: { models: ModelService; predictor: Predictor }) {
  return {
    /** One answer for each sample, in order. @throws InvalidInput, NotFound, Unauthenticated */
    async predict(viewer: Viewer | null, input: PredictInput): Promise<{ version: ModelVersion; answers: Answer[] }> {
      const version = await models.version(viewer, input.modelId, input.version);
      const samples = samplesOf(input);
      return { version, answers: await predictor.predict({ artifactKey: version.artifactKey, samples }) };
    },
  };
}

function samplesOf({ rows, images }: PredictInput): { rows: unknown[] } | { images: Uint8Array[] } {
  const given = rows ?? images;
  if (!given || (rows && images)) throw new InvalidInput('input.rows', 'Give either `rows` or `images`.');
  const field = rows ? 'input.rows' : 'input.images';
  if (given.length === 0 || given.length > mostSamples) {
    throw new InvalidInput(field, `Give 1 to ${mostSamples} samples at once; for more launch a PREDICT task.`);
  }
  return rows ? { rows } : { images: (images ?? []).map(decodeBase64) };
}

function decodeBase64(text: string, index: number): Uint8Array {
  const bare = text.replace(/^data:image\/[a-z+.-]+;base64,/, '').replace(/\s/g, '');
  if (base64.test(bare)) return Buffer.from(bare, 'base64');
  throw new InvalidInput(`input.images.${index}`, 'Give the bytes of a JPEG, PNG or WebP file as base64.');
}
