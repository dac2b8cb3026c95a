/**
 * Full-text search in names, descriptions and tags. Texts are split here rather than by a text search configuration of Postgres,
 * whose handling of case and of scripts without spaces depends on the locale of the database. Every word is a lexeme; a query
 * matches rows that have, for each of its words, a lexeme that starts with it.
 */
import { and, arrayContains, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { InvalidInput } from '../errors.ts';
import { parseTags } from '../names.ts';

/** Longer words are shortened, in texts and queries alike. */
const maxWordLength = 64;
const maxQueryLength = 200;
/** Characters of a lexeme in a script without spaces: longer queries are looked up in parts of this length. */
const partLength = 8;
/** Scripts without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Splits a text into lower-case words of letters and digits, and a word of a script without spaces into parts.
 * @param step distance between the starts of two parts
 */
function words(text: string, step: number): string[] {
  const found =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const all = found.flatMap((word) => {
    const characters = [...word];
    if (!unspaced.test(word)) return [characters.slice(0, maxWordLength).join('')];
    const starts = characters.flatMap((_, index) => (index % step === 0 ? [index] : []));
    return starts.map((start) => characters.slice(start, start + partLength).join(''));
  });
  return [...new Set(all)];
}

/** Returns the value of a search column. A word of a script without spaces is found from each of its characters on. */
function searchVector(texts: readonly string[]): SQL {
  return sql`array_to_tsvector(${sql.param(words(texts.join(' '), 1))}::text[])`;
}

/**
 * Returns the condition that a row matches a query. A query without a word matches every row: undefined.
 * @throws InvalidInput naming `search` when the query is too long
 */
export function matches(column: PgColumn | SQL, query: string | null): SQL | undefined {
  if (query !== null && query.length > maxQueryLength)
    throw new InvalidInput('search', `A search must have at most ${maxQueryLength} characters.`);
  const wanted = words(query ?? '', partLength);
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

/** Returns the condition that an item matches a filter. @throws InvalidInput naming the invalid argument */
export function matchesFilter(columns: ItemColumns, filter: ItemFilter): SQL | undefined {
  const { organizationIds, search = null, tags, createdAfter, createdBefore } = filter;
  return and(
    inArray(columns.organizationId, organizationIds),
    matches(columns.search, search),
    tags && tags.length > 0 ? arrayContains(columns.tags, parseTags(tags, 'filter.tags')) : undefined,
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
