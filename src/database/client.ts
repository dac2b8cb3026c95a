import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Sql, TransactionSql } from 'postgres';
import type { Logger } from '../log.ts';
import { openPostgres } from './connection.ts';
import { explainDatabaseError } from './connection-errors.ts';
import { carryHints, type Hint, type Hints } from './hints.ts';
import { createPostgresHints } from './postgres-hints.ts';
import * as tables from './tables.ts';

const idleInTransactionMilliseconds = 5000;
/** Longer than any statement of ours takes. */
const defaultSilenceSeconds = 15;

export type Database = PostgresJsDatabase<typeof tables>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export interface DatabaseClient {
  db: Database;
  /** The connection pool below drizzle. */
  sql: Sql;
  hints: Hints;
  /** Connects. @throws InvalidConfiguration that says in one line why this cannot be done, and what to change */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections in the pool; whoever listens to hints has one besides. */
  max?: number;
  /** A connection that says nothing for this long while a statement waits is given up, and the statement with it. Default: 15. */
  silenceSeconds?: number;
  /** Commits do not wait for the disk: for what may be lost when the server crashes. */
  commitsLater?: boolean;
  /** Told when hints are not heard for a while. */
  log?: Logger;
  /** What carries the hints. Left out: Postgres. */
  hints?: Hints & { send(hint: Hint): void };
}

/** Connects lazily: the first query opens the first connection. */
export function createDatabase(url: string, options: DatabaseOptions = {}): DatabaseClient {
  const sql = openPostgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    // A process that is frozen in the middle of a transaction holds its locks, and with them up the queue.
    session: {
      idle_in_transaction_session_timeout: idleInTransactionMilliseconds,
      ...(options.commitsLater && { synchronous_commit: 'off' }),
    },
    // The driver's own timeouts end with the connecting, and the system's take minutes.
    silence_timeout: options.silenceSeconds ?? defaultSilenceSeconds,
    // By itself it would wait for up to 20 s before it tries again, longer than a lease may last.
    backoff: (tries) => Math.min(0.05 * 2 ** tries, 1) * (0.5 + Math.random() / 2),
  });
  const db = drizzle(preparing(sql), { schema: tables });
  if (options.hints) carryHints(db, options.hints.send);
  const hints = options.hints ?? createPostgresHints(url, options.log);
  return {
    db,
    sql,
    hints,
    async check() {
      try {
        await sql`select 1`;
      } catch (error) {
        throw explainDatabaseError(error, url) ?? error;
      }
    },
    async close() {
      await sql.end({ timeout: 5 });
      await hints.close();
    },
  };
}

/**
 * The same client with every statement prepared on its connection. drizzle sends them unprepared, and each then takes a round trip
 * more and is planned anew, which is most of what a short statement costs.
 */
function preparing<T extends Sql | TransactionSql>(client: T): T {
  return new Proxy(client, {
    get(target, key) {
      if (key === 'unsafe') {
        return (...[query, parameters, options]: Parameters<Sql['unsafe']>) =>
          target.unsafe(query, parameters, { ...options, prepare: true });
      }
      // A transaction and a savepoint have clients of their own.
      if (key === 'begin' || key === 'savepoint') {
        const start = Reflect.get(target, key) as (work: (inner: TransactionSql) => unknown) => unknown;
        return (work: (inner: TransactionSql) => unknown) => start((inner) => work(preparing(inner)));
      }
      return Reflect.get(target, key);
    },
  });
}

/** The database was away, or went away: the same statement may succeed later. */
export function isConnectionError(error: unknown): boolean {
  // drizzle wraps what postgres.js throws.
  const { code = '', cause } = error as { code?: string; cause?: unknown };
  // 08: connection, 53: no room left, on its disk or for a connection, 57P: the server is shutting down or starting; the others
  // are postgres.js's and Node's own.
  if (/^(08|53|57P|CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code)) return true;
  return cause !== undefined && isConnectionError(cause);
}
