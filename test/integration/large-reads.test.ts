/** Large values are read on demand and only once: counts statements and reads of the store. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { graphql } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Viewer } from '../../src/accounts/access.ts';
import { createAccountRepository } from '../../src/accounts/account-repository.ts';
import { createMembershipService } from '../../src/accounts/membership-service.ts';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { putBytes } from '../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import type { ConfigurationService } from '../../src/configurations/configuration-service.ts';
import { newId } from '../../src/database/id.ts';
import { organizations, users } from '../../src/database/tables/accounts.ts';
import { datasets, datasetVersions } from '../../src/database/tables/datasets.ts';
import { models, modelVersions } from '../../src/database/tables/models.ts';
import { tasks } from '../../src/database/tables/tasks.ts';
import { createDatasetRepository } from '../../src/datasets/dataset-repository.ts';
import { createDatasetService } from '../../src/datasets/dataset-service.ts';
import type { TableProfile } from '../../src/datasets/profile.ts';
import { buildSchema } from '../../src/gateway/schema.ts';
import type { Services } from '../../src/graphql/context.ts';
import { createLog } from '../../src/log.ts';
import { packBundle } from '../../src/models/bundle.ts';
import { createModelRepository } from '../../src/models/model-repository.ts';
import { createModelService } from '../../src/models/model-service.ts';
import { createTaskRepository } from '../../src/tasks/task-repository.ts';
import { createTaskService } from '../../src/tasks/task-service.ts';
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
  db = drizzle(database.sql, { logger: { logQuery: (statement) => void statements.push(statement) } });
  await db.insert(organizations).values({ id: organizationId, name: 'readers' });
  await db.insert(users).values({ id: viewer.userId, username: 'reader', passwordHash: '' });
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

/** Executes a query. @throws Error with the messages of all errors */
async function query(services: Partial<Services>, source: string, variables = {}): Promise<Record<string, unknown>> {
  const { data, errors } = await graphql({
    schema,
    source,
    variableValues: variables,
    contextValue: {
      viewer,
      token: null,
      sessionId: null,
      requestId: '',
      address: null,
      log: createLog({ level: 'silent', name: 'test' }),
      services,
      setSessionCookie: () => undefined,
    },
  });
  if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  return { ...data };
}

/** Returns the fields of a node. @throws Error with the messages of all errors */
async function ask(services: Partial<Services>, id: string, selection: string): Promise<Record<string, unknown>> {
  const { node } = await query(services, `query ($id: ID!) { node(id: $id) { ${selection} } }`, { id });
  return node as Record<string, unknown>; // a node is an object
}

describe('profiles', () => {
  const versions = 25;
  const datasetId = newId();
  const id = globalId('Dataset', datasetId);
  beforeAll(async () => {
    const profile: TableProfile = { kind: 'table', rowCount: 1, columns: [], preview: [] };
    const { userId: createdBy } = viewer;
    await db.insert(datasets).values({ id: datasetId, organizationId, name: 'data', createdBy });
    await db.insert(datasetVersions).values(
      Array.from({ length: versions }, (_, index) => {
        const rows = index + 1;
        return {
          id: newId(),
          datasetId,
          version: rows,
          state: 'READY',
          profile: { ...profile, rowCount: rows },
        } as const;
      }),
    );
  });

  const createService = () =>
    createDatasetService({
      repository: createDatasetRepository({ db }),
      memberships: createMembershipService({ repository: createAccountRepository({ db }) }),
      store,
      publicUrl: () => '',
      uploadLimits: { maxBytes: 1, idleMs: 1 },
    });

  test('are not read for versions whose profile is not selected', async () => {
    const answer = await ask(
      { datasets: createService() },
      id,
      '... on Dataset { versions { version } latestVersion { version } version { state } }',
    );
    expect(answer).toMatchObject({ latestVersion: { version: versions }, version: { state: 'READY' } });
    expect(statements).toHaveLength(4);
    expect(readersOf('profile')).toBe(0);
  });

  test('are read once per version, under any number of aliases', async () => {
    const rows = 'profile { ... on TableProfile { rowCount } }';
    const answer = await ask(
      { datasets: createService() },
      id,
      `... on Dataset { ${aliased(20, `versions { ${rows} }`)} }`,
    );
    expect(Object.keys(answer)).toHaveLength(20);
    const newest = Array.from({ length: 20 }, (_, index) => ({ profile: { rowCount: versions - index } }));
    for (const list of Object.values(answer)) expect(list).toEqual(newest);
    expect(readersOf('profile')).toBe(1);
  });

  test('are listed page by page for versions', async () => {
    const numbers = async (args: string) => {
      const { versions: page } = await ask(
        { datasets: createService() },
        id,
        `... on Dataset { versions${args} { version } }`,
      );
      return (page as { version: number }[]).map(({ version }) => version); // as the query selects
    };
    const all = Array.from({ length: versions }, (_, index) => versions - index);
    expect(await numbers('')).toEqual(all.slice(0, 20));
    expect(await numbers('(before: 6)')).toEqual([5, 4, 3, 2, 1]);
    expect(await numbers('(first: 2, before: 6)')).toEqual([5, 4]);
    expect(await numbers('(first: 0)')).toEqual([]);
    for (const first of [-1, 101])
      await expect(numbers(`(first: ${first})`)).rejects.toThrow(/page size must be 0 to 100/);
  });
});

