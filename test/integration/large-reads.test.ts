/** What is large is read when it is asked for, and once: statements and reads of the store are counted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { graphql } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Viewer } from '../../src/accounts/access.ts';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { newId } from '../../src/database/id.ts';
import * as tables from '../../src/database/tables.ts';
import { createDatasetRepository } from '../../src/datasets/dataset-repository.ts';
import { createDatasetService } from '../../src/datasets/dataset-service.ts';
import type { TableProfile } from '../../src/datasets/profile.ts';
import { buildSchema } from '../../src/gateway/schema.ts';
import type { Services } from '../../src/graphql/context.ts';
import { createLog } from '../../src/log.ts';
import { createTestDatabase } from '../support/database.ts';

const schema = buildSchema();
const organizationId = newId();
const viewer: Viewer = {
  userId: newId(),
  username: 'reader',
  personalOrganizationId: organizationId,
  roles: new Map([[organizationId, 'OWNER']]),
};
const statements: string[] = [];
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: typeof database.db;
let folder: string;
let store: ArtifactStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-reads-'));
  store = await createFilesystemStore(folder);
  database = await createTestDatabase(inject('postgresUrl'));
  db = drizzle(database.sql, { schema: tables, logger: { logQuery: (statement) => void statements.push(statement) } });
  await db.insert(tables.organizations).values({ id: organizationId, name: 'readers' });
  await db.insert(tables.users).values({ id: viewer.userId, username: 'reader', passwordHash: '' });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  statements.length = 0;
});

const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
const readersOf = (column: string) => statements.filter((statement) => statement.includes(`"${column}"`)).length;
const aliased = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');

/** Executes a query on a node; resolves with its fields. @throws Error with what is wrong */
async function ask(services: Partial<Services>, id: string, selection: string): Promise<Record<string, unknown>> {
  const { data, errors } = await graphql({
    schema,
    source: `query ($id: ID!) { node(id: $id) { ${selection} } }`,
    variableValues: { id },
    contextValue: {
      viewer,
      token: null,
      sessionId: null,
      requestId: '',
      address: null,
      log: createLog({ level: 'silent', name: 'test' }),
      services,
      setSession: () => undefined,
    },
  });
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return (data as { node: Record<string, unknown> }).node; // a node is an object
}

describe('profiles', () => {
  const versions = 25;
  const datasetId = newId();
  const id = globalId('Dataset', datasetId);
  beforeAll(async () => {
    const profile: TableProfile = { kind: 'table', rows: 1, columns: [], preview: [] };
    const { userId: createdBy } = viewer;
    await db.insert(tables.datasets).values({ id: datasetId, organizationId, name: 'data', createdBy });
    await db.insert(tables.datasetVersions).values(
      Array.from({ length: versions }, (_, index) => {
        const rows = index + 1;
        return { id: newId(), datasetId, version: rows, state: 'READY', profile: { ...profile, rows } } as const;
      }),
    );
  });

  const createService = () =>
    createDatasetService({
      repository: createDatasetRepository({ db }),
      store,
      publicUrl: () => '',
      uploadLimits: { maxBytes: 1, idleMilliseconds: 1 },
    });

  test('are not read for versions whose profile is not asked for', async () => {
    const answer = await ask(
      { datasets: createService() },
      id,
      '... on Dataset { versions { version } latest { version } version { state } }',
    );
    expect(answer).toMatchObject({ latest: { version: versions }, version: { state: 'READY' } });
    expect(statements).toHaveLength(4);
    expect(readersOf('profile')).toBe(0);
  });

  test('are read once for each version, under however many aliases', async () => {
    const rows = 'profile { ... on TableProfile { rows } }';
    const answer = await ask(
      { datasets: createService() },
      id,
      `... on Dataset { ${aliased(20, `versions { ${rows} }`)} }`,
    );
    expect(Object.keys(answer)).toHaveLength(20);
    const newest = Array.from({ length: 20 }, (_, index) => ({ profile: { rows: versions - index } }));
    for (const list of Object.values(answer)) expect(list).toEqual(newest);
    expect(readersOf('profile')).toBe(20);
  });

  test('of versions are given page by page', async () => {
    const numbers = async (args: string) => {
      const { versions: page } = await ask(
        { datasets: createService() },
        id,
        `... on Dataset { versions${args} { version } }`,
      );
      return (page as { version: number }[]).map(({ version }) => version); // as the query says
    };
    const all = Array.from({ length: versions }, (_, index) => versions - index);
    expect(await numbers('')).toEqual(all.slice(0, 20));
    expect(await numbers('(before: 6)')).toEqual([5, 4, 3, 2, 1]);
    expect(await numbers('(first: 2, before: 6)')).toEqual([5, 4]);
    expect(await numbers('(first: 0)')).toEqual([]);
    for (const first of [-1, 101]) await expect(numbers(`(first: ${first})`)).rejects.toThrow(/0 to 100 entries/);
  });
});
