/** The invariant checks of the fault matrix find every planted violation under its name, and none in an intact platform. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { fingerprintOf } from '../../bench/faults/artifact-checks.ts';
import { checkInvariants, type Launch, type Violations, violations } from '../../bench/faults/invariants.ts';
import type { Recording, SeenEvent } from '../../bench/faults/subscriber.ts';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { putBytes } from '../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { newId } from '../../src/database/id.ts';
import { organizations, users } from '../../src/database/tables/accounts.ts';
import { models, modelVersions } from '../../src/database/tables/models.ts';
import { taskEvents, tasks } from '../../src/database/tables/tasks.ts';
import { type ModelInput, packBundle } from '../../src/models/bundle.ts';
import { createTestDatabase } from '../support/database.ts';

/** A task that succeeded: launched, claimed, reported once, finished with a model. */
interface Scene {
  database: Awaited<ReturnType<typeof createTestDatabase>>;
  folder: string;
  store: ArtifactStore;
  organizationId: string;
  taskId: string;
  artifactKey: string;
  launch: Launch;
  recording: Recording;
}

let scene: Scene;
beforeEach(async () => {
  scene = await play();
});
afterEach(async () => {
  await scene.database.drop();
  await rm(scene.folder, { recursive: true });
});

const story = [
  { type: 'TaskStateChanged', payload: { from: null, to: 'QUEUED', reason: null }, attempt: 0 },
  { type: 'TaskStateChanged', payload: { from: 'QUEUED', to: 'RUNNING', reason: null }, attempt: 1 },
  { type: 'MetricsReported', payload: { epoch: 1, step: 1, metrics: [] }, attempt: 1 },
  { type: 'TaskStateChanged', payload: { from: 'RUNNING', to: 'SUCCEEDED', reason: null }, attempt: 1 },
];

async function play(): Promise<Scene> {
  const database = await createTestDatabase(inject('postgresUrl'));
  const folder = await mkdtemp(join(tmpdir(), 'aias-invariants-'));
  const store = await createFilesystemStore(folder);
  const [userId, organizationId, taskId, modelId] = [newId(), newId(), newId(), newId()];
  const stored = await putBytes(store, 'models', bundle(1));
  const history = [{ epoch: 1, step: 1, metrics: [] }];
  const { db } = database;
  await db.insert(users).values({ id: userId, username: 'ada', passwordHash: 'x' });
  await db.insert(organizations).values({ id: organizationId, name: 'ada', eventSeq: story.length });
  await db.insert(tasks).values({
    id: taskId,
    organizationId,
    kind: 'TRAIN',
    state: 'SUCCEEDED',
    spec: {},
    idempotencyKey: 'key',
    attempt: 1,
    lastSeq: story.length,
    createdBy: userId,
  });
  const positions = story.map((event, index) => ({ ...event, seq: index + 1, organizationSeq: index + 1 }));
  await db.insert(taskEvents).values(positions.map((event) => ({ ...event, taskId, organizationId })));
  await db.insert(models).values({ id: modelId, organizationId, name: 'model' });
  const { key: artifactKey, sha256, bytes } = stored;
  const version = { id: newId(), modelId, version: 1, taskId, artifactKey, sha256, sizeBytes: bytes, history };
  await db.insert(modelVersions).values(version);
  const [row] = await database.sql`select history from model_versions`; // Postgres orders the keys
  const expectedFingerprint = await fingerprintOf(store, { key: artifactKey, history: row?.history });
  const events = positions.map(({ seq, attempt, type }): SeenEvent => {
    return { taskId, seq, attempt, type, cursor: String(seq), arrivedAt: seq };
  });
  return {
    database,
    folder,
    store,
    organizationId,
    taskId,
    artifactKey,
    launch: { taskId, idempotencyKey: 'key', allowedStates: ['SUCCEEDED'], cancelled: false, expectedFingerprint },
    recording: { name: 'watcher', stream: { taskId: btoa(`Task:${taskId}`) }, events, prematureCompletions: 0 },
  };
}

/** A model with a single weight. */
function bundle(weight: number): Uint8Array {
  const input: ModelInput = { kind: 'images', size: { height: 1, width: 1, channels: 1 }, classes: ['a', 'b'] };
  const manifest = { format: 2, family: 'cnn', parameters: {}, objective: 'CLASSIFICATION', input } as const;
  return packBundle({ files: { 'weights.bin': new Uint8Array([weight]) }, manifest });
}

function findings(): Promise<Violations> {
  const { database, store, organizationId, launch, recording, folder: temporary } = scene;
  return checkInvariants({
    sql: database.sql,
    store,
    organizationId,
    launches: [launch],
    recordings: [recording],
    temporary,
  });
}

