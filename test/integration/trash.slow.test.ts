/** Deletion, restoring and purging, through the public API on a real platform. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteIfUnreferenced, lockArtifact } from '../../src/artifacts/artifact-lock.ts';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { type ApiClient, createApiClient } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { createEventHub } from '../../src/live/hub.ts';
import { createEventLog } from '../../src/tasks/events/event-log.ts';
import { createRetention } from '../../src/tasks/events/retention.ts';
import { createPurger } from '../../src/trash/purge.ts';
import { configure, eventsOf, launch, separableCsv, stateOf, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

const days = 30;
type What = 'Dataset' | 'Model' | 'Task';
interface Answer {
  __typename: string;
  message?: string;
  blockingTaskIds?: string[];
  id?: string;
  itemId?: string;
  itemType?: string;
  name?: string;
  deletedAt?: string;
  purgeAt?: string;
}

let platform: TestPlatform;
let client: ApiClient;
let store: ArtifactStore;

beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_TRASH_DAYS: String(days) });
  client = await platform.signUp();
  store = await createFilesystemStore(join(platform.dataDir, 'artifacts'));
});
afterAll(() => platform.stop());

const entry = 'itemId itemType name deletedAt purgeAt';
const problem = '... on Error { message } ... on Conflict { blockingTaskIds }';
async function remove(what: What, id: string, by = client): Promise<Answer> {
  const query = `mutation ($id: ID!) { answer: delete${what}(id: $id) { __typename ... on TrashEntry { ${entry} } ${problem} } }`;
  return (await by.request<{ answer: Answer }>(query, { id })).answer;
}
async function restore(what: What, id: string, by = client): Promise<Answer> {
  const query = `mutation ($id: ID!) { answer: restore${what}(id: $id) { __typename ... on Node { id } ${problem} } }`;
  return (await by.request<{ answer: Answer }>(query, { id })).answer;
}
async function trash(by = client): Promise<string[]> {
  const { trash: found } = await by.request<{ trash: { nodes: Answer[] } }>(
    `{ trash(first: 100) { nodes { ${entry} } } }`,
  );
  return found.nodes.map(({ itemId }) => itemId ?? '');
}
async function listed(what: What): Promise<string[]> {
  const query = `{ list: ${what.toLowerCase()}s(first: 100) { nodes { id } } }`;
  return (await client.request<{ list: { nodes: { id: string }[] } }>(query)).list.nodes.map(({ id }) => id);
}
async function ask<T>(fields: string, id: string): Promise<T> {
  return (await client.request<{ node: T }>(`query ($id: ID!) { node(id: $id) { ${fields} } }`, { id })).node;
}
/** Returns the result of a launch, including errors. */
async function tryLaunch(input: object): Promise<Answer> {
  const query = `mutation ($input: LaunchTaskInput!) { answer: launchTask(input: $input) { __typename ... on Node { id } ${problem} } }`;
  return (await client.request<{ answer: Answer }>(query, { input })).answer;
}
async function cancel(id: string): Promise<void> {
  await client.request('mutation ($id: ID!) { cancelTask(id: $id) { ... on Error { message } } }', { id });
}
/** A promise and the function that resolves it. */
function signal(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString('utf8').split(':')[1] ?? '';

/** Uploads a dataset whose bytes depend on `rows`. */
async function newDataset(rows: number, name = 'sides'): Promise<string> {
  return (await uploadDataset(client, separableCsv(rows), { name })).id;
}
const configureOn = (datasetId: string) =>
  configure(client, { name: 'which side', datasetId, target: 'side', parameters: { logisticRegression: {} } });

/** Backdates the deletion and purges, concurrently and once more. */
async function age(table: 'datasets' | 'models' | 'tasks', id: string): Promise<void> {
  const { sql, db } = platform.database;
  await sql`update ${sql(table)} set deleted_at = now() - ${`${days} days 1 second`}::interval where id = ${uuidOf(id)}`;
  const purge = createPurger({ db, store, days, retention: createRetention({ db, store, days: 0 }) });
  await Promise.all([purge(), purge()]);
  await purge();
}
async function keys(prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list(prefix)) found.push(key);
  return found.sort();
}

