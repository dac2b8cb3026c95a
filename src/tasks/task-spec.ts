/**
 * What a worker is told to do: everything it needs, frozen at launch, so that a later change of a configuration or a
 * new dataset version cannot reach a task that is under way. Stored in `tasks.spec`, sent to the trainer process.
 */
import { z } from 'zod';
import { baseSchema } from '../configurations/base.ts';
import { modalities, objectives } from '../learning/data.ts';

const splitSchema = z.object({
  method: z.enum(['RANDOM', 'STRATIFIED', 'SYSTEMATIC', 'CHRONOLOGICAL']),
  validation: z.number().min(0).lt(1),
  test: z.number().min(0).lt(1),
  seed: z.number().int(),
});

/** What a family does not understand is left out. */
const trainingSchema = z.object({
  epochs: z.number().int().positive().optional(),
  batchSize: z.number().int().positive().optional(),
  learningRate: z.number().positive().optional(),
  optimizer: z.enum(['sgd', 'momentum', 'rmsprop', 'adam']).optional(),
  schedule: z.enum(['constant', 'cosine']).optional(),
  earlyStopping: z
    .object({
      monitor: z.enum(['val_loss', 'val_accuracy', 'loss']),
      patience: z.number().int().positive(),
      minDelta: z.number().min(0),
    })
    .nullish(),
  replicas: z.number().int().positive().optional(),
  seed: z.number().int(),
});

const datasetReferenceSchema = z.object({
  versionId: z.uuid(),
  format: z.enum(['CSV', 'TSV', 'IMAGE_FOLDER', 'IDX', 'TEXT', 'TEXT_FOLDER', 'COCO']),
  artifactKey: z.string(),
  sha256: z.string(),
});

const modelReferenceSchema = z.object({ modelId: z.uuid(), versionId: z.uuid(), artifactKey: z.string() });

/** Everything that decides what is learned. */
export const recipeSchema = z.object({
  configurationId: z.uuid(),
  family: z.string(),
  parameters: z.record(z.string(), z.json()),
  dataset: datasetReferenceSchema,
  modality: z.enum(modalities),
  objective: z.enum(objectives),
  inputs: z.array(z.string()).nullable(),
  target: z.string().nullable(),
  /** Columns of a series whose values are known before their time comes. */
  knownAhead: z.array(z.string()).nullable(),
  /** Sizes of the dataset's images; null for a table. */
  imageExtent: z
    .object({
      minimumHeight: z.number().int(),
      maximumHeight: z.number().int(),
      minimumWidth: z.number().int(),
      maximumWidth: z.number().int(),
      channels: z.union([z.literal(1), z.literal(3)]),
    })
    .nullable(),
  split: splitSchema,
  training: trainingSchema,
  /** The model that it goes on from. */
  base: baseSchema.nullable().default(null),
});

export const taskSpecSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('TRAIN'), recipe: recipeSchema }),
  z.object({
    kind: z.literal('TUNE'),
    recipe: recipeSchema,
    trials: z.number().int().positive(),
    seed: z.number().int(),
  }),
  z.object({ kind: z.literal('EVALUATE'), model: modelReferenceSchema, dataset: datasetReferenceSchema }),
  z.object({ kind: z.literal('PREDICT'), model: modelReferenceSchema, dataset: datasetReferenceSchema }),
]);

export type Recipe = z.infer<typeof recipeSchema>;
export type TaskSpec = z.infer<typeof taskSpecSchema>;
export type DatasetReference = z.infer<typeof datasetReferenceSchema>;
export type ModelReference = z.infer<typeof modelReferenceSchema>;
