/** The SQL statement of a claim: assigns the next task to a worker, and counts it for the task's organization. */
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../database/client.ts';
import { transition } from '../task.ts';
import type { TaskRow } from '../task-row.ts';
import { claimOrder } from './candidates.ts';

type ClaimedTask = Pick<
  TaskRow,
  'id' | 'organizationId' | 'attempt' | 'spec' | 'memoryBytes' | 'priority' | 'checkpoint'
>;

/**
 * Claims the first of the candidates that no other transaction has locked. Returns null if there is none. The transaction must
 * hold the scheduler lock.
 * @param next SQL that defines `candidates` (see claimCandidates)
 */
export async function claimNext(
  tx: Transaction,
  next: SQL,
  claimant: { workerId: string; leaseSeconds: number; onGpu: boolean },
): Promise<ClaimedTask | null> {
  const { workerId, leaseSeconds, onGpu } = claimant;
  const [task] = await tx.execute<ClaimedTask & Record<string, unknown>>(sql`
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
