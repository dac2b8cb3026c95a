/** A task that fits no worker says why, in queries and in its event stream. */
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tasks } from '../../src/database/tables/tasks.ts';
import { type ApiClient, createApiClient } from '../../src/demo/client.ts';
import { capacityReason } from '../../src/tasks/queue/unschedulable.ts';
import { createWorkerRegistry } from '../../src/tasks/queue/worker-registry.ts';
import type { TaskRow } from '../../src/tasks/task-row.ts';
import { configure, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { addWorker } from '../support/workers.ts';

const none = 'No workers are running. Start one with `aias worker`.';
const leaseSeconds = 60;
const gibi = 2 ** 30;

let platform: TestPlatform;
let client: ApiClient;
let configurationId: string;

beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_LEASE_SECONDS: String(leaseSeconds) });
  client = await platform.signUp();
  const { id: datasetId } = await uploadDataset(client, separableCsv(40));
  configurationId = await configure(client, { datasetId, target: 'side', parameters: { logisticRegression: {} } });
});
afterAll(() => platform.stop());
afterEach(() => platform.database.sql`delete from workers`);

const registry = () => createWorkerRegistry({ db: platform.database.db, leaseSeconds });
const register = (memoryBytes: number) => addWorker(platform.database.db, memoryBytes);
const launchOne = () => launch(client, { train: { configurationId } });

async function reasonOf(id: string): Promise<string | null> {
  const query = 'query ($id: ID!) { node(id: $id) { ... on Task { unschedulableReason } } }';
  return (await client.request<{ node: { unschedulableReason: string | null } }>(query, { id })).node
    .unschedulableReason;
}

async function change(name: 'cancelTask' | 'pauseTask' | 'resumeTask', id: string): Promise<void> {
  await client.request(`mutation ($id: ID!) { ${name}(id: $id) { ... on Task { state } } }`, { id });
}

/** Cancels the task and returns the events of its stream. */
async function streamOf(id: string): Promise<string[]> {
  await change('cancelTask', id);
  const lines: string[] = [];
  const query = `subscription ($id: ID!) { taskEvents(taskId: $id) {
    ... on TaskStateChanged { to } ... on LogWritten { level message }
  } }`;
  type Event = { to?: string; level?: string; message?: string };
  await client.subscribe<{ taskEvents: Event }>(query, { id }, ({ taskEvents: { to, level, message } }) =>
    lines.push(to ?? `${level}: ${message}`),
  );
  return lines;
}

test('reports a queued task as unschedulable while no worker runs', async () => {
  const taskId = await launchOne();
  expect(await reasonOf(taskId)).toBe(none);
  const id = await register(gibi);
  expect(await reasonOf(taskId)).toBeNull();
  await registry().heartbeat(id, 'BUSY'); // it will become free
  expect(await reasonOf(taskId)).toBeNull();
  await registry().heartbeat(id, 'DRAINING');
  expect(await reasonOf(taskId)).toBe(none);
  await change('pauseTask', taskId);
  expect(await reasonOf(taskId)).toBeNull();
  await change('resumeTask', taskId);
  expect(await streamOf(taskId)).toEqual(['QUEUED', `WARN: ${none}`, 'PAUSED', 'QUEUED', `WARN: ${none}`, 'CANCELLED']);
});

test('a heartbeat that arrives after a worker has stopped changes nothing', async () => {
  const id = await register(gibi);
  const listed = async () => (await registry().list()).map((worker) => worker.id);
  expect(await listed()).toContain(id);
  await registry().deregister(id);
  await registry().heartbeat(id, 'DRAINING');
  expect(await listed()).not.toContain(id);
});

test('ignores workers without a recent heartbeat', async () => {
  const taskId = await launchOne();
  await register(gibi);
  await platform.database.sql`update workers set last_heartbeat_at = now() - interval '2 minutes'`;
  expect(await reasonOf(taskId)).toBe(none);
});

test('a task larger than every worker names both sizes and what to do', async () => {
  await register(gibi / 4);
  await register(gibi / 8);
  const taskId = await launchOne();
  const reason = await reasonOf(taskId);
  expect(reason).toMatch(/needs 0\.\d\d GiB of memory; the largest worker has 0\.25 GiB\..*smaller batch/);
  expect(reason).toMatch(/AIAS_WORKER_MEMORY_BYTES/);
  await register(gibi);
  expect(await reasonOf(taskId)).toBeNull();
  await change('pauseTask', taskId);
  await change('resumeTask', taskId);
  expect(await streamOf(taskId)).toEqual(['QUEUED', `WARN: ${reason}`, 'PAUSED', 'QUEUED', 'CANCELLED']);
});

