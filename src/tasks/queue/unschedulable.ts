/**
 * Explains why a task cannot be scheduled. A busy worker will become free, but a task whose pool, labels or memory no worker
 * satisfies waits until one is added, so its owner must know. The same holds when the organization's quota is used up.
 */
import { and, gte, inArray, max, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../database/client.ts';
import { workers } from '../../database/tables/scheduling.ts';
import type { TaskRow } from '../task-row.ts';
import { type Place, type PlacementConstraints, satisfiesConstraints } from './placement.ts';
import { type Quota, quotaExceededReason, readQuotas } from './quota.ts';

type ResourceRequest = Pick<TaskRow, 'kind' | 'memoryBytes'> & PlacementConstraints;
/** The columns of a task that determine whether it can be scheduled. */
export type QueueableTask = ResourceRequest & Pick<TaskRow, 'organizationId'>;

/** Pool and labels of live workers that accept tasks, with the memory of the largest such worker. */
export interface WorkerCapacity extends Place {
  memoryBytes: number;
}

/** Everything that limits which tasks can be scheduled. */
export interface ClusterCapacity {
  /** One entry for each combination of pool and labels. */
  workers: WorkerCapacity[];
  /** Quotas by organization ID. Contains only the organizations that have a quota. */
  quotas: ReadonlyMap<string, Quota>;
}

/** Reads the workers and quotas from the database. A worker counts as alive for `leaseSeconds` after its last heartbeat. */
export async function readCapacity(db: Database | Transaction, leaseSeconds: number): Promise<ClusterCapacity> {
  const isAlive = gte(workers.lastHeartbeatAt, sql`now() - make_interval(secs => ${leaseSeconds})`);
  const [capacities, quotas] = await Promise.all([
    db
      .select({ pool: workers.pool, labels: workers.labels, memoryBytes: max(workers.memoryBytes) })
      .from(workers)
      .where(and(isAlive, inArray(workers.state, ['IDLE', 'BUSY']))) // DRAINING workers accept no tasks
      .groupBy(workers.pool, workers.labels),
    readQuotas(db, null),
  ]);
  return {
    workers: capacities.map((capacity) => ({ ...capacity, memoryBytes: capacity.memoryBytes ?? 0 })),
    quotas: new Map(quotas.map((quota) => [quota.organizationId, quota])),
  };
}

/** Returns why the task cannot be scheduled, and what to do. Null if it can. */
export function unschedulableReason(
  task: QueueableTask,
  { workers: capacities, quotas }: ClusterCapacity,
): string | null {
  const reason = capacityReason(task, capacities);
  if (reason) return reason;
  const suitable = capacities.filter(
    (worker) => satisfiesConstraints(worker, task) && task.memoryBytes <= worker.memoryBytes,
  );
  const onGpuOnly = suitable.every(({ labels }) => labels.includes('gpu'));
  return quotaExceededReason(quotas.get(task.organizationId), onGpuOnly);
}

/** Returns why no current worker can ever run the task, and what to do. Null if one can. */
export function capacityReason(task: ResourceRequest, capacities: WorkerCapacity[]): string | null {
  if (capacities.length === 0) return 'No workers are running. Start one with `aias worker`.';
  const matching = capacities.filter((worker) => satisfiesConstraints(worker, task));
  if (matching.length === 0)
    return `No running worker ${describeConstraints(task)}. Start one, or launch the task with other requirements.`;
  const largest = Math.max(...matching.map(({ memoryBytes }) => memoryBytes));
  const { kind, memoryBytes } = task;
  if (memoryBytes <= largest) return null;
  const smaller =
    kind === 'TRAIN' || kind === 'TUNE'
      ? 'a smaller configuration, for example with a smaller batch size'
      : 'a task with less data';
  // Rounded in opposite directions, so that different amounts never look the same.
  return (
    `The task needs ${formatGib(memoryBytes, Math.ceil)} of memory; the largest worker has ${formatGib(largest, Math.floor)}. ` +
    `Start a worker with a higher AIAS_WORKER_MEMORY_BYTES, or launch ${smaller}.`
  );
}

function describeConstraints({ pool, requiredLabels }: PlacementConstraints): string {
  const constraints = [
    ...(pool ? [`is in the pool "${pool}" (AIAS_WORKER_POOL)`] : []),
    ...(requiredLabels.length > 0 ? [`has the labels ${requiredLabels.join(', ')} (AIAS_WORKER_LABELS)`] : []),
  ];
  return constraints.join(' and ');
}

function formatGib(bytes: number, round: (value: number) => number): string {
  return `${(round((bytes / 2 ** 30) * 100) / 100).toFixed(2)} GiB`;
}
