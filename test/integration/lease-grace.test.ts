/** After a database outage no lease counts as expired before its worker had time to report again. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../src/database/create-database.ts';
import { createOutageGrace } from '../../src/tasks/queue/outage-grace.ts';
import { createTaskQueue } from '../../src/tasks/queue/queue.ts';
import { createTaskFixture, type TaskFixture } from '../support/tasks.ts';
import { waitFor } from '../support/wait-for.ts';

let bench: TaskFixture;
beforeAll(async () => {
  bench = await createTaskFixture();
});
afterAll(() => bench.database.drop());

test('expires no lease during the grace period after a server start', async () => {
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
  expect(await open((await ageOf()) + 600).requeueExpired()).toBe(0);
  await bench.queue.heartbeat(claim); // the lease is still valid
  await db.execute(sql`update tasks set lease_expires_at = now() - interval '1 hour'`);
  expect(await open((await ageOf()) / 2).requeueExpired()).toBe(1);
});

test('starts a grace period after a failed connection, not after a failed statement', async () => {
  const nowhere = createDatabase('postgres://x:x@127.0.0.1:1/x', { max: 1 });
  const outage = createOutageGrace(4);
  const isOver = async () => {
    const [row] = await bench.database.db.execute<{ over: boolean }>(sql`select ${outage.graceEnded()} as over`);
    return row?.over === true;
  };
  await outage.observe(() => bench.database.db.execute(sql`select 1`));
  await waitFor('no grace to be left', isOver);
  await expect(outage.observe(() => nowhere.db.execute(sql`select 1`))).rejects.toThrow();
  expect(await isOver()).toBe(false);
  await waitFor('the grace to end', isOver);
  // A statement that the database rejects for another reason is not an outage.
  await expect(outage.observe(() => bench.database.db.execute(sql`select nonsense`))).rejects.toThrow();
  expect(await isOver()).toBe(true);
  await nowhere.close();
});

test('starts a grace period after this process was suspended', async () => {
  const outage = createOutageGrace(4);
  const isOver = async () => {
    const [row] = await bench.database.db.execute<{ over: boolean }>(sql`select ${outage.graceEnded()} as over`);
    return row?.over === true;
  };
  await waitFor('no grace to be left', isOver);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500); // like a starved or suspended process
  expect(await isOver()).toBe(false);
  await waitFor('the grace to end', isOver);
});
