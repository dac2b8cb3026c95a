/** The supervisor: the shared memory limit of its tasks, its shutdown, and its trainers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';

import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { createConfigurationRepository } from '../../src/configurations/configuration-repository.ts';
import { createConfigurationService } from '../../src/configurations/configuration-service.ts';
import { newId } from '../../src/database/id.ts';
import { organizations, users } from '../../src/database/tables/accounts.ts';
import { workers } from '../../src/database/tables/scheduling.ts';
import { taskEvents, tasks } from '../../src/database/tables/tasks.ts';
import { createDatasetRepository } from '../../src/datasets/dataset-repository.ts';
import { createDatasetService } from '../../src/datasets/dataset-service.ts';
import { createLog } from '../../src/log.ts';
import { createModelRepository } from '../../src/models/model-repository.ts';
import { createModelService } from '../../src/models/model-service.ts';
import { createTaskQueue } from '../../src/tasks/queue/queue.ts';
import { queueChannel } from '../../src/tasks/queue/transitions.ts';
import { createWorkerRegistry } from '../../src/tasks/queue/worker-registry.ts';
import type { TaskSpec, TrainingSpec } from '../../src/tasks/task-spec.ts';
import { createOutcomeRecorder } from '../../src/worker/outcome-recorder.ts';
import { type SupervisedWorker, startWorker, type WorkerOptions } from '../../src/worker/supervisor.ts';
import { createTestDatabase } from '../support/database.ts';
import { scriptedTrainers } from '../support/scripted-trainers.ts';
import { waitFor } from '../support/wait-for.ts';

const linux = process.platform === 'linux';
if (!linux) console.warn('SKIPPED: this system does not report the memory of processes.');

const [longLeaseSeconds, mebi, gibi] = [60, 2 ** 20, 2 ** 30];
const [organizationId, otherOrganizationId, userId] = [newId(), newId(), newId()];
const log = createLog({ level: 'silent', name: 'test' });

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;
let store: ArtifactStore;
let worker: SupervisedWorker | null = null;

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  folder = await mkdtemp(join(tmpdir(), 'aias-supervisor-'));
  store = await createFilesystemStore(join(folder, 'artifacts'));
  await database.db.insert(users).values({ id: userId, username: 'ada', passwordHash: 'x' });
  await database.db.insert(organizations).values([
    { id: organizationId, name: 'ada' },
    { id: otherOrganizationId, name: 'grace' },
  ]);
});
afterEach(async () => {
  await worker?.stop();
  worker = null;
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

type Settings = Pick<WorkerOptions, 'slots' | 'memoryBytes'> &
  Partial<Pick<WorkerOptions, 'graceSeconds' | 'once' | 'leaseSeconds'>> & {
    stallSeconds?: number;
    /** The store for artifacts of trainers, and how long calls to it are retried. */
    artifacts?: { store: ArtifactStore; patienceSeconds: number };
  };

/** @param settings these trainers send no heartbeat, so `stallSeconds` is long by default */
async function start({
  stallSeconds = 3600,
  leaseSeconds = longLeaseSeconds,
  artifacts = { store, patienceSeconds: 0 },
  ...options
}: Settings): Promise<SupervisedWorker> {
  const { db, hints } = database;
  const links = { publicUrl: () => '', onUploaded: () => undefined };
  const repository = createDatasetRepository({ db });
  const datasets = createDatasetService({
    repository,
    memberships: { authorizeTicket: async () => undefined },
    store,
    uploadLimits: { maxBytes: gibi, idleMs: 60_000 },
    ...links,
  });
  const configurations = createConfigurationService({
    repository: createConfigurationRepository({ db }),
    datasets,
    // No task here fine-tunes a model.
    models: {
      version: () => Promise.reject(new Error()),
      manifest: () => Promise.reject(new Error()),
      topology: () => Promise.reject(new Error()),
    },
  });
  const models = createModelService({ repository: createModelRepository({ db }), configurations, store });
  const queue = createTaskQueue({ db, leaseSeconds, maxAttempts: 3 });
  worker = await startWorker({
    graceSeconds: 25,
    ...options,
    id: newId(),
    version: 'test',
    place: { pool: 'default', labels: [] },
    leaseSeconds,
    queue,
    registry: createWorkerRegistry({ db, leaseSeconds }),
    settler: createOutcomeRecorder({ queue, models, store, log }),
    spool: { folder: join(folder, 'spool'), maxBytes: gibi },
    hints,
    trainers: scriptedTrainers(folder, artifacts.store, stallSeconds, artifacts.patienceSeconds),
    log,
  });
  return worker;
}

