/**
 * What an organisation may use: tasks that run at the same time, and GPU seconds of a calendar month (UTC). A claim that would
 * go beyond is not made; what runs by then runs on. Usage is never counted twice nor lost: the running part is read off the
 * tasks' rows, and an attempt's time is added in the transaction that ends it.
 */
import { eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { organizations } from '../database/tables.ts';

export interface Quota {
  organizationId: string;
  /** Null: no limit. */
  maxRunningTasks: number | null;
  /** Null: no limit. */
  gpuSeconds: number | null;
  /** In this month, by attempts that have ended and by those that run. */
  gpuSecondsUsed: number;
  runningTasks: number;
}

/** SQL of the first day of this month. */
const thisMonth = `date_trunc('month', now() at time zone 'utc')::date`;

/** SQL of the GPU seconds that organisation `o` has used in this month: by attempts that have ended, and by those that run. */
export const gpuSecondsUsed = sql.raw(`(
  coalesce((select seconds from gpu_usage where organization_id = o.id and month = ${thisMonth}), 0)
  + coalesce((select sum(extract(epoch from now() - claimed_at)) from tasks
      where organization_id = o.id and state = 'RUNNING' and on_gpu), 0)::float8)`);

/** The quotas of one organisation; null: of all that have any. */
export async function readQuotas(db: Database | Transaction, organizationId: string | null): Promise<Quota[]> {
  const which = organizationId
    ? sql`o.id = ${organizationId}`
    : sql`o.max_running_tasks is not null or o.gpu_seconds is not null`;
  const rows = await db.execute<Quota & Record<string, unknown>>(sql`
    select o.id as "organizationId", o.max_running_tasks as "maxRunningTasks", o.gpu_seconds::float8 as "gpuSeconds",
      o.running_tasks as "runningTasks", ${gpuSecondsUsed} as "gpuSecondsUsed"
    from organizations o where ${which}`);
  return [...rows];
}

/** Adds the time of an attempt on a GPU, which ends in this transaction. */
export async function addGpuTime(tx: Transaction, taskId: string): Promise<void> {
  // A worker that was not heard of any more is believed to have computed until its lease ran out.
  await tx.execute(sql`
    insert into gpu_usage (organization_id, month, seconds)
    select organization_id, ${sql.raw(thisMonth)}, extract(epoch from least(now(), lease_expires_at) - claimed_at)
    from tasks where id = ${taskId}
    on conflict (organization_id, month) do update set seconds = gpu_usage.seconds + excluded.seconds`);
}

/** Why a claim for the organisation is not made; null when it may be. `gpu`: it would compute on one. */
export function exceeded(quota: Quota | undefined, gpu: boolean): string | null {
  if (!quota) return null;
  const { maxRunningTasks, runningTasks, gpuSeconds, gpuSecondsUsed } = quota;
  if (maxRunningTasks !== null && runningTasks >= maxRunningTasks) {
    const count = `${runningTasks} ${runningTasks === 1 ? 'task' : 'tasks'}`;
    return `The organisation runs ${count} and its quota allows ${maxRunningTasks}: this one waits until another has ended.`;
  }
  if (gpu && gpuSeconds !== null && gpuSecondsUsed >= gpuSeconds) {
    return (
      `The organisation has used ${Math.floor(gpuSecondsUsed)} GPU seconds of this month and its quota allows ${gpuSeconds}: ` +
      'this one waits for the next month, for a higher quota (`aias quota`), or for a worker without a GPU.'
    );
  }
  return null;
}

export type QuotaService = ReturnType<typeof createQuotaService>;

export function createQuotaService({ db }: { db: Database }) {
  return {
    async of(organizationId: string): Promise<Quota> {
      const [quota] = await readQuotas(db, organizationId);
      if (!quota) throw new Error(`Organisation ${organizationId} is gone.`);
      return quota;
    },

    /** Organisations of that id or name. */
    async find(idOrName: string): Promise<{ id: string; name: string }[]> {
      const rows = await db.execute<{ id: string; name: string }>(
        sql`select id, name from organizations where id::text = ${idOrName} or name = ${idOrName} order by id`,
      );
      return [...rows];
    },

    /** What is left out stays as it is; null takes the limit away. */
    async set(organizationId: string, quota: Partial<Pick<Quota, 'maxRunningTasks' | 'gpuSeconds'>>): Promise<Quota> {
      if (Object.values(quota).some((limit) => limit !== undefined)) {
        await db.update(organizations).set(quota).where(eq(organizations.id, organizationId));
      }
      return this.of(organizationId);
    },
  };
}