test('hides deleted items everywhere but in the trash and restores them unchanged', async () => {
  const before = await newDataset(40, 'older');
  const id = await newDataset(41);
  const first = await remove('Dataset', id);
  expect(first).toMatchObject({ __typename: 'TrashEntry', itemId: id, itemType: 'DATASET', name: 'sides' });
  expect(Date.parse(first.purgeAt ?? '') - Date.parse(first.deletedAt ?? '')).toBe(days * 86_400_000);
  expect(await remove('Dataset', id)).toEqual(first);

  expect(await listed('Dataset')).not.toContain(id);
  await expect(ask('id', id)).rejects.toThrow('Dataset not found.');
  await expect(configureOn(id)).rejects.toThrow('Dataset not found.');
  await expect(uploadDataset(client, separableCsv(42), { datasetId: id })).rejects.toThrow('Dataset not found.');
  expect(await trash()).toEqual([id]);

  await remove('Dataset', before);
  expect(await trash()).toEqual([before, id]); // newest deletion first
  const page = '{ trash(first: 1) { edges { node { itemId } } pageInfo { hasNextPage endCursor } } }';
  const { trash: one } = await client.request<{
    trash: { edges: { node: Answer }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }>(page);
  expect(one).toMatchObject({ edges: [{ node: { itemId: before } }], pageInfo: { hasNextPage: true } });
  const { trash: rest } = await client.request<{ trash: { nodes: Answer[] } }>(
    'query ($after: String!) { trash(first: 1, after: $after) { nodes { itemId } } }',
    { after: one.pageInfo.endCursor },
  );
  expect(rest.nodes).toEqual([{ itemId: id }]);

  for (const back of [id, before, id])
    expect(await restore('Dataset', back)).toEqual({ __typename: 'Dataset', id: back });
  expect(await trash()).toEqual([]);
  expect(await listed('Dataset')).toEqual(expect.arrayContaining([id, before]));
  await configureOn(id);
});

test('rejects an upload into a deleted dataset', async () => {
  const { createDataset } = await client.request<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name: 'on its way' } });
  await remove('Dataset', createDataset.dataset.id);
  const { url } = createDataset.upload;
  expect((await fetch(url, { method: 'PUT', body: separableCsv(10) })).status).toBe(404);
  await restore('Dataset', createDataset.dataset.id);
  expect((await fetch(url, { method: 'PUT', body: separableCsv(10) })).status).toBe(200);
});

test('deleting and restoring require a session and write access', async () => {
  const outsider = await platform.signUp();
  const nobody = createApiClient(platform.url);
  const id = await newDataset(43);
  for (const change of [remove, restore]) {
    expect(await change('Dataset', id, outsider)).toMatchObject({ __typename: 'NotFound' });
    expect(await change('Dataset', id, nobody)).toMatchObject({ __typename: 'Unauthenticated' });
    expect(await change('Model', id)).toMatchObject({ __typename: 'InvalidInput' });
  }
  const { sql } = platform.database;
  await sql`update memberships set role = 'VIEWER' from datasets d where d.id = ${uuidOf(id)} and memberships.organization_id = d.organization_id`;
  for (const change of [remove, restore])
    expect(await change('Dataset', id)).toMatchObject({ __typename: 'Forbidden' });
  await sql`update memberships set role = 'OWNER' where role = 'VIEWER'`;
  await remove('Dataset', id);
  expect(await trash(outsider)).toEqual([]);
  await expect(trash(nobody)).rejects.toThrow('Sign in first');
  await nobody.close();
});

test('an unfinished task blocks the deletion of its dataset and of itself', async () => {
  const id = await newDataset(44);
  const configurationId = await configureOn(id);
  const task = await launch(client, { train: { configurationId } });
  expect(await remove('Dataset', id)).toEqual({
    __typename: 'Conflict',
    message: 'Unfinished tasks use this dataset: "which side" (QUEUED). Wait until they finish, or cancel them.',
    blockingTaskIds: [task],
  });
  expect(await remove('Task', task)).toMatchObject({ __typename: 'Conflict', blockingTaskIds: [task] });
  await cancel(task);
  expect(await remove('Dataset', id)).toMatchObject({ __typename: 'TrashEntry' });
  expect(await tryLaunch({ train: { configurationId } })).toMatchObject({
    __typename: 'Conflict',
    message: 'The dataset is in the trash. Restore it first.',
  });
  expect(await remove('Task', task)).toMatchObject({ itemType: 'TASK', name: 'which side' });
  expect(await listed('Task')).not.toContain(task);
  expect(await restore('Task', task)).toEqual({ __typename: 'Task', id: task });
  expect(await stateOf(client, task)).toBe('CANCELLED');
});