/** A dataset that names the action of its task's trainer (see scripted-trainer.ts). */
const dataset = (line: string) => ({ versionId: newId(), format: 'CSV', artifactKey: line, sha256: 'b' }) as const;

function predicting(line: string): TaskSpec {
  return { kind: 'PREDICT', model: { modelId: newId(), versionId: newId(), artifactKey: 'm' }, dataset: dataset(line) };
}

function training(line: string): TaskSpec {
  const recipe: TrainingSpec = {
    configurationId: newId(),
    family: 'linearRegression',
    parameters: {},
    dataset: dataset(line),
    objective: 'REGRESSION',
    inputs: ['x'],
    target: 'y',
    imageSizeRange: null,
    modality: 'TABULAR' as const,
    futureCovariates: null,
    baseModelVersion: null,
    split: { method: 'RANDOM', validationFraction: 0, testFraction: 0, seed: 0 },
    training: {
      epochs: 1,
      batchSize: 1,
      learningRate: 1,
      optimizer: 'sgd',
      learningRateSchedule: 'constant',
      earlyStopping: null,
      replicas: 1,
      seed: 0,
    },
  };
  return { kind: 'TRAIN', recipe };
}

/** Adds tasks to the queue in one transaction. */
async function add(...given: { spec: TaskSpec; memoryBytes: number; organizationId?: string }[]): Promise<string[]> {
  const rows = given.map((task) => {
    return { organizationId, ...task, id: newId(), kind: task.spec.kind, createdBy: userId };
  });
  await database.db.transaction(async (tx) => {
    await tx.insert(tasks).values(rows);
    await tx.execute(sql`select pg_notify(${queueChannel}, '')`);
  });
  return rows.map(({ id }) => id);
}

async function addOne(line: string, memoryBytes: number): Promise<string> {
  const [id = ''] = await add({ spec: predicting(line), memoryBytes });
  return id;
}

const finish = (taskId: string) => writeFile(join(folder, taskId), '');

async function rowOf(taskId: string) {
  const [row] = await database.db.select().from(tasks).where(eq(tasks.id, taskId));
  if (!row) throw new Error(`There is no task ${taskId}.`);
  return row;
}

const waitForState = (taskId: string, state: string) =>
  waitFor(`${state} of ${taskId}`, async () => (await rowOf(taskId)).state === state);

/** Returns the state changes of these tasks in the order of the organization's log: "first RUNNING", "first SUCCEEDED", ... */
async function storyOf(named: Record<string, string>): Promise<string[]> {
  const names = new Map(Object.entries(named).map(([name, id]) => [id, name]));
  const rows = await database.db.select().from(taskEvents).orderBy(asc(taskEvents.organizationSeq));
  return rows.flatMap(({ taskId, payload }) =>
    names.has(taskId) ? `${names.get(taskId)} ${(payload as { to: string }).to}` : [],
  );
}

