/** How data is divided and how it is learned: the parts of a configuration that every family shares. */
import { z } from 'zod';
import { type Family, isSupervised, type Training } from '../catalogue/family.ts';
import { InvalidInput } from '../errors.ts';
import type { Modality, SplitOptions, TrainingOptions } from '../learning/data.ts';

const largestSeed = 2 ** 31 - 1;

const splitSchema = z.object({
  method: z.enum(['RANDOM', 'STRATIFIED', 'SYSTEMATIC', 'CHRONOLOGICAL']).default('STRATIFIED'),
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

/**
 * What finds something in data looks at all of it, unless it is told otherwise. A series, and a text that is imitated, are divided
 * in time: what comes later must not be learned from.
 * @param target the column to learn, if one was named
 * @throws InvalidInput naming the field below `path`
 */
export function parseSplit(
  given: Partial<SplitOptions> | null,
  { objectives }: Family,
  { modality, target }: { modality: Modality; target: string | null },
  path: string,
): SplitOptions {
  const finds = modality === 'TABULAR' && target === null && !objectives.every(isSupervised);
  const inTime = modality === 'TIME_SERIES' || (modality === 'TEXT' && target === null);
  const defaults = { ...(finds && { validation: 0, test: 0 }), ...(inTime && { method: 'CHRONOLOGICAL' }) };
  const split = check(splitSchema, { ...defaults, ...withoutNulls(given) }, path);
  if (inTime && split.method !== 'CHRONOLOGICAL') {
    throw new InvalidInput(
      `${path}.method`,
      `What comes later must not be learned from: divide it in time (CHRONOLOGICAL), not ${split.method}.`,
    );
  }
  if (split.validation + split.test >= 1) {
    throw new InvalidInput(
      `${path}.test`,
      'The fractions for validation and test must leave some samples: together below 1.',
    );
  }
  return split;
}

/** The options that the family understands. @throws InvalidInput naming the field below `path` */
export function parseTraining(given: Partial<TrainingOptions> | null, family: Family, path: string): Training {
  const { name, training: defaults } = family;
  const present = withoutNulls(given);
  const known = new Set(['seed', ...Object.keys(defaults)]);
  const stranger = Object.keys(present).find((option) => !known.has(option));
  if (stranger) {
    const others = [...known].join(', ');
    throw new InvalidInput(
      `${path}.${stranger}`,
      `"${name}" has no such option; it is fitted by a method of its own. It has ${others}.`,
    );
  }
  const chosen: Record<string, unknown> = { ...defaults, ...present };
  // Null is a value here: no early stopping.
  if (given?.earlyStopping === null && known.has('earlyStopping')) chosen.earlyStopping = null;
  const { seed, ...options } = trainingSchema.shape;
  const own = Object.entries(options).filter(([option]) => known.has(option));
  return check(z.object({ seed, ...(Object.fromEntries(own) as Partial<typeof options>) }), chosen, path) as Training; // as many as the family has
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
