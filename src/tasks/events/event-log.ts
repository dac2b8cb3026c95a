/**
 * The event log of tasks: the single source of truth that every live stream replays. An event commits in the same transaction as
 * the state change that it describes. A hint carries IDs only; a reader that misses one finds the events with its next query.
 *
 * Locks are always taken in the order task row, organization row, so that writers cannot deadlock.
 */
import { and, asc, eq, gt, gte, ne, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../database/client.ts';
import { hintColumn } from '../../database/hints.ts';
import { organizations } from '../../database/tables/accounts.ts';
import { taskEvents, tasks } from '../../database/tables/tasks.ts';
import { foldReports } from '../metrics/metric-curve.ts';
import { insertPointsSql } from '../metrics/metric-store.ts';
import { isFinished } from '../task.ts';
import type { NewTaskEvent, TaskEvent, TaskEventType, TimestampedTaskEvent } from './task-event.ts';

/** NOTIFY channel; the payload is a TaskEventHint as JSON. */
export const eventsChannel = 'aias_events';

export interface TaskEventHint {
  taskId: string;
  seq: number;
  organizationId: string;
  organizationSeq: number;
}

/** Task and attempt that the written events belong to. */
interface EventOwner {
  id: string;
  organizationId: string;
  attempt: number;
}

/** Appends `events` to the log of a task. The transaction must hold the lock of the task's row. */
export async function appendEvents(tx: Transaction, task: EventOwner, events: NewTaskEvent[]): Promise<void> {
  if (events.length === 0) return;
  const claimSeqs = tx
    .update(tasks)
    .set({ lastSeq: nextSeqSql(events) })
    .where(eq(tasks.id, task.id))
    .returning({ lastSeq: tasks.lastSeq });
  if (!(await writeEvents(tx, task, claimSeqs, events))) {
    throw new Error(`Task ${task.id} or its organization no longer exists.`);
  }
}

/** SQL for `last_seq` after appending `events`. */
export const nextSeqSql = (events: readonly unknown[]): SQL => sql`${tasks.lastSeq} + ${events.length}`;

/**
 * Writes events and their metric points in one statement. A single round trip keeps the lock of the organization's row short,
 * which all tasks of the organization contend for.
 * @param claimSeqs an UPDATE of the task's row that adds `events.length` to `last_seq` (see nextSeqSql) and returns it. If it
 *   matches no row, nothing is written
 * @returns whether the events were written
 */
export async function writeEvents(
  db: Database | Transaction,
  task: EventOwner,
  claimSeqs: SQLWrapper,
  events: TimestampedTaskEvent[],
): Promise<boolean> {
  const count = events.length;
  const { points } = foldReports(events);
  const hint = sql`json_build_object('taskId', ${task.id}::text, 'seq', own.last_seq,
    'organizationId', ${task.organizationId}::text, 'organizationSeq', shared.event_seq)`;
  const notification = hintColumn(db, eventsChannel, hint);
  const hintedRows = await db.execute<{ hint: string }>(sql`
    with own as (${claimSeqs.getSQL()}),
    shared as (
      update organizations set event_seq = event_seq + ${count}::integer
      from own where id = ${task.organizationId} returning event_seq
    ), given as (
      select * from rows from (
        jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as (type text, payload jsonb, "secondsAgo" float8)
      ) with ordinality as given (type, payload, seconds_ago, place)
    ), written as (
      insert into task_events (task_id, seq, organization_id, organization_seq, attempt, at, type, payload)
      select ${task.id}::uuid, own.last_seq - ${count}::integer + place, ${task.organizationId}::uuid, shared.event_seq - ${count}::integer + place,
        ${task.attempt}::integer, now() - make_interval(secs => coalesce(seconds_ago, 0)), type, payload
      from own, shared, given
      returning seq, seq - (select last_seq from own) + ${count}::integer as place, at
    )${points.length > 0 ? insertPointsSql(task.id, points) : sql``}
    select ${notification.selected} as hint from own, shared`);
  notification.send(hintedRows);
  return hintedRows.length > 0;
}

export type EventLog = ReturnType<typeof createEventLog>;

/** Reads the event log. Events are returned in order of their position; `limit` is the maximum number of events per read. */
export function createEventLog({ db }: { db: Database }) {
  return {
    /** Returns events of a task with seq > after. @param minMetricSeq omits MetricsReported events before this position */
    readTask(taskId: string, after: number, limit: number, minMetricSeq?: number): Promise<TaskEvent[]> {
      const wanted =
        minMetricSeq === undefined
          ? undefined
          : or(ne(taskEvents.type, 'MetricsReported' satisfies TaskEventType), gte(taskEvents.seq, minMetricSeq));
      return db
        .select()
        .from(taskEvents)
        .where(and(eq(taskEvents.taskId, taskId), gt(taskEvents.seq, after), wanted))
        .orderBy(asc(taskEvents.seq))
        .limit(limit)
        .then((rows) => rows.map(toTaskEvent));
    },

    /** Returns events of all tasks of an organization with organizationSeq > after. */
    readOrganization(organizationId: string, after: number, limit: number): Promise<TaskEvent[]> {
      return db
        .select()
        .from(taskEvents)
        .where(and(eq(taskEvents.organizationId, organizationId), gt(taskEvents.organizationSeq, after)))
        .orderBy(asc(taskEvents.organizationSeq))
        .limit(limit)
        .then((rows) => rows.map(toTaskEvent));
    },

    /** Returns the last position of the task's log, and whether the log is complete. Null if the task does not exist. */
    async endOfTask(taskId: string): Promise<{ lastSeq: number; complete: boolean } | null> {
      const [row] = await db
        .select({ lastSeq: tasks.lastSeq, state: tasks.state })
        .from(tasks)
        .where(eq(tasks.id, taskId));
      return row ? { lastSeq: row.lastSeq, complete: isFinished(row.state) } : null;
    },

    /** Returns the last position of the organization's log. */
    async endOfOrganization(organizationId: string): Promise<number> {
      const [row] = await db
        .select({ last: organizations.eventSeq })
        .from(organizations)
        .where(eq(organizations.id, organizationId));
      return row?.last ?? 0;
    },
  };
}

function toTaskEvent(row: typeof taskEvents.$inferSelect): TaskEvent {
  // Only writeEvents and retention.ts write the log, and `type` and `payload` always come from one event type.
  return row as TaskEvent;
}
