/** The stored result of a succeeded task. */
import { z } from 'zod';
import { evaluationReportSchema } from '../models/model.ts';
import { trainingEndSchema, trialSchema } from './task.ts';

/** The end of the training (TRAIN), a report (EVALUATE), an artifact (PREDICT) or the trials (TUNE). */
export const taskResultSchema = z.object({
  end: trainingEndSchema.optional(),
  report: evaluationReportSchema.nullish(),
  artifactKey: z.string().optional(),
  trials: z.array(trialSchema).optional(),
});

export type StoredTaskResult = z.infer<typeof taskResultSchema>;
