/** TRAIN and TUNE: from a recipe to a stored model with its report. */
import { version_core as tensorflowVersion } from '@tensorflow/tfjs-core';
import { putBytes } from '../artifacts/content.ts';
import { isSystemError, patiently } from '../artifacts/patient.ts';
import type { Family, Learned, Shape } from '../catalogue/family.ts';
import { parseParameters } from '../catalogue/parameters.ts';
import { familyByName } from '../catalogue/registry.ts';
import { vocabularySize } from '../datasets/text-encoder.ts';
import { type TrainingContext, TrainingFailure } from '../learning/context.ts';
import type { Data } from '../learning/data.ts';
import { createRandom, hashSeed } from '../learning/random.ts';
import { bundleFormat, packBundle } from '../models/bundle.ts';
import { storeEvaluated } from '../models/evaluated.ts';
import type { TrainedModel } from '../models/model.ts';
import type { Trial } from '../tasks/task.ts';
import type { Recipe } from '../tasks/task-spec.ts';
import type { JobContext } from './job.ts';
import { judge } from './judge.ts';
import { nameFacts } from './name-facts.ts';
import { type PreparedData, prepareData } from './prepare.ts';
import type { TaskResult } from './protocol.ts';
import { createShowcase } from './showcase.ts';

const readingPatienceSeconds = 120;

