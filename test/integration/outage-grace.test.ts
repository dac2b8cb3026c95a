/** After the database was away, no lease counts as run out before its worker could be heard of again. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../src/database/client.ts';
import { createOutageWatch } from '../../src/tasks/outage.ts';
import { createTaskQueue } from '../../src/tasks/queue.ts';
import { createTaskBench, type TaskBench } from '../support/tasks.ts';
import { until } from '../support/until.ts';

let bench: TaskBench;
beforeAll(async () => {
  bench = await createTaskBench();
});
afterAll(() => bench.database.drop());

test('nobody loses a task while the server has only just begun', async () => {
  const claim = await bench.start();
  const { db } = bench.database;
  await db.execute(sql`update tasks set lease_expires_at = now() - interval '1 hour'`);
  const ageOf = async () => {
    const [row] = await db.execute<{ age: number }>(
      sql`select extract(epoch from now() - pg_postmaster_start_time())::float8 as age`,
    );
    return row?.age ?? 0;
  };
  const open = (graceSeconds: number) => createTaskQueue({ db, leaseSeconds: 60, maxAttempts: 3, graceSeconds });
  expect(await open((await ageOf()) + 600).reap()).toBe(0);
  await bench.queue.heartbeat(claim); // still its own
  await db.execute(sql`update tasks set lease_expires_at = now() - interval '1 hour'`);
  expect(await open((await ageOf()) / 2).reap()).toBe(1);
});

test('nor before whoever could not reach it has waited', async () => {
  const nowhere = createDatabase('postgres://x:x@127.0.0.1:1/x', { max: 1 });
  const outage = createOutageWatch(4);
  const isOver = async () => {
    const [row] = await bench.database.db.execute<{ over: boolean }>(sql`select ${outage.isOver()} as over`);
    return row?.over === true;
  };
  await outage.watch(() => bench.database.db.execute(sql`select 1`));
  await until('no grace to be left', isOver);
  await expect(outage.watch(() => nowhere.db.execute(sql`select 1`))).rejects.toThrow();
  expect(await isOver()).toBe(false);
  await until('the grace to end', isOver);
  // What the database refuses for another reason is no outage.
  await expect(outage.watch(() => bench.database.db.execute(sql`select nonsense`))).rejects.toThrow();
  expect(await isOver()).toBe(true);
  await nowhere.close();
});

test('nor while this process itself stood still', async () => {
  const outage = createOutageWatch(4);
  const isOver = async () => {
    const [row] = await bench.database.db.execute<{ over: boolean }>(sql`select ${outage.isOver()} as over`);
    return row?.over === true;
  };
  await until('no grace to be left', isOver);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500); // as a starved or suspended process does
  expect(await isOver()).toBe(false);
  await until('the grace to end', isOver);
});
