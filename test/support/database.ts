import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { createDatabase, type DatabaseClient } from '../../src/database/client.ts';

/** Has every migration applied; copying it takes a fraction of applying them. */
export const templateDatabase = 'aias_template';

export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** A migrated database of a test's own, in the run's Postgres; `drop` closes what is open on it. */
export async function createTestDatabase(
  serverUrl: string,
  connect: (url: string) => DatabaseClient = createDatabase,
): Promise<DatabaseClient & { url: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await admin`create database ${admin(name)} template ${admin(templateDatabase)}`;
  const url = databaseUrl(serverUrl, name);
  const client = connect(url);
  return {
    ...client,
    url,
    async drop() {
      await client.close();
      await admin`drop database ${admin(name)} with (force)`;
      await admin.end();
    },
  };
}
