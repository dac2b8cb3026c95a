/** A database with organizations full of datasets, and users who are signed in. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { createDatabase } from '../../src/database/create-database.ts';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { newId } from '../../src/database/id.ts';
import { migrate } from '../../src/database/migrate.ts';
import { memberships, organizations, sessions, users } from '../../src/database/tables/accounts.ts';

export interface ListData {
  url: string;
  folder: string;
  sql: Sql;
  /** Adds a user who owns organizations with that many datasets each. */
  addMember(options: {
    organizations: number;
    datasetsEach: number;
  }): Promise<{ token: string; organizationIds: string[] }>;
  stop(): Promise<void>;
}

export async function openListData(): Promise<ListData> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  await migrate(postgres.url);
  // Inserting a hundred thousand rows takes longer than the statements of the platform.
  const { db, sql, close } = createDatabase(postgres.url, { responseTimeoutSeconds: 600 });
  return {
    url: postgres.url,
    folder,
    sql,
    async addMember({ organizations: count, datasetsEach }) {
      const [userId, token] = [newId(), randomUUID()];
      await db.insert(users).values({ id: userId, username: token.slice(0, 20), passwordHash: '' });
      const id = createHash('sha256').update(token).digest('hex');
      await db.insert(sessions).values({ id, userId, expiresAt: new Date(Date.now() + 20 * 86_400_000) });
      const owned = Array.from({ length: count }, (_, index) => ({ id: newId(), name: `organization ${index}` }));
      await db.insert(organizations).values(owned);
      await db
        .insert(memberships)
        .values(owned.map((one) => ({ organizationId: one.id, userId, role: 'OWNER' as const })));
      const organizationIds = owned.map((one) => one.id);
      await insertDatasets(sql, userId, organizationIds, count * datasetsEach);
      return { token, organizationIds };
    },
    async stop() {
      await close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Inserts datasets with a READY version each, in turn for the organizations. Their words: one of all datasets ("dataset"), one of
 * every tenth ("region7"), one of every thousandth ("topic123") and one of its own ("number4567").
 */
async function insertDatasets(sql: Sql, userId: string, organizationIds: string[], count: number): Promise<void> {
  await sql`
    with given as (
      select n, gen_random_uuid() as random, 'dataset region' || n % 10 || ' topic' || n % 1000 || ' number' || n as name,
        (now() at time zone 'utc') - make_interval(secs => ${count} - n) as at
      from generate_series(1, ${count}::int) as n
    ), made as (
      insert into datasets (id, organization_id, name, description, tags, search, created_by, created_at)
      select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(replace(random::text, '-', ''), 14))::uuid,
        (${sql.array(organizationIds)}::uuid[])[1 + n % ${organizationIds.length}::int], name, 'Measured once a day.', '{measured}',
        array_to_tsvector(string_to_array(name || ' measured once a day', ' ')), ${userId}, at
      from given returning id, created_at
    )
    insert into dataset_versions (id, dataset_id, version, state, format, bytes, created_at)
    select gen_random_uuid(), id, 1, 'READY', 'CSV', 1000, created_at from made`;
  await sql`vacuum analyze`;
}
