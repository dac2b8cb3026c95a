/** The handle of a reader: processes that are killed, send unsolicited messages, or exit after other uploads. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import type { Hints } from '../../src/database/hints.ts';
import type { IngestionClaim, IngestionQueue } from '../../src/datasets/ingestion-queue.ts';
import { createLog } from '../../src/log.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Ingester, type IngestOutcome, startIngester } from '../../src/worker/ingestion/ingester.ts';
import { startIngestion } from '../../src/worker/ingestion/ingestion.ts';
import { startIngestions } from '../../src/worker/ingestion/ingestions.ts';
import { waitFor } from '../support/wait-for.ts';

const log = createLog({ level: 'silent', name: 'test' });
const sandbox = createSandbox({ mode: 'auto', ownEnvironment: process.env, environment: [], readable: [], log });
const modulePath = fileURLToPath(new URL('../support/talkative-reader.mjs', import.meta.url));

let folder: string;
let ingester: Ingester | null = null;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-ingester-'));
});
afterEach(() => ingester?.kill());
afterAll(() => rm(folder, { recursive: true }));

async function start(module = modulePath, startSeconds = 60): Promise<Ingester> {
  const store = await createFilesystemStore(folder);
  ingester = await startIngester({
    sandbox,
    program: { modulePath: module, args: [], execArgv: [], env: {}, readable: [module] },
    startSeconds,
    artifacts: { store, patience: { maxSeconds: 0, onRetry: () => undefined }, log },
    memoryBytes: 2 ** 30,
    seconds: 60,
    log,
  });
  return ingester;
}

const claimOf = (name: string): IngestionClaim => ({
  versionId: '0190b6c4-0000-7000-8000-000000000002',
  datasetId: '0190b6c4-0000-7000-8000-000000000003',
  organizationId: '0190b6c4-0000-7000-8000-000000000001',
  artifactKey: `datasets/${name}`,
  bytes: 1,
  format: null,
  attempt: 1,
  tries: 1,
});
const read = (reader: Ingester, name: string) => reader.run(claimOf(name), () => undefined);

test('a reader that hangs while it starts is ended', async () => {
  const hanging = join(folder, 'hanging.mjs');
  await writeFile(hanging, "process.on('message', () => undefined);");
  await expect(start(hanging, 0.1)).rejects.toThrow('did not start: it was killed by SIGKILL');
});

test('a killed reader is immediately not alive and not reusable', async () => {
  const reader = await start();
  expect(await read(reader, 'good')).toMatchObject({ kind: 'ready' });
  expect([reader.alive, reader.reusable]).toEqual([true, true]);
  reader.kill();
  expect([reader.alive, reader.reusable]).toEqual([false, false]);
});

test('a reader that sends an unsolicited message between uploads is ended', async () => {
  const reader = await start();
  expect(await read(reader, 'late')).toMatchObject({ kind: 'ready' });
  await waitFor('its end', async () => !reader.alive);
});

test('a reader is fresh until it has read an upload', async () => {
  const reader = await start();
  expect(reader.fresh).toBe(true);
  await read(reader, 'good');
  expect(reader.fresh).toBe(false);
  expect(await read(reader, 'rejected')).toMatchObject({ kind: 'rejected', reason: 'read' });
  expect(reader.alive).toBe(false);
});

test.each<[fresh: boolean, outcome: IngestOutcome, calls: string[]]>([
  [true, { kind: 'memory' }, ['reject']],
  [false, { kind: 'memory' }, ['release']],
  [true, { kind: 'crashed', reason: 'x' }, ['retry']],
  [false, { kind: 'crashed', reason: 'x' }, ['release']],
  [false, { kind: 'time', seconds: 1 }, ['release']],
  [false, { kind: 'rejected', reason: 'x', location: null }, ['reject']],
])('blames an upload only when its reader was fresh (fresh: %s, %o)', async (fresh, outcome, calls) => {
  const called: string[] = [];
  const queue = new Proxy({} as IngestionQueue, {
    get: (_, name) => async () => void called.push(String(name)),
  });
  const reader: Ingester = { alive: true, fresh, reusable: false, run: async () => outcome, kill: () => undefined };
  await startIngestion({ claim: claimOf('x'), ingester: reader, queue, memoryBytes: 2 ** 30, log }).ended;
  expect(called).toEqual(calls);
});

test('renews the lease of an upload while its reader starts', async () => {
  let renewals = 0;
  let isOpen = true;
  const calls: string[] = [];
  const queue = new Proxy({} as IngestionQueue, {
    get: (_, name) => async () => {
      if (name === 'renew') renewals++;
      else if (name !== 'claim') calls.push(String(name));
      else if (isOpen) {
        isOpen = false;
        return claimOf('x');
      }
      return null;
    },
  });
  const slow: Pick<Sandbox, 'start'> = {
    async start() {
      await waitFor('renewals', async () => renewals >= 3);
      throw new Error('no room');
    },
  };
  const store = await createFilesystemStore(folder);
  const ingestions = await startIngestions({
    lanes: 1,
    leaseSeconds: 0.2,
    queue,
    ingester: {
      sandbox: { ...sandbox, ...slow },
      program: { modulePath, args: [], execArgv: [], env: {}, readable: [modulePath] },
      artifacts: { store, patience: { maxSeconds: 0, onRetry: () => undefined }, log },
      memoryBytes: 2 ** 30,
      seconds: 60,
      log,
    },
    hints: { listen: async () => ({ unlisten: () => undefined }) } as unknown as Hints, // the only method in use
    log,
  });
  await waitFor('the upload to be released', async () => calls.length > 0);
  expect(calls).toEqual(['release']);
  await ingestions.stop();
});
