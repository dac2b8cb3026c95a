/** Trains on a file as the platform does, in one process: ingest, validate, split, encode, fit, evaluate. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { putBytes, putContent } from '../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import type { Family } from '../../src/catalogue/family.ts';
import { parseParameters } from '../../src/catalogue/parameters.ts';
import { findFamily } from '../../src/catalogue/registry.ts';
import { profileBaseModel } from '../../src/configurations/base-model.ts';
import { resolveConfiguration } from '../../src/configurations/resolve-configuration.ts';
import type { DatasetFormat } from '../../src/datasets/dataset.ts';
import { detectFormat } from '../../src/datasets/formats/detect-format.ts';
import type { DatasetProfile } from '../../src/datasets/profile.ts';
import { profileFile } from '../../src/datasets/profile-file.ts';
import type { TrainingOptions } from '../../src/learning/data.ts';
import { startBackend } from '../../src/learning/engine/backend.ts';
import type { Model } from '../../src/learning/model.ts';
import { bundleFormat, type ModelManifest, packBundle } from '../../src/models/bundle.ts';
import { importArchive } from '../../src/models/import-archive.ts';
import type { EvaluationReport } from '../../src/models/model.ts';
import type { SplitOptions } from '../../src/shared/split.ts';
import { type TrainingSpec, trainingSpecSchema } from '../../src/tasks/task-spec.ts';
import { evaluateModel } from '../../src/worker/trainer/evaluate-model.ts';
import { type PreparedData, prepareData } from '../../src/worker/trainer/prepare.ts';
import { trainModel } from '../../src/worker/trainer/run-training.ts';

export interface TrainFileOptions {
  /** Path of the dataset's file. */
  path: string;
  format?: DatasetFormat;
  family: string;
  parameters?: object;
  inputs?: string[];
  target?: string;
  futureCovariates?: string[];
  split?: Partial<SplitOptions>;
  training?: Partial<TrainingOptions>;
  /** Archive of a LayersModel to fine-tune, which takes images with pixels in 0..1. */
  base?: string;
}

export interface TrainedFile {
  model: Model;
  report: EvaluationReport | null;
  manifest: ModelManifest;
  prepared: PreparedData;
  /** Training time in seconds, without ingestion and evaluation. */
  seconds: number;
  device: string;
}

export interface PreparedFile {
  family: Family;
  recipe: TrainingSpec;
  prepared: PreparedData;
}

/** @throws InvalidInput, InvalidData, TrainingFailure under the same conditions as the platform */
export async function prepareFile(options: TrainFileOptions): Promise<PreparedFile> {
  const family = findFamily(options.family);
  if (!family) throw new Error(`The family "${options.family}" does not exist.`);
  const folder = await mkdtemp(join(tmpdir(), 'aias-quality-'));
  try {
    const store = await createFilesystemStore(folder);
    const { key, sha256 } = await putContent(store, 'datasets', createReadStream(options.path));
    const format = options.format ?? (await detectFormat(options.path));
    const profile = await profileFile(options.path, format);
    const { inputs = null, target = null, futureCovariates = null, split = null, training = null } = options;
    const parameters = parseParameters(family, options.parameters, 'input.parameters');
    const base = options.base ? await importBase(store, options.base, { family, parameters, profile }) : null;
    const resolved = resolveConfiguration(profile, family, parameters, {
      inputs,
      target,
      futureCovariates,
      split,
      training,
    });
    const recipe = trainingSpecSchema.parse({
      ...resolved,
      configurationId: randomUUID(),
      family: family.name,
      parameters,
      dataset: { versionId: randomUUID(), format, artifactKey: key, sha256 },
      imageSizeRange: profile.kind === 'images' ? profile : null,
      baseModelVersion: base,
    });
    const prepared = await prepareData(store, recipe, family, new AbortController().signal);
    return { family, recipe, prepared };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importBase(
  store: ArtifactStore,
  path: string,
  wanted: { family: Family; parameters: Record<string, unknown>; profile: DatasetProfile },
) {
  const { bundle } = await importArchive(path, {
    // The network's own classes do not matter, because it gets a new head.
    objective: 'DIMENSIONALITY_REDUCTION',
    classes: null,
    columns: null,
    target: null,
    pixelRange: 'ZERO_TO_ONE',
  });
  const { key: artifactKey } = await putBytes(store, 'models', packBundle(bundle));
  return profileBaseModel({ ...wanted, version: { id: randomUUID(), artifactKey }, bundle });
}

/** @throws InvalidInput, InvalidData, TrainingFailure under the same conditions as the platform */
export async function trainFile(options: TrainFileOptions): Promise<TrainedFile> {
  const engine = await startBackend('auto');
  const { family, recipe, prepared } = await prepareFile(options);
  const signal = new AbortController().signal;
  const context = { report: () => undefined, checkpoint: async () => undefined, signal };
  const started = performance.now();
  const { model } = await trainModel(context, family, recipe, prepared);
  const seconds = (performance.now() - started) / 1000;
  const manifest = {
    format: bundleFormat,
    family: family.name,
    parameters: recipe.parameters,
    objective: recipe.objective,
    input: prepared.input,
  } as const;
  const evaluation = await evaluateModel(model, manifest, prepared, signal);
  return { model, report: evaluation?.report ?? null, manifest, prepared, seconds, device: engine.device };
}
