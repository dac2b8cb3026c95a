/** Curves and pruned logs through the public API. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { newId } from '../../src/database/id.ts';
import type { ApiClient } from '../../src/demo/client.ts';
import { createRetention } from '../../src/tasks/events/retention.ts';
import { type Claim, createTaskQueue } from '../../src/tasks/queue/queue.ts';
import { configure, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { metricsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait-for.ts';
import { addUnlimitedWorker } from '../support/workers.ts';

let platform: TestPlatform;
let client: ApiClient;
let configurationId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  await addUnlimitedWorker(platform.database.db);
  client = await platform.signUp();
  const { id: datasetId } = await uploadDataset(client, separableCsv(10));
  configurationId = await configure(client, { datasetId, target: 'side', parameters: { mlp: {} } });
});
afterAll(() => platform.stop());

const openQueue = () => createTaskQueue({ db: platform.database.db, leaseSeconds: 60, maxAttempts: 3 });

async function start(): Promise<{ taskId: string; claim: Claim }> {
  const taskId = await launch(client, { train: { configurationId } });
  const claim = await openQueue().claim(newId(), 2 ** 50);
  if (!claim) throw new Error('There is nothing to claim.');
  return { taskId, claim };
}

interface Point {
  step: number;
  value: number;
  min: number;
  max: number;
}
interface Update {
  taskMetrics: { cursor: string; keepThroughStep: number | null; series: { name: string; points: Point[] }[] };
}
const fields = 'name totalPoints points { step epoch at value min max }';
const watched = `subscription ($taskId: ID!, $after: String, $maxPoints: Int! = 500, $minIntervalMs: Int! = 100) {
  taskMetrics(taskId: $taskId, after: $after, names: ["loss"], maxPoints: $maxPoints, minIntervalMs: $minIntervalMs) {
    cursor keepThroughStep series { ${fields} } } }`;

async function updatesOf(variables: object, onUpdate: (update: Update['taskMetrics']) => void = () => undefined) {
  const updates: Update['taskMetrics'][] = [];
  await client.subscribe<Update>(watched, { ...variables }, ({ taskMetrics }) => {
    updates.push(taskMetrics);
    onUpdate(taskMetrics);
  });
  return updates;
}

const stepsOf = (updates: Update['taskMetrics'][]) =>
  updates.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ step }) => step)));

test('a watcher receives the curve so far, then increments until the task ends', async () => {
  const { taskId, claim } = await start();
  const queue = openQueue();
  await queue.report(claim, 1, [metricsAt(1, { loss: 3, accuracy: 0 }), metricsAt(2, { loss: 2, accuracy: 1 })]);
  let seen = 0;
  const watching = updatesOf({ taskId }, () => seen++);
  await waitFor('the history', async () => seen === 1);
  await queue.report(claim, 2, [metricsAt(3, { loss: 1, accuracy: 1 })]);
  await waitFor('an increment', async () => seen === 2);
  await queue.finish(claim, async () => ({}));
  const updates = await watching;
  expect(stepsOf(updates)).toEqual([1, 2, 3]);
  expect(updates.map(({ keepThroughStep }) => keepThroughStep)).toEqual([-1, null]);
  expect(updates[1]?.series).toMatchObject([
    { name: 'loss', totalPoints: 3, points: [{ step: 3, value: 1, min: 1, max: 1 }] },
  ]);
  // A client that returns with a cursor receives the remaining points, and the stream completes.
  expect(stepsOf(await updatesOf({ taskId, after: updates[0]?.cursor }))).toEqual([3]);
  expect(stepsOf(await updatesOf({ taskId }))).toEqual([1, 2, 3]);
});

test('`metrics: false` omits MetricsReported except the newest at each read', async () => {
  const { taskId, claim } = await start();
  const queue = openQueue();
  const metrics = (from: number) => Array.from({ length: 600 }, (_, index) => metricsAt(from + index, { loss: 1 }));
  const log = { type: 'LogWritten', payload: { level: 'info', message: 'half' } } as const;
  await queue.report(claim, 1, [...metrics(1), log, ...metrics(601)]);
  const query = `subscription ($taskId: ID!) { taskEvents(taskId: $taskId, includeMetrics: false) { __typename seq } }`;
  const events: { __typename: string; seq: number }[] = [];
  const watching = client.subscribe<{ taskEvents: (typeof events)[number] }>(query, { taskId }, ({ taskEvents }) =>
    events.push(taskEvents),
  );
  await waitFor('what is newest', async () => events.at(-1)?.seq === 1203);
  await queue.report(claim, 2, metrics(1201));
  await waitFor('what is newest', async () => events.at(-1)?.seq === 1803);
  await queue.finish(claim, async () => ({}));
  await watching;
  expect(events.filter(({ __typename: name }) => name !== 'MetricsReported')).toEqual([
    { __typename: 'TaskStateChanged', seq: 1 },
    { __typename: 'TaskStateChanged', seq: 2 },
    { __typename: 'LogWritten', seq: 603 },
    { __typename: 'TaskStateChanged', seq: 1804 },
  ]);
  // One for each read of the log, not one for each step.
  expect(events.length).toBeLessThan(12);
});

test('rejects out-of-range maxPoints and minIntervalMs, foreign cursors and foreign users', async () => {
  const { taskId, claim } = await start();
  const read = (maxPoints: number) =>
    client.request(
      `query ($id: ID!) { node(id: $id) { ... on Task { metrics(maxPoints: ${maxPoints}) { ${fields} } } } }`,
      {
        id: taskId,
      },
    );
  for (const maxPoints of [-1, 1, 2001]) {
    await expect(read(maxPoints)).rejects.toThrow(/number of points from 2 to 2000/);
    await expect(updatesOf({ taskId, maxPoints })).rejects.toThrow(/number of points from 2 to 2000/);
  }
  expect(await read(2)).toEqual({ node: { metrics: [] } });
  for (const minIntervalMs of [0, 99, 60_001]) {
    await expect(updatesOf({ taskId, minIntervalMs })).rejects.toThrow(/100 to 60000 ms/);
  }
  await expect(updatesOf({ taskId, after: 'x' })).rejects.toThrow(/cursor is invalid/);
  const other = await start();
  await openQueue().finish(other.claim, async () => ({}));
  const [{ cursor = '' } = {}] = await updatesOf({ taskId: other.taskId });
  await expect(updatesOf({ taskId, after: cursor })).rejects.toThrow(/another task/);
  const stranger = await platform.signUp();
  await expect(stranger.subscribe(watched, { taskId }, () => undefined)).rejects.toThrow();
  await openQueue().finish(claim, async () => ({}));
});

test('a pruned log reports omitted events and keeps the curve', async () => {
  const { taskId, claim } = await start();
  const queue = openQueue();
  await queue.report(claim, 1, [metricsAt(1, { loss: 3 }), metricsAt(2, { loss: 2 })]);
  await queue.finish(claim, async () => ({}));
  const { db, sql } = platform.database;
  await sql`update tasks set finished_at = now() - interval '2 days' where id = ${claim.taskId}`;
  const store = await createFilesystemStore(join(platform.dataDir, 'artifacts'));
  await createRetention({ db, store, days: 1 }).prune();
  const events: object[] = [];
  const query = `subscription ($taskId: ID!) { taskEvents(taskId: $taskId) {
    __typename seq ... on TaskStateChanged { to } ... on EventsOmitted { firstSeq lastSeq } } }`;
  await client.subscribe<{ taskEvents: object }>(query, { taskId }, ({ taskEvents }) => events.push(taskEvents));
  expect(events).toEqual([
    { __typename: 'TaskStateChanged', seq: 1, to: 'QUEUED' },
    { __typename: 'TaskStateChanged', seq: 2, to: 'RUNNING' },
    { __typename: 'EventsOmitted', seq: 4, firstSeq: 3, lastSeq: 4 },
    { __typename: 'TaskStateChanged', seq: 5, to: 'SUCCEEDED' },
  ]);
  expect(stepsOf(await updatesOf({ taskId }))).toEqual([1, 2]);
});
