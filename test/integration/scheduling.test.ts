/** The order of claims on a real Postgres: fair shares, quotas, pools, labels and preemption. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '../../src/database/id.ts';
import { organizations, users } from '../../src/database/tables/accounts.ts';
import { tasks } from '../../src/database/tables/tasks.ts';
import { defaultPool, type Place } from '../../src/tasks/queue/placement.ts';
import { createTaskQueue } from '../../src/tasks/queue/queue.ts';
import { createQuotaService } from '../../src/tasks/queue/quota.ts';
import { createWorkerRegistry } from '../../src/tasks/queue/worker-registry.ts';
import type { TaskSpec } from '../../src/tasks/task-spec.ts';
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
  await database.db.insert(organizations).values({ id, name: 'an organization' });
  return id;
}

type Given = Partial<Pick<typeof tasks.$inferInsert, 'priority' | 'memoryBytes' | 'pool' | 'requiredLabels'>>;

async function add(organizationId: string, given: Given = {}): Promise<string> {
  const id = newId();
  const row = { id, organizationId, kind: 'PREDICT' as const, spec, memoryBytes: 1, createdBy: userId };
  await database.db.insert(tasks).values({ ...row, ...given });
  return id;
}

async function claim(place = defaultPool, workerId = newId()) {
  return queue().claim(workerId, memory, place);
}

async function claimed(place = defaultPool, workerId = newId()) {
  const found = await claim(place, workerId);
  if (!found) throw new Error('Nothing to claim.');
  return found;
}

describe('at equal priority', () => {
  test('claims for the organization with the fewest running tasks, oldest task first', async () => {
    const [busy, idle] = [await addOrganization(), await addOrganization()];
    for (let count = 0; count < 3; count++) await add(busy);
    for (let count = 0; count < 3; count++) await claimed();
    const late = await add(busy);
    const fresh = [await add(idle), await add(idle), await add(idle)];
    const order = [];
    for (let count = 0; count < 4; count++) order.push((await claimed()).taskId);
    expect(order).toEqual([...fresh.slice(0, 3), late]);
  });

  test('claims for the least recently served among equally busy organizations', async () => {
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

  test('shares claims fairly among twenty organizations with eight concurrent workers', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, addOrganization));
    const count = 20;
    await database.db.insert(tasks).values(
      Array.from({ length: all.length * count }, (_, index) => ({
        id: newId(),
        // In blocks, because the order of arrival counts only within an organization.
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

  test('skips a task whose row is locked', async () => {
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

test('keeps runningTasks exact for every outcome', async () => {
  const organizationId = await addOrganization();
  const ends = [
    (one: Awaited<ReturnType<typeof claimed>>) => queue().finish(one, async () => ({})),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().fail(one, 'no'),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().recordCrash(one, 'no'),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().release(one, 'no'),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().recordStop(one, 'pause'),
    (one: Awaited<ReturnType<typeof claimed>>) => queue().recordStop(one, 'cancel'),
    async () => {
      await database.sql`update tasks set lease_expires_at = now() - interval '1 second' where state = 'RUNNING'`;
      await queue().requeueExpired();
    },
  ];
  for (const end of ends) {
    await add(organizationId);
    const one = await claimed();
    expect((await quotas().get(organizationId)).runningTasks).toBe(1);
    await end(one);
    expect((await quotas().get(organizationId)).runningTasks).toBe(0);
  }
});

describe('a quota', () => {
  const reasonOf = async (taskId: string) => {
    const [task] = (await database.db.select().from(tasks)).filter(({ id }) => id === taskId);
    if (!task) throw new Error('The task does not exist.');
    const [reason] = await registry().unschedulableReasons([task]);
    return reason;
  };

  test('on running tasks lets other organizations go first and gives the reason', async () => {
    const [bound, other] = [await addOrganization(), await addOrganization()];
    await quotas().set(bound, { maxRunningTasks: 1 });
    await addWorker(database.db, memory);
    await add(bound);
    const running = await claimed();
    const waiting = await add(bound, { priority: 9 });
    expect(await claim()).toBeNull();
    expect(await reasonOf(waiting)).toBe(
      'The organization has reached its quota of 1 concurrent task. This task starts when another one ends.',
    );
    const overtaking = await add(other);
    expect((await claimed()).taskId).toBe(overtaking);
    await queue().finish(running, async () => ({}));
    expect(await reasonOf(waiting)).toBeNull();
    expect((await claimed()).taskId).toBe(waiting);
  });

  test('on GPU seconds counts ended and running tasks, and allows CPU workers', async () => {
    const organizationId = await addOrganization();
    await quotas().set(organizationId, { gpuSeconds: 100 });
    await addWorker(database.db, memory, new Date(), gpu);
    await add(organizationId);
    const first = await claimed(gpu);
    await database.sql`update tasks set claimed_at = now() - interval '60 seconds' where state = 'RUNNING'`;
    await queue().finish(first, async () => ({}));
    expect((await quotas().get(organizationId)).gpuSecondsUsed).toBeCloseTo(60, 0);
    await add(organizationId);
    await claimed(gpu);
    await database.sql`update tasks set claimed_at = now() - interval '50 seconds' where state = 'RUNNING'`;
    expect((await quotas().get(organizationId)).gpuSecondsUsed).toBeCloseTo(110, 0);
    const waiting = await add(organizationId);
    expect(await claim(gpu)).toBeNull();
    expect(await reasonOf(waiting)).toMatch(/has used 11\d of 100 GPU seconds this month\./);
    await addWorker(database.db, memory);
    expect(await reasonOf(waiting)).toBeNull();
    expect((await claimed(defaultPool)).taskId).toBe(waiting);
    await quotas().set(organizationId, { gpuSeconds: null });
    const last = await add(organizationId);
    expect((await claimed(gpu)).taskId).toBe(last);
  });
});

describe('pools and labels', () => {
  test('restrict claims to tasks whose pool and required labels match', async () => {
    const organizationId = await addOrganization();
    const pooled = await add(organizationId, { pool: 'large', priority: 3 });
    const labeled = await add(organizationId, { requiredLabels: ['a100', 'gpu'], priority: 2 });
    const free = await add(organizationId);
    expect((await claimed({ pool: 'default', labels: ['gpu'] })).taskId).toBe(free);
    expect(await claim({ pool: 'default', labels: ['gpu'] })).toBeNull();
    expect((await claimed({ pool: 'default', labels: ['a100', 'gpu', 'nvlink'] })).taskId).toBe(labeled);
    expect((await claimed({ pool: 'large', labels: ['cpu'] })).taskId).toBe(pooled);
  });

  test('have queue statistics per pool', async () => {
    const organizationId = await addOrganization();
    const worker = await addWorker(database.db, memory, new Date(), { pool: 'large', labels: [] });
    await add(organizationId, { pool: 'large' });
    await claimed({ pool: 'large', labels: [] }, worker);
    await add(organizationId, { pool: 'large' });
    for (let count = 0; count < 2; count++) await add(organizationId);
    await database.sql`update tasks set queued_at = now() - interval '90 seconds' where pool = ''`;
    const [any, large, ...more] = await registry().queueStats();
    expect(any).toMatchObject({ pool: null, queuedTasks: 2, runningTasks: 0, workerCount: 0, slots: 0 });
    expect(any?.oldestQueuedSeconds).toBeCloseTo(90, -1);
    expect(large).toMatchObject({ pool: 'large', queuedTasks: 1, runningTasks: 1, workerCount: 1, slots: 1 });
    expect(more).toEqual([]);
  });
});

describe('preemption', () => {
  const makeRoom = (lowestRunningPriority: number, place = defaultPool) =>
    queue().requestPreemption({ place, memoryBytes: memory, lowestRunningPriority });
  const running = async (organizationId: string, priority: number, place = defaultPool) => {
    const worker = await addWorker(database.db, memory, new Date(), place);
    await add(organizationId, { priority });
    return claimed(place, worker);
  };

  test('selects the lowest-priority, most recently started task, once per waiting task', async () => {
    const organizationId = await addOrganization();
    await running(organizationId, 5);
    const older = await running(organizationId, -1);
    await database.sql`update tasks set claimed_at = now() - interval '1 hour' where id = ${older.taskId}`;
    const younger = await running(organizationId, -1);
    expect(await makeRoom(-1)).toBeNull();
    const urgent = await add(organizationId, { priority: 1 });
    expect(await makeRoom(5)).toBeNull(); // this worker runs nothing of lower priority
    expect(await makeRoom(-1)).toBe(younger.taskId);
    expect(await makeRoom(-1)).toBeNull();
    expect(await queue().heartbeat(younger)).toMatchObject({ preempt: true, pause: false });
    expect(await queue().heartbeat(older)).toMatchObject({ preempt: false });
    await queue().release(younger, 'Preempted by a task with a higher priority.');
    expect((await claimed(defaultPool, younger.workerId)).taskId).toBe(urgent);
    expect(await makeRoom(-1)).toBeNull(); // a preempted task does not preempt tasks of its own priority
    const [victim] = await database.sql`select state, crashes, preempted_for from tasks where id = ${younger.taskId}`;
    expect(victim).toEqual({ state: 'QUEUED', crashes: 0, preempted_for: null });
  });

  test('does not happen when a worker is free or could not run the waiting task', async () => {
    const organizationId = await addOrganization();
    await running(organizationId, 0, { pool: 'default', labels: ['cpu'] });
    await add(organizationId, { priority: 9, requiredLabels: ['gpu'] });
    expect(await makeRoom(0)).toBeNull();
    await add(organizationId, { priority: 9 });
    const idle = await addWorker(database.db, memory);
    expect(await makeRoom(0)).toBeNull();
    await registry().heartbeat(idle, 'DRAINING'); // it accepts no more tasks
    expect(await makeRoom(0)).not.toBeNull();
  });
});
