/** The stored result of a succeeded task. */
import { z } from 'zod';
import { evaluationReportSchema } from '../models/model.ts';
import { trialSchema } from './task.ts';

/** A report (EVALUATE), an artifact (PREDICT) or the trials (TUNE). */
export const taskResultSchema = z.object({
  report: evaluationReportSchema.nullish(),
  artifactKey: z.string().optional(),
  trials: z.array(trialSchema).optional(),
});

export type StoredTaskResult = z.infer<typeof taskResultSchema>;
