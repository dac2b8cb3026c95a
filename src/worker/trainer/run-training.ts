/** TRAIN and TUNE: from a recipe to a stored model with its report. */
import { version_core as tensorflowVersion } from '@tensorflow/tfjs-core';
import { putBytes } from '../../artifacts/content.ts';
import type { Family, FitResult, ModelShape } from '../../catalogue/family.ts';
import { parseParameters } from '../../catalogue/parameters.ts';
import { findFamily } from '../../catalogue/registry.ts';
import { type TrainingContext, TrainingFailure } from '../../learning/context.ts';
import type { Data } from '../../learning/data.ts';
import { createRandom, hashSeed } from '../../learning/random.ts';
import { bundleFormat, packBundle } from '../../models/bundle.ts';
import type { TrainedModel } from '../../models/model.ts';
import { storeEvaluated } from '../../models/sample-predictions.ts';
import { isSystemError, retry } from '../../retry.ts';
import { vocabularySize } from '../../shared/encode-texts.ts';
import type { Trial } from '../../tasks/task.ts';
import type { TrainingSpec } from '../../tasks/task-spec.ts';
import { evaluateModel } from './evaluate-model.ts';
import type { JobContext } from './job-context.ts';
import { labelAttributes } from './label-attributes.ts';
import { type PreparedData, prepareData } from './prepare.ts';
import type { TaskResult } from './protocol.ts';
import { createTrainingPreviews } from './training-previews.ts';

const readRetrySeconds = 120;

export async function runTraining(context: JobContext, recipe: TrainingSpec): Promise<TaskResult> {
  const started = performance.now();
  const family = requireFamily(recipe.family);
  const prepared = await loadTrainingData(context, recipe, family);
  logTrainingSetup(context, prepared);
  const result = await trainWithPreviews(context, family, recipe, prepared);
  try {
    const { end } = result;
    context.report({ type: 'end', ...end });
    return { kind: 'TRAIN', model: await storeModel(context, recipe, prepared, result, started), end };
  } finally {
    result.model.dispose();
  }
}

/**
 * Random search (Bergstra & Bengio 2012): trains with drawn parameters and learning rates, and keeps the trial with the
 * lowest validation loss. Trial 1 uses the configuration unchanged, so the result is never worse than without tuning.
 */
export async function runTuning(
  context: JobContext,
  recipe: TrainingSpec,
  trials: number,
  seed: number,
): Promise<TaskResult> {
  const started = performance.now();
  const family = requireFamily(recipe.family);
  const prepared = await loadTrainingData(context, recipe, family);
  if (prepared.split.validation.length === 0) {
    throw new TrainingFailure('Tuning compares trials on the validation set, and this split has none.');
  }
  const finishedTrials: Trial[] = [];
  let best: { result: FitResult; recipe: TrainingSpec; trial: Trial } | null = null;
  try {
    for (let number = 1; number <= trials; number++) {
      const sampled = sampleTrial(family, recipe, seed, number);
      // Trials write no checkpoints: an interrupted search restarts and, being seeded, repeats the same trials.
      const trialContext = { ...context, resumeFrom: undefined, checkpoint: async () => undefined };
      const result = await trainModel(trialContext, family, sampled, prepared).catch((error) => {
        if (error instanceof TrainingFailure) return null;
        throw error;
      });
      const score = result ? -bestLoss(result) : Number.NEGATIVE_INFINITY;
      const trial: Trial = {
        number,
        parameters: sampled.parameters,
        learningRate: sampled.training.learningRate ?? null,
        score: Number.isFinite(score) ? score : null,
      };
      finishedTrials.push(trial);
      context.report({ type: 'log', level: 'info', message: `Trial ${number} of ${trials}: ${describeTrial(trial)}` });
      if (!result) continue;
      if (best && score <= -bestLoss(best.result)) result.model.dispose();
      else {
        best?.result.model.dispose();
        best = { result, recipe: sampled, trial };
      }
    }
    if (!best) throw new TrainingFailure('All trials diverged. Use a lower learning rate.');
    const stored = await storeModel(context, best.recipe, prepared, best.result, started);
    return { kind: 'TUNE', model: stored, trials: finishedTrials, best: best.trial.number };
  } finally {
    best?.result.model.dispose();
  }
}

/** Loads the data, and retries while a disk is full or a connection fails. Nothing is computed yet that a retry could lose. */
function loadTrainingData(
  { store, signal, report }: JobContext,
  recipe: TrainingSpec,
  family: Family,
): Promise<PreparedData> {
  const read = () => prepareData(store, recipe, family, signal);
  return retry(read, (error) => isSystemError(error) && !signal.aborted, {
    maxSeconds: readRetrySeconds,
    onRetry: (error) =>
      report({ type: 'log', level: 'warn', message: `The dataset could not be read. Retrying: ${String(error)}` }),
  });
}

