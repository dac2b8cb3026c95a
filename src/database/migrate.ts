import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import type { Sql, TransactionSql } from 'postgres';
import { InvalidConfiguration } from '../errors.ts';
import { openPostgres } from './connection.ts';
import { explainDatabaseError, readOnly } from './connection-errors.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Any number that nobody else locks: the bytes of "aias". */
const advisoryLock = 0x61696173;

/**
 * Brings the database at `url` to the newest schema. Processes that start together wait for one another: drizzle's own
 * migrate() takes no lock. Doing nothing when there is nothing to do, it is safe to call at every start.
 * @throws InvalidConfiguration when the database cannot be reached, or the role lacks a right
 */
export async function migrate(url: string): Promise<void> {
  const sql = openPostgres(url, { max: 1 });
  try {
    // One transaction, so that the lock ends with it: a pooler would keep the session, and one that is killed leaves nothing half done.
    await sql.begin(async (transaction) => {
      await transaction`select pg_advisory_xact_lock(${advisoryLock})`;
      await applyMigrations(drizzle(within(sql, transaction)), { migrationsFolder });
    });
  } catch (error) {
    throw explainDatabaseError(error, url) ?? error;
  } finally {
    await sql.end();
  }
}

/** The client that drizzle gets: its transactions are savepoints of `transaction`, and its statements belong to it. */
function within(sql: Sql, transaction: TransactionSql): Sql {
  return new Proxy(sql, {
    get(target, key) {
      if (key === 'begin') return transaction.savepoint.bind(transaction);
      if (key === 'unsafe') return transaction.unsafe.bind(transaction);
      return Reflect.get(target, key);
    },
  });
}

/**
 * Rejects while the database is read-only, and while it lacks a migration of this version: `aias migrate` is still to be run, and
 * what needs the tables asks again. A database that is newer than this version is fine: that is how one version replaces another.
 * @throws InvalidConfiguration
 */
export async function requireMigrated(sql: Sql): Promise<void> {
  const [log] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists,
    current_setting('transaction_read_only') = 'on' as "isReadOnly"`;
  if (log?.isReadOnly) throw new InvalidConfiguration(readOnly('The database of AIAS_DATABASE_URL'));
  const [last] = log?.exists ? await sql`select max(created_at)::float8 as at from drizzle.__drizzle_migrations` : [];
  const missing = readMigrationFiles({ migrationsFolder }).some(({ folderMillis }) => folderMillis > (last?.at ?? 0));
  if (missing) {
    throw new InvalidConfiguration(
      'The database of AIAS_DATABASE_URL lacks migrations of this version. Run `aias migrate`.',
    );
  }
}
