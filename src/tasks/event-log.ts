/**
 * The log of what happened to tasks: the one truth that every live stream replays. An event and the state that it
 * speaks of commit in one transaction. A hint carries ids only; a reader that misses one finds the events
 * on its next look.
 *
 * Locks are always taken in the order task row, organisation row: two writers cannot wait for each other.
 */
import { and, asc, eq, gt, gte, ne, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { hintOf } from '../database/hints.ts';
import { organizations, taskEvents, tasks } from '../database/tables.ts';
import { curveChange } from './metric-curve.ts';
import { addPoints } from './metric-store.ts';
import { isFinished } from './task.ts';
import type { DelayedTaskEvent, NewTaskEvent, TaskEvent, TaskEventType } from './task-event.ts';

/** Channel of hints; the payload is a TaskEventHint as JSON. */
export const eventsChannel = 'aias_events';

export interface TaskEventHint {
  taskId: string;
  seq: number;
  organizationId: string;
  organizationSeq: number;
}

/** The task that a writer writes of. `attempt` is the attempt that the events belong to. */
interface Subject {
  id: string;
  organizationId: string;
  attempt: number;
}

/** Appends `events` to the log of a task whose row this transaction holds locked. */
export async function appendEvents(tx: Transaction, task: Subject, events: NewTaskEvent[]): Promise<void> {
  if (events.length === 0) return;
  const own = tx
    .update(tasks)
    .set({ lastSeq: advanced(events) })
    .where(eq(tasks.id, task.id))
    .returning({ lastSeq: tasks.lastSeq });
  if (!(await writeEvents(tx, task, own, events))) throw new Error(`Task ${task.id} or its organisation is gone.`);
}

/** The task's last position when `events` have followed. */
export const advanced = (events: readonly unknown[]): SQL => sql`${tasks.lastSeq} + ${events.length}`;

/**
 * Writes events and what they add to the curves, in one statement: one round trip, in which the organisation's row, which all of
 * its tasks write, is locked as briefly as can be.
 * @param own gives the events their positions: an update of the task's row by `advanced`, which returns last_seq. When it finds no
 *   row, nothing is written
 * @returns whether they were written
 */
export async function writeEvents(
  db: Database | Transaction,
  task: Subject,
  own: SQLWrapper,
  events: DelayedTaskEvent[],
): Promise<boolean> {
  const count = events.length;
  const { points } = curveChange(events);
  const hint = sql`json_build_object('taskId', ${task.id}::text, 'seq', own.last_seq,
    'organizationId', ${task.organizationId}::text, 'organizationSeq', shared.event_seq)`;
  const news = hintOf(db, eventsChannel, hint);
  const told = await db.execute<{ hint: string }>(sql`
    with own as (${own.getSQL()}),
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
    )${points.length > 0 ? addPoints(task.id, points) : sql``}
    select ${news.selected} as hint from own, shared`);
  news.send(told);
  return told.length > 0;
}

export type EventLog = ReturnType<typeof createEventLog>;

/** The reading side. Events come in order of their position; `limit` bounds one read. */
export function createEventLog({ db }: { db: Database }) {
  return {
    /** Events of one task with seq > after. @param metricsFrom given: MetricsReported of a lower position is left out */
    ofTask(taskId: string, after: number, limit: number, metricsFrom?: number): Promise<TaskEvent[]> {
      const wanted =
        metricsFrom === undefined
          ? undefined
          : or(ne(taskEvents.type, 'MetricsReported' satisfies TaskEventType), gte(taskEvents.seq, metricsFrom));
      return db
        .select()
        .from(taskEvents)
        .where(and(eq(taskEvents.taskId, taskId), gt(taskEvents.seq, after), wanted))
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
  // The log is written by writeEvents alone, which takes `type` and `payload` from one NewTaskEvent (and by retention.ts).
  return row as TaskEvent;
}
