/** TRAIN and TUNE: from a recipe to a stored model with its report. */
import { version_core as tensorflowVersion } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { putBytes } from '../artifacts/content.ts';
import type { Family } from '../catalogue/family.ts';
import { parseParameters } from '../catalogue/parameters.ts';
import { familyByName } from '../catalogue/registry.ts';
import { TrainingFailure } from '../learning/context.ts';
import { evaluateClassification, evaluateRegression } from '../learning/evaluate.ts';
import { predictBatches } from '../learning/predict.ts';
import { createRandom, hashSeed } from '../learning/random.ts';
import { saveModel } from '../learning/serialize.ts';
import { type TrainingResult, train } from '../learning/train.ts';
import { bundleFormat, packBundle } from '../models/bundle.ts';
import type { EvaluationReport, TrainedModel } from '../models/model.ts';
import type { Recipe } from '../tasks/task-spec.ts';
import type { JobContext } from './job.ts';
import { type PreparedData, prepareData } from './prepare.ts';
import type { TaskResult, Trial } from './protocol.ts';

export async function runTraining(context: JobContext, recipe: Recipe): Promise<TaskResult> {
  const started = performance.now();
  const family = requireFamily(recipe.family);
  const prepared = await prepareData(context.store, recipe, family, context.signal);
  sayHow(context, prepared);
  const model = build(family, recipe, prepared);
  try {
    const result = await trainModel(context, family, recipe, prepared, model);
    return { kind: 'TRAIN', model: await store(context, recipe, prepared, model, result, started) };
  } finally {
    model.dispose();
  }
}

/**
 * Random search (Bergstra & Bengio 2012): trains with drawn parameters and learning rates, and keeps the trial with the
 * lowest validation loss. Trial 1 is the configuration as it stands, so tuning never ends with less than it began.
 */
export async function runTuning(
  context: JobContext,
  recipe: Recipe,
  trials: number,
  seed: number,
): Promise<TaskResult> {
  const started = performance.now();
  const family = requireFamily(recipe.family);
  const prepared = await prepareData(context.store, recipe, family, context.signal);
  if (prepared.split.validation.length === 0) {
    throw new TrainingFailure('Tuning compares trials on validation samples, and the split holds none out.');
  }
  const all: Trial[] = [];
  let best: { model: LayersModel; result: TrainingResult; recipe: Recipe; trial: Trial } | null = null;
  try {
    for (let number = 1; number <= trials; number++) {
      const tried = drawTrial(family, recipe, seed, number);
      const model = build(family, tried, prepared);
      // A trial's own checkpoints would say nothing about the search: an interrupted search begins anew (and repeats itself, being seeded).
      const quiet = { ...context, resumeFrom: undefined, checkpoint: async () => undefined };
      const outcome = await trainModel(quiet, family, tried, prepared, model).catch((error) => {
        model.dispose();
        if (error instanceof TrainingFailure) return error;
        throw error;
      });
      const score = outcome instanceof TrainingFailure ? Number.NEGATIVE_INFINITY : -bestLoss(outcome);
      const trial: Trial = {
        number,
        parameters: tried.parameters,
        learningRate: tried.training.learningRate,
        score: Number.isFinite(score) ? score : null,
      };
      all.push(trial);
      context.report({ type: 'log', level: 'info', message: `Trial ${number} of ${trials}: ${describe(trial)}` });
      if (outcome instanceof TrainingFailure) continue;
      if (best && score <= -bestLoss(best.result)) model.dispose();
      else {
        best?.model.dispose();
        best = { model, result: outcome, recipe: tried, trial };
      }
    }
    if (!best) throw new TrainingFailure('Every trial diverged. Start from a lower learning rate.');
    const stored = await store(context, best.recipe, prepared, best.model, best.result, started);
    return { kind: 'TUNE', model: stored, trials: all, best: best.trial.number };
  } finally {
    best?.model.dispose();
  }
}

