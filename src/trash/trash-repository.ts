/** SQL of the trash: deleting and restoring one thing, and listing what can be restored. */
import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { datasets, models, tasks } from '../database/tables.ts';
import { isFinished, taskStates } from '../tasks/task.ts';
import type { Trashable, TrashEntry } from './trash.ts';

/** A task that is not finished and needs what is to be deleted. */
export interface UserTask extends Record<string, unknown> {
  id: string;
  organizationId: string;
  state: string;
  name: string;
}

const tableOf = { DATASET: datasets, MODEL: models, TASK: tasks } as const;

/** What a task is called: a training like its configuration, anything else like its model. */
const taskName = sql`coalesce(c.name, m.name, t.kind::text)`;
const taskOrigins = sql`left join configurations c on c.id = t.configuration_id left join models m on m.id = t.model_id`;

const entries = sql`(
  select 'DATASET' as what, id, organization_id, name, deleted_at from datasets where deleted_at is not null and purged_at is null
  union all
  select 'MODEL', id, organization_id, name, deleted_at from models where deleted_at is not null
  union all
  select 'TASK', t.id, t.organization_id, ${taskName}, t.deleted_at from tasks t ${taskOrigins}
  where t.deleted_at is not null and t.purged_at is null)`;

/** As an UUIDv7 would be that was made at that moment: milliseconds first. */
const entryId = sql`(lpad(to_hex((extract(epoch from deleted_at) * 1000)::bigint), 12, '0')
  || substr(replace(id::text, '-', ''), 13))::uuid`;

const unfinished = sql`t.finished_at is null and t.state in (${sql.join(
  taskStates.filter((state) => !isFinished(state)).map((state) => sql`${state}`),
  sql`, `,
)})`;

/** Which unfinished tasks need it. A training learns from a dataset, and may go on from a version of a model. */
const needs: Record<Exclude<Trashable, 'TASK'>, (id: string) => SQL> = {
  DATASET: (id) => sql`t.dataset_version_id in (select v.id from dataset_versions v where v.dataset_id = ${id})`,
  MODEL: (id) => sql`(t.model_id = ${id} or t.spec->'recipe'->'base'->>'versionId' in
    (select v.id::text from model_versions v where v.model_id = ${id}))`,
};

export type TrashRepository = ReturnType<typeof createTrashRepository>;

/** @param days that a thing can be restored */
export function createTrashRepository({ db, days }: { db: Database; days: number }) {
  const kept = sql`deleted_at > now() - make_interval(days => ${days})`;

  async function read(source: Database | Transaction, where: SQL, limit: number): Promise<TrashEntry[]> {
    const rows = await source.execute<{ id: string; what: Trashable; itemId: string; name: string; at: number }>(sql`
      select ${entryId} as id, what, id as "itemId", name, (extract(epoch from deleted_at) * 1000)::float8 as at
      from ${entries} as entries where ${kept} and ${where} order by ${entryId} desc limit ${limit}`);
    return rows.map(({ at, ...entry }) => ({
      ...entry,
      deletedAt: new Date(at),
      purgedAt: new Date(at + days * 86_400_000),
    }));
  }

  async function entryOf(tx: Transaction, what: Trashable, id: string): Promise<TrashEntry | null> {
    const [entry] = await read(tx, sql`what = ${what} and id = ${id}`, 1);
    return entry ?? null;
  }

  return {
    /** Whose it is, in the trash or not; null: there is no such thing, or it is gone for good. */
    async ownerOf(what: Trashable, id: string): Promise<string | null> {
      const purged = what === 'MODEL' ? sql`false` : sql`purged_at is not null`;
      const [row] = await db.execute<{ organizationId: string }>(sql`
        select organization_id as "organizationId" from ${tableOf[what]}
        where id = ${id} and not ${purged} and (deleted_at is null or ${kept})`);
      return row?.organizationId ?? null;
    },

    /**
     * Null when it is not there any more.
     * @param check throws when it cannot be deleted: a task in this state, or what these tasks need
     */
    remove(
      what: Trashable,
      id: string,
      check: (found: { state: string | null; users: UserTask[] }) => void,
    ): Promise<TrashEntry | null> {
      const table = tableOf[what];
      return db.transaction(async (tx) => {
        // Launches lock the same row (datasets.hold, models.hold): none is in between from here on.
        const state = what === 'TASK' ? sql`state` : sql`null`;
        const [row] = await tx.execute<{ deleted: boolean; state: string | null }>(
          sql`select deleted_at is not null as deleted, ${state} as state from ${table} where id = ${id} for update`,
        );
        if (!row) return null;
        if (!row.deleted) {
          check({ state: row.state, users: what === 'TASK' ? [] : await usersOf(tx, what, id) });
          const patch =
            what === 'MODEL' ? sql`, configuration_before = configuration_id, configuration_id = null` : sql``;
          await tx.execute(sql`update ${table} set deleted_at = now()${patch} where id = ${id}`);
        }
        return entryOf(tx, what, id);
      });
    },

    /** False: it is not there any more. Fails on the unique configuration of models when another model has its place. */
    restore(what: Trashable, id: string): Promise<boolean> {
      return db.transaction(async (tx) => {
        const table = tableOf[what];
        const [row] = await tx.select({ deletedAt: table.deletedAt }).from(table).where(eq(table.id, id)).for('update');
        if (!row) return false;
        if (!row.deletedAt) return true;
        if (!(await entryOf(tx, what, id))) return false;
        const patch =
          what === 'MODEL' ? sql`, configuration_id = configuration_before, configuration_before = null` : sql``;
        await tx.execute(sql`update ${table} set deleted_at = null${patch} where id = ${id}`);
        return true;
      });
    },

    /** What was deleted last comes first. @param before an entry's id */
    list(organizationIds: string[], limit: number, before: string | null): Promise<TrashEntry[]> {
      const own = sql`organization_id = any(${sql.param(organizationIds)}::uuid[])`;
      return read(db, before ? sql`${own} and ${entryId} < ${before}::uuid` : own, limit);
    },
  };
}

async function usersOf(tx: Transaction, what: Exclude<Trashable, 'TASK'>, id: string): Promise<UserTask[]> {
  return tx.execute<UserTask>(sql`
    select t.id, t.organization_id as "organizationId", t.state, ${taskName} as name from tasks t ${taskOrigins}
    where ${unfinished} and ${needs[what](id)} order by t.id limit 100`);
}
