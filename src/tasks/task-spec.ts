/**
 * The task spec: everything a worker needs, copied at launch, so that later changes to a configuration or dataset do not affect
 * a queued or running task. Stored in `tasks.spec` and sent to the trainer process.
 */
import { z } from 'zod';
import { baseModelSchema } from '../configurations/base-model.ts';
import { storedSplitSchema, storedTrainingSchema } from '../configurations/configuration.ts';
import { modalities, objectives } from '../shared/objectives.ts';

const datasetReferenceSchema = z.object({
  versionId: z.uuid(),
  format: z.enum(['CSV', 'TSV', 'IMAGE_FOLDER', 'IDX', 'TEXT', 'TEXT_FOLDER', 'COCO']),
  artifactKey: z.string(),
  sha256: z.string(),
});

const modelReferenceSchema = z.object({ modelId: z.uuid(), versionId: z.uuid(), artifactKey: z.string() });

/** Everything that determines the trained model. */
export const trainingSpecSchema = z.object({
  configurationId: z.uuid(),
  family: z.string(),
  parameters: z.record(z.string(), z.json()),
  dataset: datasetReferenceSchema,
  modality: z.enum(modalities),
  objective: z.enum(objectives),
  inputs: z.array(z.string()).nullable(),
  target: z.string().nullable(),
  /** Future covariates: columns of a series whose values are known in advance. */
  futureCovariates: z.array(z.string()).nullable(),
  /** Size range of the dataset's images, in pixels. Null for other modalities. */
  imageSizeRange: z
    .object({
      minHeight: z.number().int(),
      maxHeight: z.number().int(),
      minWidth: z.number().int(),
      maxWidth: z.number().int(),
      channels: z.union([z.literal(1), z.literal(3)]),
    })
    .nullable(),
  split: storedSplitSchema,
  training: storedTrainingSchema,
  /** Base model to fine-tune. Null to train from scratch. */
  baseModelVersion: baseModelSchema.nullable().default(null),
});

export const taskSpecSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('TRAIN'), recipe: trainingSpecSchema }),
  z.object({
    kind: z.literal('TUNE'),
    recipe: trainingSpecSchema,
    trials: z.number().int().positive(),
    seed: z.number().int(),
  }),
  z.object({ kind: z.literal('EVALUATE'), model: modelReferenceSchema, dataset: datasetReferenceSchema }),
  z.object({ kind: z.literal('PREDICT'), model: modelReferenceSchema, dataset: datasetReferenceSchema }),
]);

export type TrainingSpec = z.infer<typeof trainingSpecSchema>;
export type TaskSpec = z.infer<typeof taskSpecSchema>;
export type DatasetReference = z.infer<typeof datasetReferenceSchema>;
export type ModelReference = z.infer<typeof modelReferenceSchema>;
