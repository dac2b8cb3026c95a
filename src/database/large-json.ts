/** Reads JSON columns that can have megabytes. They are selected as text, which shows their size. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import type { Database } from './client.ts';

/** Stored bytes of the columns of one read, apart from those of its last row. Postgres compresses large columns. */
const maxStoredBytes = 2 ** 20;

/** A parsed JSON column, with the size of its text in bytes. */
export interface LargeJson<T> {
  value: T;
  textBytes: number;
}

/** Parses and validates in two turns of the event loop, because both are slow. @throws ZodError */
async function parseLargeJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): Promise<LargeJson<z.output<Schema>>> {
  const value: unknown = JSON.parse(text);
  await nextTurn();
  return { value: schema.parse(value), textBytes: Buffer.byteLength(text) };
}

/**
 * Reads columns of the rows with the given ids as one object per row. Reads as many rows as fit into memory, at least the first one.
 * @param columns columns by their names in the object
 * @param schema schema of the object; its output is the value
 * @returns the values by id, null for a row that does not exist or whose value is null. An object that does not match is its error
 */
export async function readLargeJson<Schema extends z.ZodType>(
  db: Database,
  { table, id, columns }: { table: PgTable; id: PgColumn; columns: Record<string, PgColumn> },
  ids: readonly string[],
  schema: Schema,
): Promise<Map<string, LargeJson<NonNullable<z.output<Schema>>> | Error | null>> {
  const stored = Object.values(columns).map((column) => sql.identifier(column.name));
  const list = (parts: SQL[]) => sql.join(parts, sql`, `);
  const size = sql.join(
    stored.map((name) => sql`coalesce(pg_column_size(stored.${name}), 0)`),
    sql` + `,
  );
  const members = Object.entries(columns).map(([name, column]) => sql`${name}::text, ${sql.identifier(column.name)}`);
  // The subquery adds up sizes without decompressing; only the rows that fit are converted to text.
  const rows = await db.execute<{ id: string; text: string | null }>(sql`
    select wanted_id as id, case when found then json_build_object(${list(members)})::text end as text from (
      select wanted.id as wanted_id, wanted.at, stored.${sql.identifier(id.name)} is not null as found,
        ${list(stored.map((name) => sql`stored.${name}`))}, sum(${size}) over (order by wanted.at) - (${size}) as before
      from unnest(${sql.param([...ids])}::uuid[]) with ordinality as wanted(id, at)
      left join ${table} as stored on stored.${sql.identifier(id.name)} = wanted.id
    ) as sized where before <= ${maxStoredBytes} order by at`);
  const found = new Map<string, LargeJson<NonNullable<z.output<Schema>>> | Error | null>();
  for (const { id: key, text } of rows) found.set(key, text === null ? null : await parseOrError(text, schema));
  return found;
}

async function parseOrError<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): Promise<LargeJson<NonNullable<z.output<Schema>>> | Error | null> {
  try {
    const { value, textBytes } = await parseLargeJson(text, schema);
    return value === null || value === undefined ? null : { value, textBytes };
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
