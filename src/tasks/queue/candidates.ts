/**
 * Chooses the next task to claim: highest priority first; then the organization with the fewest running tasks; then the one whose
 * last claim is oldest; then the oldest task. Only tasks that the worker can run are considered: its pool, its labels, its free
 * memory, and the organization's quotas.
 *
 * The index `tasks_queue` keeps the queued tasks of each (pool, labels, organization) contiguous, ordered by priority and age, so
 * only the first row of each range can be next. `demands` skips from range to range (a loose index scan), which costs the same
 * for a hundred queued tasks as for a hundred thousand.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../database/client.ts';
import type { Place } from './placement.ts';
import { gpuSecondsUsed } from './quota.ts';

/** Orders the queue; `c` is a row of `candidates`. */
export const claimOrder = sql.raw('c.priority desc, c.running, c.last_claim, c.id');

/** SQL for a text array of labels. Labels contain no commas. */
const sqlTextArray = (labels: readonly string[]) => sql`string_to_array(${labels.join(',')}, ',')`;

/**
 * Returns SQL to follow WITH RECURSIVE. It defines `candidates` (id, priority, running, last_claim): for each pool, labels and
 * organization, the next task that the worker can run with `availableMemoryBytes` of memory.
 */
export function claimCandidates({ pool, labels }: Place, availableMemoryBytes: number): SQL {
  // NULLS LAST must match the index definition, although neither column is ever null: otherwise Postgres does not use the index.
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
          and organization_id = d.organization_id and memory_bytes <= ${availableMemoryBytes}
        order by priority desc nulls last, id limit 1) head
      where d.pool in ('', ${pool}) and d.required_labels <@ ${sqlTextArray(labels)}
        and (o.max_running_tasks is null or o.running_tasks < o.max_running_tasks)
        ${labels.includes('gpu') ? sql`and (o.gpu_seconds is null or ${gpuSecondsUsed} < o.gpu_seconds)` : sql``})`;
}

/** Key of the advisory lock: the bytes of "clai". It must differ from the key of the migrations. */
const schedulerLockKey = 0x636c6169;

/**
 * Serializes claims and preemptions until the transaction ends, because the next task depends on every earlier claim. The
 * critical section is short; Postgres ends the session of a process that freezes inside it or loses its connection.
 */
export async function lockScheduler(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    select set_config('idle_in_transaction_session_timeout', '2s', true), pg_advisory_xact_lock(${schedulerLockKey})`);
}
