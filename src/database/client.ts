import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';

export type Database = PostgresJsDatabase;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** Returns whether an error means that the database is unavailable, so that the same statement may succeed later. */
export function isConnectionError(error: unknown): boolean {
  // drizzle wraps what postgres.js throws.
  const { code = '', cause } = error as { code?: string; cause?: unknown };
  // 08: connection errors, 53: insufficient resources (disk, connections), 57P: the server is shutting down or starting; the
  // others are codes of postgres.js and Node.
  if (/^(08|53|57P|CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code)) return true;
  return cause !== undefined && isConnectionError(cause);
}
