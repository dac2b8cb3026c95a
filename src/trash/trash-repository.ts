/** SQL for the trash: deletes and restores one item, and lists restorable items. */
import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { type Keyed, type PageRequest, pageClauses, pageRows, type SortKeys, textKey } from '../database/keyset.ts';
import { matches } from '../database/search.ts';
import { datasets } from '../database/tables/datasets.ts';
import { models } from '../database/tables/models.ts';
import { tasks } from '../database/tables/tasks.ts';
import { isFinished, type TaskState, taskStates } from '../tasks/task.ts';
import type { TrashEntry, TrashItemType } from './trash.ts';

/** An unfinished task that uses the item to delete. */
export interface DependentTask extends Record<string, unknown> {
  id: string;
  organizationId: string;
  state: TaskState;
  name: string;
}

const tableOf = { DATASET: datasets, MODEL: models, TASK: tasks } as const;

/** Display name of a task: the name of its configuration, else of its model, else its kind. */
const taskName = sql`coalesce(c.name, m.name, t.kind::text)`;
const taskOrigins = sql`left join configurations c on c.id = t.configuration_id left join models m on m.id = t.model_id`;

const entries = sql`(
  select 'DATASET' as what, id, organization_id, name, search, deleted_at from datasets where deleted_at is not null and purged_at is null
  union all
  select 'MODEL', id, organization_id, name, search, deleted_at from models where deleted_at is not null
  union all
  select 'TASK', id, organization_id, name, search, deleted_at from tasks
  where deleted_at is not null and purged_at is null)`;

export type TrashOrder = 'DELETED_AT' | 'NAME';

export interface TrashFilter {
  organizationIds: string[];
  types?: readonly TrashItemType[] | null | undefined;
  search?: string | null | undefined;
}

const sortKeys: SortKeys<TrashOrder> = { DELETED_AT: null, NAME: textKey(sql`name`) };
const firstEntry: PageRequest<TrashOrder> = {
  orderBy: { field: 'DELETED_AT', descending: true },
  limit: 1,
  cursor: null,
  backward: false,
};

function matching({ organizationIds, types, search = null }: TrashFilter): SQL {
  const own = sql`organization_id = any(${sql.param(organizationIds)}::uuid[])`;
  const ofType = types ? sql`what = any(${sql.param([...new Set(types)])}::text[])` : sql`true`;
  return sql`${own} and ${ofType} and ${matches(sql`search`, search) ?? sql`true`}`;
}

/** Formats the deletion time like a UUIDv7 (milliseconds first), so that entries sort by it. */
const entryId = sql`(lpad(to_hex((extract(epoch from deleted_at) * 1000)::bigint), 12, '0')
  || substr(replace(id::text, '-', ''), 13))::uuid`;

const unfinished = sql`t.finished_at is null and t.state in (${sql.join(
  taskStates.filter((state) => !isFinished(state)).map((state) => sql`${state}`),
  sql`, `,
)})`;

/** Conditions for tasks that use an item. A training task uses a dataset, and a base model when it fine-tunes one. */
const dependencyConditions: Record<Exclude<TrashItemType, 'TASK'>, (id: string) => SQL> = {
  DATASET: (id) => sql`t.dataset_version_id in (select v.id from dataset_versions v where v.dataset_id = ${id})`,
  MODEL: (id) => sql`(t.model_id = ${id} or t.spec->'recipe'->'baseModelVersion'->>'versionId' in
    (select v.id::text from model_versions v where v.model_id = ${id}))`,
};

export type TrashRepository = ReturnType<typeof createTrashRepository>;

