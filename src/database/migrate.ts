import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

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
