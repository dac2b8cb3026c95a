import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql, TransactionSql } from 'postgres';
import type { Logger } from '../log.ts';
import type { Database } from './client.ts';
import { openPostgres } from './connection.ts';
import { explainDatabaseError } from './connection-errors.ts';
import { type Hint, type Hints, routeHints } from './hints.ts';
import { createPostgresHints } from './postgres-hints.ts';

const idleInTransactionMs = 5000;
/** Longer than any statement takes. */
const defaultResponseTimeoutSeconds = 15;

export interface DatabaseClient {
  db: Database;
  /** The connection pool that drizzle uses. */
  sql: Sql;
  hints: Hints;
  /** Connects. @throws InvalidConfiguration explaining in one line why this fails and what to change */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Maximum number of connections in the pool. Listening for hints uses an additional one. */
  max?: number;
  /** A connection without a response for this long while a statement waits is closed, and the statement fails. Default: 15. */
  responseTimeoutSeconds?: number;
  /** Whether commits return before they are on disk, for data that may be lost when the server crashes. */
  commitsLater?: boolean;
  /** Receives the text of each statement that the driver sends. */
  onStatement?: (text: string) => void;
  /** Receives a warning when hints cannot be received. */
  log?: Logger;
  /** Transport of the hints. Default: Postgres. */
  hints?: Hints & { send(hint: Hint): void };
}

/** Connects lazily: the first query opens the first connection. */
export function createDatabase(url: string, options: DatabaseOptions = {}): DatabaseClient {
  const { onStatement } = options;
  const sql = openPostgres(url, {
    max: options.max ?? 10,
    ...(onStatement && { debug: (_connection, text) => onStatement(text) }),
    connect_timeout: 10,
    // A process that freezes inside a transaction holds its locks and blocks the queue.
    session: {
      idle_in_transaction_session_timeout: idleInTransactionMs,
      ...(options.commitsLater && { synchronous_commit: 'off' }),
    },
    // The driver's own timeouts cover only connecting, and the system's take minutes.
    silence_timeout: options.responseTimeoutSeconds ?? defaultResponseTimeoutSeconds,
    // The default waits up to 20 s before reconnecting, which may be longer than a lease.
    backoff: (tries) => Math.min(0.05 * 2 ** tries, 1) * (0.5 + Math.random() / 2),
  });
  const db = drizzle(withPreparedStatements(sql));
  if (options.hints) routeHints(db, options.hints.send);
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
 * Wraps the client so that every statement is prepared. drizzle sends unprepared statements, which cost an extra round trip and a
 * new plan each: most of the cost of a short statement.
 */
function withPreparedStatements<T extends Sql | TransactionSql>(client: T): T {
  return new Proxy(client, {
    get(target, key) {
      if (key === 'unsafe') {
        return (...[query, parameters, options]: Parameters<Sql['unsafe']>) =>
          target.unsafe(query, parameters, { ...options, prepare: true });
      }
      // Transactions and savepoints have their own clients.
      if (key === 'begin' || key === 'savepoint') {
        const start = Reflect.get(target, key) as (work: (inner: TransactionSql) => unknown) => unknown;
        return (work: (inner: TransactionSql) => unknown) => start((inner) => work(withPreparedStatements(inner)));
      }
      return Reflect.get(target, key);
    },
  });
}