describe('tasks that together exceed the memory of their worker', () => {
  const large = 640 * mebi;

  test('run one at a time and let a smaller task that fits go first', async () => {
    await start({ slots: 2, memoryBytes: gibi });
    const first = await addOne('waitForFile', large);
    await waitForState(first, 'RUNNING');
    const second = await addOne('waitForFile', large);
    // Twice: the second slot claims what fits and skips the task that has waited longer.
    for (let round = 0; round < 2; round++) await waitForState(await addOne('done', gibi - large), 'SUCCEEDED');
    expect([(await rowOf(first)).state, (await rowOf(second)).state]).toEqual(['RUNNING', 'QUEUED']);
    await finish(first);
    await waitForState(second, 'RUNNING');
    await finish(second);
    await waitForState(await addOne('done', gibi), 'SUCCEEDED'); // all memory is free again
    expect(await storyOf({ first, second })).toEqual([
      'first RUNNING',
      'first SUCCEEDED',
      'second RUNNING',
      'second SUCCEEDED',
    ]);
  });

  test('are never claimed together by two slots', async () => {
    await start({ slots: 2, memoryBytes: gibi });
    const twice = (memoryBytes: number) => {
      const one = { spec: predicting('waitForFile'), memoryBytes };
      return add(one, one);
    };
    const both = await twice(gibi / 2);
    for (const taskId of both) await waitForState(taskId, 'RUNNING'); // now both slots have a trainer
    for (const taskId of both) await finish(taskId);
    for (const taskId of both) await waitForState(taskId, 'SUCCEEDED');
    const [a = '', b = ''] = await twice(large);
    await Promise.all([finish(a), finish(b)]);
    for (const taskId of [a, b]) await waitForState(taskId, 'SUCCEEDED');
    expect(await storyOf({ a, b })).toEqual(['a RUNNING', 'a SUCCEEDED', 'b RUNNING', 'b SUCCEEDED']);
  });
});

describe('a worker', () => {
  const stateOf = async (id: string) => (await database.db.select().from(workers).where(eq(workers.id, id)))[0]?.state;

  test('exits within the grace period when its trainer hangs, without counting a crash', async () => {
    const { id, stop } = await start({ slots: 1, memoryBytes: gibi, graceSeconds: 2 });
    const taskId = await addOne('waitForFile', mebi);
    await waitForState(taskId, 'RUNNING');
    const stopped = stop();
    await waitFor('DRAINING', async () => (await stateOf(id)) === 'DRAINING');
    await stopped;
    expect(await stateOf(id)).toBe('STOPPED');
    expect(await rowOf(taskId)).toMatchObject({ state: 'QUEUED', crashes: 0, workerId: null });
    await start({ slots: 1, memoryBytes: gibi });
    await finish(taskId);
    await waitForState(taskId, 'SUCCEEDED');
  });

  test('with `once`, claims a single task although it has two slots, and reports DRAINING', async () => {
    const once = { waitSeconds: 60 };
    const { id, ended } = await start({ slots: 2, memoryBytes: gibi, once });
    const both = [await addOne('waitForFile', mebi), await addOne('waitForFile', mebi)];
    const first = await waitFor('a task to run', async () => {
      const rows = await Promise.all(both.map(rowOf));
      return rows.find(({ state }) => state === 'RUNNING')?.id;
    });
    await waitFor('DRAINING', async () => (await stateOf(id)) === 'DRAINING');
    await Promise.all(both.map(finish));
    expect(await ended).toBe(1);
    const [other = ''] = both.filter((taskId) => taskId !== first);
    expect([(await rowOf(first)).state, (await rowOf(other)).state]).toEqual(['SUCCEEDED', 'QUEUED']);
    await database.db.delete(taskEvents).where(eq(taskEvents.taskId, other));
    await database.db.delete(tasks).where(eq(tasks.id, other));
  });

  test('reruns a task whose artifact was purged before it finished', async () => {
    await start({ slots: 1, memoryBytes: gibi });
    const taskId = await addOne('loseArtifact', gibi);
    await waitForState(taskId, 'SUCCEEDED');
    expect(await rowOf(taskId)).toMatchObject({
      attempt: 2,
      result: { artifactKey: expect.stringMatching(/^predictions\/[0-9a-f]{64}$/) },
    });
  });

  test('keeps its task while its trainer waits for an unavailable store, for longer than a lease', async () => {
    const leaseSeconds = 8;
    let isAway = true;
    const unreachable: ArtifactStore = {
      ...store,
      async put(...given) {
        if (isAway) throw Object.assign(new Error('The store is away.'), { code: 'ECONNREFUSED' });
        return store.put(...given);
      },
    };
    const artifacts = { store: unreachable, patienceSeconds: 600 };
    await start({ slots: 1, memoryBytes: gibi, leaseSeconds, artifacts });
    const taskId = await addOne('done', gibi);
    const leaseEnd = async () => (await rowOf(taskId)).leaseExpiresAt?.getTime();
    const first = await waitFor('a lease', leaseEnd);
    await waitFor('a lease that begins after the first has ended', async () => {
      return ((await leaseEnd()) ?? 0) > first + leaseSeconds * 1000;
    });
    isAway = false;
    await waitForState(taskId, 'SUCCEEDED');
    expect(await rowOf(taskId)).toMatchObject({ attempt: 1 });
  });

  test('with `once`, exits when there is no task', async () => {
    const { ended } = await start({ slots: 1, memoryBytes: gibi, once: { waitSeconds: 0 } });
    expect(await ended).toBe(0);
  });
});

