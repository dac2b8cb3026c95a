/**
 * Hints tell other processes that tables changed. The transaction that makes the change sends them, and they go out after its
 * commit. Delivery is not guaranteed, so every listener also polls.
 *
 * The transport is chosen once, in app/wiring/database.ts: Postgres NOTIFY, as part of the commit, or Redis, after it.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from './client.ts';

export interface Hint {
  channel: string;
  payload: string;
}

export interface Hints {
  /**
   * Resolves when the subscription is active. `onListening` is called then, and again whenever a lost connection is restored:
   * hints sent in between are lost, so the listener must read the tables. Neither callback may throw.
   * @throws when the very first connection fails and the transport requires it; later connections are retried indefinitely
   */
  listen(channel: string, onHint: (payload: string) => void, onListening?: () => void): Promise<{ unlisten(): void }>;
  close(): Promise<void>;
}

/** Senders of the databases and transactions whose hints do not go through Postgres. */
const hintSenders = new WeakMap<Database | Transaction, (hint: Hint) => void>();

/** Routes the hints of `db` to `send`: those of a transaction after its commit, those of a single statement immediately. */
export function routeHints(db: Database, send: (hint: Hint) => void): void {
  const begin = db.transaction.bind(db);
  hintSenders.set(db, send);
  db.transaction = async (work, config) => {
    const hints: Hint[] = [];
    const result = await begin((tx) => {
      hintSenders.set(tx, (hint) => void hints.push(hint));
      return work(tx);
    }, config);
    for (const hint of hints) send(hint);
    return result;
  };
}

/** Sends a hint as part of a transaction or of a single statement. */
export async function sendHint(db: Database | Transaction, channel: string, payload: string): Promise<void> {
  const sender = hintSenders.get(db);
  if (sender) sender({ channel, payload });
  else await db.execute(sql`select pg_notify(${channel}, ${payload})`);
}

/**
 * Sends a hint whose payload only the statement itself knows, without a separate round trip.
 * @returns `selected`, the column that the statement selects as `hint`, and `send`, which receives the returned rows
 */
export function hintColumn(db: Database | Transaction, channel: string, payload: SQL) {
  const sender = hintSenders.get(db);
  return {
    selected: sender ? sql`${payload}::text` : sql`pg_notify(${channel}, ${payload}::text)`,
    send(rows: readonly { hint: string }[]): void {
      for (const { hint } of sender ? rows : []) sender?.({ channel, payload: hint });
    },
  };
}
