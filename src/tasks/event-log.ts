/**
 * The log of what happened to tasks: the one truth that every live stream replays. An event and the state that it
 * speaks of commit in one transaction. NOTIFY carries ids only and is a hint; a reader that misses one finds the events
 * on its next look.
 *
 * Locks are always taken in the order task row, organisation row: two writers cannot wait for each other.
 */
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { organizations, taskEvents, tasks } from '../database/tables.ts';
import { isFinished } from './task.ts';
import type { NewTaskEvent, TaskEvent } from './task-event.ts';

/** NOTIFY channel; the payload is a TaskEventHint as JSON. */
export const eventsChannel = 'aias_events';

export interface TaskEventHint {
  taskId: string;
  seq: number;
  organizationId: string;
  organizationSeq: number;
}

/**
 * Appends `events` to the log of a task whose row this transaction holds locked.
 * `attempt` is the attempt that they belong to. Returns the last position given out.
 */
export async function appendEvents(
  tx: Transaction,
  task: { id: string; organizationId: string; attempt: number },
  events: NewTaskEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const [own] = await tx
    .update(tasks)
    .set({ lastSeq: sql`${tasks.lastSeq} + ${events.length}` })
    .where(eq(tasks.id, task.id))
    .returning({ last: tasks.lastSeq });
  const [shared] = await tx
    .update(organizations)
    .set({ eventSeq: sql`${organizations.eventSeq} + ${events.length}` })
    .where(eq(organizations.id, task.organizationId))
    .returning({ last: organizations.eventSeq });
  if (!own || !shared) throw new Error(`Task ${task.id} or its organisation is gone.`);
  await tx.insert(taskEvents).values(
    events.map((event, index) => ({
      taskId: task.id,
      seq: own.last - events.length + 1 + index,
      organizationId: task.organizationId,
      organizationSeq: shared.last - events.length + 1 + index,
      attempt: task.attempt,
      type: event.type,
      payload: event.payload,
    })),
  );
  const hint: TaskEventHint = {
    taskId: task.id,
    seq: own.last,
    organizationId: task.organizationId,
    organizationSeq: shared.last,
  };
  await tx.execute(sql`select pg_notify(${eventsChannel}, ${JSON.stringify(hint)})`);
}

export type EventLog = ReturnType<typeof createEventLog>;

/** The reading side. Events come in order of their position; `limit` bounds one read. */
export function createEventLog({ db }: { db: Database }) {
  return {
    /** Events of one task with seq > after. */
    ofTask(taskId: string, after: number, limit: number): Promise<TaskEvent[]> {
      return db
        .select()
        .from(taskEvents)
        .where(and(eq(taskEvents.taskId, taskId), gt(taskEvents.seq, after)))
        .orderBy(asc(taskEvents.seq))
        .limit(limit)
        .then((rows) => rows.map(eventOfRow));
    },

    /** Events of all tasks of an organisation with organizationSeq > after. */
    ofOrganization(organizationId: string, after: number, limit: number): Promise<TaskEvent[]> {
      return db
        .select()
        .from(taskEvents)
        .where(and(eq(taskEvents.organizationId, organizationId), gt(taskEvents.organizationSeq, after)))
        .orderBy(asc(taskEvents.organizationSeq))
        .limit(limit)
        .then((rows) => rows.map(eventOfRow));
    },

    /** How far the task's log goes, and whether it is complete. Null when there is no such task. */
    async endOfTask(taskId: string): Promise<{ lastSeq: number; complete: boolean } | null> {
      const [row] = await db
        .select({ lastSeq: tasks.lastSeq, state: tasks.state })
        .from(tasks)
        .where(eq(tasks.id, taskId));
      return row ? { lastSeq: row.lastSeq, complete: isFinished(row.state) } : null;
    },

    /** The last position given out in the organisation's log. */
    async endOfOrganization(organizationId: string): Promise<number> {
      const [row] = await db
        .select({ last: organizations.eventSeq })
        .from(organizations)
        .where(eq(organizations.id, organizationId));
      return row?.last ?? 0;
    },
  };
}

function eventOfRow(row: typeof taskEvents.$inferSelect): TaskEvent {
  // The log is written by appendEvents alone, which takes `type` and `payload` from one NewTaskEvent.
  return row as TaskEvent;
}
