/** Split and training options: the parts of a configuration that all families share. */
import { z } from 'zod';
import { type Family, isSupervised, type Training } from '../catalogue/family.ts';
import { InvalidInput } from '../errors.ts';
import type { Modality, SplitOptions, TrainingOptions } from '../learning/data.ts';

const maxSeed = 2 ** 31 - 1;

const splitSchema = z.object({
  method: z.enum(['RANDOM', 'STRATIFIED', 'SYSTEMATIC', 'CHRONOLOGICAL']).default('STRATIFIED'),
  validation: z.number().min(0).max(0.9).default(0.1),
  test: z.number().min(0).max(0.9).default(0.2),
  seed: z.int().min(0).max(maxSeed).default(0),
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
  seed: z.int().min(0).max(maxSeed).default(0),
});

/**
 * Validates split options and fills in the defaults. Unsupervised families use all samples by default. Time series and
 * language-model corpora are split chronologically, to avoid leakage.
 * @param target target column, if one is set
 * @throws InvalidInput naming the field below `path`
 */
export function parseSplit(
  given: Partial<SplitOptions> | null,
  { objectives }: Family,
  { modality, target }: { modality: Modality; target: string | null },
  path: string,
): SplitOptions {
  const isUnsupervised = modality === 'TABULAR' && target === null && !objectives.every(isSupervised);
  const isSequential = modality === 'TIME_SERIES' || (modality === 'TEXT' && target === null);
  const defaults = {
    ...(isUnsupervised && { validation: 0, test: 0 }),
    ...(isSequential && { method: 'CHRONOLOGICAL' }),
  };
  const split = parseOrThrow(splitSchema, { ...defaults, ...omitNulls(given) }, path);
  if (isSequential && split.method !== 'CHRONOLOGICAL') {
    throw new InvalidInput(
      `${path}.method`,
      `Time series and text generation require the split method CHRONOLOGICAL, not ${split.method}.`,
    );
  }
  if (split.validation + split.test >= 1) {
    throw new InvalidInput(
      `${path}.test`,
      'The validation and test fractions must add up to less than 1, to leave samples for training.',
    );
  }
  return split;
}

/** Validates training options and fills in the family's defaults. @throws InvalidInput naming the field below `path` */
export function parseTraining(given: Partial<TrainingOptions> | null, family: Family, path: string): Training {
  const { name, trainingDefaults: defaults } = family;
  const present = omitNulls(given);
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