/** @param days how long an item can be restored, in days */
export function createTrashRepository({ db, days }: { db: Database; days: number }) {
  const kept = sql`deleted_at > now() - make_interval(days => ${days})`;

  async function read(
    source: Database | Transaction,
    condition: SQL,
    request: PageRequest<TrashOrder>,
  ): Promise<Keyed<TrashEntry>[]> {
    const { where = sql`true`, orderBy, limit, key } = pageClauses(request, { id: entryId, keys: sortKeys });
    const rows = await source.execute<{
      id: string;
      itemType: TrashItemType;
      itemId: string;
      name: string;
      at: number;
      key: string;
    }>(sql`
      select ${entryId} as id, what as "itemType", id as "itemId", name, (extract(epoch from deleted_at) * 1000)::float8 as at, ${key} as key
      from ${entries} as entries where ${kept} and ${condition} and ${where}
      order by ${sql.join(orderBy, sql`, `)} limit ${limit}`);
    const found = rows.map(({ at, key: sortKey, ...entry }) => ({
      row: { ...entry, deletedAt: new Date(at), purgeAt: new Date(at + days * 86_400_000) },
      key: sortKey,
    }));
    return pageRows(found, request);
  }

  async function entryOf(tx: Transaction, what: TrashItemType, id: string): Promise<TrashEntry | null> {
    const [entry] = await read(tx, sql`what = ${what} and id = ${id}`, firstEntry);
    return entry?.row ?? null;
  }

  return {
    /** Returns the ID of the owning organization, also for items in the trash. Null if the item does not exist or was purged. */
    async ownerOf(what: TrashItemType, id: string): Promise<string | null> {
      const purged = what === 'MODEL' ? sql`false` : sql`purged_at is not null`;
      const [row] = await db.execute<{ organizationId: string }>(sql`
        select organization_id as "organizationId" from ${tableOf[what]}
        where id = ${id} and not ${purged} and (deleted_at is null or ${kept})`);
      return row?.organizationId ?? null;
    },

    /**
     * Moves an item to the trash. Returns null if it no longer exists.
     * @param check throws if the item must not be deleted, given its state (tasks only) and the tasks that use it
     */
    remove(
      what: TrashItemType,
      id: string,
      check: (found: { state: TaskState | null; users: DependentTask[] }) => void,
    ): Promise<TrashEntry | null> {
      const table = tableOf[what];
      return db.transaction(async (tx) => {
        // Launches lock the same row (`lockForUse` of datasets and models), so none can start until this commits.
        const state = what === 'TASK' ? sql`state` : sql`null`;
        const [row] = await tx.execute<{ deleted: boolean; state: TaskState | null }>(
          sql`select deleted_at is not null as deleted, ${state} as state from ${table} where id = ${id} for update`,
        );
        if (!row) return null;
        if (!row.deleted) {
          check({ state: row.state, users: what === 'TASK' ? [] : await findDependents(tx, what, id) });
          const patch =
            what === 'MODEL' ? sql`, configuration_before = configuration_id, configuration_id = null` : sql``;
          await tx.execute(sql`update ${table} set deleted_at = now()${patch} where id = ${id}`);
        }
        return entryOf(tx, what, id);
      });
    },

    /**
     * Restores an item. Returns false if it no longer exists. Violates the unique constraint on a model's configuration if the
     * configuration has another model now.
     */
    restore(what: TrashItemType, id: string): Promise<boolean> {
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

    /** Returns a page of the restorable items that match a filter. */
    list: (filter: TrashFilter, page: PageRequest<TrashOrder>): Promise<Keyed<TrashEntry>[]> =>
      read(db, matching(filter), page),

    async count(filter: TrashFilter): Promise<number> {
      const where = sql`${kept} and ${matching(filter)}`;
      const [row] = await db.execute<{ count: number }>(
        sql`select count(*)::int as count from ${entries} as entries where ${where}`,
      );
      return row?.count ?? 0;
    },
  };
}

async function findDependents(
  tx: Transaction,
  what: Exclude<TrashItemType, 'TASK'>,
  id: string,
): Promise<DependentTask[]> {
  return tx.execute<DependentTask>(sql`
    select t.id, t.organization_id as "organizationId", t.state, ${taskName} as name from tasks t ${taskOrigins}
    where ${unfinished} and ${dependencyConditions[what](id)} order by t.id limit 100`);
}
