/**
 * Hints from process to process: "look at the tables, something changed". They are sent by the transaction that makes the
 * change and go out when it has committed. One may get lost on its way; whoever hears them also looks by itself now and then.
 *
 * What carries them is chosen once, in app.ts: Postgres itself, by NOTIFY, in the commit; or Redis, after it.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from './client.ts';

export interface Hint {
  channel: string;
  payload: string;
}

export interface Hints {
  /**
   * Resolves when it listens. `onListening` is called then, and each time that it listens again after the connection was
   * lost: what was hinted at meanwhile has to be looked for. Neither callback may throw.
   * @throws when the very first connection fails and nothing goes without it; those after it are tried for as long as it takes
   */
  listen(channel: string, onHint: (payload: string) => void, onListening?: () => void): Promise<{ unlisten(): void }>;
  close(): Promise<void>;
}

/** Of databases and transactions whose hints Postgres does not carry: where they go. */
const outboxes = new WeakMap<Database | Transaction, (hint: Hint) => void>();

/** From now on `send` gets the hints of `db`: of a transaction when it has committed, of a single statement at once. */
export function carryHints(db: Database, send: (hint: Hint) => void): void {
  const begin = db.transaction.bind(db);
  outboxes.set(db, send);
  db.transaction = async (work, config) => {
    const hints: Hint[] = [];
    const result = await begin((tx) => {
      outboxes.set(tx, (hint) => void hints.push(hint));
      return work(tx);
    }, config);
    for (const hint of hints) send(hint);
    return result;
  };
}

/** Sends a hint with what this transaction, or this single statement, changes. */
export async function sendHint(db: Database | Transaction, channel: string, payload: string): Promise<void> {
  const outbox = outboxes.get(db);
  if (outbox) outbox({ channel, payload });
  else await db.execute(sql`select pg_notify(${channel}, ${payload})`);
}

/**
 * The same where only the statement itself knows the payload, without a round trip of its own.
 * @returns what the statement has to select as `hint`, and what takes the rows that it gave
 */
export function hintOf(db: Database | Transaction, channel: string, payload: SQL) {
  const outbox = outboxes.get(db);
  return {
    selected: outbox ? sql`${payload}::text` : sql`pg_notify(${channel}, ${payload}::text)`,
    send(rows: readonly { hint: string }[]): void {
      for (const { hint } of outbox ? rows : []) outbox?.({ channel, payload: hint });
    },
  };
}
