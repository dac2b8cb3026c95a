/**
 * Full-text search in names, descriptions and tags. Texts are split here rather than by a text search configuration of Postgres,
 * whose handling of case and of scripts without spaces depends on the locale of the database. Every word is a lexeme; a query
 * matches rows that have, for each of its words, a lexeme that starts with it.
 */
import { and, arrayContains, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** Longer words are shortened; the rest does not help to find anything. */
const maxWordLength = 64;
const maxWords = 200;
const maxQueryWords = 16;
/** Scripts without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Splits a text into lower-case words of letters and digits. */
function words(text: string): string[] {
  const found =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return found.map((word) => [...word].slice(0, maxWordLength).join(''));
}

/** Returns the lexemes of texts. A word of a script without spaces is found from each of its characters on. */
function lexemes(texts: readonly (string | null)[]): string[] {
  const all = texts
    .flatMap((text) => words(text ?? ''))
    .flatMap((word) => (unspaced.test(word) ? suffixes(word) : [word]));
  return [...new Set(all)].slice(0, maxWords);
}

function suffixes(word: string): string[] {
  const characters = [...word];
  return characters.map((_, start) => characters.slice(start).join(''));
}

/** Returns the value of a search column. */
function searchVector(texts: readonly (string | null)[]): SQL {
  return sql`array_to_tsvector(${sql.param(lexemes(texts))}::text[])`;
}

/** Returns the condition that a row matches a query. A query without a word matches every row: undefined. */
export function matches(column: PgColumn | SQL, query: string | null): SQL | undefined {
  const wanted = [...new Set(words(query ?? ''))].slice(0, maxQueryWords);
  if (wanted.length === 0) return undefined;
  // Words have letters, marks and digits only, so that quoting them is enough.
  return sql`${column} @@ ${wanted.map((word) => `'${word}':*`).join(' & ')}::tsquery`;
}

/** What every list of described items can be filtered by. Null or absent: any. */
export interface ItemFilter {
  organizationIds: string[];
  search?: string | null | undefined;
  /** Tags that the item has, all of them. */
  tags?: readonly string[] | null | undefined;
  createdAfter?: Date | null | undefined;
  createdBefore?: Date | null | undefined;
}

interface ItemColumns {
  organizationId: PgColumn;
  search: PgColumn;
  tags: PgColumn;
  createdAt: PgColumn;
}

/** Returns the condition that an item matches a filter. */
export function matchesFilter(columns: ItemColumns, filter: ItemFilter): SQL | undefined {
  const { organizationIds, search = null, tags, createdAfter, createdBefore } = filter;
  return and(
    inArray(columns.organizationId, organizationIds),
    matches(columns.search, search),
    tags && tags.length > 0 ? arrayContains(columns.tags, [...tags]) : undefined,
    createdAfter ? gte(columns.createdAt, createdAfter) : undefined,
    createdBefore ? lt(columns.createdAt, createdBefore) : undefined,
  );
}

/** What users describe an item with. */
export interface Described {
  name: string;
  description: string;
  tags: string[];
}

/** Returns the columns of a described item, `search` included. */
export function describedColumns({ name, description, tags }: Described) {
  return { name, description, tags, search: searchVector([name, description, ...tags]) };
}
