/** Fault tolerance: processes are killed in the middle of a training, and no event may be lost or duplicated. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, eventsOf, launch, type SeenEvent, separableCsv, uploadDataset } from '../support/api.ts';
import { kill } from '../support/kill.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

let platform: TestPlatform;
let client: ApiClient;
let datasetId: string;

beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_CHECKPOINT_SECONDS: '1' });
  client = await platform.signUp();
  datasetId = (await uploadDataset(client, separableCsv(300))).id;
});
afterAll(() => platform.stop());

/** Launches a training long enough to be interrupted after a checkpoint. */
async function launchLong(): Promise<string> {
  const configurationId = await configure(client, {
    datasetId,
    target: 'side',
    parameters: { mlp: {} },
    training: { epochs: 150, batchSize: 8, earlyStopping: null },
  });
  return launch(client, { train: { configurationId } });
}

function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['--ppid', String(pid), '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('trainer'))
    .map((line) => Number.parseInt(line, 10));
}

const waitForCheckpoint = (taskId: string) =>
  waitFor('a checkpoint', async () => {
    const [row] = await platform.database
      .sql`select 1 from task_events where task_id = ${uuidOf(taskId)} and type = 'CheckpointSaved'`;
    return row;
  });

const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString('utf8').split(':')[1] ?? '';

function expectWhole(events: SeenEvent[]): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)?.to).toBe('SUCCEEDED');
}

/** Returns the epochs in the stored history of metrics; across all attempts each must occur exactly once. */
async function epochsIn(taskId: string): Promise<number[]> {
  const rows = await platform.database.sql`
    select (history.value ->> 'epoch')::int as epoch from model_versions, jsonb_array_elements(history) as history
    where task_id = ${uuidOf(taskId)} order by 1`;
  return rows.map(({ epoch }) => epoch);
}

test('resumes from the last checkpoint after SIGKILL of the trainer', async () => {
  const worker = await platform.startWorker();
  const taskId = await launchLong();
  const watching = eventsOf(client, taskId);
  await waitForCheckpoint(taskId);
  const [trainer] = childrenOf(worker.process.pid ?? 0);
  kill(trainer);
  const events = await watching;
  expectWhole(events);
  expect(events.at(-1)?.attempt).toBe(2);
  expect(await epochsIn(taskId)).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
  expect(await worker.stop()).toBe(0);
});

test('a trainer has no secret in its environment', async () => {
  const worker = await platform.startWorker({ AIAS_METRICS_TOKEN: 'canary-of-metrics' });
  const taskId = await launchLong();
  await waitForCheckpoint(taskId);
  const trainers = childrenOf(worker.process.pid ?? 0);
  expect(trainers).not.toEqual([]);
  for (const pid of trainers.flatMap((trainer) => [trainer, ...childrenOf(trainer)])) {
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
    expect(environment).toContain('AIAS_');
    expect(environment).not.toMatch(/canary-of-metrics|AIAS_DATABASE_URL|postgres:/);
  }
  await client.request('mutation ($id: ID!) { cancelTask(id: $id) { ... on Error { message } } }', { id: taskId });
  expect(await worker.stop()).toBe(0);
});

test('another worker takes over after SIGKILL of the worker', async () => {
  const [first, second] = [await platform.startWorker(), await platform.startWorker()];
  const taskId = await launchLong();
  const watching = eventsOf(client, taskId);
  await waitForCheckpoint(taskId);
  const [row] = await platform.database.sql`
    select pid from workers join tasks on tasks.worker_id = workers.id where tasks.id = ${uuidOf(taskId)}`;
  const victim = row?.pid === first.process.pid ? first : second;
  victim.process.kill('SIGKILL');
  const events = await watching;
  expectWhole(events);
  expect(events.at(-1)?.attempt).toBe(2);
  await Promise.all([first.stop(), second.stop()]);
});

test('SIGTERM requeues the task without counting an attempt', async () => {
  const first = await platform.startWorker();
  const taskId = await launchLong();
  const watching = eventsOf(client, taskId);
  await platform.untilProgress(client, taskId);
  expect(await first.stop()).toBe(0);
  const [handed] = await platform.database.sql`select state, crashes from tasks where id = ${uuidOf(taskId)}`;
  expect(handed).toEqual({ state: 'QUEUED', crashes: 0 });
  const second = await platform.startWorker();
  expectWhole(await watching);
  await second.stop();
});

test('a subscriber that reconnects with a cursor receives exactly the remaining events', async () => {
  const worker = await platform.startWorker();
  const taskId = await launchLong();
  const first = await eventsOf(client, taskId);
  const middle = Math.floor(first.length / 2);
  const rest = await eventsOf(client, taskId, first[middle]?.cursor);
  expect([...first.slice(0, middle + 1), ...rest]).toEqual(first);
  await worker.stop();
});

test('two workers never run the same task twice', async () => {
  const workers = [await platform.startWorker(), await platform.startWorker()];
  const configurationId = await configure(client, {
    datasetId,
    target: 'side',
    parameters: { logisticRegression: {} },
    training: { epochs: 2 },
  });
  const tasks = await Promise.all(Array.from({ length: 20 }, () => launch(client, { train: { configurationId } })));
  const streams = await Promise.all(tasks.map((taskId) => eventsOf(client, taskId)));
  for (const events of streams) {
    expectWhole(events);
    expect(
      events.filter(({ to }) => to === 'RUNNING'),
      JSON.stringify(events),
    ).toHaveLength(1);
  }
  const [versions] = await platform.database.sql`
    select count(*)::int as made, count(distinct worker_id)::int as busy from model_versions
    join tasks on tasks.id = model_versions.task_id where tasks.id = any(${tasks.map(uuidOf)})`;
  expect(versions?.made).toBe(20);
  await Promise.all(workers.map((worker) => worker.stop()));
});

test('a task whose trainer dies in every attempt fails with the reason', async () => {
  const worker = await platform.startWorker();
  const taskId = await launchLong();
  const watching = eventsOf(client, taskId);
  for (let attempt = 1; attempt <= 3; attempt++) {
    await waitFor(`attempt ${attempt}`, async () => {
      const [row] = await platform.database.sql`select attempt, state from tasks where id = ${uuidOf(taskId)}`;
      return row?.attempt === attempt && row.state === 'RUNNING';
    });
    const [trainer] = await waitFor('a trainer', async () => {
      const found = childrenOf(worker.process.pid ?? 0);
      return found.length > 0 && found;
    });
    kill(trainer);
  }
  const events = await watching;
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)?.to).toBe('FAILED');
  const [row] = await platform.database.sql`select failure_reason from tasks where id = ${uuidOf(taskId)}`;
  expect(row?.failure_reason).toMatch(/SIGKILL.*failed after 3 attempts/);
  await worker.stop();
});
