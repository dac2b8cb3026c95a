/**
 * Runs everything that computes on users' data for the gateway: predictions, generation, tests of imports, and reading of dataset
 * samples. None of it runs in the gateway itself: each organization has its own sandboxed processes (pool.ts), which hold no
 * secrets and read only what a request needs.
 */
import type { SampleReader } from '../datasets/sample-service.ts';
import type { ImportArchive } from '../models/import-service.ts';
import type { Prediction } from '../shared/predictions.ts';
import type { PredictionInput } from './encode-input.ts';
import { createImporter } from './importer.ts';
import type { Pool, PoolMember } from './pool.ts';
import { runPrediction } from './prediction-run.ts';
import { answersSchema, generatedSchema } from './predictions.ts';
import type { GenerationRequest, GenerationResult, PredictionRequest } from './requests.ts';
import { createSampleReader } from './sample-reader.ts';

export interface Predictor extends SampleReader {
  /** @throws InvalidInput naming the sample and its problem, RateLimited */
  predict(request: PredictionRequest): Promise<Prediction[]>;
  /** @throws InvalidInput when the model cannot generate, or not with these options, RateLimited */
  generate(request: GenerationRequest): Promise<GenerationResult>;
  /** Reads an archive, tests its network and stores it. @throws InvalidData naming the problem, RateLimited */
  import: ImportArchive;
  /** Lists the current processes. */
  processes(): Record<keyof PredictorPools, PoolMember[]>;
  stop(): Promise<void>;
}

export interface PredictorPools {
  /** Processes that run models. */
  predictors: Pool;
  /** Processes that test imported networks. */
  importers: Pool;
  /** Processes that read dataset samples, without an engine. They are separate, so predictions do not wait for large files. */
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

/** Estimates the size of samples in memory. Rows are measured as JSON; as objects they are a few times larger. */
function bytesOf(samples: PredictionInput): number {
  if ('images' in samples) return sumOf(samples.images);
  if ('texts' in samples) return sumOf(samples.texts);
  const rows = 'rows' in samples ? samples.rows : samples.series;
  return rows.length * (rows[0] === undefined ? 0 : JSON.stringify(rows[0]).length);
}

function sumOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
