/**
 * Families with their own solver, in double precision. The result of fitting is the family's *state*: plain JSON that is
 * validated by the family's schema and stored as estimator.json.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { TrainingFailure } from '../learning/context.ts';
import type { Data, Features } from '../learning/data.ts';
import { computeMetrics } from '../learning/evaluate.ts';
import { runSolver, type Solver } from '../learning/fit.ts';
import { type Matrix, toMatrix } from '../learning/matrix.ts';
import {
  type FittedAttribute,
  loadNetworkModel,
  type Model,
  type ModelFiles,
  type PredictOptions,
  requireFile,
} from '../learning/model.ts';
import type { Random } from '../learning/random.ts';
import type { EpochRecord } from '../learning/train.ts';
import type { Objective } from '../shared/objectives.ts';
import { isSupervised } from '../shared/objectives.ts';
import { estimateFit, type FitCost } from './estimate.ts';
import type { Family, FamilyMetadata, FitInput, FitResult, ModelShape, Parameters } from './family.ts';
import { createProjector } from './projector.ts';

/** The training samples and their targets. */
export interface Problem {
  x: Matrix;
  /** Class indices (-1: unlabeled) or values; empty without a target. */
  y: Float64Array;
  /** Number of classes; 0 for regression. */
  classes: number;
  objective: Objective;
  seed: number;
}

export interface EstimatorDefinition<Schema extends z.ZodObject, State> extends FamilyMetadata<Schema> {
  /** True if the family also learns from unlabeled samples (y = -1). */
  isSemiSupervised?: boolean;
  /** Default maximum number of iterations, the option `epochs`; null if the family has no such option. */
  iterations: number | null;
  /** Returns the maximum number of iterations, for families without the option `epochs`. */
  maxIterations?(parameters: z.output<Schema>): number;
  /** Error message if the solver does not converge within its iterations; omitted if the last state is usable anyway. */
  unfinished?: string;
  /** Draws parameters for a tuning trial. Omitted parameters keep the values of the configuration. */
  sample(random: Random): Partial<z.input<Schema>>;
  /** Estimates the cost of fitting. @throws InvalidInput if the training could never run, naming the field to change */
  cost(shape: ModelShape, parameters: z.output<Schema>): FitCost;
  /** Schema of the fitted state, which is all that is stored. */
  state: z.ZodType<State>;
  /** Creates a solver, optionally resuming from a saved state. @throws TrainingFailure if the data cannot be fitted */
  createSolver(problem: Problem, parameters: z.output<Schema>, resumeState: State | null): Solver<State>;
  /**
   * Returns [samples x outputs]: class or cluster probabilities, values, or components. Is called with blocks of samples, so the
   * prediction of a sample must not depend on the others.
   */
  predict(state: State, x: Matrix): Float64Array;
  /** Returns cluster centers in feature space, numbered like the predicted clusters. */
  centers?(state: State): { cluster: number; coordinates: number[] }[];
  /** Returns fitted attributes that people can interpret, such as coefficients. */
  fittedAttributes?(state: State): FittedAttribute[];
  /** Returns the number of learned parameters. */
  weights(state: State): number;
}

const fileName = 'estimator.json';

