/** Retention on a real Postgres: prunes logs of tasks that ended long ago, marks the omission, and keeps everything else. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { createEventHub } from '../../src/live/hub.ts';
import { createEventLog } from '../../src/tasks/events/event-log.ts';
import { createRetention } from '../../src/tasks/events/retention.ts';
import type { TaskEvent } from '../../src/tasks/events/task-event.ts';
import { createMetricHistory } from '../../src/tasks/metrics/metric-history.ts';
import { createTaskFixture, metricsAt, type TaskFixture } from '../support/tasks.ts';

let bench: TaskFixture;
let folder: string;
let store: ArtifactStore;
beforeAll(async () => {
  bench = await createTaskFixture();
  folder = await mkdtemp(join(tmpdir(), 'aias-retention-'));
  store = await createFilesystemStore(folder);
});
afterAll(async () => {
  await bench.database.drop();
  await rm(folder, { recursive: true });
});

const retention = (days = 30) => createRetention({ db: bench.database.db, store, days });
const log = () => createEventLog({ db: bench.database.db });
const never = new AbortController().signal;

/** Adds a task with `reports` reports in each of two attempts that ended `daysAgo`; null leaves it running. */
async function addTask(reports: number, daysAgo: number | null): Promise<string> {
  const { queue, database } = bench;
  let claim = await bench.start();
  const report = async (from: number) => {
    const events = Array.from({ length: reports }, (_, index) => metricsAt(from + index, { loss: from + index }));
    for (let batch = 1; events.length > 0; batch++) await queue.report(claim, batch, events.splice(0, 1000));
  };
  await report(1);
  await queue.release(claim, 'once more');
  claim = await bench.claim();
  await report(reports + 1);
  if (daysAgo === null) return claim.taskId;
  await queue.finish(claim, async () => ({}));
  await database.sql`update tasks set finished_at = now() - make_interval(days => ${daysAgo}) where id = ${claim.taskId}`;
  return claim.taskId;
}

/** Formats a log, such as "1 QUEUED, 2 RUNNING, 3-12 omitted, ...". */
function story(events: TaskEvent[]): string {
  return events
    .map((event) => {
      if (event.type === 'EventsOmitted') return `${event.payload.firstSeq}-${event.payload.lastSeq} omitted`;
      return `${event.seq} ${event.type === 'TaskStateChanged' ? event.payload.to : event.type}`;
    })
    .join(', ');
}

async function replay(stream: AsyncGenerator<TaskEvent, void>, end = Number.POSITIVE_INFINITY): Promise<TaskEvent[]> {
  const events: TaskEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    if (event.organizationSeq === end) break;
  }
  return events;
}

/** Checks that positions are gapless, counting those that an EventsOmitted represents. */
function expectWhole(events: TaskEvent[]): void {
  let last = 0;
  for (const event of events) {
    expect(event.type === 'EventsOmitted' ? event.payload.firstSeq : event.seq).toBe(last + 1);
    last = event.seq;
  }
}

const small = '1 QUEUED, 2 RUNNING, 3-12 omitted, 13 QUEUED, 14 RUNNING, 15-24 omitted, 25 SUCCEEDED';

