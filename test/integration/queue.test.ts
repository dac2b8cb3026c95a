/** The queue on a real Postgres: claims, fencing, leases, and a gapless log. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '../../src/database/id.ts';
import { memberships, organizations, users } from '../../src/database/tables/accounts.ts';
import { createEventLog } from '../../src/tasks/events/event-log.ts';
import { type Claim, createTaskQueue, LeaseLost } from '../../src/tasks/queue/queue.ts';
import { createTaskRepository, requestStop } from '../../src/tasks/task-repository.ts';
import type { TaskSpec } from '../../src/tasks/task-spec.ts';
import { createTestDatabase } from '../support/database.ts';
import { addUnlimitedWorker } from '../support/workers.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const [organizationId, userId] = [newId(), newId()];

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  const { db } = database;
  await db.insert(users).values({ id: userId, username: 'ada', passwordHash: 'x' });
  await db.insert(organizations).values({ id: organizationId, name: 'ada' });
  await db.insert(memberships).values({ organizationId, userId, role: 'OWNER' });
  await addUnlimitedWorker(db);
});
afterAll(() => database.drop());
beforeEach(() => database.sql`truncate task_events, tasks cascade`);

/** More than any of these tasks requires. */
const memory = 2 ** 40;

const reference = { versionId: newId(), format: 'CSV', artifactKey: 'a', sha256: 'b' } as const;
const spec: TaskSpec = {
  kind: 'PREDICT',
  model: { modelId: newId(), versionId: newId(), artifactKey: 'm' },
  dataset: reference,
};

const open = (leaseSeconds = 60, maxAttempts = 3) => {
  const { db } = database;
  return {
    queue: createTaskQueue({ db, leaseSeconds, maxAttempts }),
    repository: createTaskRepository({ db, leaseSeconds }),
    log: createEventLog({ db }),
  };
};

async function add(priority = 0, memoryBytes = 2 ** 20): Promise<string> {
  const row = { organizationId, kind: 'PREDICT', spec, priority, memoryBytes, createdBy: userId } as const;
  const task = await open().repository.insert(row, async () => undefined);
  return task?.id ?? '';
}

async function claimed(): Promise<Claim> {
  const claim = await open().queue.claim(newId(), memory);
  if (!claim) throw new Error('Nothing to claim.');
  return claim;
}

const line = (message: string) => ({ type: 'LogWritten', payload: { level: 'info', message } }) as const;
const states = async (taskId: string) =>
  (await open().log.readTask(taskId, 0, 100)).flatMap((event) =>
    event.type === 'TaskStateChanged' ? event.payload.to : [],
  );

describe('claims', () => {
  test('are ordered by priority, then by age', async () => {
    const [low, first, second, high] = [await add(-1), await add(), await add(), await add(5)];
    const order = [];
    for (let index = 0; index < 4; index++) order.push((await claimed()).taskId);
    expect(order).toEqual([high, first, second, low]);
    expect(await open().queue.claim(newId(), memory)).toBeNull();
  });

  test('take only tasks that fit the free memory', async () => {
    const [large, small] = [await add(5, 2 ** 32), await add(0, 2 ** 28)];
    expect((await open().queue.claim(newId(), 2 ** 30))?.taskId).toBe(small);
    expect(await open().queue.claim(newId(), 2 ** 30)).toBeNull();
    const claim = await open().queue.claim(newId(), 2 ** 32);
    expect([claim?.taskId, claim?.memoryBytes]).toEqual([large, 2 ** 32]);
  });

  test('give each of fifty tasks to exactly one of ten concurrent workers', async () => {
    for (let index = 0; index < 50; index++) await add();
    const worker = async () => {
      const own: string[] = [];
      for (
        let claim = await open().queue.claim(newId(), memory);
        claim;
        claim = await open().queue.claim(newId(), memory)
      )
        own.push(claim.taskId);
      return own;
    };
    const all = (await Promise.all(Array.from({ length: 10 }, worker))).flat();
    expect(all).toHaveLength(50);
    expect(new Set(all).size).toBe(50);
  });
});

describe('the log', () => {
  test('assigns gapless positions per task and per organization under concurrent writes', async () => {
    await Promise.all(Array.from({ length: 8 }, () => add()));
    const claims = await Promise.all(Array.from({ length: 8 }, claimed));
    await Promise.all(
      claims.map(async (claim) => {
        for (let batch = 1; batch <= 10; batch++) await open().queue.report(claim, batch, [line('a'), line('b')]);
      }),
    );
    for (const { taskId } of claims) {
      expect((await open().log.readTask(taskId, 0, 100)).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 22 }, (_, index) => index + 1),
      );
    }
    const shared = (await open().log.readOrganization(organizationId, 0, 1000)).map(
      ({ organizationSeq }) => organizationSeq,
    );
    expect(shared).toEqual(Array.from({ length: shared.length }, (_, index) => (shared[0] ?? 0) + index));
  });

  test('ignores a batch that is sent twice', async () => {
    await add();
    const claim = await claimed();
    await open().queue.report(claim, 1, [line('a')]);
    await open().queue.report(claim, 1, [line('a')]);
    await open().queue.report(claim, 2, [line('b')]);
    const messages = (await open().log.readTask(claim.taskId, 2, 100)).map(({ payload }) => payload);
    expect(messages).toEqual([line('a').payload, line('b').payload]);
  });
});