describe.skipIf(!linux)('a trainer', () => {
  test('that reports an artifact it has not stored is ended, and its task never succeeds', async () => {
    await start({ slots: 1, memoryBytes: gibi });
    await store.put('predictions/foreign', Buffer.from('of another organization'));
    const taskId = await addOne('steal', gibi);
    await waitForState(taskId, 'FAILED');
    expect(await rowOf(taskId)).toMatchObject({ attempt: 3, result: null });
  });

  test('is never shared between organizations', async () => {
    await start({ slots: 1, memoryBytes: gibi });
    const own = await processOf(await addOne('done', gibi));
    const [foreign = ''] = await add({
      spec: predicting('done'),
      memoryBytes: gibi,
      organizationId: otherOrganizationId,
    });
    expect(await processOf(foreign)).not.toBe(own);
  });

  const processOf = async (taskId: string) => {
    await waitForState(taskId, 'SUCCEEDED');
    return ((await rowOf(taskId)).result as { samples: number }).samples;
  };

  test('is replaced when it has grown beyond the limit, and reused otherwise', async () => {
    await start({ slots: 1, memoryBytes: gibi });
    const tidy = await processOf(await addOne(`retainMemory ${64 * mebi}`, gibi));
    const same = await processOf(await addOne(`retainMemory ${600 * mebi}`, gibi));
    const fresh = await processOf(await addOne('done', gibi));
    const kept = await processOf(await addOne('done', gibi));
    expect(same).toBe(tidy);
    expect(fresh).not.toBe(same);
    expect(kept).toBe(fresh);
    expect(() => process.kill(same, 0)).toThrow(/ESRCH/);
  });
});

describe.skipIf(!linux)('a training', () => {
  const waitForFailure = async (line: string, memoryBytes: number) => {
    const [taskId = ''] = await add({ spec: training(line), memoryBytes });
    await waitForState(taskId, 'FAILED');
    return rowOf(taskId);
  };

  test.each([
    ['the heap of V8', 'heap'],
    ['array buffers', 'load buffers'],
    ['the memory of the engine', 'load engine'],
  ])('fails without a retry when %s exceeds its memory limit, naming the limit', async (_, line) => {
    await start({ slots: 1, memoryBytes: gibi });
    const { attempt, failureReason } = await waitForFailure(line, gibi / 2);
    expect(failureReason).toContain('exceeded its memory limit of 0.750 GiB (1.5 times the estimate of 0.500 GiB');
    expect(failureReason).toMatch(/smaller batch/);
    expect(attempt).toBe(1);
    await waitForState(await addOne('done', gibi), 'SUCCEEDED'); // the worker keeps running
  });

  test('that stalls is retried with a new trainer', async () => {
    await start({ slots: 1, memoryBytes: gibi, stallSeconds: 1 });
    const { attempt, failureReason } = await waitForFailure('loop', gibi);
    expect(failureReason).toBe(
      'The trainer process stopped responding: no heartbeat for 1 s. The task failed after 3 attempts.',
    );
    expect(attempt).toBe(3);
  });

  test('is retried after a crash that is not out of memory', async () => {
    await start({ slots: 1, memoryBytes: gibi });
    const { attempt, failureReason } = await waitForFailure('abort', gibi);
    expect(failureReason).toBe(
      'The trainer process crashed: it was killed by SIGABRT. The task failed after 3 attempts.',
    );
    expect(attempt).toBe(3);
  });
});
