/**
 * Preemption: a task that waits may have a running one of lower priority pause at its next checkpoint and go back into the queue.
 *
 * The victim carries the id of the task that it makes room for, so each waiting task asks once and no two ask the same one. Only
 * strictly lower priorities are asked, so what was preempted preempts nobody in return. It does not matter which worker looks:
 * everything is read off the tables, under the lock of the schedule.
 */
import { sql } from 'drizzle-orm';
import type { Database } from '../database/client.ts';
import { sendHint } from '../database/hints.ts';
import { candidates, claimOrder, lockSchedule } from './candidates.ts';
import type { Place } from './placement.ts';

/** Channel of hints: a running task has a request (payload: its id). */
export const controlChannel = 'aias_control';

/** SQL: worker `w` is of a pool and has labels that task `t` asks for. */
const meetsSql = sql.raw(`t.pool in ('', w.pool) and t.required_labels <@ w.labels`);

export interface RoomSought {
  place: Place;
  /** All of the worker's memory, whether a task has it or not. */
  memoryBytes: number;
  /** Lowest priority of what the worker runs: only what is above it may ask for room. */
  above: number;
  leaseSeconds: number;
}

/** Asks one running task to make room for a waiting one, if there is need. Returns its id; null: there is none. */
export async function preempt(db: Database, sought: RoomSought): Promise<string | null> {
  const waiting = candidates(sought.place, sought.memoryBytes);
  // Nearly always in vain, so the lock is for those who have seen something.
  const [above] = await db.execute(
    sql`with recursive ${waiting} select 1 from candidates where priority > ${sought.above} limit 1`,
  );
  if (!above) return null;
  return db.transaction(async (tx) => {
    await lockSchedule(tx);
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
            and ${meetsSql} and w.bytes + v.memory_bytes >= t.memory_bytes
          order by v.priority, v.claimed_at desc limit 1) v
        where not exists (select from tasks v where v.state = 'RUNNING' and v.preempted_for = t.id)
          and not exists (select from rooms w where ${meetsSql} and w.slots > 0 and w.bytes >= t.memory_bytes)
        order by ${claimOrder} limit 1)
      update tasks set preempted_for = victim.preempted_for from victim
      where tasks.id = victim.id and tasks.state = 'RUNNING'
      returning tasks.id`);
    if (!victim) return null;
    await sendHint(tx, controlChannel, victim.id);
    return victim.id;
  });
}
