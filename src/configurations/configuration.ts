/**
 * A configuration: a model family with its parameters, a dataset version, and the columns, split and training options to use.
 * Immutable. The schemas here check the types of stored values; base-model.ts, options.ts and the family check new ones.
 */
import { z } from 'zod';
import type { Training } from '../catalogue/family.ts';
import type { configurations } from '../database/tables/configurations.ts';
import { modalities, objectives } from '../shared/objectives.ts';
import { type SplitOptions, splitMethods } from '../shared/split.ts';
import { baseModelSchema } from './base-model.ts';

export const storedSplitSchema = z.object({
  method: z.enum(splitMethods),
  validationFraction: z.number().min(0).lt(1),
  testFraction: z.number().min(0).lt(1),
  seed: z.number().int(),
}) satisfies z.ZodType<SplitOptions>;

/** Options that the family does not support are omitted. */
export const storedTrainingSchema = z.object({
  epochs: z.number().int().positive().optional(),
  batchSize: z.number().int().positive().optional(),
  learningRate: z.number().positive().optional(),
  optimizer: z.enum(['sgd', 'momentum', 'rmsprop', 'adam']).optional(),
  learningRateSchedule: z.enum(['constant', 'cosine']).optional(),
  earlyStopping: z
    .object({
      monitor: z.enum(['val_loss', 'val_accuracy', 'loss']),
      patience: z.number().int().positive(),
      minDelta: z.number().min(0),
    })
    .nullish(),
  replicas: z.number().int().positive().optional(),
  seed: z.number().int(),
}) satisfies z.ZodType<Training>;

const columnNamesSchema = z.array(z.string()).nullable();

/** The columns of a configuration whose types the database does not enforce. */
const looseColumnsSchema = z.object({
  parameters: z.record(z.string(), z.unknown()),
  modality: z.enum(modalities),
  objective: z.enum(objectives),
  inputs: columnNamesSchema,
  futureCovariates: columnNamesSchema,
  split: storedSplitSchema,
  training: storedTrainingSchema,
  baseModelVersion: baseModelSchema.nullable(),
});

type LooseColumns = z.infer<typeof looseColumnsSchema>;
type ConfigurationRow = Omit<typeof configurations.$inferSelect, 'search'>;

export type Configuration = Omit<ConfigurationRow, keyof LooseColumns> & LooseColumns;

/** The columns of the data. Each may have as many names as a dataset has columns, so lists read them only when selected. */
export type ColumnNames = Pick<Configuration, 'inputs' | 'futureCovariates'>;
/** A configuration in a list. */
export type ListedConfiguration = Omit<Configuration, keyof ColumnNames>;

const columnNames = { inputs: true, futureCovariates: true } as const;
const listedColumnsSchema = looseColumnsSchema.omit(columnNames);
const columnNamesOnlySchema = looseColumnsSchema.pick(columnNames);

/** Checks the columns whose types the database does not enforce. */
export function toConfiguration(row: ConfigurationRow): Configuration {
  return { ...row, ...looseColumnsSchema.parse(row) };
}

/** Like `toConfiguration`, without the columns of the data. */
export function toListedConfiguration(row: Omit<ConfigurationRow, keyof ColumnNames>): ListedConfiguration {
  return { ...row, ...listedColumnsSchema.parse(row) };
}

/** Like `toConfiguration`, for the columns of the data only. */
export function toColumnNames(row: Pick<ConfigurationRow, keyof ColumnNames>): ColumnNames {
  return columnNamesOnlySchema.parse(row);
}
