/**
 * Everything that the gateway has computed on what people sent or trained: predictions, generated samples, try-outs of imports, and
 * samples of datasets. Nothing of it happens in the gateway: each organisation has processes of its own (pool.ts), which hold no
 * secret and read only what a request needs.
 */
import type { SampleReader } from '../datasets/sample-service.ts';
import type { GenerateOptions } from '../learning/model.ts';
import type { Answer } from '../models/answer.ts';
import type { ReadArchive } from '../models/import-service.ts';
import { answersSchema, generatedSchema } from './answers.ts';
import { createImporter } from './importer.ts';
import type { Pool, PoolMember } from './pool.ts';
import { runPrediction } from './prediction-run.ts';
import { createSampleReader } from './sample-reader.ts';
import type { Samples } from './samples.ts';

/** Whose computation it is, and on which model. */
export interface ModelRequest {
  organizationId: string;
  artifactKey: string;
  /** Aborted when the client is gone. */
  signal?: AbortSignal | null | undefined;
}

export interface PredictionRequest extends ModelRequest {
  samples: Samples;
}

export interface GenerationRequest extends ModelRequest {
  options: Omit<GenerateOptions, 'prompt' | 'signal'> & { prompt: string | null };
}

export interface Generated {
  /** What was written after the prompt; empty for images. */
  texts: string[];
  /** PNG as data URLs; empty for texts. */
  images: string[];
  /** All images in one. */
  grid: string | null;
}

export interface Predictor extends SampleReader {
  /** @throws InvalidInput naming the sample and what is wrong with it, RateLimited */
  predict(request: PredictionRequest): Promise<Answer[]>;
  /** @throws InvalidInput when the model generates nothing, or not so, RateLimited */
  generate(request: GenerationRequest): Promise<Generated>;
  /** Reads an archive, tries its network out and stores it. @throws InvalidData naming what is wrong with it, RateLimited */
  import: ReadArchive;
  /** The processes that there are. */
  processes(): Record<keyof PredictorPools, PoolMember[]>;
  stop(): Promise<void>;
}

export interface PredictorPools {
  /** Run models. */
  predictors: Pool;
  /** Try imported networks out. */
  importers: Pool;
  /** Read samples of datasets: without an engine, and apart from predictions, which do not wait for a large file. */
  readers: Pool;
}

export function createPredictor(pools: PredictorPools): Predictor {
  const { predictors, importers, readers } = pools;
  return {
    predict: ({ samples, ...on }) =>
      runPrediction(predictors, on, { call: 'predict', samples }, answersSchema, bytesOf(samples)),
    generate: ({ options, ...on }) =>
      runPrediction(predictors, on, { call: 'generate', options }, generatedSchema, (options.prompt ?? '').length),
    import: createImporter(importers),
    ...createSampleReader(readers),
    processes: () => ({
      predictors: predictors.members(),
      importers: importers.members(),
      readers: readers.members(),
    }),
    async stop() {
      await Promise.all([predictors.stop(), importers.stop(), readers.stop()]);
    },
  };
}

/** What samples take in memory, approximately: rows came as JSON, and are a few times as large as objects. */
function bytesOf(samples: Samples): number {
  if ('images' in samples) return sumOf(samples.images);
  if ('texts' in samples) return sumOf(samples.texts);
  const rows = 'rows' in samples ? samples.rows : samples.series;
  return rows.length * (rows[0] === undefined ? 0 : JSON.stringify(rows[0]).length);
}

function sumOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