test('keeps state changes of old tasks and replaces other events with EventsOmitted', async () => {
  const [old, recent, running] = [await addTask(10, 31), await addTask(10, 29), await addTask(10, null)];
  await bench.database.sql`update tasks set started_at = now() - interval '99 days' where id = ${running}`;
  for (const id of [old, recent]) await store.put(`samples/${id}/grid`, Buffer.from('an image'));
  expect(await retention(0).prune()).toBe(0);
  expect(await retention().prune()).toBe(1);
  expect(await store.stat(`samples/${old}/grid`)).toBeNull();
  expect(await store.stat(`samples/${recent}/grid`)).not.toBeNull();
  expect(await retention().prune()).toBe(0);
  expect(story(await log().readTask(old, 0, 100))).toBe(small);
  for (const kept of [recent, running]) expect(story(await log().readTask(kept, 0, 100))).not.toMatch(/omitted/);

  const hub = createEventHub({ log: log() });
  const events = await replay(hub.taskEvents(old, 0, never));
  expect(story(events)).toBe(small);
  // Also from a cursor in the middle of the omitted events.
  expect(story(await replay(hub.taskEvents(old, 5, never)))).toBe(small.split(', ').slice(2).join(', '));
  const end = await log().endOfOrganization(bench.organizationId);
  const all = await replay(hub.organizationEvents(bench.organizationId, 0, never), end);
  expect(story(all.filter(({ taskId }) => taskId === old))).toBe(small);
  expectWhole(all.filter(({ taskId }) => taskId === recent));
  expect(all.find(({ type }) => type === 'EventsOmitted')).toMatchObject({ attempt: 1, taskId: old });
  hub.close();
});

test('concurrent pruning never hides an event from a reader without EventsOmitted', async () => {
  const tasks = await Promise.all([1, 2, 3].map(() => addTask(6000, null)));
  const { sql } = bench.database;
  for (const taskId of tasks) {
    const [row] = await sql`select attempt, worker_id, organization_id from tasks where id = ${taskId}`;
    const owner = { workerId: row?.worker_id, organizationId: row?.organization_id, attempt: row?.attempt };
    const rest = { spec: null as never, memoryBytes: 1, priority: 0, checkpoints: [] };
    await bench.queue.finish({ taskId, ...owner, ...rest }, async () => ({}));
  }
  await sql`update tasks set finished_at = now() - interval '31 days' where id = any(${tasks})`;
  const hub = createEventHub({ log: log() });
  const readers = tasks.flatMap((taskId) => [0, 1, 2].map(() => replay(hub.taskEvents(taskId, 0, never))));
  await Promise.all(Array.from({ length: 4 }, () => retention().prune()));
  for (const events of await Promise.all(readers)) {
    expectCovered(events, 12_005);
    expect(events.at(-1)?.type).toBe('TaskStateChanged');
  }
  // A run that yielded to another one left tasks unpruned.
  await retention().prune();
  for (const taskId of tasks) {
    const events = await log().readTask(taskId, 0, 1000);
    expectWhole(events);
    expect(events).toHaveLength(7);
  }
  hub.close();
});

/** Checks that every position was seen or omitted; while a log is being pruned it may be both. */
function expectCovered(events: TaskEvent[], end: number): void {
  let last = 0;
  for (const event of events) {
    const first = event.type === 'EventsOmitted' ? event.payload.firstSeq : event.seq;
    expect(first).toBeLessThanOrEqual(last + 1);
    expect(event.seq).toBeGreaterThan(last);
    last = event.seq;
  }
  expect(last).toBe(end);
}

test('keeps curves, and thins out long ones', async () => {
  const history = createMetricHistory({ db: bench.database.db });
  const [short, long] = [await addTask(400, 31), await addTask(10_000, 31)];
  const curvesOf = async (taskId: string, wanted: { maxPoints: number; names: null }) =>
    (await history.curves([taskId], wanted))[0];
  const options = { maxPoints: 500, names: null };
  const before = [await curvesOf(short, { ...options, maxPoints: 800 }), await curvesOf(long, options)];
  await retention().prune();
  const after = [await curvesOf(short, { ...options, maxPoints: 800 }), await curvesOf(long, options)];
  expect(after).toEqual(before);
  const [left] = await bench.database.sql`
    select count(*)::int as rows from metric_buckets join metric_series on id = series_id where task_id = ${long}`;
  expect(left?.rows).toBeLessThan(1400);
  // A client that returns with a cursor from before still receives what follows.
  const news = await history.since(long, { ...options, after: 10_000 });
  const [{ points = [] } = {}] = news.curves;
  expect(points[0]?.step).toBeGreaterThan(news.keepThroughStep);
  expect(points.at(-1)).toMatchObject({ step: 20_000 });
});