export async function runTraining(context: JobContext, recipe: Recipe): Promise<TaskResult> {
  const started = performance.now();
  const family = requireFamily(recipe.family);
  const prepared = await prepare(context, recipe, family);
  sayHow(context, prepared);
  const learned = await learnInSight(context, family, recipe, prepared);
  try {
    return { kind: 'TRAIN', model: await store(context, recipe, prepared, learned, started) };
  } finally {
    learned.model.dispose();
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
  const prepared = await prepare(context, recipe, family);
  if (prepared.split.validation.length === 0) {
    throw new TrainingFailure('Tuning compares trials on validation samples, and the split holds none out.');
  }
  const all: Trial[] = [];
  let best: { learned: Learned; recipe: Recipe; trial: Trial } | null = null;
  try {
    for (let number = 1; number <= trials; number++) {
      const tried = drawTrial(family, recipe, seed, number);
      // A trial's own checkpoints would say nothing about the search: an interrupted search begins anew (and repeats itself, being seeded).
      const quiet = { ...context, resumeFrom: undefined, checkpoint: async () => undefined };
      const learned = await learn(quiet, family, tried, prepared).catch((error) => {
        if (error instanceof TrainingFailure) return null;
        throw error;
      });
      const score = learned ? -bestLoss(learned) : Number.NEGATIVE_INFINITY;
      const trial: Trial = {
        number,
        parameters: tried.parameters,
        learningRate: tried.training.learningRate ?? null,
        score: Number.isFinite(score) ? score : null,
      };
      all.push(trial);
      context.report({ type: 'log', level: 'info', message: `Trial ${number} of ${trials}: ${describe(trial)}` });
      if (!learned) continue;
      if (best && score <= -bestLoss(best.learned)) learned.model.dispose();
      else {
        best?.learned.model.dispose();
        best = { learned, recipe: tried, trial };
      }
    }
    if (!best) throw new TrainingFailure('Every trial diverged. Start from a lower learning rate.');
    const stored = await store(context, best.recipe, prepared, best.learned, started);
    return { kind: 'TUNE', model: stored, trials: all, best: best.trial.number };
  } finally {
    best?.learned.model.dispose();
  }
}

/** Reading begins the attempt: nothing is lost by doing it again when a disk is full or a connection broke. */
function prepare({ store, signal, report }: JobContext, recipe: Recipe, family: Family): Promise<PreparedData> {
  const read = () => prepareData(store, recipe, family, signal);
  return patiently(read, (error) => isSystemError(error) && !signal.aborted, {
    seconds: readingPatienceSeconds,
    onRetry: (error) =>
      report({ type: 'log', level: 'warn', message: `The data cannot be read, trying again: ${String(error)}` }),
  });
}

function drawTrial(family: Family, recipe: Recipe, seed: number, number: number): Recipe {
  if (number === 1) return recipe;
  const random = createRandom(hashSeed(seed, 'trial', number));
  const drawn = { ...recipe.parameters, ...family.sample(random) };
  const parameters = parseParameters(family, drawn, 'parameters') as Recipe['parameters']; // plain JSON by their schema
  const { learningRate } = recipe.training;
  const training = learningRate ? { learningRate: learningRate * 10 ** (random.next() * 2 - 1) } : {};
  return { ...recipe, parameters, training: { ...recipe.training, ...training } };
}

function bestLoss({ history, bestEpoch }: Learned): number {
  const epoch = history.find((record) => record.epoch === bestEpoch);
  return epoch?.metrics.find(({ name }) => name === 'val_loss')?.value ?? Number.POSITIVE_INFINITY;
}

function describe({ parameters, learningRate, score }: Trial): string {
  const result = score === null ? 'diverged' : `validation loss ${(-score).toPrecision(4)}`;
  const rate = learningRate === null ? '' : `, learning rate ${learningRate.toPrecision(3)}`;
  return `${result} with ${JSON.stringify(parameters)}${rate}`;
}

function requireFamily(name: string): Family {
  const family = familyByName(name);
  if (!family) throw new TrainingFailure(`This worker does not know the family "${name}". Is it of an older version?`);
  return family;
}

/** People are shown what is being learned. */
async function learnInSight(
  context: JobContext,
  family: Family,
  recipe: Recipe,
  prepared: PreparedData,
): Promise<Learned> {
  const showcase = createShowcase({ ...context, input: prepared.input });
  try {
    const learned = await learn({ ...context, showcase }, family, recipe, prepared);
    await showcase.settled();
    return learned;
  } finally {
    showcase.close();
  }
}

export function learn(
  context: TrainingContext,
  family: Family,
  recipe: Recipe,
  { data, split, input, base }: PreparedData,
): Promise<Learned> {
  const { objective, training } = recipe;
  const tokens = input.kind === 'text' ? vocabularySize(input.encoder) : undefined;
  const shape: Shape = {
    inputShape: data.features.sampleShape,
    outputs: outputsOf(data, tokens),
    objective,
    ...(tokens !== undefined && { tokens }),
    ...(data.kinds && { kinds: data.kinds.count }),
    trainSamples: split.train.length,
    seed: training.seed,
  };
  return family.learn({ data, split, shape, training, context, ...(base && { base }) }, recipe.parameters);
}

/** Classes, values to predict, steps to forecast, or tokens to write with; 0 where something is found or imitated. */
function outputsOf({ features, targets, boxes }: Data, tokens: number | undefined): number {
  if (targets) return targets.classes?.length ?? targets.values.length / features.count;
  return boxes?.classes.length ?? tokens ?? 0;
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
  { model, history }: Learned,
  started: number,
): Promise<TrainedModel> {
  const { split, input } = prepared;
  const { family, parameters, objective } = recipe;
  const manifest = { format: bundleFormat, family, parameters, objective, input } as const;
  const judged = await judge(model, manifest, prepared, context.signal);
  const { versionId: datasetVersionId } = recipe.dataset;
  const evaluated = judged?.findings ? { datasetVersionId, findings: judged.findings } : null;
  const report = judged && (await storeEvaluated(context.store, judged.report, evaluated));
  const stored = await putBytes(context.store, 'models', packBundle({ files: await model.files(), manifest }));
  return {
    artifactKey: stored.key,
    sha256: stored.sha256,
    bytes: stored.bytes,
    report,
    facts: nameFacts(model.facts, manifest),
    history,
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
      weights: model.weights,
      durationSeconds: (performance.now() - started) / 1000,
    },
  };
}
