/** The rows of tasks, as the queue and the repository read them. */
import { getTableColumns } from 'drizzle-orm';
import { z } from 'zod';
import { tasks } from '../database/tables/tasks.ts';
import type { TaskEventPayloads } from './events/task-event.ts';

export type TaskRow = typeof tasks.$inferSelect;

const { spec, result, checkpoint, search, ...columns } = getTableColumns(tasks);
/** The columns that toTask requires. The others can have megabytes and are read on demand. */
export const listedColumns = columns;

type Progress = TaskEventPayloads['TrainingProgressed'];

export type Task = Omit<TaskRow, 'spec' | 'result' | 'checkpoint' | 'search' | 'progress'> & {
  progress: Progress | null;
};

const progressSchema = z.object({
  epoch: z.number(),
  epochs: z.number(),
  batch: z.number(),
  batches: z.number(),
  samplesPerSecond: z.number(),
  etaSeconds: z.number(),
}) satisfies z.ZodType<Progress>;

/** Lists must not fail because of one report, so progress that is not readable counts as absent. */
const readableProgressSchema = progressSchema.nullable().catch(null);

export function toTask(row: Pick<TaskRow, keyof typeof listedColumns>): Task {
  return { ...row, progress: readableProgressSchema.parse(row.progress) };
}

const checkpointReferenceSchema = z.object({
  /** Artifact key. */
  key: z.string(),
  /** Training step at which the checkpoint was saved. */
  step: z.number(),
});

export type CheckpointReference = z.infer<typeof checkpointReferenceSchema>;

/** Returns the task's checkpoints, newest first. */
export function parseCheckpoints(task: Pick<TaskRow, 'checkpoint'>): CheckpointReference[] {
  return z.array(checkpointReferenceSchema).parse(task.checkpoint ?? []);
}
