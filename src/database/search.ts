/**
 * Full-text search in names, descriptions and tags. Texts are split here rather than by a text search configuration of Postgres,
 * whose handling of case and of scripts without spaces depends on the locale of the database. Every word is a lexeme; a query
 * matches rows that have, for each of its words, a lexeme that starts with it.
 */
import { and, arrayContains, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { InvalidInput } from '../errors.ts';
import { parseTags } from '../names.ts';
import { isAnyOf } from './batch.ts';
import type { PageClauses } from './keyset.ts';

/** Longer words are shortened, in texts and queries alike. */
const maxWordLength = 64;
const maxQueryLength = 200;
/** Exceeds the longest name, tags and description. Normalization can make a text 18 times longer; the rest of it is not found. */
const maxNormalizedLength = 8000;
/** Characters of a lexeme in a script without spaces: longer queries are looked up in parts of this length. */
const partLength = 8;
/** Number of rows at the beginning of a list, or after a cursor, that are searched first. */
const nearRows = 1000;
/** Characters of scripts without spaces between words, with the marks that they share, such as that of a long vowel. */
const unspaced =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}';
const isUnspaced = new RegExp(`[${unspaced}]`, 'u');
/** A run of letters and digits, all of scripts with spaces or all of scripts without: "ResNet50图像" is two words. */
const word = new RegExp(`(?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}])+|(?:(?=[${unspaced}])[\\p{L}\\p{M}\\p{N}])+`, 'gu');

/**
 * Splits a text into lower-case words of letters and digits, and a word of a script without spaces into parts.
 * @param step distance between the starts of two parts
 */
function words(text: string, step: number): string[] {
  const normalized = text.normalize('NFKC').slice(0, maxNormalizedLength);
  // A sigma at the end of a word is the same letter.
  const found = normalized.toLowerCase().replaceAll('ς', 'σ').match(word) ?? [];
  const all = found.flatMap((one) => {
    const characters = [...one];
    if (!isUnspaced.test(one)) return [characters.slice(0, maxWordLength).join('')];
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
 * Returns the condition that a row matches a query. A blank query matches every row: undefined. Another one without a word, such as
 * of punctuation, matches none.
 * @throws InvalidInput naming `search` when the query is too long
 */
export function matches(column: PgColumn | SQL, query: string | null): SQL | undefined {
  if (query !== null && query.length > maxQueryLength)
    throw new InvalidInput('search', `A search must have at most ${maxQueryLength} characters.`);
  const wanted = words(query ?? '', partLength);
  if (wanted.length === 0) return query?.trim() ? sql`false` : undefined;
  // Words have letters, marks and digits only, so that quoting them is enough.
  return sql`${column} @@ ${wanted.map((one) => `'${one}':*`).join(' & ')}::tsquery`;
}

/**
 * Returns the condition that a row is on a page of a list, for the `where` of a query with the clauses of the page.
 *
 * For a search, Postgres would choose between reading the list in its order until the page is full, which is slow if few rows
 * match or if all that match come late, and sorting all rows that match, which is slow if many do. It cannot know which. So the
 * first rows of the list are searched, and all others only if these do not fill the page.
 * @param filter what the rows of the list have in common, without the search
 */
export function onPage(
  { id, search }: { id: PgColumn; search: PgColumn },
  { where, orderBy, limit, key, direction }: PageClauses,
  filter: SQL | undefined,
  query: string | null | undefined,
): SQL | undefined {
  const inList = and(filter, where);
  const matching = matches(search, query ?? null);
  if (!matching) return inList;
  const first = (rows: string) => {
    const [rowKey, rowId] = [sql.raw(`${rows}.key`), sql.raw(`${rows}.id`)];
    return sql`order by ${direction(rowKey)}, ${direction(rowId)} limit ${limit}`;
  };
  return sql`${id} = any(array(
    with near as materialized (
      select ${id} as id, ${key} as key, ${search} as search from ${id.table} where ${inList}
      order by ${sql.join(orderBy, sql`, `)} limit ${nearRows}
    ), early as materialized (
      select near.id from near where ${matches(sql`near.search`, query ?? null)} ${first('near')}
    )
    select early.id from early union all
    select late.id from (select where (select count(*) from early) < ${limit}) as needed cross join lateral (
      with found as materialized (select ${id} as id, ${key} as key from ${id.table} where ${and(inList, matching)})
      select found.id from found ${first('found')}
    ) as late
  ))`;
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
    isAnyOf(columns.organizationId, organizationIds),
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
  return { name, description, tags, search: searchVector([name, ...tags, description]) };
}
