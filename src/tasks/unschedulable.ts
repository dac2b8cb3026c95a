/**
 * A task that waits in vain. A worker claims what it can take, so one that is busy will be free; but a task that no worker may
 * take, or that is larger than the whole of each that may, waits until there is another one, and its owner must be told. So it
 * must be when the quota of its organisation is used up.
 */
import { and, gte, inArray, max, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { workers } from '../database/tables.ts';
import { meets, type Place, type PlaceDemand } from './placement.ts';
import type { TaskRow } from './queue.ts';
import { exceeded, type Quota, readQuotas } from './quota.ts';

type Demand = Pick<TaskRow, 'kind' | 'memoryBytes'> & PlaceDemand;

/** The workers of one kind that are alive and take tasks: where they are, and the memory of the largest. */
export interface Offer extends Place {
  memoryBytes: number;
}

/** What there is to take tasks. */
export interface Supply {
  offers: Offer[];
  /** Of the organisations that have any. */
  quotas: ReadonlyMap<string, Quota>;
}

export async function readSupply(db: Database | Transaction, leaseSeconds: number): Promise<Supply> {
  const heardOf = gte(workers.lastHeartbeatAt, sql`now() - make_interval(secs => ${leaseSeconds})`);
  const [offers, quotas] = await Promise.all([
    db
      .select({ pool: workers.pool, labels: workers.labels, memoryBytes: max(workers.memoryBytes) })
      .from(workers)
      .where(and(heardOf, inArray(workers.state, ['IDLE', 'BUSY']))) // one that is DRAINING takes no more
      .groupBy(workers.pool, workers.labels),
    readQuotas(db, null),
  ]);
  return {
    offers: offers.map((offer) => ({ ...offer, memoryBytes: offer.memoryBytes ?? 0 })),
    quotas: new Map(quotas.map((quota) => [quota.organizationId, quota])),
  };
}

/** Why the task waits in vain, and what to do; null when it does not. */
export function unschedulable(task: Demand & { organizationId: string }, { offers, quotas }: Supply): string | null {
  const unfit = unfitting(task, offers);
  if (unfit) return unfit;
  const takers = offers.filter((offer) => meets(offer, task) && task.memoryBytes <= offer.memoryBytes);
  const onGpuOnly = takers.every(({ labels }) => labels.includes('gpu'));
  return exceeded(quotas.get(task.organizationId), onGpuOnly);
}

/** Why no worker that there is could ever take the task, and what to do; null when one could. */
export function unfitting(task: Demand, offers: Offer[]): string | null {
  if (offers.length === 0) return 'No worker runs. Start one with `aias worker`.';
  const placed = offers.filter((offer) => meets(offer, task));
  if (placed.length === 0)
    return `No worker that runs ${wanted(task)}. Start one, or launch the task with other demands.`;
  const largest = Math.max(...placed.map(({ memoryBytes }) => memoryBytes));
  const { kind, memoryBytes } = task;
  if (memoryBytes <= largest) return null;
  const smaller =
    kind === 'TRAIN' || kind === 'TUNE' ? 'a smaller configuration, with a smaller batch for example' : 'less data';
  // Rounded away from each other: what differs must not look the same.
  return (
    `The task needs ${gibi(memoryBytes, Math.ceil)} of memory, and the largest worker offers ${gibi(largest, Math.floor)}. ` +
    `Start a worker with a higher AIAS_WORKER_MEMORY_BYTES, or launch ${smaller}.`
  );
}

function wanted({ pool, requiredLabels }: PlaceDemand): string {
  const demands = [
    ...(pool ? [`is in the pool "${pool}" (AIAS_WORKER_POOL)`] : []),
    ...(requiredLabels.length > 0 ? [`has the labels ${requiredLabels.join(', ')} (AIAS_WORKER_LABELS)`] : []),
  ];
  return demands.join(' and ');
}

function gibi(bytes: number, round: (value: number) => number): string {
  return `${(round((bytes / 2 ** 30) * 100) / 100).toFixed(2)} GiB`;
}
