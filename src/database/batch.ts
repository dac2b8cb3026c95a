/**
 * SQL of reads for many keys at once. The keys are one array parameter, so that the text of a statement does not depend on their
 * number: it is prepared once.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';

/** Returns an array of UUIDs as a parameter. */
const uuids = (ids: readonly string[]) => sql`${sql.param([...ids])}::uuid[]`;

/** Returns the condition that a column has one of the ids. */
export function isAnyOf(column: PgColumn, ids: readonly string[]): SQL {
  return sql`${column} = any(${uuids(ids)})`;
}

/**
 * Returns the condition that a row is one of the first `limit` rows of its parent.
 * @param parent column that refers to the parent
 * @param select condition and order; they refer to the columns of the row as `candidate.<column>`
 */
export function isAmongFirst(
  { table, id, parent }: { table: PgTable; id: PgColumn; parent: PgColumn },
  parentIds: readonly string[],
  { where = sql`true`, orderBy, limit }: { where?: SQL; orderBy: SQL; limit: number },
): SQL {
  return sql`${id} in (
    select first_rows.id from unnest(${uuids(parentIds)}) as wanted(id), lateral (
      select candidate.id from ${table} as candidate
      where candidate.${sql.identifier(parent.name)} = wanted.id and ${where} order by ${orderBy} limit ${limit}
    ) as first_rows)`;
}

/** Groups rows by a key, in their order. */
export function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
