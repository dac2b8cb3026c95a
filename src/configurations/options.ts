/** Split and training options: the parts of a configuration that all families share. */

import { z } from 'zod';
import type { Family, Training } from '../catalogue/family.ts';
import { InvalidInput } from '../errors.ts';
import type { TrainingOptions } from '../learning/data.ts';
import type { Modality } from '../shared/objectives.ts';
import { isSupervised } from '../shared/objectives.ts';
import { earlyStoppingDefaults, type Range, splitRanges, trainingRanges } from '../shared/option-ranges.ts';
import { defaultSplit, isSequential, type SplitOptions, splitMethods } from '../shared/split.ts';

/** Some of the options of a request. Null is the same as omitted, except where null is a value. */
export type Nullable<T> = { [Key in keyof T]?: (T[Key] extends object | null ? Nullable<T[Key]> : T[Key]) | null };

const integer = ([minimum, maximum]: Range) => z.int().min(minimum).max(maximum);
const decimal = ([minimum, maximum]: Range) => z.number().min(minimum).max(maximum);

const splitSchema = z.object({
  method: z.enum(splitMethods),
  validationFraction: decimal(splitRanges.validationFraction),
  testFraction: decimal(splitRanges.testFraction),
  seed: integer(splitRanges.seed),
});

/** Bounds of the training options; the defaults are the family's. */
const trainingSchema = z.object({
  epochs: integer(trainingRanges.epochs),
  batchSize: integer(trainingRanges.batchSize),
  learningRate: decimal(trainingRanges.learningRate),
  optimizer: z.enum(['sgd', 'momentum', 'rmsprop', 'adam']),
  learningRateSchedule: z.enum(['constant', 'cosine']),
  earlyStopping: z
    .object({
      monitor: z.enum(['val_loss', 'val_accuracy', 'loss']).default('val_loss'),
      patience: integer(trainingRanges.patience).default(earlyStoppingDefaults.patience),
      minDelta: decimal(trainingRanges.minDelta).default(earlyStoppingDefaults.minDelta),
    })
    .nullable(),
  replicas: integer(trainingRanges.replicas).default(1),
  seed: integer(trainingRanges.seed).default(0),
});

/**
 * Validates split options and fills in the defaults. Time series and language-model corpora
 * are split chronologically, to avoid leakage.
 * @param target target column, if one is set
 * @throws InvalidInput naming the field below `path`
 */
export function parseSplit(
  given: Nullable<SplitOptions> | null,
  { objectives }: Family,
  { modality, target }: { modality: Modality; target: string | null },
  path: string,
): SplitOptions {
  const isLabeled = target !== null || (modality === 'TABULAR' && objectives.every(isSupervised));
  const split = parseOrThrow(splitSchema, { ...defaultSplit(modality, isLabeled), ...omitNulls(given) }, path);
  if (isSequential(modality, isLabeled) && split.method !== 'CHRONOLOGICAL') {
    throw new InvalidInput(
      `${path}.method`,
      `Time series and text generation require the split method CHRONOLOGICAL, not ${split.method}.`,
    );
  }
  if (split.validationFraction + split.testFraction >= 1) {
    throw new InvalidInput(
      `${path}.testFraction`,
      'The validation and test fractions must add up to less than 1, to leave samples for training.',
    );
  }
  return split;
}

/** Validates training options and fills in the family's defaults. @throws InvalidInput naming the field below `path` */
export function parseTraining(given: Nullable<TrainingOptions> | null, family: Family, path: string): Training {
  const { name, trainingDefaults: defaults } = family;
  const { earlyStopping, ...others } = omitNulls(given);
  const present = { ...others, ...(typeof earlyStopping === 'object' && { earlyStopping: omitNulls(earlyStopping) }) };
  const known = new Set(['seed', ...Object.keys(defaults)]);
  const unknown = Object.keys(present).find((option) => !known.has(option));
  if (unknown) {
    const valid = [...known].join(', ');
    throw new InvalidInput(
      `${path}.${unknown}`,
      `"${name}" does not have this training option. Its options are ${valid}.`,
    );
  }
  const chosen: Record<string, unknown> = { ...defaults, ...present };
  // An explicit null turns early stopping off.
  if (given?.earlyStopping === null && known.has('earlyStopping')) chosen.earlyStopping = null;
  const { seed, ...options } = trainingSchema.shape;
  const supported = Object.entries(options).filter(([option]) => known.has(option));
  return parseOrThrow(
    z.object({ seed, ...(Object.fromEntries(supported) as Partial<typeof options>) }),
    chosen,
    path,
  ) as Training; // the options that the family has
}

function omitNulls(given: object | null): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== undefined));
}

function parseOrThrow<Schema extends z.ZodType>(schema: Schema, value: unknown, path: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InvalidInput([path, ...(issue?.path ?? [])].join('.'), `${issue?.message}.`);
}
