/** How data is divided and how it is learned: the parts of a configuration that every family shares. */
import { z } from 'zod';
import { InvalidInput } from '../errors.ts';
import type { SplitOptions, TrainingOptions } from '../learning/data.ts';

const largestSeed = 2 ** 31 - 1;

const splitSchema = z.object({
  method: z.enum(['RANDOM', 'STRATIFIED', 'SYSTEMATIC']).default('STRATIFIED'),
  validation: z.number().min(0).max(0.9).default(0.1),
  test: z.number().min(0).max(0.9).default(0.2),
  seed: z.int().min(0).max(largestSeed).default(0),
});

/** Bounds of the training options; the defaults are the family's. */
const trainingSchema = z.object({
  epochs: z.int().min(1).max(10_000),
  batchSize: z.int().min(1).max(65_536),
  learningRate: z.number().min(1e-8).max(10),
  optimizer: z.enum(['sgd', 'momentum', 'rmsprop', 'adam']),
  schedule: z.enum(['constant', 'cosine']),
  earlyStopping: z
    .object({
      monitor: z.enum(['val_loss', 'val_accuracy', 'loss']).default('val_loss'),
      patience: z.int().min(1).max(10_000).default(10),
      minDelta: z.number().min(0).max(1e6).default(0),
    })
    .nullable(),
  replicas: z.int().min(1).max(64).default(1),
  seed: z.int().min(0).max(largestSeed).default(0),
});

/** @throws InvalidInput naming the field below `path` */
export function parseSplit(given: Partial<SplitOptions> | null, path: string): SplitOptions {
  const split = check(splitSchema, withoutNulls(given), path);
  if (split.validation + split.test >= 1) {
    throw new InvalidInput(
      `${path}.test`,
      'The fractions for validation and test must leave some samples: together below 1.',
    );
  }
  return split;
}

/** @throws InvalidInput naming the field below `path` */
export function parseTraining(
  given: Partial<TrainingOptions> | null,
  defaults: Omit<TrainingOptions, 'seed' | 'replicas'>,
  path: string,
): TrainingOptions {
  const chosen = { ...defaults, ...withoutNulls(given) };
  // Null is a value here: no early stopping.
  if (given?.earlyStopping === null) chosen.earlyStopping = null;
  return check(trainingSchema, chosen, path);
}

function withoutNulls(given: object | null): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== undefined));
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InvalidInput([path, ...(issue?.path ?? [])].join('.'), `${issue?.message}.`);
}
