/**
 * A task that waits in vain. A worker claims what fits into the memory that it has left, so one that is busy will be free; but
 * a task that is larger than the whole of every worker waits until there is another one, and its owner must be told.
 */
import { and, gte, inArray, max, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { workers } from '../database/tables.ts';
import type { TaskRow } from './queue.ts';

type Demand = Pick<TaskRow, 'kind' | 'memoryBytes'>;

/** Memory of the largest worker that is alive and takes tasks; null when there is none. */
export async function largestWorker(db: Database | Transaction, leaseSeconds: number): Promise<number | null> {
  const heardOf = gte(workers.lastHeartbeatAt, sql`now() - make_interval(secs => ${leaseSeconds})`);
  const [row] = await db
    .select({ memoryBytes: max(workers.memoryBytes) })
    .from(workers)
    .where(and(heardOf, inArray(workers.state, ['IDLE', 'BUSY']))); // one that is DRAINING takes no more
  return row?.memoryBytes ?? null;
}

/** Why no worker could ever take the task, and what to do; null when one could. */
export function unschedulable({ kind, memoryBytes }: Demand, largest: number | null): string | null {
  if (largest === null) return 'No worker runs. Start one with `aias worker`.';
  if (memoryBytes <= largest) return null;
  const smaller =
    kind === 'TRAIN' || kind === 'TUNE' ? 'a smaller configuration, with a smaller batch for example' : 'less data';
  // Rounded away from each other: what differs must not look the same.
  return (
    `The task needs ${gibi(memoryBytes, Math.ceil)} of memory, and the largest worker offers ${gibi(largest, Math.floor)}. ` +
    `Start a worker with a higher AIAS_WORKER_MEMORY_BYTES, or launch ${smaller}.`
  );
}

function gibi(bytes: number, round: (value: number) => number): string {
  return `${(round((bytes / 2 ** 30) * 100) / 100).toFixed(2)} GiB`;
}