test('a concurrent deletion and launch never both succeed', async () => {
  const id = await newDataset(45);
  const configurationId = await configureOn(id);
  const { sql } = platform.database;
  const uuid = uuidOf(id);
  const winners = new Set<string>();
  for (const [round, launchesFirst] of [true, false, true, false, true, false].entries()) {
    // All of them wait for a lock on the dataset's row and proceed at the same time.
    const gate = signal();
    const held = signal();
    const holding = sql.begin(async (tx) => {
      await tx`select 1 from datasets where id = ${uuid} for update`;
      held.resolve();
      await gate.promise;
    });
    await held.promise;
    const launches = () =>
      [1, 2, 3].map((n) => tryLaunch({ train: { configurationId, idempotencyKey: `${round}/${n}` } }));
    const waiting = (count: number) =>
      waitFor('statements that wait for a lock', async () => {
        const own =
          await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        return own.length === count;
      });
    const early = launchesFirst ? launches() : [remove('Dataset', id)];
    await waiting(early.length);
    const late = launchesFirst ? [remove('Dataset', id)] : launches();
    await waiting(4);
    gate.resolve();
    await holding;
    const answers = await Promise.all([...early, ...late]);
    const deleted = answers.some(({ __typename }) => __typename === 'TrashEntry');
    const launched = answers.filter(({ __typename }) => __typename === 'Task');
    expect(answers.filter(({ __typename }) => !['TrashEntry', 'Task', 'Conflict'].includes(__typename))).toEqual([]);
    expect(deleted).toBe(launched.length === 0);
    winners.add(deleted ? 'deletion' : 'launch');
    for (const task of launched) await cancel(task.id ?? '');
    if (deleted) await restore('Dataset', id);
  }
  expect([...winners].sort()).toEqual(['deletion', 'launch']);
});

