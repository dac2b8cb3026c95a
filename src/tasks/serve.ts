/** A claim's one statement: it takes the next task for a worker, and counts it for its organisation. */
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../database/client.ts';
import { claimOrder } from './candidates.ts';
import type { TaskRow } from './queue.ts';
import { transition } from './task.ts';

type ServedTask = Pick<
  TaskRow,
  'id' | 'organizationId' | 'attempt' | 'spec' | 'memoryBytes' | 'priority' | 'checkpoint'
>;

/**
 * Takes the next of the candidates `next`, as a claim moves it; null when there is none. One that somebody has locked is passed
 * over. The transaction holds the schedule's lock.
 */
export async function serveNext(
  tx: Transaction,
  next: SQL,
  claimant: { workerId: string; leaseSeconds: number; onGpu: boolean },
): Promise<ServedTask | null> {
  const { workerId, leaseSeconds, onGpu } = claimant;
  const [task] = await tx.execute<ServedTask & Record<string, unknown>>(sql`
    with recursive ${next},
    chosen as (
      select t.id, t.organization_id from candidates c join tasks t on t.id = c.id
      where t.state = 'QUEUED'
      order by ${claimOrder} limit 1 for no key update of t skip locked),
    served as (
      update organizations o set last_claim = nextval('claim_number'), running_tasks = running_tasks + 1
      from chosen where o.id = chosen.organization_id)
    update tasks t set state = ${transition('QUEUED', 'claim')}, attempt = t.attempt + 1, worker_id = ${workerId},
      lease_expires_at = now() + make_interval(secs => ${leaseSeconds}), on_gpu = ${onGpu}, last_batch = 0,
      claimed_at = now(), started_at = coalesce(t.started_at, now())
    from chosen where t.id = chosen.id
    returning t.id, t.organization_id as "organizationId", t.attempt, t.spec, t.memory_bytes::float8 as "memoryBytes",
      t.priority, t.checkpoint`);
  return task ?? null;
}