const event = (index: number): SeenEvent => {
  const found = scene.recording.events[index];
  if (!found) throw new Error(`There is no event ${index}.`);
  return found;
};

/** Appends an event to the log, as the log itself would. */
async function append(payload: object, attempt = 1): Promise<void> {
  const { database, taskId, organizationId, recording } = scene;
  const at = story.length + 1;
  const row = { taskId, organizationId, seq: at, organizationSeq: at, attempt, type: 'TaskStateChanged', payload };
  await database.db.insert(taskEvents).values(row);
  await database.sql`update tasks set last_seq = ${at}`;
  await database.sql`update organizations set event_seq = ${at}`;
  recording.events.push({ ...event(3), seq: at, attempt });
}

let runaway: ChildProcess | null = null;
afterEach(() => void runaway?.kill('SIGKILL'));

async function runAway(scratch: string): Promise<void> {
  runaway = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', scratch]);
  await once(runaway, 'spawn');
}

/** A scratch folder named after a process that has ended. */
const orphanedScratch = () => join(scene.folder, 'aias-sandbox-0', `${spawnSync('true').pid}-0190b6c4-x`);

const planted: [name: keyof Violations, what: string, plant: () => unknown][] = [
  ['lost', 'a task that never ended', () => scene.database.sql`update tasks set state = 'RUNNING'`],
  ['lost', 'a task that succeeded without a model', () => scene.database.sql`delete from model_versions`],
  [
    'lost',
    'a task that failed without a reason',
    async () => {
      scene.launch.allowedStates = ['FAILED'];
      await scene.database.sql`delete from model_versions`;
      await scene.database.sql`update tasks set state = 'FAILED'`;
    },
  ],
  ['doubled', 'a second end', () => append({ from: 'SUCCEEDED', to: 'FAILED', reason: null })],
  ['doubled', 'an attempt that started twice', () => append({ from: 'SUCCEEDED', to: 'RUNNING', reason: null })],
  ['gaps', 'a missing event', () => scene.database.sql`delete from task_events where seq = 3`],
  ['gaps', 'an unused position', () => scene.database.sql`update tasks set last_seq = 5`],
  ['gaps', 'an unused position of the organization', () => scene.database.sql`update organizations set event_seq = 5`],
  [
    'gaps',
    'an attempt that wrote after the next one',
    () => scene.database.sql`update task_events set attempt = 2 where seq = 2`,
  ],
  ['gaps', 'an event that a subscriber missed', () => scene.recording.events.splice(2, 1)],
  ['gaps', 'an event that a subscriber saw twice', () => scene.recording.events.push(event(1))],
  ['gaps', 'events that a subscriber saw in another order', () => scene.recording.events.reverse()],
  ['gaps', 'an event that was never written', () => scene.recording.events.push({ ...event(3), seq: 9 })],
  ['dangling', 'a model that is not in the store', () => scene.store.delete(scene.artifactKey)],
  ['dangling', 'a truncated model', () => writeFile(join(scene.folder, scene.artifactKey), 'short')],
  ['dangling', 'a model with other bytes', () => writeFile(join(scene.folder, scene.artifactKey), bundle(2))],
  [
    'dangling',
    'a checkpoint that is not in the store',
    () => scene.database.sql`update tasks set checkpoint = '[{"key": "checkpoints/a/b", "step": 1}]'::jsonb`,
  ],
  ['forgotten', 'a launch without a task', () => Object.assign(scene.launch, { taskId: newId() })],
  [
    'forgotten',
    'a launch that was answered with another task',
    () => Object.assign(scene.launch, { idempotencyKey: 'other' }),
  ],
  [
    'forgotten',
    'a cancellation without effect',
    async () => {
      Object.assign(scene.launch, { allowedStates: ['PAUSED'], cancelled: true });
      await scene.database.sql`update tasks set state = 'PAUSED'`;
    },
  ],
  ['unequal', 'other weights', () => Object.assign(scene.launch, { expectedFingerprint: 'weights of another run' })],
  ['leftover', 'the scratch folder of an ended worker', () => mkdir(orphanedScratch(), { recursive: true })],
  ['leftover', 'a process that outlives its worker', () => runAway(orphanedScratch())],
  [
    'leftover',
    'a process that its worker considers ended',
    () => runAway(join(scene.folder, 'aias-sandbox-0', `${process.pid}-0190b6c4-x`)),
  ],
  ['unequal', 'other metrics', () => scene.database.sql`update model_versions set history = '[]'::jsonb`],
];

test('finds no violations in an intact platform', async () => {
  expect(await findings()).toEqual(Object.fromEntries(violations.map((name) => [name, []])));
});

test.each(planted)('finds %s: %s', async (name, _, plant) => {
  await plant();
  expect((await findings())[name]).not.toEqual([]);
});
