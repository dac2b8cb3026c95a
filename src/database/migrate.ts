import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres, { type Sql } from 'postgres';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Any number that nobody else locks: the bytes of "aias". */
const advisoryLock = 0x61696173;

/**
 * Brings the database at `url` to the newest schema. Processes that start together wait for one another: drizzle's own
 * migrate() takes no lock. Doing nothing when there is nothing to do, it is safe to call at every start.
 */
export async function migrate(url: string): Promise<void> {
  // One connection: the lock belongs to it, and goes with it should this process die.
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${advisoryLock})`;
    await applyMigrations(drizzle(sql), { migrationsFolder });
  } finally {
    await sql.end();
  }
}

/**
 * Rejects while the database lacks a migration of this version: somebody runs `aias migrate`, and who needs the tables asks
 * again. A database that is newer than this version is fine: that is how one version replaces another.
 */
export async function requireMigrated(sql: Sql): Promise<void> {
  const [log] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  const [last] = log?.exists ? await sql`select max(created_at)::float8 as at from drizzle.__drizzle_migrations` : [];
  const missing = readMigrationFiles({ migrationsFolder }).some(({ folderMillis }) => folderMillis > (last?.at ?? 0));
  if (missing) throw new Error('The database lacks migrations of this version. Run `aias migrate`.');
}