function drawTrial(family: Family, recipe: Recipe, seed: number, number: number): Recipe {
  if (number === 1) return recipe;
  const random = createRandom(hashSeed(seed, 'trial', number));
  const drawn = { ...recipe.parameters, ...family.sample(random) };
  const parameters = parseParameters(family, drawn, 'parameters') as Recipe['parameters']; // plain JSON by their schema
  const learningRate = recipe.training.learningRate * 10 ** (random.next() * 2 - 1);
  return { ...recipe, parameters, training: { ...recipe.training, learningRate } };
}

function bestLoss({ history, bestEpoch }: TrainingResult): number {
  const epoch = history.find((record) => record.epoch === bestEpoch);
  return epoch?.metrics.find(({ name }) => name === 'val_loss')?.value ?? Number.POSITIVE_INFINITY;
}

function describe({ parameters, learningRate, score }: Trial): string {
  const result = score === null ? 'diverged' : `validation loss ${(-score).toPrecision(4)}`;
  return `${result} with ${JSON.stringify(parameters)}, learning rate ${learningRate.toPrecision(3)}`;
}

function requireFamily(name: string): Family {
  const family = familyByName(name);
  if (!family) throw new TrainingFailure(`This worker does not know the family "${name}". Is it of an older version?`);
  return family;
}

function build(family: Family, recipe: Recipe, { data, split }: PreparedData): LayersModel {
  return family.build(
    {
      inputShape: data.features.sampleShape,
      outputs: data.targets.classes?.length ?? 1,
      objective: recipe.objective,
      trainSamples: split.train.length,
      seed: recipe.training.seed,
    },
    recipe.parameters,
  );
}

function trainModel(
  context: JobContext,
  family: Family,
  recipe: Recipe,
  { data, split }: PreparedData,
  model: LayersModel,
): Promise<TrainingResult> {
  const augment = family.augment(recipe.parameters);
  return train({ model, data, split, training: recipe.training, augment, context });
}

function sayHow({ report, engine }: JobContext, { split, data }: PreparedData): void {
  const { train: training, validation, test } = split;
  const shape = data.features.sampleShape.join(' x ');
  report({
    type: 'log',
    level: 'info',
    message:
      `Training on ${training.length} samples of ${shape} (${validation.length} for validation, ${test.length} for the test) ` +
      `with ${engine.device}.`,
  });
}

async function store(
  context: JobContext,
  recipe: Recipe,
  prepared: PreparedData,
  model: LayersModel,
  result: TrainingResult,
  started: number,
): Promise<TrainedModel> {
  const { split, input } = prepared;
  const report = split.test.length > 0 ? await evaluateTest(context, model, prepared) : null;
  const { family, parameters, objective } = recipe;
  const manifest = { format: bundleFormat, family, parameters, objective, input } as const;
  const bundle = packBundle({ ...(await saveModel(model)), manifest });
  const stored = await putBytes(context.store, 'models', bundle);
  return {
    artifactKey: stored.key,
    sha256: stored.sha256,
    bytes: stored.bytes,
    report,
    history: result.history,
    environment: {
      backend: context.engine.name,
      device: context.engine.device,
      node: process.version,
      aias: context.version,
      tensorflow: tensorflowVersion,
      seed: recipe.training.seed,
      datasetSha256: recipe.dataset.sha256,
      trainSamples: split.train.length,
      validationSamples: split.validation.length,
      testSamples: split.test.length,
      weights: model.countParams(),
      durationSeconds: (performance.now() - started) / 1000,
    },
  };
}

async function evaluateTest(
  context: JobContext,
  model: LayersModel,
  { data, split, input }: PreparedData,
): Promise<EvaluationReport> {
  const answers = await predictBatches(model, data.features, { rows: split.test, signal: context.signal });
  const { values, classes } = data.targets;
  const wanted = Array.from(split.test, (row) => values[row] ?? 0);
  if (classes) return evaluateClassification(answers, Int32Array.from(wanted), classes);
  const target =
    input.kind === 'table' && input.encoder.target.objective === 'REGRESSION' ? input.encoder.target : null;
  const unscale = (value: number) => value * (target?.standardDeviation ?? 1) + (target?.mean ?? 0);
  return evaluateRegression(Array.from(answers, unscale), wanted.map(unscale));
}
