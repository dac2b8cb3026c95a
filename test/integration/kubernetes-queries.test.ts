/** Workers on Kubernetes are scaled by SQL queries in the manifests: runs every query on the current schema. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { createTestDatabase } from '../support/database.ts';

const folder = 'deploy/kubernetes';
const manifests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));

/** Returns every value at a key "query", at any depth. */
function queriesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) =>
    key === 'query' && typeof below === 'string' ? [below] : queriesIn(below),
  );
}

const queries = manifests
  .flatMap((name) =>
    parseAllDocuments(readFileSync(join(folder, name), 'utf8')).flatMap((document) =>
      queriesIn(document.toJS()).map((query) => [name, query] as const),
    ),
  )
  .filter(([, query]) => /\bfrom\b/i.test(query));

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
});
afterAll(() => database.drop());

test('finds the queries of the manifests', () => expect(queries.length).toBeGreaterThanOrEqual(5));

test.each(queries)('the query of %s returns a count', async (_, query) => {
  const [row] = await database.sql.unsafe(query);
  expect(Number(Object.values(row ?? {})[0])).toBe(0);
});
