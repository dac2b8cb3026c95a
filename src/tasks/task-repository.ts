/** SQL for tasks on behalf of users: reads, lists, inserts and control requests. */
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { isAnyOf } from '../database/batch.ts';
import type { Database, Transaction } from '../database/client.ts';
import { sendHint } from '../database/hints.ts';
import { newId } from '../database/id.ts';
import {
  type Keyed,
  type PageRequest,
  pageClauses,
  pageRows,
  type SortKeys,
  textKey,
  timeKey,
} from '../database/keyset.ts';
import { type LargeJson, readLargeJson } from '../database/large-json.ts';
import { type Described, describedColumns, type ItemFilter, matchesFilter } from '../database/search.ts';
import { tasks } from '../database/tables/tasks.ts';
import type { TrainingEnd } from '../learning/context.ts';
import { appendEvents } from './events/event-log.ts';
import { controlChannel } from './queue/preemption.ts';
import { notifyQueued, requeueTask } from './queue/transitions.ts';
import { type TaskState, trainingEndSchema } from './task.ts';
import { type StoredTaskResult, taskResultSchema } from './task-result.ts';
import { listedColumns, type Task, type TaskRow, toTask } from './task-row.ts';

export type NewTask = Pick<
  typeof tasks.$inferInsert,
  | 'organizationId'
  | 'name'
  | 'kind'
  | 'spec'
  | 'configurationId'
  | 'modelId'
  | 'datasetVersionId'
  | 'priority'
  | 'memoryBytes'
  | 'pool'
  | 'requiredLabels'
  | 'idempotencyKey'
  | 'createdBy'
>;

export type TaskOrder = 'CREATED_AT' | 'NAME' | 'FINISHED_AT';

export interface TaskFilter extends ItemFilter {
  states?: readonly TaskState[] | null | undefined;
  kinds?: readonly TaskRow['kind'][] | null | undefined;
  configurationId?: string | null | undefined;
  modelId?: string | null | undefined;
  datasetId?: string | null | undefined;
}

const storedResult = z.object({ result: taskResultSchema.nullable() }).transform(({ result }) => result ?? {});

const sortKeys: SortKeys<TaskOrder> = {
  CREATED_AT: null,
  NAME: textKey(tasks.name),
  FINISHED_AT: timeKey(tasks.finishedAt),
};

function matching(filter: TaskFilter): SQL | undefined {
  const { states, kinds, configurationId, modelId, datasetId } = filter;
  return and(
    matchesFilter(tasks, filter),
    isNull(tasks.deletedAt),
    states ? inArray(tasks.state, [...new Set(states)]) : undefined,
    kinds ? inArray(tasks.kind, [...new Set(kinds)]) : undefined,
    configurationId ? eq(tasks.configurationId, configurationId) : undefined,
    modelId ? eq(tasks.modelId, modelId) : undefined,
    datasetId
      ? sql`${tasks.datasetVersionId} in (select v.id from dataset_versions v where v.dataset_id = ${datasetId})`
      : undefined,
  );
}

export type TaskRepository = ReturnType<typeof createTaskRepository>;

