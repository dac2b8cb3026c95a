/**
 * Families that are fitted by a method of their own, in double precision. What such a family learns is its *state*: plain JSON,
 * stored as estimator.json, described and checked by the family's own schema.
 */
import { z } from 'zod';
import { TrainingFailure } from '../learning/context.ts';
import type { Data, Objective } from '../learning/data.ts';
import { measureAnswers } from '../learning/evaluate.ts';
import { type Fitting, iterate } from '../learning/fit.ts';
import { type Matrix, matrixOf } from '../learning/matrix.ts';
import { type Fact, fileOf, loadNetworkModel, type Model, type ModelFiles } from '../learning/model.ts';
import type { Random } from '../learning/random.ts';
import type { EpochRecord } from '../learning/train.ts';
import { estimateFit, type FitCost } from './estimate.ts';
import {
  type Card,
  type Family,
  isSupervised,
  type Learned,
  type Lesson,
  type Parameters,
  type Shape,
} from './family.ts';
import { viewOf } from './view.ts';

/** What is to be fitted: the training samples, and what is known of them. */
export interface Problem {
  x: Matrix;
  /** Class numbers (-1: not known), or values; empty where there is no target. */
  y: Float64Array;
  /** How many there are to tell apart; 0 for values. */
  classes: number;
  objective: Objective;
  seed: number;
}

export interface EstimatorDefinition<Schema extends z.ZodObject, State> extends Card<Schema> {
  /** Samples without a target teach it too: their y is -1. */
  learnsUnlabelled?: boolean;
  /** The largest number of iterations, unless a configuration names another; null: there is nothing to iterate. */
  iterations: number | null;
  /** How many iterations there are, where the parameters say so; an option `epochs` it has not. */
  steps?(parameters: z.output<Schema>): number;
  /** Said when the iterations end before the method does, and its state is of no use then. */
  unfinished?: string;
  /** Draws parameters for a tuning trial; what is left out keeps the configuration's value. */
  sample(random: Random): Partial<z.input<Schema>>;
  /** What fitting takes. */
  cost(shape: Shape, parameters: z.output<Schema>): FitCost;
  /** What is learned, and all that is stored. */
  state: z.ZodType<State>;
  /** Begins to fit, or goes on from a state of before. @throws TrainingFailure when the data cannot be fitted */
  start(problem: Problem, parameters: z.output<Schema>, before: State | null): Fitting<State>;
  /**
   * [samples x outputs]: probabilities of the classes or clusters, the values, or what the samples are reduced to.
   */
  answer(state: State, x: Matrix): Float64Array;
  /** What lies in the middle of each group that it finds, in the columns of x; groups are numbered as its answers are. */
  centres?(state: State): { group: number; at: number[] }[];
  /** What a person can read off it. */
  facts?(state: State): Fact[];
  /** Numbers that were learned. */
  weights(state: State): number;
}

const fileName = 'estimator.json';

/** Makes a family of its definition. */
export function defineEstimator<Schema extends z.ZodObject, State>(
  definition: EstimatorDefinition<Schema, State>,
): Family {
  const { name, parameters: schema, iterations } = definition;
  const fileSchema = z.object({ family: z.literal(name), state: definition.state });

  async function learn({ data, split, shape, training, context }: Lesson, parameters: Parameters): Promise<Learned> {
    const parsed = schema.parse(parameters);
    const problem = problemOf(data, split.train, shape, name);
    const { showcase } = context;
    const view = showcase ? viewOf(definition, problem, data.targets?.classes ?? []) : null;
    const { state, history } = await iterate<State>({
      start: (before) => definition.start(problem, parsed, before),
      iterations: definition.steps?.(parsed) ?? training.epochs ?? iterations ?? 1,
      samples: split.train.length,
      context,
      ...(view && {
        onIteration: (iteration: number, last: boolean, current: () => State) =>
          showcase?.showProjection(iteration, last, () => view(current())),
      }),
      ...(definition.unfinished && { unfinished: definition.unfinished }),
    });
    const model = modelOf(state);
    const last = await addValidation(history, model, data, split.validation);
    if (last) context.report({ type: 'metrics', ...last });
    return { model, history, bestEpoch: history.at(-1)?.epoch ?? 1 };
  }

  function modelOf(state: State): Model {
    return {
      weights: definition.weights(state),
      facts: readable(definition.facts?.(state) ?? []),
      async predict(features, { rows, signal } = {}) {
        signal?.throwIfAborted();
        const all = rows ?? Int32Array.from({ length: features.count }, (_, row) => row);
        return Float32Array.from(definition.answer(state, matrixOf(features, all)));
      },
      files: async () => ({ [fileName]: Buffer.from(JSON.stringify({ family: name, state })) }),
      dispose: () => undefined,
    };
  }

  return {
    ...definition,
    learnsUnlabelled: definition.learnsUnlabelled ?? false,
    training: iterations === null ? {} : { epochs: iterations },
    sample: (random) => definition.sample(random),
    imageSize: null,
    text: null,
    window: null,
    estimate: ({ shape, dataBytes }, parameters) =>
      estimateFit({ family: name, cost: definition.cost(shape, schema.parse(parameters)), shape, dataBytes }),
    learn,
    async load(files: ModelFiles) {
      // Linear models of before version 0.1 were networks.
      if (!(fileName in files) && 'model.json' in files) return loadNetworkModel(files);
      return modelOf(fileSchema.parse(JSON.parse(Buffer.from(fileOf(files, fileName)).toString('utf8'))).state);
    },
  };
}

/** Numbers that a person would look through; beyond that they are in the file alone. */
const mostRead = 10_000;

function readable(facts: Fact[]): Fact[] {
  let left = mostRead;
  return facts.filter(({ values }) => {
    left -= values.length;
    return left >= 0;
  });
}

function problemOf({ features, targets }: Data, rows: Int32Array, shape: Shape, family: string): Problem {
  if (isSupervised(shape.objective) && !targets) {
    throw new TrainingFailure(`"${family}" learns what the targets are, and the data has none.`);
  }
  const y = targets ? Float64Array.from(rows, (row) => targets.values[row] ?? Number.NaN) : new Float64Array();
  const { objective, seed } = shape;
  return { x: matrixOf(features, rows), y, classes: targets?.classes?.length ?? 0, objective, seed };
}

/** @throws TrainingFailure when fewer than two classes are there to be told apart */
export function requireClasses({ y }: Problem): void {
  const known = new Set(y.filter((label) => label >= 0));
  if (known.size >= 2) return;
  throw new TrainingFailure('The training samples are of fewer than two classes; there is nothing to tell apart.');
}

/** How well the fitted model does on the validation samples, as the last thing that the history tells. */
async function addValidation(
  history: EpochRecord[],
  model: Model,
  { features, targets }: Data,
  rows: Int32Array,
): Promise<EpochRecord | null> {
  if (!targets || rows.length === 0) return null;
  const metrics = measureAnswers(await model.predict(features, { rows }), targets, rows, 'val_');
  const last = history.at(-1);
  const record = { epoch: last?.epoch ?? 1, step: last?.step ?? 1, metrics };
  if (last) last.metrics.push(...metrics);
  else history.push(record);
  return record;
}