function sampleTrial(family: Family, recipe: TrainingSpec, seed: number, number: number): TrainingSpec {
  if (number === 1) return recipe;
  const random = createRandom(hashSeed(seed, 'trial', number));
  const drawn = { ...recipe.parameters, ...family.sampleParameters(random) };
  const parameters = parseParameters(family, drawn, 'parameters') as TrainingSpec['parameters']; // plain JSON by their schema
  const { learningRate } = recipe.training;
  const training = learningRate ? { learningRate: learningRate * 10 ** (random.next() * 2 - 1) } : {};
  return { ...recipe, parameters, training: { ...recipe.training, ...training } };
}

function bestLoss({ history, end: { bestEpoch } }: FitResult): number {
  const epoch = history.find((record) => record.epoch === bestEpoch);
  return epoch?.metrics.find(({ name }) => name === 'val_loss')?.value ?? Number.POSITIVE_INFINITY;
}

function describeTrial({ parameters, learningRate, score }: Trial): string {
  const result = score === null ? 'diverged' : `validation loss ${(-score).toPrecision(4)}`;
  const rate = learningRate === null ? '' : `, learning rate ${learningRate.toPrecision(3)}`;
  return `${result} with ${JSON.stringify(parameters)}${rate}`;
}

function requireFamily(name: string): Family {
  const family = findFamily(name);
  if (!family)
    throw new TrainingFailure(`This worker does not support the family "${name}". It may run an older version.`);
  return family;
}

async function trainWithPreviews(
  context: JobContext,
  family: Family,
  recipe: TrainingSpec,
  prepared: PreparedData,
): Promise<FitResult> {
  const showcase = createTrainingPreviews({ ...context, input: prepared.input });
  try {
    const result = await trainModel({ ...context, showcase }, family, recipe, prepared);
    await showcase.flush();
    return result;
  } finally {
    showcase.close();
  }
}

export function trainModel(
  context: TrainingContext,
  family: Family,
  recipe: TrainingSpec,
  { data, split, input, baseModel }: PreparedData,
): Promise<FitResult> {
  const { objective, training } = recipe;
  const tokens = input.kind === 'text' ? vocabularySize(input.encoder) : undefined;
  const shape: ModelShape = {
    inputShape: data.features.sampleShape,
    outputs: outputSize(data, tokens),
    objective,
    ...(tokens !== undefined && { vocabularySize: tokens }),
    ...(data.kinds && { kinds: data.kinds.count }),
    trainSamples: split.train.length,
    seed: training.seed,
  };
  return family.fit(
    { data, split, shape, training, context, ...(baseModel && { base: baseModel }) },
    recipe.parameters,
  );
}

/** Returns the number of model outputs: classes, target values, forecast steps or vocabulary size; 0 if none of these applies. */
function outputSize({ features, targets, boxes }: Data, tokens: number | undefined): number {
  if (targets) return targets.classes?.length ?? targets.values.length / features.count;
  return boxes?.classes.length ?? tokens ?? 0;
}

function logTrainingSetup({ report, engine }: JobContext, { split, data }: PreparedData): void {
  const { train: training, validation, test } = split;
  const shape = data.features.sampleShape.join(' x ');
  report({
    type: 'log',
    level: 'info',
    message:
      `Training on ${training.length} samples of shape ${shape} (${validation.length} validation, ${test.length} test) ` +
      `with ${engine.device}.`,
  });
}

async function storeModel(
  context: JobContext,
  recipe: TrainingSpec,
  prepared: PreparedData,
  { model, history }: FitResult,
  started: number,
): Promise<TrainedModel> {
  const { split, input } = prepared;
  const { family, parameters, objective } = recipe;
  const manifest = { format: bundleFormat, family, parameters, objective, input } as const;
  const evaluation = await evaluateModel(model, manifest, prepared, context.signal);
  const { versionId: datasetVersionId } = recipe.dataset;
  const evaluated = evaluation?.findings ? { datasetVersionId, findings: evaluation.findings } : null;
  const report = evaluation && (await storeEvaluated(context.store, evaluation.report, evaluated));
  const stored = await putBytes(context.store, 'models', packBundle({ files: await model.files(), manifest }));
  return {
    artifactKey: stored.key,
    sha256: stored.sha256,
    sizeBytes: stored.bytes,
    report,
    fittedAttributes: labelAttributes(model.fittedAttributes, manifest),
    history,
    environment: {
      backend: context.engine.name,
      device: context.engine.device,
      nodeVersion: process.version,
      aiasVersion: context.aiasVersion,
      tfjsVersion: tensorflowVersion,
      seed: recipe.training.seed,
      datasetSha256: recipe.dataset.sha256,
      trainSampleCount: split.train.length,
      validationSampleCount: split.validation.length,
      testSampleCount: split.test.length,
      parameterCount: model.weights,
      durationSeconds: (performance.now() - started) / 1000,
    },
  };
}
