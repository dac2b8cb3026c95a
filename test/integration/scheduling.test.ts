/** Who is next: fair shares, quotas, pools and labels, and who has to make room. On a real Postgres. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '../../src/database/id.ts';
import { organizations, tasks, users } from '../../src/database/tables.ts';
import { anyPlace, type Place } from '../../src/tasks/placement.ts';
import { createTaskQueue } from '../../src/tasks/queue.ts';
import { createQuotaService } from '../../src/tasks/quota.ts';
import type { TaskSpec } from '../../src/tasks/task-spec.ts';
import { createWorkerRegistry } from '../../src/tasks/worker-registry.ts';
import { createTestDatabase } from '../support/database.ts';
import { addWorker } from '../support/workers.ts';

const leaseSeconds = 60;
const memory = 2 ** 30;
const userId = newId();
const gpu: Place = { pool: 'default', labels: ['gpu'] };

let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  await database.db.insert(users).values({ id: userId, username: 'ada', passwordHash: 'x' });
});
afterAll(() => database.drop());
beforeEach(() => database.sql`truncate task_events, tasks, workers, gpu_usage, organizations cascade`);

const queue = () => createTaskQueue({ db: database.db, leaseSeconds, maxAttempts: 3 });
const quotas = () => createQuotaService({ db: database.db });
const registry = () => createWorkerRegistry({ db: database.db, leaseSeconds });

const spec: TaskSpec = {
  kind: 'PREDICT',
  model: { modelId: newId(), versionId: newId(), artifactKey: 'm' },
  dataset: { versionId: newId(), format: 'CSV', artifactKey: 'a', sha256: 'b' },
};

async function addOrganization(): Promise<string> {
  const id = newId();
  await database.db.insert(organizations).values({ id, name: 'an organisation' });
  return id;
}

type Given = Partial<Pick<typeof tasks.$inferInsert, 'priority' | 'memoryBytes' | 'pool' | 'requiredLabels'>>;

async function add(organizationId: string, given: Given = {}): Promise<string> {
  const id = newId();
  const row = { id, organizationId, kind: 'PREDICT' as const, spec, memoryBytes: 1, createdBy: userId };
  await database.db.insert(tasks).values({ ...row, ...given });
  return id;
}

async function claim(place = anyPlace, workerId = newId()) {
  return queue().claim(workerId, memory, place);
}

async function claimed(place = anyPlace, workerId = newId()) {
  const found = await claim(place, workerId);
  if (!found) throw new Error('Nothing to claim.');
  return found;
}

describe('of equal priorities', () => {
  test('the organisation with the least running work goes first, and within one the oldest task', async () => {
    const [busy, idle] = [await addOrganization(), await addOrganization()];
    for (let count = 0; count < 3; count++) await add(busy);
    for (let count = 0; count < 3; count++) await claimed();
    const late = await add(busy);
    const fresh = [await add(idle), await add(idle), await add(idle)];
    const order = [];
    for (let count = 0; count < 4; count++) order.push((await claimed()).taskId);
    expect(order).toEqual([...fresh.slice(0, 3), late]);
  });

  test('among equally busy ones, the one that was served longest ago', async () => {
    const all = [await addOrganization(), await addOrganization(), await addOrganization()];
    for (let count = 0; count < 3; count++) for (const one of all) await add(one);
    const served = [];
    for (let count = 0; count < 9; count++) {
      const next = await claimed();
      served.push(next.organizationId);
      await queue().finish(next, async () => ({}));
    }
    expect(new Set(served.slice(0, 3))).toEqual(new Set(all));
    expect(served).toEqual([...served.slice(0, 3), ...served.slice(0, 3), ...served.slice(0, 3)]);
  });

  test('eight loops serve twenty organisations alike, and never one task twice', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, addOrganization));
    const count = 20;
    await database.db.insert(tasks).values(
      Array.from({ length: all.length * count }, (_, index) => ({
        id: newId(),
        // In blocks: who came first is served first only within an organisation.
        organizationId: all[Math.floor(index / count)] ?? '',
        kind: 'PREDICT' as const,
        spec,
        memoryBytes: 1,
        createdBy: userId,
      })),
    );
    const served: { taskId: string; organizationId: string }[] = [];
    const loop = async () => {
      for (let next = await claim(); next; next = await claim()) {
        served.push(next);
        await queue().finish(next, async () => ({}));
      }
    };
    await Promise.all(Array.from({ length: 8 }, loop));
    expect(new Set(served.map(({ taskId }) => taskId)).size).toBe(all.length * count);
    const window = 200;
    for (let start = 0; start + window <= served.length; start++) {
      const inside = served.slice(start, start + window);
      const counts = all.map((id) => inside.filter(({ organizationId }) => organizationId === id).length);
      const jain = window ** 2 / (all.length * counts.reduce((sum, one) => sum + one ** 2, 0));
      expect(jain).toBeGreaterThanOrEqual(0.99);
    }
  });

  test('a task that somebody holds at the moment holds nobody up', async () => {
    const [first, second] = [await addOrganization(), await addOrganization()];
    const held = await add(first);
    const free = await add(second);
    await database.sql.begin(async (sql) => {
      await sql`select 1 from tasks where id = ${held} for update`;
      expect((await claimed()).taskId).toBe(free);
    });
    expect((await claimed()).taskId).toBe(held);
  });
});

test('what an organisation runs is counted whatever becomes of it', async () => {
  const organizationId = await addOrganization();
  const ends = [
    (one: Awaited<ReturnType<typeof claimed>>) => queue().finish(one, async () => ({})),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().fail(one, 'no'),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().crashed(one, 'no'),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().release(one, 'no'),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().stop(one, 'pause'),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().stop(one, 'cancel'),
    async () => {
      await database.sql`update tasks set lease_expires_at = now() - interval '1 second' where state = 'RUNNING'`;
      await queue().reap();
    },
  ];
  for (const end of ends) {
    await add(organizationId);
    const one = await claimed();
    expect((await quotas().of(organizationId)).runningTasks).toBe(1);
    await end(one);
    expect((await quotas().of(organizationId)).runningTasks).toBe(0);
  }
});

describe('a quota', () => {
  const reasonOf = async (taskId: string) => {
    const [task] = (await database.db.select().from(tasks)).filter(({ id }) => id === taskId);
    if (!task) throw new Error('The task is gone.');
    return registry().unschedulable(task);
  };

  test('of running tasks lets others go first, and says so to who waits', async () => {
    const [bound, other] = [await addOrganization(), await addOrganization()];
    await quotas().set(bound, { maxRunningTasks: 1 });
    await addWorker(database.db, memory);
    await add(bound);
    const running = await claimed();
    const waiting = await add(bound, { priority: 9 });
    expect(await claim()).toBeNull();
    expect(await reasonOf(waiting)).toBe(
      'The organisation runs 1 task and its quota allows 1: this one waits until another has ended.',
    );
    const overtaking = await add(other);
    expect((await claimed()).taskId).toBe(overtaking);
    await queue().finish(running, async () => ({}));
    expect(await reasonOf(waiting)).toBeNull();
    expect((await claimed()).taskId).toBe(waiting);
  });

  test('of GPU seconds counts what has ended and what runs, and leaves the processors free', async () => {
    const organizationId = await addOrganization();
    await quotas().set(organizationId, { gpuSeconds: 100 });
    await addWorker(database.db, memory, new Date(), gpu);
    await add(organizationId);
    const first = await claimed(gpu);
    await database.sql`update tasks set claimed_at = now() - interval '60 seconds' where state = 'RUNNING'`;
    await queue().finish(first, async () => ({}));
    expect((await quotas().of(organizationId)).gpuSecondsUsed).toBeCloseTo(60, 0);
    await add(organizationId);
    await claimed(gpu);
    await database.sql`update tasks set claimed_at = now() - interval '50 seconds' where state = 'RUNNING'`;
    expect((await quotas().of(organizationId)).gpuSecondsUsed).toBeCloseTo(110, 0);
    const waiting = await add(organizationId);
    expect(await claim(gpu)).toBeNull();
    expect(await reasonOf(waiting)).toMatch(/has used 11\d GPU seconds of this month and its quota allows 100:/);
    await addWorker(database.db, memory);
    expect(await reasonOf(waiting)).toBeNull();
    expect((await claimed(anyPlace)).taskId).toBe(waiting);
    await quotas().set(organizationId, { gpuSeconds: null });
    const last = await add(organizationId);
    expect((await claimed(gpu)).taskId).toBe(last);
  });
});

describe('a place', () => {
  test('is kept to: a pool, and labels that the worker must have', async () => {
    const organizationId = await addOrganization();
    const pooled = await add(organizationId, { pool: 'large', priority: 3 });
    const labelled = await add(organizationId, { requiredLabels: ['a100', 'gpu'], priority: 2 });
    const free = await add(organizationId);
    expect((await claimed({ pool: 'default', labels: ['gpu'] })).taskId).toBe(free);
    expect(await claim({ pool: 'default', labels: ['gpu'] })).toBeNull();
    expect((await claimed({ pool: 'default', labels: ['a100', 'gpu', 'nvlink'] })).taskId).toBe(labelled);
    expect((await claimed({ pool: 'large', labels: ['cpu'] })).taskId).toBe(pooled);
  });

  test('has its numbers', async () => {
    const organizationId = await addOrganization();
    const worker = await addWorker(database.db, memory, new Date(), { pool: 'large', labels: [] });
    await add(organizationId, { pool: 'large' });
    await claimed({ pool: 'large', labels: [] }, worker);
    await add(organizationId, { pool: 'large' });
    for (let count = 0; count < 2; count++) await add(organizationId);
    await database.sql`update tasks set queued_at = now() - interval '90 seconds' where pool = ''`;
    const [any, large, ...more] = await registry().queueStats();
    expect(any).toMatchObject({ pool: null, depth: 2, running: 0, workers: 0, slots: 0 });
    expect(any?.oldestWaitingSeconds).toBeCloseTo(90, -1);
    expect(large).toMatchObject({ pool: 'large', depth: 1, running: 1, workers: 1, slots: 1 });
    expect(more).toEqual([]);
  });
});

describe('room', () => {
  const makeRoom = (above: number, place = anyPlace) => queue().makeRoom({ place, memoryBytes: memory, above });
  const running = async (organizationId: string, priority: number, place = anyPlace) => {
    const worker = await addWorker(database.db, memory, new Date(), place);
    await add(organizationId, { priority });
    return claimed(place, worker);
  };

  test('is made by the lowest priority, and there by who has begun last; once for each that waits', async () => {
    const organizationId = await addOrganization();
    await running(organizationId, 5);
    const older = await running(organizationId, -1);
    await database.sql`update tasks set claimed_at = now() - interval '1 hour' where id = ${older.taskId}`;
    const younger = await running(organizationId, -1);
    expect(await makeRoom(-1)).toBeNull();
    const urgent = await add(organizationId, { priority: 1 });
    expect(await makeRoom(5)).toBeNull(); // nothing that this worker runs matters less
    expect(await makeRoom(-1)).toBe(younger.taskId);
    expect(await makeRoom(-1)).toBeNull();
    expect(await queue().heartbeat(younger)).toMatchObject({ preempt: true, pause: false });
    expect(await queue().heartbeat(older)).toMatchObject({ preempt: false });
    await queue().release(younger, 'Preempted by a task of higher priority.');
    expect((await claimed(anyPlace, younger.workerId)).taskId).toBe(urgent);
    expect(await makeRoom(-1)).toBeNull(); // who was preempted preempts nobody of its own priority
    const [victim] = await database.sql`select state, crashes, preempted_for from tasks where id = ${younger.taskId}`;
    expect(victim).toEqual({ state: 'QUEUED', crashes: 0, preempted_for: null });
  });

  test('is not made where a worker has a free slot, nor on one that could not take the task', async () => {
    const organizationId = await addOrganization();
    await running(organizationId, 0, { pool: 'default', labels: ['cpu'] });
    await add(organizationId, { priority: 9, requiredLabels: ['gpu'] });
    expect(await makeRoom(0)).toBeNull();
    await add(organizationId, { priority: 9 });
    const idle = await addWorker(database.db, memory);
    expect(await makeRoom(0)).toBeNull();
    await registry().heartbeat(idle, 'DRAINING'); // it takes no more
    expect(await makeRoom(0)).not.toBeNull();
  });
});