describe('models', () => {
  /** Byte ranges read from the store, as [start, end]. */
  const ranges: [number, number][] = [];
  beforeEach(() => {
    ranges.length = 0;
  });
  const counted = (): ArtifactStore => ({
    ...store,
    get(key, range) {
      ranges.push([range?.start ?? 0, range?.end ?? Number.POSITIVE_INFINITY]);
      return store.get(key, range);
    },
  });
  const bytesRead = () => ranges.reduce((sum, [start, end]) => sum + end - start, 0);

  /** Adds a table model with one column of these levels and 4 MiB of weights. */
  async function addModel(levels: string[]): Promise<{ id: string; versionId: string; bytes: number }> {
    const feature = { name: 'color', type: 'categorical' as const, levels, missing: false };
    const artifact = packBundle({
      files: { 'model.json': Buffer.from('{}'), 'weights.bin': randomBytes(2 ** 22) },
      manifest: {
        format: 2,
        family: 'mlp',
        parameters: {},
        objective: 'DIMENSIONALITY_REDUCTION',
        input: { kind: 'table', encoder: { features: [feature], target: null } },
      },
    });
    const { key: artifactKey, sha256, bytes } = await putBytes(store, 'models', artifact);
    const [modelId, versionId] = [newId(), newId()];
    await db.insert(models).values({ id: modelId, organizationId, name: 'model' });
    const file = { artifactKey, sha256, sizeBytes: bytes };
    await db.insert(modelVersions).values({ id: versionId, modelId, version: 1, history: [], ...file });
    return { id: globalId('Model', modelId), versionId, bytes };
  }

  const createService = () =>
    createModelService({
      repository: createModelRepository({ db }),
      // Only adding a version reads the configuration, which no test here does.
      configurations: {} as ConfigurationService,
      store: counted(),
    });
  const inputSpec = 'inputSpec { ... on TabularInputSpec { columns { categories } } }';

  test('return their inputs from a manifest that is read once, without the weights', async () => {
    const { id } = await addModel(['red', 'green']);
    const services = { models: createService() };
    const answer = await ask(services, id, `... on Model { latestVersion { ${aliased(20, inputSpec)} } }`);
    expect(Object.values(answer.latestVersion as object)).toEqual(
      Array.from({ length: 20 }, () => ({ columns: [{ categories: ['red', 'green'] }] })),
    );
    expect(ranges).toHaveLength(1);
    expect(bytesRead()).toBeLessThanOrEqual(2 ** 17);
    await ask(services, id, `... on Model { latestVersion { ${inputSpec} } }`);
    expect(ranges).toHaveLength(1);
  });

  test('read a long manifest without the weights', async () => {
    const levels = Array.from({ length: 1000 }, () => randomBytes(500).toString('hex'));
    const { id, bytes } = await addModel(levels);
    const answer = await ask({ models: createService() }, id, `... on Model { latestVersion { ${inputSpec} } }`);
    expect(answer).toEqual({ latestVersion: { inputSpec: { columns: [{ categories: levels }] } } });
    expect(bytesRead()).toBeLessThan(bytes / 4);
  });

  test('report a manifest over the size limit and what to do', async () => {
    const { id } = await addModel(['a'.repeat(17 * 2 ** 20)]);
    const asked = ask({ models: createService() }, id, `... on Model { latestVersion { ${inputSpec} } }`);
    await expect(asked).rejects.toThrow(/aias.json of this model is larger than 16777216 bytes. Download/);
    expect(bytesRead()).toBeLessThanOrEqual(2 ** 17);
  });

  test('are fine-tuned after reading only their layers', async () => {
    const { versionId } = await addModel(['red']);
    const service = createService();
    const version = await service.versionById(viewer, versionId);
    expect(await service.topology(version, viewer.userId)).toEqual({ 'model.json': Buffer.from('{}') });
    expect(bytesRead()).toBeLessThan(2 ** 18);
  });

  test('read evaluation, fitted attributes and history once, when selected', async () => {
    const modelId = newId();
    const id = globalId('Model', modelId);
    await db.insert(models).values({ id: modelId, organizationId, name: 'learned' });
    const file = { artifactKey: 'models/none', sha256: 'none', sizeBytes: 1 };
    const fittedAttributes = [{ name: 'coefficients', values: [1, 2] }];
    const history = [{ epoch: 1, step: 5, metrics: [{ name: 'loss', value: 0.5 }] }];
    await db
      .insert(modelVersions)
      .values([1, 2, 3].map((version) => ({ id: newId(), modelId, version, fittedAttributes, history, ...file })));
    statements.length = 0;
    const light = '... on Model { versions { version } latestVersion { version } version(number: 2) { version } }';
    const seen = await ask({ models: createService() }, id, light);
    expect(seen).toMatchObject({ latestVersion: { version: 3 }, version: { version: 2 } });
    expect(readersOf('history')).toBe(0);
    const heavy = 'fittedAttributes { values } history { step } evaluation { __typename }';
    const services = { models: createService() };
    const answer = await ask(services, id, `... on Model { ${aliased(20, `versions(before: 3) { ${heavy} }`)} }`);
    const version = { fittedAttributes: [{ values: [1, 2] }], history: [{ step: 5 }], evaluation: null };
    for (const list of Object.values(answer)) expect(list).toEqual([version, version]);
    expect(readersOf('history')).toBe(1);
  });
});