describe('a lease', () => {
  test("requeues the task after it expires and rejects the first worker's writes", async () => {
    const taskId = await add();
    const zombie = await claimed();
    await database.sql`update tasks set lease_expires_at = now() - interval '1 second'`;
    expect(await open().queue.requeueExpired()).toBe(1);
    const heir = await claimed();
    expect(heir).toMatchObject({ taskId, attempt: 2 });
    const { queue } = open();
    await expect(queue.heartbeat(zombie)).rejects.toThrow(LeaseLost);
    await expect(queue.report(zombie, 1, [line('late')])).rejects.toThrow(LeaseLost);
    await expect(queue.saveCheckpoint(zombie, { key: 'k', step: 1 })).rejects.toThrow(LeaseLost);
    await expect(queue.finish(zombie, async () => ({}))).rejects.toThrow(LeaseLost);
    await expect(queue.fail(zombie, 'late')).rejects.toThrow(LeaseLost);
    await queue.finish(heir, async () => ({ ok: true }));
    await expect(queue.finish(heir, async () => ({}))).rejects.toThrow(LeaseLost);
    expect(await states(taskId)).toEqual(['QUEUED', 'RUNNING', 'QUEUED', 'RUNNING', 'SUCCEEDED']);
  });

  test('is not taken over after a renewal', async () => {
    await add();
    const claim = await claimed();
    await database.sql`update tasks set lease_expires_at = now() - interval '1 second'`;
    await open().queue.heartbeat(claim);
    expect(await open().queue.requeueExpired()).toBe(0);
  });

  test('that is lost too often fails the task with the reason', async () => {
    const taskId = await add();
    for (let attempt = 1; attempt <= 3; attempt++)
      await open().queue.recordCrash(await claimed(), 'The machine caught fire.');
    const task = await stored(taskId);
    expect(task).toMatchObject({
      state: 'FAILED',
      failureReason: 'The machine caught fire. The task failed after 3 attempts.',
    });
  });

  test('that is lost once fails the task when one attempt is allowed', async () => {
    const taskId = await add();
    await open(60, 1).queue.recordCrash(await claimed(), 'The machine caught fire.');
    expect((await open().repository.byIds([taskId])).get(taskId)).toMatchObject({
      state: 'FAILED',
      failureReason: 'The machine caught fire. The task failed after 1 attempt.',
    });
  });

  test('that is released does not count as an attempt', async () => {
    const taskId = await add();
    for (let round = 0; round < 5; round++) await open().queue.release(await claimed(), 'bye');
    expect(await stored(taskId)).toMatchObject({ state: 'QUEUED', crashes: 0, attempt: 5 });
  });

  test('that expires with a pending cancel or pause stops the task', async () => {
    for (const [kind, state] of [
      ['cancel', 'CANCELLED'],
      ['pause', 'PAUSED'],
    ] as const) {
      const taskId = await add();
      const claim = await claimed();
      await open().repository.change(taskId, (tx, task) => requestStop(tx, task, kind));
      expect(await open().queue.heartbeat(claim)).toEqual({
        cancel: kind === 'cancel',
        pause: kind === 'pause',
        preempt: false,
      });
      await database.sql`update tasks set lease_expires_at = now() - interval '1 second' where id = ${taskId}`;
      await open().queue.requeueExpired();
      expect((await stored(taskId))?.state).toBe(state);
    }
  });
});

async function stored(taskId: string) {
  return (await open().repository.byIds([taskId])).get(taskId);
}

test('keeps the last two checkpoints', async () => {
  await add();
  const claim = await claimed();
  const { queue } = open();
  expect(await queue.saveCheckpoint(claim, { key: 'a', step: 1 })).toEqual([]);
  expect(await queue.saveCheckpoint(claim, { key: 'b', step: 2 })).toEqual([]);
  expect(await queue.saveCheckpoint(claim, { key: 'c', step: 3 })).toEqual([{ key: 'a', step: 1 }]);
  await queue.release(claim, 'bye');
  expect((await claimed()).checkpoints).toEqual([
    { key: 'c', step: 3 },
    { key: 'b', step: 2 },
  ]);
});

test('commits a state change and its event atomically', async () => {
  const taskId = await add();
  const claim = await claimed();
  await expect(open().queue.finish(claim, () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
  expect((await stored(taskId))?.state).toBe('RUNNING');
  expect(await states(taskId)).toEqual(['QUEUED', 'RUNNING']);
});
