/** SQL of tasks for people: looking, listing, inserting, and asking a running one to stop. */
import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { sendHint } from '../database/hints.ts';
import { newId } from '../database/id.ts';
import { tasks } from '../database/tables.ts';
import { appendEvents } from './event-log.ts';
import { controlChannel } from './preemption.ts';
import { announceQueued, listedColumns, requeueTask, type Task, type TaskRow } from './queue.ts';
import type { TaskState } from './task.ts';

export type NewTask = Pick<
  typeof tasks.$inferInsert,
  | 'organizationId'
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

export type TaskRepository = ReturnType<typeof createTaskRepository>;

/** @param leaseSeconds a worker that was not heard of for this long counts as gone */
export function createTaskRepository({ db, leaseSeconds }: { db: Database; leaseSeconds: number }) {
  /** Runs `work` with the task's row locked, and returns the row as it is afterwards. */
  async function change(id: string, work: (tx: Transaction, task: TaskRow) => Promise<void>): Promise<TaskRow | null> {
    return db.transaction(async (tx) => {
      const [task] = await tx.select().from(tasks).where(eq(tasks.id, id)).for('update');
      if (!task) return null;
      await work(tx, task);
      const [changed] = await tx.select().from(tasks).where(eq(tasks.id, id));
      return changed ?? null;
    });
  }

  return {
    async byId(id: string): Promise<Task | null> {
      const [row] = await db
        .select(listedColumns)
        .from(tasks)
        .where(and(eq(tasks.id, id), isNull(tasks.deletedAt)));
      return row ?? null;
    },

    /** The version of a model that a task works with; null: it makes one, or the task is gone. */
    async usedVersionOf(id: string): Promise<string | null> {
      const versionId = sql<string | null>`${tasks.spec}->'model'->>'versionId'`;
      const [row] = await db.select({ versionId }).from(tasks).where(eq(tasks.id, id));
      return row?.versionId ?? null;
    },

    /** What a task wrote at its end, as JSON; null: nothing. */
    async resultOf(id: string): Promise<string | null> {
      const text = sql<string | null>`${tasks.result}::text`;
      const [row] = await db.select({ text }).from(tasks).where(eq(tasks.id, id));
      return row?.text ?? null;
    },

    /** Also one that was deleted. */
    async byIdempotencyKey(organizationId: string, idempotencyKey: string): Promise<TaskRow | null> {
      const [row] = await db
        .select()
        .from(tasks)
        .where(and(eq(tasks.organizationId, organizationId), eq(tasks.idempotencyKey, idempotencyKey)));
      return row ?? null;
    },

    /** Newest first, of the given organisations, with ids before `before`. */
    list(
      where: { organizationIds: string[]; states: readonly TaskState[] | null; configurationId?: string },
      limit: number,
      before: string | null,
    ): Promise<Task[]> {
      const { organizationIds, states, configurationId } = where;
      return db
        .select(listedColumns)
        .from(tasks)
        .where(
          and(
            inArray(tasks.organizationId, organizationIds),
            isNull(tasks.deletedAt),
            states ? inArray(tasks.state, [...states]) : undefined,
            configurationId ? eq(tasks.configurationId, configurationId) : undefined,
            before ? lt(tasks.id, before) : undefined,
          ),
        )
        .orderBy(desc(tasks.id))
        .limit(limit);
    },

    /**
     * Puts a task into the queue: the row, its first event and the hint to the workers commit together.
     * Null when the organisation has used the idempotency key before.
     * @param hold keeps what the task needs from being deleted; throws when it is not there any more
     */
    insert(task: NewTask, hold: (tx: Transaction) => Promise<void>): Promise<TaskRow | null> {
      return db.transaction(async (tx) => {
        const [row] = await tx
          .insert(tasks)
          .values({ ...task, id: newId() })
          .onConflictDoNothing({ target: [tasks.organizationId, tasks.idempotencyKey] })
          .returning();
        if (!row) return null;
        await hold(tx);
        const payload = { from: null, to: row.state, reason: null };
        await appendEvents(tx, row, [{ type: 'TaskStateChanged', payload }]);
        await announceQueued(tx, row, leaseSeconds);
        return row;
      });
    },

    change,

    /** Puts a paused task back into the queue. @throws Conflict when it is not paused */
    resume: (id: string) => change(id, (tx, task) => requeueTask(tx, task, 'resume', null, {}, leaseSeconds)),
  };
}

/** Asks the worker that runs the task to stop it; it looks at once, or at its next heartbeat if the hint is lost. */
export async function requestStop(tx: Transaction, task: TaskRow, kind: 'cancel' | 'pause'): Promise<void> {
  const request = kind === 'cancel' ? { cancelRequested: true } : { pauseRequested: true };
  await tx.update(tasks).set(request).where(eq(tasks.id, task.id));
  await sendHint(tx, controlChannel, task.id);
}