describe('tasks', () => {
  test('read neither spec nor result unless selected', async () => {
    const spec = { kind: 'EVALUATE', model: { versionId: newId() } };
    const report = {
      objective: 'REGRESSION',
      sampleCount: 7,
      loss: 1,
      meanAbsoluteError: 1,
      rootMeanSquaredError: 1,
      r2: 0,
    };
    const task = { organizationId, kind: 'EVALUATE', state: 'SUCCEEDED', createdBy: viewer.userId, spec } as const;
    await db.insert(tasks).values([1, 2, 3].map(() => ({ ...task, id: newId(), result: { report } })));
    statements.length = 0;
    const repository = createTaskRepository({ db, leaseSeconds: 1 });
    // Reading tasks needs none of the other services.
    const services = { tasks: createTaskService({ repository, store } as Parameters<typeof createTaskService>[0]) };
    const light = await query(services, '{ tasks { nodes { state } } }');
    expect(light).toEqual({ tasks: { nodes: Array(3).fill({ state: 'SUCCEEDED' }) } });
    expect([readersOf('result'), readersOf('spec')]).toEqual([0, 0]);
    const heavy = 'tasks { nodes { evaluation { ... on RegressionReport { sampleCount } } } }';
    const answer = await query(services, `{ ${aliased(20, heavy)} }`);
    for (const list of Object.values(answer))
      expect(list).toEqual({ nodes: Array(3).fill({ evaluation: { sampleCount: 7 } }) });
    expect([readersOf('result'), readersOf('spec')]).toEqual([1, 0]);
  });
});
