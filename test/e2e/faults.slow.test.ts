/** What dies comes back: processes are killed in the middle of a training, and nothing may be lost or seen twice. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { kill } from '../support/kill.ts';
import { configure, eventsOf, launch, type SeenEvent, separableCsv, uploadDataset } from '../support/learn.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

let platform: TestPlatform;
let client: ApiClient;
let datasetId: string;

beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_CHECKPOINT_SECONDS: '1' });
  client = await platform.signUp();
  datasetId = (await uploadDataset(client, separableCsv(300))).id;
});
afterAll(() => platform.stop());

/** Long enough to be hit in the middle, with a checkpoint before it is. */
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

const untilCheckpoint = (taskId: string) =>
  until('a checkpoint', async () => {
    const [row] = await platform.database
      .sql`select 1 from task_events where task_id = ${uuidOf(taskId)} and type = 'CheckpointSaved'`;
    return row;
  });

const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString('utf8').split(':')[1] ?? '';

function expectWhole(events: SeenEvent[]): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)?.to).toBe('SUCCEEDED');
}

/** Metrics of every epoch exactly once, from the attempts together: what a curve needs. */
async function epochsIn(taskId: string): Promise<number[]> {
  const rows = await platform.database.sql`
    select (history.value ->> 'epoch')::int as epoch from model_versions, jsonb_array_elements(history) as history
    where task_id = ${uuidOf(taskId)} order by 1`;
  return rows.map(({ epoch }) => epoch);
}

test('a trainer that is killed is replaced, and the task goes on from its checkpoint', async () => {
  const worker = await platform.startWorker();
  const taskId = await launchLong();
  const watching = eventsOf(client, taskId);
  await untilCheckpoint(taskId);
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
  await untilCheckpoint(taskId);
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

test('a worker that is killed loses its task to another', async () => {
  const [first, second] = [await platform.startWorker(), await platform.startWorker()];
  const taskId = await launchLong();
  const watching = eventsOf(client, taskId);
  await untilCheckpoint(taskId);
  const [row] = await platform.database.sql`
    select pid from workers join tasks on tasks.worker_id = workers.id where tasks.id = ${uuidOf(taskId)}`;
  const victim = row?.pid === first.process.pid ? first : second;
  victim.process.kill('SIGKILL');
  const events = await watching;
  expectWhole(events);
  expect(events.at(-1)?.attempt).toBe(2);
  await Promise.all([first.stop(), second.stop()]);
});

test('a worker that is asked to end hands its task back, which costs no attempt', async () => {
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

test('a subscriber that comes back with a cursor gets exactly the rest', async () => {
  const worker = await platform.startWorker();
  const taskId = await launchLong();
  const first = await eventsOf(client, taskId);
  const middle = Math.floor(first.length / 2);
  const rest = await eventsOf(client, taskId, first[middle]?.cursor);
  expect([...first.slice(0, middle + 1), ...rest]).toEqual(first);
  await worker.stop();
});

test('two workers never run one task twice', async () => {
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

test('a task whose workers keep dying fails with the reason', async () => {
  const worker = await platform.startWorker();
  const taskId = await launchLong();
  const watching = eventsOf(client, taskId);
  for (let attempt = 1; attempt <= 3; attempt++) {
    await until(`attempt ${attempt}`, async () => {
      const [row] = await platform.database.sql`select attempt, state from tasks where id = ${uuidOf(taskId)}`;
      return row?.attempt === attempt && row.state === 'RUNNING';
    });
    const [trainer] = await until('a trainer', async () => {
      const found = childrenOf(worker.process.pid ?? 0);
      return found.length > 0 && found;
    });
    kill(trainer);
  }
  const events = await watching;
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(-1)?.to).toBe('FAILED');
  const [row] = await platform.database.sql`select failure_reason from tasks where id = ${uuidOf(taskId)}`;
  expect(row?.failure_reason).toMatch(/SIGKILL.*tried 3 times/);
  await worker.stop();
});
