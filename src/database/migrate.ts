import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import type { Sql, TransactionSql } from 'postgres';
import { InvalidConfiguration } from '../errors.ts';
import { openPostgres } from './connection.ts';
import { explainDatabaseError, readOnly } from './connection-errors.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Key of the advisory lock: the bytes of "aias". */
const advisoryLock = 0x61696173;

/**
 * Migrates the database at `url` to the newest schema. Idempotent, so it is safe to call at every start. A lock serializes
 * processes that start together, since drizzle's own migrate() takes none.
 * @throws InvalidConfiguration when the database cannot be reached or the role lacks a privilege
 */
export async function migrate(url: string): Promise<void> {
  const sql = openPostgres(url, { max: 1 });
  try {
    // In one transaction, so that the lock ends with it even behind a pooler, and a killed process leaves no partial migration.
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

/** Returns a client for drizzle whose statements run in `transaction` and whose transactions are savepoints of it. */
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
 * Throws while the database is read-only or migrations of this version are missing; callers retry until `aias migrate` has run. A
 * newer schema is accepted, so that versions can be rolled over.
 * @throws InvalidConfiguration
 */
export async function assertMigrated(sql: Sql): Promise<void> {
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