/** @param leaseSeconds time without a heartbeat after which a worker counts as lost */
export function createTaskRepository({ db, leaseSeconds }: { db: Database; leaseSeconds: number }) {
  /** Runs `work` with the task's row locked, and returns the updated task. Null if the task does not exist. */
  async function change(id: string, work: (tx: Transaction, task: TaskRow) => Promise<void>): Promise<Task | null> {
    return db.transaction(async (tx) => {
      const [task] = await tx.select().from(tasks).where(eq(tasks.id, id)).for('update');
      if (!task) return null;
      await work(tx, task);
      const [changed] = await tx.select(listedColumns).from(tasks).where(eq(tasks.id, id));
      return changed ? toTask(changed) : null;
    });
  }

  return {
    /** Returns tasks by ID, except deleted ones. */
    async byIds(ids: readonly string[]): Promise<Map<string, Task>> {
      const rows = await db
        .select(listedColumns)
        .from(tasks)
        .where(and(isAnyOf(tasks.id, ids), isNull(tasks.deletedAt)));
      return new Map(rows.map((row) => [row.id, toTask(row)]));
    },

    /** Returns the IDs of the model versions that tasks use, by the ID of the task. Null if a task uses none, or was purged. */
    async usedVersionsOf(ids: readonly string[]): Promise<Map<string, string | null>> {
      const versionId = sql<string | null>`${tasks.spec}->'model'->>'versionId'`;
      const rows = await db.select({ id: tasks.id, versionId }).from(tasks).where(isAnyOf(tasks.id, ids));
      return new Map(rows.map((row) => [row.id, row.versionId]));
    },

    /** Returns how the trainings of tasks ended by themselves, by the ID of the task. Tasks of earlier versions have no record of it. */
    async trainingEndsOf(ids: readonly string[]): Promise<Map<string, TrainingEnd>> {
      const end = sql<unknown>`${tasks.result}->'end'`;
      const rows = await db
        .select({ id: tasks.id, end })
        .from(tasks)
        .where(and(isAnyOf(tasks.id, ids), sql`${end} is not null`));
      return new Map(rows.map((row) => [row.id, trainingEndSchema.parse(row.end)]));
    },

    /** Returns the results of tasks, as many as fit into memory. */
    resultsOf: (ids: readonly string[]): Promise<Map<string, LargeJson<StoredTaskResult> | Error | null>> =>
      readLargeJson(db, { table: tasks, id: tasks.id, columns: { result: tasks.result } }, ids, storedResult),

    /** Finds a task by its idempotency key, including deleted tasks. */
    async byIdempotencyKey(
      organizationId: string,
      idempotencyKey: string,
    ): Promise<(Task & Pick<TaskRow, 'spec'>) | null> {
      const [row] = await db
        .select({ ...listedColumns, spec: tasks.spec })
        .from(tasks)
        .where(and(eq(tasks.organizationId, organizationId), eq(tasks.idempotencyKey, idempotencyKey)));
      return row ? { ...toTask(row), spec: row.spec } : null;
    },

    /** Returns a page of the tasks that match a filter. Deleted ones do not. */
    async list(filter: TaskFilter, page: PageRequest<TaskOrder>): Promise<Keyed<Task>[]> {
      const { where, orderBy, limit, key } = pageClauses(page, { id: tasks.id, keys: sortKeys });
      const query = db.select({ row: listedColumns, key }).from(tasks);
      const rows = await query
        .where(and(matching(filter), where))
        .orderBy(...orderBy)
        .limit(limit);
      return pageRows(rows, page).map(({ row, key: sortKey }) => ({ row: toTask(row), key: sortKey }));
    },

    count: async (filter: TaskFilter): Promise<number> => db.$count(tasks, matching(filter)),

    /** Changes name, description and tags. Null when the task was deleted. */
    async describe(id: string, values: Described): Promise<Task | null> {
      const present = and(eq(tasks.id, id), isNull(tasks.deletedAt));
      const [row] = await db.update(tasks).set(describedColumns(values)).where(present).returning(listedColumns);
      return row ? toTask(row) : null;
    },

    /**
     * Adds a task to the queue: the row, its first event and the hint to the workers commit together. Returns null if the
     * organization has already used the idempotency key.
     * @param lockReferences locks the task's dataset and model against deletion. Throws if one of them is already deleted
     */
    insert(task: NewTask, lockReferences: (tx: Transaction) => Promise<void>): Promise<Task | null> {
      return db.transaction(async (tx) => {
        const [row] = await tx
          .insert(tasks)
          .values({ ...task, ...describedColumns({ name: task.name ?? '', description: '', tags: [] }), id: newId() })
          .onConflictDoNothing({ target: [tasks.organizationId, tasks.idempotencyKey] })
          .returning();
        if (!row) return null;
        await lockReferences(tx);
        const payload = { from: null, to: row.state, reason: null };
        await appendEvents(tx, row, [{ type: 'TaskStateChanged', payload }]);
        await notifyQueued(tx, row, leaseSeconds);
        return toTask(row);
      });
    },

    change,

    /** Returns a paused task to the queue. @throws Conflict if it is not paused */
    resume: (id: string) =>
      change(id, (tx, task) => requeueTask(tx, task, { trigger: 'resume', reason: null, leaseSeconds })),
  };
}

/** Requests that the worker stops the task. It reacts at once, or at its next heartbeat if the hint is lost. */
export async function requestStop(tx: Transaction, task: TaskRow, kind: 'cancel' | 'pause'): Promise<void> {
  const request = kind === 'cancel' ? { cancelRequested: true } : { pauseRequested: true };
  await tx.update(tasks).set(request).where(eq(tasks.id, task.id));
  await sendHint(tx, controlChannel, task.id);
}
