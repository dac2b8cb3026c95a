/** Sandboxed processes with a failing disk, store, parent or guard: they retry or end, and leave nothing behind. */
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { createLog } from '../../src/log.ts';
import { isAlive } from '../../src/process.ts';
import { serveArtifacts } from '../../src/sandbox/artifact-server.ts';
import { createSandbox, type Program, type SandboxedProcess } from '../../src/sandbox/sandbox.ts';
import { ScratchLost, sweepScratch } from '../../src/sandbox/scratch.ts';
import { kill } from '../support/kill.ts';
import { waitFor } from '../support/wait-for.ts';

const log = createLog({ level: 'silent', name: 'test' });
const sandbox = createSandbox({ mode: 'auto', ownEnvironment: process.env, environment: [], readable: [], log });
const modulePath = fileURLToPath(new URL('../support/hostile-child.mjs', import.meta.url));
const program: Program = { modulePath, args: [], execArgv: [], env: {}, readable: [modulePath] };
const limits = { memoryBytes: null, cpuSeconds: null, maxFileBytes: 2 ** 25, maxOpenFiles: 128 };
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const organizationId = '0190b6c4-0000-7000-8000-000000000001';
const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

let folder: string;
let store: ArtifactStore;
let child: SandboxedProcess;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-artifact-faults-'));
  store = await createFilesystemStore(join(folder, 'artifacts'));
  child = await sandbox.start(program, limits);
});

afterEach(async () => {
  child.kill();
  await child.exited;
  await rm(folder, { recursive: true });
});

/** Serves the child from a store. `attempt` resolves with the child's response. */
function serve(from: ArtifactStore, onRetry: () => void = () => undefined) {
  const artifacts = serveArtifacts(child, { store: from, patience: { maxSeconds: 600, onRetry }, log });
  artifacts.grant({ organizationId, reads: ['datasets/mine'], writes: ['models'] });
  let number = 0;
  function attempt(attempt: string, value: unknown): Promise<unknown> {
    const own = ++number;
    const answered = new Promise((resolve) => {
      child.onMessage((message) => {
        const answer = message as { number?: number; result?: unknown };
        if (answer.number === own) resolve(answer.result);
      });
    });
    child.send({ number: own, attempt, value });
    return answered;
  }
  return { artifacts, attempt };
}

test('copies an artifact again after a read or disk error', async () => {
  await store.put('datasets/mine', Buffer.from('all of it'));
  let reads = 0;
  const breaking: ArtifactStore = {
    ...store,
    get: async (key) => (++reads > 2 ? store.get(key) : Readable.from(half())),
  };
  async function* half() {
    yield Buffer.from('all');
    throw full();
  }
  const { path } = (await serve(breaking).attempt('ask', { call: 'get', key: 'datasets/mine' })) as { path: string };
  expect(await readFile(path, 'utf8')).toBe('all of it');
  expect(await readdir(child.scratch.in)).toHaveLength(1);
});

test('ends a process whose scratch folder was removed', async () => {
  await store.put('datasets/mine', Buffer.from('all of it'));
  const { attempt } = serve(store, () => expect.unreachable('trying again helps nothing'));
  await rm(child.scratch.path, { recursive: true });
  void attempt('ask', { call: 'get', key: 'datasets/mine' });
  expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  await expect(child.scratch.touch()).rejects.toThrow(ScratchLost);
});

test('stops retrying a store once the requesting process has exited', async () => {
  const filled: ArtifactStore = {
    ...store,
    async put() {
      throw full();
    },
  };
  let retried: () => void = () => undefined;
  const trying = new Promise<void>((resolve) => {
    retried = resolve;
  });
  const { artifacts, attempt } = serve(filled, retried);
  await attempt('file', { name: 'weights', text: 'weights' });
  void attempt('ask', { call: 'put', key: 'models/weights', file: 'weights' });
  await trying;
  child.kill();
  await child.exited;
  await artifacts.idle();
  expect(existsSync(child.scratch.path)).toBe(false);
});

test('retries writing a file while its folder is unavailable', async () => {
  const scratch = join(folder, 'scratch');
  await mkdir(scratch);
  await writeFile(join(scratch, 'out'), ''); // a file instead of a folder
  const writerPath = fileURLToPath(new URL('../support/artifact-writer.ts', import.meta.url));
  const writer = fork(writerPath, [scratch], { execArgv: ['--import', tsx], serialization: 'advanced' });
  const exited = once(writer, 'exit');
  const [first] = await once(writer, 'message');
  expect(first).toEqual({ retried: 'ENOTDIR' });
  await rm(join(scratch, 'out'));
  await mkdir(join(scratch, 'out'));
  writer.on('message', async (message: { id?: number; file?: string }) => {
    if (message.id === undefined || message.file === undefined) return;
    const { length } = await readFile(join(scratch, 'out', message.file));
    writer.send({ type: 'artifact', id: message.id, bytes: length });
  });
  expect(await exited).toEqual([0, null]);
  expect(await readdir(join(scratch, 'out'))).toEqual([]);
});

describe.runIf(process.platform === 'linux')('a process in an endless loop', () => {
  test('ends with any of the processes that confine it, and its parent is notified', async () => {
    const all = (await confinersOf(child.pid)).length;
    for (let index = 0; index < all; index++) {
      const other = await sandbox.start(program, limits);
      await new Promise<void>((resolve) => void other.onMessage(() => resolve()));
      other.send({ number: 1, attempt: 'spin' });
      kill((await confinersOf(other.pid))[index]);
      expect(await other.exited).toEqual({ code: null, signal: 'SIGKILL' });
      await waitFor('the end of the child', async () => !isAlive(other.pid));
    }
  });
});

/** Returns the processes between a sandboxed process and this one. */
async function confinersOf(pid: number): Promise<number[]> {
  const [, parent] = /\) \w (\d+)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8')) ?? [];
  return Number(parent) === process.pid ? [] : [Number(parent), ...(await confinersOf(Number(parent)))];
}

test('sweeps scratch folders of ended processes, including earlier ones with its own pid, and no others', async () => {
  const base = dirname(child.scratch.path);
  const { pid: dead } = spawnSync('true');
  const [place] = basename(child.scratch.path).split('-');
  const gone = [`${place}-${dead}-0190b6c4-old`, `${place}-${process.pid}-0190b6c4-old`];
  // From another container, whose processes cannot be seen from here.
  const [elsewhere, elsewhereOld] = [`0190b6c4-${dead}-0190b6c4-new`, `0190b6c4-${dead}-0190b6c4-old`];
  const names = [...gone, elsewhere, elsewhereOld];
  for (const name of names) await mkdir(join(base, name, 'out'), { recursive: true });
  const longAgo = new Date(Date.now() - 48 * 3600_000);
  for (const path of [join(base, elsewhereOld), child.scratch.path]) await utimes(path, longAgo, longAgo);
  await sweepScratch();
  expect(names.filter((name) => existsSync(join(base, name)))).toEqual([elsewhere]);
  expect(existsSync(child.scratch.out)).toBe(true);
  await child.scratch.touch();
  expect((await stat(child.scratch.path)).mtimeMs).toBeGreaterThan(longAgo.getTime() + 1000);
  await rm(join(base, elsewhere), { recursive: true });
});
