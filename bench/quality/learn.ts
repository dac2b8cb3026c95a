/** The way from a file to a judged model, as the platform goes it, in one process: ingest, check, divide, encode, learn, judge. */
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
import { familyByName } from '../../src/catalogue/registry.ts';
import { agree } from '../../src/configurations/agree.ts';
import { describeBase } from '../../src/configurations/base.ts';
import type { DatasetFormat } from '../../src/datasets/dataset.ts';
import { detectFormat } from '../../src/datasets/detect.ts';
import { ingest } from '../../src/datasets/ingest.ts';
import type { DatasetProfile } from '../../src/datasets/profile.ts';
import type { SplitOptions, TrainingOptions } from '../../src/learning/data.ts';
import { startBackend } from '../../src/learning/engine/backend.ts';
import type { Model } from '../../src/learning/model.ts';
import { bundleFormat, type ModelManifest, packBundle } from '../../src/models/bundle.ts';
import { readImport } from '../../src/models/imported.ts';
import type { EvaluationReport } from '../../src/models/model.ts';
import { type Recipe, recipeSchema } from '../../src/tasks/task-spec.ts';
import { judge } from '../../src/worker/judge.ts';
import { type PreparedData, prepareData } from '../../src/worker/prepare.ts';
import { learn } from '../../src/worker/run-training.ts';

export interface Wanted {
  /** The dataset's file. */
  path: string;
  format?: DatasetFormat;
  family: string;
  parameters?: object;
  inputs?: string[];
  target?: string;
  knownAhead?: string[];
  split?: Partial<SplitOptions>;
  training?: Partial<TrainingOptions>;
  /** The archive of a LayersModel to go on from, which takes images with pixels of 0 to 1. */
  base?: string;
}

export interface Learnt {
  model: Model;
  report: EvaluationReport | null;
  manifest: ModelManifest;
  prepared: PreparedData;
  /** Of the learning alone, in seconds. */
  seconds: number;
  device: string;
}

export interface PreparedFile {
  family: Family;
  recipe: Recipe;
  prepared: PreparedData;
}

/** @throws InvalidInput, InvalidData, TrainingFailure as the platform does */
export async function prepareFile(wanted: Wanted): Promise<PreparedFile> {
  const family = familyByName(wanted.family);
  if (!family) throw new Error(`There is no family "${wanted.family}".`);
  const folder = await mkdtemp(join(tmpdir(), 'aias-quality-'));
  try {
    const store = await createFilesystemStore(folder);
    const { key, sha256 } = await putContent(store, 'datasets', createReadStream(wanted.path));
    const format = wanted.format ?? (await detectFormat(wanted.path));
    const profile = await ingest(wanted.path, format);
    const { inputs = null, target = null, knownAhead = null, split = null, training = null } = wanted;
    const parameters = parseParameters(family, wanted.parameters, 'input.parameters');
    const base = wanted.base ? await importBase(store, wanted.base, { family, parameters, profile }) : null;
    const agreed = agree(profile, family, parameters, { inputs, target, knownAhead, split, training });
    const recipe = recipeSchema.parse({
      ...agreed,
      configurationId: randomUUID(),
      family: family.name,
      parameters,
      dataset: { versionId: randomUUID(), format, artifactKey: key, sha256 },
      imageExtent: profile.kind === 'images' ? profile : null,
      base,
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
  const { bundle } = await readImport(path, {
    // Its own classes do not matter: it gets a new head.
    objective: 'DIMENSIONALITY_REDUCTION',
    classes: null,
    columns: null,
    target: null,
    pixelRange: 'ZERO_TO_ONE',
  });
  const { key: artifactKey } = await putBytes(store, 'models', packBundle(bundle));
  return describeBase({ ...wanted, version: { id: randomUUID(), artifactKey }, bundle });
}

/** @throws InvalidInput, InvalidData, TrainingFailure as the platform does */
export async function learnFile(wanted: Wanted): Promise<Learnt> {
  const engine = await startBackend('auto');
  const { family, recipe, prepared } = await prepareFile(wanted);
  const signal = new AbortController().signal;
  const context = { report: () => undefined, checkpoint: async () => undefined, signal };
  const started = performance.now();
  const { model } = await learn(context, family, recipe, prepared);
  const seconds = (performance.now() - started) / 1000;
  const manifest = {
    format: bundleFormat,
    family: family.name,
    parameters: recipe.parameters,
    objective: recipe.objective,
    input: prepared.input,
  } as const;
  const judged = await judge(model, manifest, prepared, signal);
  return { model, report: judged?.report ?? null, manifest, prepared, seconds, device: engine.device };
}