describe('with a trained model', () => {
  let dataset: string;
  let configurationId: string;
  let task: string;
  let model: string;
  const modelOf = async (id: string) =>
    (
      await ask<{ outputModelVersion: { model: { id: string } } | null }>(
        '... on Task { outputModelVersion { model { id } } }',
        id,
      )
    ).outputModelVersion?.model.id;
  const predict = (modelId: string) =>
    client.request<{ predict: { predictions?: unknown[]; message?: string } }>(operations.predict, {
      input: { modelId, rows: [{ x: 0.1, y: 0.9 }] },
    });
  async function train(): Promise<string> {
    const id = await launch(client, { train: { configurationId } });
    await eventsOf(client, id);
    expect(await stateOf(client, id)).toBe('SUCCEEDED');
    return id;
  }

  beforeAll(async () => {
    await platform.startWorker();
    dataset = await newDataset(60, 'learned from');
    configurationId = await configureOn(dataset);
    task = await train();
    model = (await modelOf(task)) ?? '';
  });

  test('a model outlives its dataset and reports its deletion', async () => {
    await remove('Dataset', dataset);
    const seen = await ask(
      '... on Model { deletedAt configuration { estimate { parameterCount } datasetVersion { dataset { name deletedAt } } } }',
      model,
    );
    expect(seen).toMatchObject({
      deletedAt: null,
      configuration: { datasetVersion: { dataset: { name: 'learned from', deletedAt: expect.any(String) } } },
    });
    expect((await predict(model)).predict.predictions).toHaveLength(1);
    await restore('Dataset', dataset);
  });

  test('a model that a waiting task needs cannot be deleted; a deleted one is not found and can be replaced', async () => {
    const other = await newDataset(61);
    // No worker has this label.
    const needy = await launch(client, { evaluate: { modelId: model, datasetId: other, requiredLabels: ['nowhere'] } });
    expect(await remove('Model', model)).toMatchObject({ __typename: 'Conflict', blockingTaskIds: [needy] });
    await cancel(needy);
    expect(await remove('Model', model)).toMatchObject({ itemType: 'MODEL', name: 'which side' });
    expect(await listed('Model')).not.toContain(model);
    expect((await predict(model)).predict.message).toBe('Model not found.');
    expect(await modelOf(task)).toBeUndefined();
    expect(await tryLaunch({ predict: { modelId: model, datasetId: other } })).toMatchObject({
      __typename: 'NotFound',
    });

    const again = (await modelOf(await train())) ?? '';
    expect(again).not.toBe(model);
    expect(await restore('Model', model)).toMatchObject({
      __typename: 'Conflict',
      message: 'The configuration of this model has trained another model since. Delete that model first.',
    });
    await remove('Model', again);
    expect(await restore('Model', model)).toEqual({ __typename: 'Model', id: model });
    expect(await modelOf(task)).toBe(model);

    // Equal trainings produce equal bytes, which are deleted with the last model that refers to them.
    const own = await keys('models/');
    await age('models', again);
    expect(await keys('models/')).toEqual(own);
    expect((await predict(model)).predict.predictions).toHaveLength(1);
    expect(await restore('Model', again)).toMatchObject({ __typename: 'NotFound' });
    await remove('Model', model);
    expect(await keys('evaluations/')).toHaveLength(1);
    await age('models', model);
    expect(await keys('models/')).toEqual([]);
    expect(await keys('evaluations/')).toEqual([]);
    expect(await modelOf(task)).toBeUndefined();
  });

  test('a purged task leaves a gapless log, and its artifacts are deleted', async () => {
    const made = (await modelOf(await train())) ?? '';
    const batch = await launch(client, { predict: { modelId: made, datasetId: dataset } });
    await eventsOf(client, batch);
    expect(await keys('predictions/')).toHaveLength(1);
    const reports = await keys('evaluations/');
    const evaluation = await launch(client, { evaluate: { modelId: made, datasetId: dataset } });
    await eventsOf(client, evaluation);
    expect(await keys('evaluations/')).toHaveLength(reports.length + 1);
    // A subscriber at the time of deletion receives the stream to its end.
    const seen: string[] = [];
    let deletion: Promise<Answer> | undefined;
    const watch = 'subscription ($id: ID!) { taskEvents(taskId: $id) { seq ... on TaskStateChanged { to } } }';
    await client.subscribe<{ taskEvents: { to?: string } }>(watch, { id: task }, ({ taskEvents: { to } }) => {
      deletion ??= remove('Task', task);
      if (to) seen.push(to);
    });
    expect(await deletion).toMatchObject({ __typename: 'TrashEntry' });
    expect(seen).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
    await expect(eventsOf(client, task)).rejects.toThrow('Task not found.');

    await remove('Task', batch);
    await remove('Task', evaluation);
    for (const gone of [task, batch, evaluation]) await age('tasks', gone);
    expect(await keys('predictions/')).toEqual([]);
    expect(await keys('evaluations/')).toEqual(reports);
    const { sql } = platform.database;
    const ids = [task, batch].map(uuidOf);
    expect(await sql`select 1 from metric_series where task_id = any(${ids})`).toHaveLength(0);
    expect(await sql`select 1 from tasks where id = any(${ids}) and spec = '{}' and result is null`).toHaveLength(2);
    expect(await restore('Task', task)).toMatchObject({ __typename: 'NotFound' });

    // The organization's log replays to its end, past the purged events.
    const log = createEventLog({ db: platform.database.db });
    const [{ organizationId } = { organizationId: '' }] = await sql<{ organizationId: string }[]>`
      select organization_id as "organizationId" from tasks where id = ${uuidOf(task)}`;
    const end = await log.endOfOrganization(organizationId);
    const left: string[] = [];
    const replay = new AbortController();
    for await (const event of createEventHub({ log }).organizationEvents(organizationId, 0, replay.signal)) {
      if (event.taskId === uuidOf(task)) left.push(event.type);
      if (event.organizationSeq === end) break;
    }
    expect(left).toEqual(['TaskStateChanged', 'TaskStateChanged', 'EventsOmitted', 'TaskStateChanged']);
  });

  test('a purged dataset leaves only its provenance, and keeps bytes that another dataset shares', async () => {
    const twin = await newDataset(60, 'twin');
    const own = await keys('datasets/');
    await remove('Dataset', dataset);
    await age('datasets', dataset);
    expect(await keys('datasets/')).toEqual(own);
    expect(await restore('Dataset', dataset)).toMatchObject({ __typename: 'NotFound' });
    const { configuration } = await ask<{ configuration: object }>(
      `... on Model { configuration { estimate { parameterCount } datasetVersion { sha256
        profile { ... on TableProfile { rowCount preview columns { name topValues { value } } } } dataset { name deletedAt } } } }`,
      (await listed('Model'))[0] ?? '',
    );
    expect(configuration).toMatchObject({
      estimate: { parameterCount: expect.any(Number) },
      datasetVersion: {
        profile: {
          rowCount: 60,
          preview: [],
          columns: [{ name: 'x', topValues: [] }, { name: 'y' }, { name: 'side' }],
        },
        dataset: { name: 'learned from', deletedAt: expect.any(String) },
      },
    });
    expect(await tryLaunch({ train: { configurationId } })).toMatchObject({ __typename: 'Conflict' });
    await remove('Dataset', twin);
    await age('datasets', twin);
    expect(await keys('datasets/')).toHaveLength(own.length - 1);
  });
});

test('serializes deletion and re-upload of the same artifact', async () => {
  const { db } = platform.database;
  const key = 'models/equal';
  await store.put(key, new Uint8Array([1]));
  const held = signal();
  const recorded = signal();
  let isRecorded = false;
  const recording = db.transaction(async (tx) => {
    await lockArtifact(tx, store, key);
    held.resolve();
    await recorded.promise;
    isRecorded = true;
  });
  await held.promise;
  const deleting = db.transaction((tx) => deleteIfUnreferenced(tx, store, key, async () => isRecorded));
  recorded.resolve();
  await Promise.all([recording, deleting]);
  expect(await store.stat(key)).not.toBeNull();
  await db.transaction((tx) => deleteIfUnreferenced(tx, store, key, async () => false));
  await expect(db.transaction((tx) => lockArtifact(tx, store, key))).rejects.toThrow('was deleted while');
});
