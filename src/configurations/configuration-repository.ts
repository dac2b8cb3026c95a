/** SQL for configurations. */
import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import { isAnyOf } from '../database/batch.ts';
import type { Database } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { type Keyed, type PageRequest, pageClauses, pageRows, type SortKeys, textKey } from '../database/keyset.ts';
import { type Described, describedColumns, type ItemFilter, matchesFilter, onPage } from '../database/search.ts';
import { configurations } from '../database/tables/configurations.ts';
import {
  type ColumnNames,
  type Configuration,
  type ListedConfiguration,
  toColumnNames,
  toConfiguration,
  toListedConfiguration,
} from './configuration.ts';

export type ConfigurationOrder = 'CREATED_AT' | 'NAME';

export interface ConfigurationFilter extends ItemFilter {
  families?: readonly string[] | null | undefined;
  objectives?: readonly string[] | null | undefined;
  datasetId?: string | null | undefined;
}

const sortKeys: SortKeys<ConfigurationOrder> = { CREATED_AT: null, NAME: textKey(configurations.name) };
const { search, ...columns } = getTableColumns(configurations);
const { inputs, futureCovariates, ...listedColumns } = columns;

function matching(filter: ConfigurationFilter): SQL | undefined {
  const { families, objectives, datasetId } = filter;
  return and(
    matchesFilter(configurations, filter),
    families ? inArray(configurations.family, [...new Set(families)]) : undefined,
    objectives ? inArray(configurations.objective, [...new Set(objectives)]) : undefined,
    datasetId
      ? sql`${configurations.datasetVersionId} in (select v.id from dataset_versions v where v.dataset_id = ${datasetId})`
      : undefined,
  );
}

export type ConfigurationRepository = ReturnType<typeof createConfigurationRepository>;

export function createConfigurationRepository({ db }: { db: Database }) {
  return {
    async byId(id: string): Promise<Configuration | null> {
      const [row] = await db.select(columns).from(configurations).where(eq(configurations.id, id));
      return row ? toConfiguration(row) : null;
    },

    /** Returns configurations by ID, without the columns of their data. */
    async byIds(ids: readonly string[]): Promise<Map<string, ListedConfiguration>> {
      const rows = await db.select(listedColumns).from(configurations).where(isAnyOf(configurations.id, ids));
      return new Map(rows.map((row) => [row.id, toListedConfiguration(row)]));
    },

    /** Returns the columns of the data of configurations, by ID. */
    async columnNames(ids: readonly string[]): Promise<Map<string, ColumnNames>> {
      const rows = await db
        .select({ id: configurations.id, inputs, futureCovariates })
        .from(configurations)
        .where(isAnyOf(configurations.id, ids));
      return new Map(rows.map(({ id, ...names }) => [id, toColumnNames(names)]));
    },

    async create(values: Omit<Configuration, 'id' | 'createdAt'>): Promise<Configuration> {
      const [row] = await db
        .insert(configurations)
        .values({ ...values, ...describedColumns(values), id: newId() })
        .returning(columns);
      if (!row) throw new Error('The insert of the configuration returned no row.');
      return toConfiguration(row);
    },

    /** Returns a page of the configurations that match a filter. */
    async list(
      filter: ConfigurationFilter,
      page: PageRequest<ConfigurationOrder>,
    ): Promise<Keyed<ListedConfiguration>[]> {
      const clauses = pageClauses(page, { id: configurations.id, keys: sortKeys });
      const { orderBy, limit, key } = clauses;
      const where = onPage(configurations, clauses, matching({ ...filter, search: null }), filter.search);
      const query = db.select({ row: listedColumns, key }).from(configurations);
      const rows = await query
        .where(where)
        .orderBy(...orderBy)
        .limit(limit);
      return pageRows(rows, page).map(({ row, key: sortKey }) => ({ row: toListedConfiguration(row), key: sortKey }));
    },

    count: async (filter: ConfigurationFilter): Promise<number> => db.$count(configurations, matching(filter)),

    /** Changes name, description and tags. */
    async describe(id: string, values: Described): Promise<Configuration> {
      const changed = db.update(configurations).set(describedColumns(values)).where(eq(configurations.id, id));
      const [row] = await changed.returning(columns);
      if (!row) throw new Error(`Configuration ${id} was not found.`);
      return toConfiguration(row);
    },
  };
}
