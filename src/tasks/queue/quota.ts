/**
 * Quotas of organizations: tasks that run at the same time, and GPU seconds per calendar month (UTC). A claim that would exceed
 * a quota is not made; running tasks are not stopped. Usage is exact: running attempts are computed from the tasks' rows, and an
 * attempt's time is added in the transaction that ends it.
 */
import { eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../database/client.ts';
import { organizations } from '../../database/tables/accounts.ts';
import { onlyResult } from '../../errors.ts';

export interface Quota {
  organizationId: string;
  /** Maximum number of tasks that run at the same time. Null means no limit. */
  maxRunningTasks: number | null;
  /** Maximum GPU time per calendar month. Null means no limit. */
  gpuSeconds: number | null;
  /** GPU time used this month, including running attempts. */
  gpuSecondsUsed: number;
  runningTasks: number;
}

/** SQL for the first day of this month. */
const thisMonth = `date_trunc('month', now() at time zone 'utc')::date`;

/** SQL for the GPU seconds that organization `o` has used this month, including running attempts. */
export const gpuSecondsUsed = sql.raw(`(
  coalesce((select seconds from gpu_usage where organization_id = o.id and month = ${thisMonth}), 0)
  + coalesce((select sum(extract(epoch from now() - claimed_at)) from tasks
      where organization_id = o.id and state = 'RUNNING' and on_gpu), 0)::float8)`);

/** Returns the quotas of organizations, or of every organization that has a quota if `ids` is null. */
export async function readQuotas(db: Database | Transaction, ids: readonly string[] | null): Promise<Quota[]> {
  const which = ids
    ? sql`o.id = any(${sql.param([...ids])}::uuid[])`
    : sql`o.max_running_tasks is not null or o.gpu_seconds is not null`;
  const rows = await db.execute<Quota & Record<string, unknown>>(sql`
    select o.id as "organizationId", o.max_running_tasks as "maxRunningTasks", o.gpu_seconds::float8 as "gpuSeconds",
      o.running_tasks as "runningTasks", ${gpuSecondsUsed} as "gpuSecondsUsed"
    from organizations o where ${which}`);
  return [...rows];
}

/** Adds the GPU time of an attempt that ends in this transaction. */
export async function recordGpuTime(tx: Transaction, taskId: string): Promise<void> {
  // A worker that stopped sending heartbeats is charged until its lease expired.
  await tx.execute(sql`
    insert into gpu_usage (organization_id, month, seconds)
    select organization_id, ${sql.raw(thisMonth)}, extract(epoch from least(now(), lease_expires_at) - claimed_at)
    from tasks where id = ${taskId}
    on conflict (organization_id, month) do update set seconds = gpu_usage.seconds + excluded.seconds`);
}

/** Returns why a quota prevents a claim, or null. @param onGpu whether the claim would use a GPU */
export function quotaExceededReason(quota: Quota | undefined, onGpu: boolean): string | null {
  if (!quota) return null;
  const { maxRunningTasks, runningTasks, gpuSeconds, gpuSecondsUsed } = quota;
  if (maxRunningTasks !== null && runningTasks >= maxRunningTasks) {
    const limit = `${maxRunningTasks} concurrent ${maxRunningTasks === 1 ? 'task' : 'tasks'}`;
    return `The organization has reached its quota of ${limit}. This task starts when another one ends.`;
  }
  if (onGpu && gpuSeconds !== null && gpuSecondsUsed >= gpuSeconds) {
    return (
      `The organization has used ${Math.floor(gpuSecondsUsed)} of ${gpuSeconds} GPU seconds this month. ` +
      'This task waits for the next month, a higher quota (`aias quota`), or a worker without a GPU.'
    );
  }
  return null;
}

export type QuotaService = ReturnType<typeof createQuotaService>;

export function createQuotaService({ db }: { db: Database }) {
  return {
    /** Returns the quota of each organization, or an error if it does not exist. */
    async ofOrganizations(ids: readonly string[]): Promise<(Quota | Error)[]> {
      const quotas = new Map((await readQuotas(db, ids)).map((quota) => [quota.organizationId, quota]));
      return ids.map((id) => quotas.get(id) ?? new Error(`Organization ${id} does not exist.`));
    },

    /** Returns the quota of an organization. */
    async get(organizationId: string): Promise<Quota> {
      return onlyResult(await this.ofOrganizations([organizationId]));
    },

    /** Returns the organizations with the given ID or name. */
    async find(idOrName: string): Promise<{ id: string; name: string }[]> {
      const rows = await db.execute<{ id: string; name: string }>(
        sql`select id, name from organizations where id::text = ${idOrName} or name = ${idOrName} order by id`,
      );
      return [...rows];
    },

    /** Changes limits. Omitted limits stay unchanged; null removes a limit. */
    async set(organizationId: string, quota: Partial<Pick<Quota, 'maxRunningTasks' | 'gpuSeconds'>>): Promise<Quota> {
      if (Object.values(quota).some((limit) => limit !== undefined)) {
        await db.update(organizations).set(quota).where(eq(organizations.id, organizationId));
      }
      return this.get(organizationId);
    },
  };
}
