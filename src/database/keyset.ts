/**
 * Pages of a list by keyset: rows are ordered by a sort key and then by their id, and a cursor is the key and the id of one row.
 * A page contains the rows after (or before) the cursor, so that no row appears twice or is missed while others are inserted or
 * deleted, and its cost does not depend on its position.
 */
import { asc, desc, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

export interface Cursor {
  /** Sort key of the row; the empty string if rows are ordered by id alone. */
  key: string;
  id: string;
}

/** A row of a page with its sort key. */
export interface Keyed<Row> {
  row: Row;
  key: string;
}

export interface PageRequest<Field extends string> {
  orderBy: { field: Field; descending: boolean };
  /** Maximum number of rows. */
  limit: number;
  /** The page ends before the first or begins after the last row of a neighboring page. Null: from the end of the list. */
  cursor: Cursor | null;
  /** Whether to read from the cursor towards the beginning of the list. */
  backward: boolean;
}

/** A sort key: a text expression that is never null. Null: the id alone, which is the order of creation. */
export type SortKeys<Field extends string> = Record<Field, SQL<string> | null>;

/** Returns a sort key for a text. Its collation does not depend on the installation of the database. */
export function textKey(expression: SQL | PgColumn): SQL<string> {
  return sql<string>`(lower(${expression}) collate "C")`;
}

/** Returns a sort key for a time. Rows without one come last when descending. */
export function timeKey(column: PgColumn): SQL<string> {
  const format = 'YYYY-MM-DD HH24:MI:SS.MS';
  return sql<string>`(coalesce(to_char(${column} at time zone 'UTC', ${sql.raw(`'${format}'`)}), '') collate "C")`;
}

export interface PageClauses {
  where: SQL | undefined;
  orderBy: SQL[];
  limit: number;
  key: SQL<string>;
  /** Direction in which rows are read. */
  direction: typeof asc;
}

/**
 * Returns the clauses of a query for one page. Rows of a backward page come in reverse order (see pageRows).
 * @param id column of the row's UUIDv7
 */
export function pageClauses<Field extends string>(
  { orderBy, limit, cursor, backward }: PageRequest<Field>,
  { id, keys }: { id: PgColumn | SQL; keys: SortKeys<Field> },
): PageClauses {
  const key = keys[orderBy.field];
  const isDescending = orderBy.descending !== backward;
  const direction = isDescending ? desc : asc;
  const comparison = sql.raw(isDescending ? '<' : '>');
  const position = key ? sql`(${key}, ${id})` : sql`${id}`;
  const start = cursor && (key ? sql`(${cursor.key}, ${cursor.id}::uuid)` : sql`${cursor.id}::uuid`);
  return {
    where: start ? sql`${position} ${comparison} ${start}` : undefined,
    orderBy: key ? [direction(key), direction(id)] : [direction(id)],
    limit,
    key: key ?? sql<string>`''`,
    direction,
  };
}

/** Returns the rows of a page in the order of the list. */
export function pageRows<Row>(rows: Row[], { backward }: Pick<PageRequest<string>, 'backward'>): Row[] {
  return backward ? rows.reverse() : rows;
}
