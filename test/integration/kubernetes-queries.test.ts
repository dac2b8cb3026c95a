/** What scales the workers on Kubernetes is SQL of ours: every query of every manifest is run on the schema as it is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { createTestDatabase } from '../support/database.ts';

const folder = 'deploy/kubernetes';
const manifests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));

/** Every value at a key "query", however deep. */
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

test('there are queries', () => expect(queries.length).toBeGreaterThanOrEqual(5));

test.each(queries)('the query of %s counts', async (_, query) => {
  const [row] = await database.sql.unsafe(query);
  expect(Number(Object.values(row ?? {})[0])).toBe(0);
});