/** Creates a family from its definition. */
export function defineEstimator<Schema extends z.ZodObject, State>(
  definition: EstimatorDefinition<Schema, State>,
): Family {
  const { name, parameters: schema, iterations } = definition;
  const fileSchema = z.object({ family: z.literal(name), state: definition.state });

  async function fit({ data, split, shape, training, context }: FitInput, parameters: Parameters): Promise<FitResult> {
    const parsed = schema.parse(parameters);
    const problem = buildProblem(data, split.train, shape, name);
    const { showcase } = context;
    const view = showcase ? createProjector(definition, problem, data.targets?.classes ?? []) : null;
    const { state, history, end } = await runSolver<State>({
      start: (resumeState) => definition.createSolver(problem, parsed, resumeState),
      iterations: definition.maxIterations?.(parsed) ?? training.epochs ?? iterations ?? 1,
      samples: split.train.length,
      context,
      ...(view && {
        onIteration: (iteration: number, last: boolean, current: () => State) =>
          showcase?.previewProjection(iteration, last, () => view(current())),
      }),
      ...(definition.unfinished && { notConvergedMessage: definition.unfinished }),
    });
    const model = modelOf(state);
    const last = await reportValidation(history, model, data, split.validation, context.signal);
    if (last) context.report({ type: 'metrics', ...last });
    return { model, history, end };
  }

  function modelOf(state: State): Model {
    return {
      weights: definition.weights(state),
      fittedAttributes: truncateAttributes(definition.fittedAttributes?.(state) ?? []),
      predict: (features, options) => predictInBlocks(definition, state, features, options),
      files: async () => ({ [fileName]: Buffer.from(JSON.stringify({ family: name, state })) }),
      dispose: () => undefined,
    };
  }

  return {
    ...definition,
    isSemiSupervised: definition.isSemiSupervised ?? false,
    trainingDefaults: iterations === null ? {} : { epochs: iterations },
    sampleParameters: (random) => definition.sample(random),
    imageSize: null,
    textOptions: null,
    windowOptions: null,
    estimate: ({ shape, dataBytes }, parameters) =>
      estimateFit({ family: name, cost: definition.cost(shape, schema.parse(parameters)), shape, dataBytes }),
    fit,
    async load(files: ModelFiles) {
      // Linear models stored before version 0.1 are networks.
      if (!(fileName in files) && 'model.json' in files) return loadNetworkModel(files);
      return modelOf(fileSchema.parse(JSON.parse(Buffer.from(requireFile(files, fileName)).toString('utf8'))).state);
    },
  };
}

/** Maximum count of samples in a block, and of multiplications, of which a sample takes at most about one per learned number. */
const maxBlock = { samples: 4096, multiplications: 2 ** 28 };

/**
 * Predicts block by block, so that the copies of the samples are bounded and no prediction occupies the process for long.
 * @throws the abort reason of `signal`
 */
async function predictInBlocks<State>(
  { predict, weights }: Pick<EstimatorDefinition<z.ZodObject, State>, 'predict' | 'weights'>,
  state: State,
  features: Features,
  { rows = Int32Array.from({ length: features.count }, (_, row) => row), signal }: PredictOptions = {},
): Promise<Float32Array> {
  const size = Math.max(1, Math.min(maxBlock.samples, Math.floor(maxBlock.multiplications / weights(state))));
  let predictions = new Float32Array();
  for (let start = 0; start < rows.length; start += size) {
    if (start > 0) await nextTurn(); // lets an abort signal and the heartbeat through
    signal?.throwIfAborted();
    const block = rows.subarray(start, start + size);
    const found = predict(state, toMatrix(features, block));
    const outputs = found.length / block.length;
    if (start === 0) predictions = new Float32Array(outputs * rows.length);
    predictions.set(found, outputs * start);
  }
  return predictions;
}

/** Maximum count of fitted attribute values that are reported. All values are in the stored file. */
const maxFactValues = 10_000;

function truncateAttributes(facts: FittedAttribute[]): FittedAttribute[] {
  let left = maxFactValues;
  return facts.filter(({ values }) => {
    left -= values.length;
    return left >= 0;
  });
}

function buildProblem({ features, targets }: Data, rows: Int32Array, shape: ModelShape, family: string): Problem {
  if (isSupervised(shape.objective) && !targets) {
    throw new TrainingFailure(`\`${family}\` requires a target, and the data has none.`);
  }
  const y = targets ? Float64Array.from(rows, (row) => targets.values[row] ?? Number.NaN) : new Float64Array();
  const { objective, seed } = shape;
  return { x: toMatrix(features, rows), y, classes: targets?.classes?.length ?? 0, objective, seed };
}

/** @throws TrainingFailure if the training samples have fewer than two classes */
export function assertTwoClasses({ y }: Problem): void {
  const known = new Set(y.filter((label) => label >= 0));
  if (known.size >= 2) return;
  throw new TrainingFailure('The training set has fewer than two classes. Classification needs at least two.');
}

/** Evaluates the fitted model on the validation samples and appends the metrics to the last entry of the history. */
async function reportValidation(
  history: EpochRecord[],
  model: Model,
  { features, targets }: Data,
  rows: Int32Array,
  signal: AbortSignal,
): Promise<EpochRecord | null> {
  if (!targets || rows.length === 0) return null;
  const metrics = computeMetrics(await model.predict(features, { rows, signal }), targets, rows, 'val_');
  const last = history.at(-1);
  const record = { epoch: last?.epoch ?? 1, step: last?.step ?? 1, metrics };
  if (last) last.metrics.push(...metrics);
  else history.push(record);
  return record;
}
