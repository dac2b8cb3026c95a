import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { putBytes } from '../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { createCheckpointCleanup } from '../../src/tasks/checkpoint-cleanup.ts';
import type { Claim } from '../../src/tasks/queue/queue.ts';
import { createTaskFixture, type TaskFixture } from '../support/tasks.ts';

let bench: TaskFixture;
let folder: string;
let store: ArtifactStore;

beforeAll(async () => {
  bench = await createTaskFixture();
  folder = await mkdtemp(join(tmpdir(), 'aias-checkpoints-'));
  store = await createFilesystemStore(folder);
});
afterAll(async () => {
  await bench.database.drop();
  await rm(folder, { recursive: true });
});

/** Starts a task that has saved three checkpoints, of which two are kept. */
async function startWithCheckpoints(): Promise<{ claim: Claim; keys: string[] }> {
  const claim = await bench.start();
  const keys: string[] = [];
  for (const step of [1, 2, 3]) {
    const { key } = await putBytes(store, `checkpoints/${claim.taskId}`, new Uint8Array([step]));
    keys.push(key);
    for (const old of await bench.queue.saveCheckpoint(claim, { key, step })) await store.delete(old.key);
  }
  return { claim, keys: keys.slice(1) };
}

async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list('')) keys.push(key);
  return keys.sort();
}

test('deletes the checkpoints of ended tasks and keeps those of running and paused ones', async () => {
  const [running, finished, failed, cancelled, paused] = [
    await startWithCheckpoints(),
    await startWithCheckpoints(),
    await startWithCheckpoints(),
    await startWithCheckpoints(),
    await startWithCheckpoints(),
  ];
  await bench.queue.finish(finished.claim, async () => ({ kind: 'PREDICT' }));
  await bench.queue.fail(failed.claim, 'no reason');
  await bench.queue.recordStop(cancelled.claim, 'cancel');
  await bench.queue.recordStop(paused.claim, 'pause');
  expect(await stored()).toHaveLength(10);

  const away: ArtifactStore = { ...store, delete: () => Promise.reject(new Error('The store is away.')) };
  await expect(createCheckpointCleanup({ db: bench.database.db, store: away })()).rejects.toThrow('The store is away.');

  // Several gateways clean up at the same time.
  const clean = createCheckpointCleanup({ db: bench.database.db, store });
  const cleaned = await Promise.all([clean(), clean(), clean()]);
  expect(cleaned.reduce((sum, count) => sum + count)).toBe(3);
  expect(await clean()).toBe(0);
  expect(await stored()).toEqual([...running.keys, ...paused.keys].sort());
  const rows = await bench.database.sql`select id from tasks where checkpoint is not null`;
  expect(rows.map(({ id }) => id).sort()).toEqual([running.claim.taskId, paused.claim.taskId].sort());
});
