/**
 * Who is next. The highest priority goes first; among equal ones the organisation with the least running work, then the one
 * that was served longest ago, and within an organisation the oldest task. Only what a worker can take counts: its pool and its
 * labels, the memory that it has left, and the organisation's quotas.
 *
 * The index `tasks_queue` holds each demand (pool and labels) of each organisation as one stretch, sorted by priority and age. So
 * the first of every stretch is enough to know the next task: `demands` jumps from stretch to stretch, which takes as long
 * with a hundred waiting tasks as with a hundred thousand.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../database/client.ts';
import type { Place } from './placement.ts';
import { gpuSecondsUsed } from './quota.ts';

/** Of a claim's place in the queue: `c` is a row of `candidates`. */
export const claimOrder = sql.raw('c.priority desc, c.running, c.last_claim, c.id');

/** SQL of labels, none of which has a comma. */
const arrayOf = (labels: readonly string[]) => sql`string_to_array(${labels.join(',')}, ',')`;

/**
 * SQL for after WITH RECURSIVE: a relation `candidates` (id, priority, running, last_claim) of at most one task for each demand of
 * each organisation, the next that a worker can take that has `freeBytes` left.
 */
export function candidates({ pool, labels }: Place, freeBytes: number): SQL {
  // NULLS LAST as the index has it, though neither is ever null: Postgres goes by the words.
  return sql`
    demands as (
      (select pool, required_labels, organization_id from tasks where state = 'QUEUED'
        order by pool, required_labels, organization_id limit 1)
      union all
      select next.* from demands d cross join lateral (
        select pool, required_labels, organization_id from tasks
        where state = 'QUEUED'
          and (pool, required_labels, organization_id) > (d.pool, d.required_labels, d.organization_id)
        order by pool, required_labels, organization_id limit 1) next),
    candidates as (
      select head.id, head.priority, o.running_tasks as running, o.last_claim
      from demands d
      join organizations o on o.id = d.organization_id
      cross join lateral (
        select id, priority from tasks
        where state = 'QUEUED' and pool = d.pool and required_labels = d.required_labels
          and organization_id = d.organization_id and memory_bytes <= ${freeBytes}
        order by priority desc nulls last, id limit 1) head
      where d.pool in ('', ${pool}) and d.required_labels <@ ${arrayOf(labels)}
        and (o.max_running_tasks is null or o.running_tasks < o.max_running_tasks)
        ${labels.includes('gpu') ? sql`and (o.gpu_seconds is null or ${gpuSecondsUsed} < o.gpu_seconds)` : sql``})`;
}

/** Any number but that of the migrations: the bytes of "clai". */
const schedulingLock = 0x636c6169;

/**
 * From here to the end of the transaction nobody else claims or preempts: who is next depends on all claims that were made. What
 * follows is short, and a process that stops in the middle of it (or is cut off) is thrown out by Postgres.
 */
export async function lockSchedule(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    select set_config('idle_in_transaction_session_timeout', '2s', true), pg_advisory_xact_lock(${schedulingLock})`);
}
