/**
 * Preemption: a running task of lower priority stops at its next checkpoint and returns to the queue, so that a queued task of
 * higher priority can run.
 *
 * The victim records the id of the task that preempts it, so each queued task preempts at most one, and no victim is preempted
 * twice. Only strictly lower priorities are preempted, so there are no cycles. Any worker may run the check: all state is in the
 * tables, under the scheduler lock.
 */
import { sql } from 'drizzle-orm';
import type { Database } from '../../database/client.ts';
import { sendHint } from '../../database/hints.ts';
import { claimCandidates, claimOrder, lockScheduler } from './candidates.ts';
import type { Place } from './placement.ts';

/** NOTIFY channel: a running task has a control request. The payload is the task's ID. */
export const controlChannel = 'aias_control';

/** SQL condition: worker `w` has the pool and the labels that task `t` requires. */
const satisfiesConstraintsSql = sql.raw(`t.pool in ('', w.pool) and t.required_labels <@ w.labels`);

export interface PreemptionRequest {
  place: Place;
  /** Total memory of the worker, including what running tasks use. */
  memoryBytes: number;
  /** Lowest priority among the worker's running tasks. Only queued tasks with a higher priority can preempt. */
  lowestRunningPriority: number;
  leaseSeconds: number;
}

/** Requests that one running task yields to a queued one, if necessary. Returns the ID of the running task, or null. */
export async function requestPreemption(db: Database, sought: PreemptionRequest): Promise<string | null> {
  const waiting = claimCandidates(sought.place, sought.memoryBytes);
  // A check without the lock comes first: there is rarely anything to preempt.
  const [contender] = await db.execute(
    sql`with recursive ${waiting} select 1 from candidates where priority > ${sought.lowestRunningPriority} limit 1`,
  );
  if (!contender) return null;
  return db.transaction(async (tx) => {
    await lockScheduler(tx);
    const [victim] = await tx.execute<{ id: string }>(sql`
      with recursive ${waiting},
      rooms as (
        select w.id, w.pool, w.labels, w.slots - count(t.id) as slots,
          w.memory_bytes - coalesce(sum(t.memory_bytes), 0) as bytes
        from workers w left join tasks t on t.worker_id = w.id and t.state = 'RUNNING'
        where w.state in ('IDLE', 'BUSY')
          and w.last_heartbeat_at >= now() - make_interval(secs => ${sought.leaseSeconds})
        group by w.id),
      victim as (
        select v.id, c.id as preempted_for
        from candidates c join tasks t on t.id = c.id
        cross join lateral (
          select v.id from tasks v join rooms w on w.id = v.worker_id
          where v.state = 'RUNNING' and v.priority < t.priority and v.preempted_for is null
            and not v.cancel_requested and not v.pause_requested
            and ${satisfiesConstraintsSql} and w.bytes + v.memory_bytes >= t.memory_bytes
          order by v.priority, v.claimed_at desc limit 1) v
        where not exists (select from tasks v where v.state = 'RUNNING' and v.preempted_for = t.id)
          and not exists (select from rooms w where ${satisfiesConstraintsSql} and w.slots > 0 and w.bytes >= t.memory_bytes)
        order by ${claimOrder} limit 1)
      update tasks set preempted_for = victim.preempted_for from victim
      where tasks.id = victim.id and tasks.state = 'RUNNING'
      returning tasks.id`);
    if (!victim) return null;
    await sendHint(tx, controlChannel, victim.id);
    return victim.id;
  });
}