test('a task that no worker may claim names its pool or labels', async () => {
  await register(2 * gibi);
  const launchAt = (place: object) => launch(client, { train: { configurationId, ...place } });
  expect(await reasonOf(await launchAt({ requiredLabels: ['gpu', 'a100'] }))).toMatch(
    /^No running worker has the labels a100, gpu \(AIAS_WORKER_LABELS\)/,
  );
  const elsewhere = await launchAt({ pool: 'large' });
  expect(await reasonOf(elsewhere)).toMatch(/^No running worker is in the pool "large" \(AIAS_WORKER_POOL\)/);
  await addWorker(platform.database.db, 2 * gibi, new Date(), { pool: 'large', labels: ['gpu'] });
  expect(await reasonOf(elsewhere)).toBeNull();
  expect(await reasonOf(await launchAt({ pool: 'default', requiredLabels: ['cpu'] }))).toBeNull();
});

test('a launch rejects invalid pools and labels', async () => {
  const launchAt = (place: object) => launch(client, { train: { configurationId, ...place } });
  await expect(launchAt({ pool: 'Not a pool' })).rejects.toThrow(
    /input\.train\.pool: A pool name must have 1 to 63 lowercase letters/,
  );
  await expect(launchAt({ requiredLabels: ['gpu', ''] })).rejects.toThrow(
    /input\.train\.requiredLabels: .*such as "gpu"/,
  );
  const many = Array.from({ length: 17 }, (_, index) => `label-${index}`);
  await expect(launchAt({ requiredLabels: many })).rejects.toThrow(/at most 16 labels/);
});

test('queue statistics require a session, and quotas a membership', async () => {
  await launchOne();
  const query =
    '{ queuePools { pool queuedTasks oldestQueuedSeconds runningTasks workerCount slots } organizations { quota { maxRunningTasks maxGpuSecondsPerMonth gpuSecondsUsed runningTasks } } }';
  type Seen = { queuePools: { pool: string | null; queuedTasks: number }[]; organizations: { quota: object }[] };
  const seen = await client.request<Seen>(query);
  expect(seen.queuePools[0]?.pool).toBeNull();
  expect(seen.queuePools[0]?.queuedTasks).toBeGreaterThan(0);
  expect(seen.organizations).toEqual([
    { quota: { maxRunningTasks: null, maxGpuSecondsPerMonth: null, gpuSecondsUsed: 0, runningTasks: 0 } },
  ]);
  await expect(createApiClient(platform.url).request(query)).rejects.toThrow(/Sign in first/);
});

describe('the reason', () => {
  test('never rounds two different sizes to the same value', () => {
    const task = { kind: 'PREDICT' as const, memoryBytes: gibi + 1, pool: '', requiredLabels: [] };
    const offer = (memoryBytes: number) => [{ pool: 'default', labels: ['cpu'], memoryBytes }];
    expect(capacityReason(task, offer(gibi))).toMatch(/needs 1\.01 GiB.*has 1\.00 GiB.*less data/);
    expect(capacityReason(task, offer(gibi + 1))).toBeNull();
  });

  test('reads workers and quotas once per page and never caches them across requests', async () => {
    const queries: string[] = [];
    const logger = { logQuery: (query: string) => void queries.push(query) };
    const db = drizzle(platform.database.sql, { logger });
    const { unschedulableReasons: look } = createWorkerRegistry({ db, leaseSeconds });
    const taskId = await launchOne();
    const rows: TaskRow[] = await platform.database.db.select().from(tasks);
    // This task only: others wait for labels that no worker has.
    const task = rows.find(({ id }) => Buffer.from(taskId, 'base64').toString('utf8').endsWith(id));
    if (!task) throw new Error(`${taskId} is not there.`);
    const page = Array.from({ length: 20 }, () => task);
    expect(new Set(await look(page))).toEqual(new Set([none]));
    expect(queries).toHaveLength(2);
    await register(2 * gibi);
    expect(await look([task, { ...task, state: 'RUNNING' }])).toEqual([null, null]);
    expect(queries).toHaveLength(4);
  });
});
