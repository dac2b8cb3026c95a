/** A compromised child process meets every guard that holds on this machine, and its parent trusts it with nothing. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { getBytes } from '../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { createLog } from '../../src/log.ts';
import { type ArtifactServer, serveArtifacts } from '../../src/sandbox/artifact-server.ts';
import { guardNames } from '../../src/sandbox/guards.ts';
import { createSandbox, type Program, type SandboxedProcess } from '../../src/sandbox/sandbox.ts';
import { waitFor } from '../support/wait-for.ts';

const log = createLog({ level: 'silent', name: 'test' });
const sandbox = createSandbox({ mode: 'auto', ownEnvironment: process.env, environment: [], readable: [], log });
const modulePath = fileURLToPath(new URL('../support/hostile-child.mjs', import.meta.url));
const program: Program = { modulePath, args: [], execArgv: [], env: { AIAS_BACKEND: 'cpu' }, readable: [modulePath] };
const limits = { memoryBytes: 1.5 * 2 ** 30, cpuSeconds: 60, maxFileBytes: 2 ** 25, maxOpenFiles: 128 };
const organizationId = '0190b6c4-0000-7000-8000-000000000001';
const { guards } = await sandbox.guards(program.readable);

let folder: string;
let store: ArtifactStore;
const children: Hostile[] = [];

interface Hostile {
  process: SandboxedProcess;
  artifacts: ArtifactServer;
  /** Resolves with the result of an attempt or the code of its error. */
  attempt(attempt: string, value?: unknown): Promise<{ result?: unknown; error?: string }>;
}

async function start(): Promise<Hostile> {
  const child = await sandbox.start(program, limits);
  let last = 0;
  const artifacts = serveArtifacts(child, { store, patience: { maxSeconds: 0, onRetry: () => undefined }, log });
  const ready = new Promise<void>((resolve) => {
    child.onMessage((message) => (message as { ready?: boolean }).ready && resolve());
  });
  const hostile: Hostile = {
    process: child,
    artifacts,
    attempt(attempt, value) {
      const number = ++last;
      child.send({ number, attempt, value });
      return new Promise((resolve) => {
        const stop = child.onMessage((message) => {
          const answer = message as { number?: number; result?: unknown; error?: string };
          if (answer.number !== number) return;
          stop();
          resolve({ result: answer.result, error: answer.error });
        });
        void child.exited.then(({ signal, code }) => resolve({ error: `ended by ${signal ?? code}` }));
      });
    },
  };
  await ready;
  children.push(hostile);
  return hostile;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-sandbox-test-'));
  store = await createFilesystemStore(join(folder, 'artifacts'));
  process.env.AIAS_S3_SECRET_KEY = 'a-secret-that-no-child-may-see';
});

afterEach(async () => {
  for (const { process } of children.splice(0)) {
    process.kill();
    await process.exited;
  }
});

afterAll(async () => {
  delete process.env.AIAS_S3_SECRET_KEY;
  await rm(folder, { recursive: true });
});

test('reports the guards that do not hold on this machine', () => {
  const missing = guardNames.filter((name) => !guards[name]);
  if (missing.length > 0) console.warn(`SKIPPED: these guards do not hold here: ${missing.join(', ')}`);
  expect(guards.environment).toBe(true);
});

describe('a compromised process', () => {
  test('finds no secret in its environment', async () => {
    const child = await start();
    const { result } = await child.attempt('environment');
    expect(result).toMatchObject({ AIAS_BACKEND: 'cpu' });
    expect(JSON.stringify(result)).not.toContain('a-secret-that-no-child-may-see');
    const seen = await readFile(`/proc/${child.process.pid}/environ`, 'latin1').catch(() => '');
    expect(seen).not.toContain('a-secret-that-no-child-may-see');
  });

  test.runIf(guards.newPrivileges)('has no privileges and gains none from setuid programs', async () => {
    const status = await readFile(`/proc/${(await start()).process.pid}/status`, 'latin1');
    const value = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1];
    expect(value('NoNewPrivs')).toBe('1');
    for (const kind of ['CapEff', 'CapPrm', 'CapAmb', 'CapInh'])
      expect([kind, value(kind)]).toEqual([kind, '0'.repeat(16)]);
    if (!guards.user) return;
    expect(value('CapBnd')).toBe('0'.repeat(16));
    expect(value('Uid')).not.toBe('0');
  });

  test.runIf(guards.user)('cannot read the environment of its parent', async () => {
    const child = await start();
    expect(await child.attempt('read', `/proc/${process.pid}/environ`)).toEqual({
      error: expect.stringMatching(/EACCES|ENOENT|EPERM/),
    });
  });

  test.runIf(guards.network)('cannot open connections', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    const local = createServer().listen(join(folder, 'socket'));
    await Promise.all([once(server, 'listening'), once(local, 'listening')]);
    const child = await start();
    const { port } = server.address() as AddressInfo;
    expect(await child.attempt('connect', port)).toEqual({ error: expect.stringMatching(/ECONNREFUSED|ENETUNREACH/) });
    // Unix sockets are protected like files.
    if (guards.files || guards.user) {
      expect(await child.attempt('connectTo', join(folder, 'socket'))).toEqual({
        error: expect.stringMatching(/EACCES|ENOENT/),
      });
    }
    server.close();
    local.close();
  });

  test.runIf(guards.files || guards.user)(
    'cannot read the store, a home folder or files of other processes',
    async () => {
      await store.put('models/secret', Buffer.from('weights of another organization'));
      await writeFile(join(folder, 'readable'), 'anyone could read this', { mode: 0o644 });
      const [child, other] = [await start(), await start()];
      other.artifacts.grant({ organizationId, reads: ['models/secret'], writes: [] });
      const answer = (await other.attempt('ask', { call: 'get', key: 'models/secret' })).result as { path: string };
      expect((await other.attempt('read', answer.path)).result).toBe('weights of another organization');

      const denied = { error: expect.stringMatching(/EACCES|ENOENT|EPERM/) };
      expect(await child.attempt('read', answer.path)).toEqual(denied);
      expect(await child.attempt('list', other.process.scratch.out)).toEqual(denied);
      expect(await child.attempt('read', join(folder, 'artifacts', 'models', 'secret'))).toEqual(denied);
      expect(await child.attempt('read', '/etc/shadow')).toEqual(denied);
      if (guards.files) {
        expect(await child.attempt('read', join(folder, 'readable'))).toEqual(denied);
        expect(await child.attempt('read', join(process.cwd(), 'package.json'))).toEqual(denied);
      }
    },
  );

  test.runIf(guards.files || guards.user)('can write only to its own folder', async () => {
    const child = await start();
    for (const path of [
      modulePath,
      join(folder, 'new'),
      join(child.process.scratch.in, 'new'),
      '/dev/shm/new',
      '/new',
    ]) {
      if (path.startsWith('/dev') && !guards.files) continue;
      expect(await child.attempt('write', path)).toEqual({ error: expect.stringMatching(/EACCES|ENOENT|EPERM|EROFS/) });
    }
    expect(await child.attempt('write', join(child.process.scratch.out, 'new'))).toEqual({});
  });

  test.runIf(guards.processes || guards.user)('cannot signal other processes', async () => {
    const [child, other] = [await start(), await start()];
    for (const pid of [process.pid, other.process.pid]) {
      expect(await child.attempt('kill', pid)).toEqual({ error: expect.stringMatching(/EPERM|ESRCH/) });
    }
    expect((await other.attempt('user')).error).toBeUndefined();
  });

  test.runIf(guards.memory)('ends when it exceeds its memory or file size limit', async () => {
    const child = await start();
    const allocated = await child.attempt('allocate', 3 * 2 ** 30);
    expect(allocated.error).toMatch(/RangeError|ended by/);
    const second = await start();
    expect((await second.attempt('fill', 2 ** 27)).error).toMatch(/EFBIG|ended by/);
  });

  test.runIf(guards.parentDeath)('ends at its CPU time limit even in an endless loop', async () => {
    const child = await sandbox.start(program, { ...limits, cpuSeconds: 2 });
    child.onMessage((message) => (message as { ready?: boolean }).ready && child.send({ number: 1, attempt: 'spin' }));
    expect((await child.exited).signal).toMatch(/SIGXCPU|SIGKILL/);
  });

  test('is killed when it disconnects from its parent', async () => {
    const child = await start();
    void child.attempt('leave');
    expect(await child.process.exited).toMatchObject({ signal: 'SIGKILL' });
  });

  test('leaves nothing behind', async () => {
    const child = await start();
    await child.attempt('file', { name: 'left', text: 'left behind' });
    const { path } = child.process.scratch;
    child.process.kill();
    await child.process.exited;
    await expect(readdir(path)).rejects.toThrow('ENOENT');
  });
});

describe('the parent of a sandboxed process', () => {
  const sha256 = createHash('sha256').update('weights').digest('hex');

  test('serves only granted artifacts', async () => {
    await store.put('datasets/mine', Buffer.from('mine'));
    await store.put('datasets/foreign', Buffer.from('foreign'));
    const child = await start();
    const ask = async (question: object) => (await child.attempt('ask', question)).result;
    expect(await ask({ call: 'get', key: 'datasets/mine' })).toMatchObject({ failure: { missing: true } });
    child.artifacts.grant({ organizationId, reads: ['datasets/mine'], writes: ['models'] });
    expect(await ask({ call: 'get', key: 'datasets/mine' })).toMatchObject({ path: expect.any(String) });
    for (const key of [
      'datasets/foreign',
      'datasets',
      '../artifacts/datasets/foreign',
      'models/../datasets/foreign',
      '',
    ]) {
      for (const call of ['get', 'stat']) {
        expect(await ask({ call, key })).toMatchObject({ failure: { missing: true } });
      }
    }
  });

  test('stores files only below the granted prefixes, under their hash', async () => {
    const child = await start();
    child.artifacts.grant({ organizationId, reads: ['datasets/mine'], writes: ['models'] });
    const put = async (key: string, text: string) => {
      await child.attempt('file', { name: 'result', text });
      return (await child.attempt('ask', { call: 'put', key, file: 'result' })).result;
    };
    expect(await put(`models/${sha256}`, 'weights')).toMatchObject({ bytes: 7 });
    expect((await getBytes(store, `models/${sha256}`)).toString()).toBe('weights');
    expect(child.artifacts.hasStored(`models/${sha256}`)).toBe(true);
    const other = await start();
    other.artifacts.grant({ organizationId, reads: [], writes: ['models'] });
    // The process cannot probe for bytes that it does not have, and may refer to those that it has.
    const question = { call: 'stat', key: `models/${sha256}` };
    expect((await other.attempt('ask', question)).result).toMatchObject({ bytes: null });
    expect(other.artifacts.hasStored(`models/${sha256}`)).toBe(false);
    await other.attempt('file', { name: 'result', text: 'weights' });
    await other.attempt('ask', { call: 'put', key: `models/${sha256}`, file: 'result' });
    expect(other.artifacts.hasStored(`models/${sha256}`)).toBe(true);

    const foreign = createHash('sha256').update('something else').digest('hex');
    expect(await put(`models/${foreign}`, 'forged')).toMatchObject({
      failure: { message: expect.stringContaining('do not match its key') },
    });
    expect(await store.stat(`models/${foreign}`)).toBeNull();
    expect(await put(`models/${sha256}`, 'forged')).toMatchObject({ failure: {} });
    expect((await getBytes(store, `models/${sha256}`)).toString()).toBe('weights');
    expect(await put('datasets/mine', 'forged')).toMatchObject({ failure: { missing: true } });
    expect(await put('checkpoints/foreign', 'forged')).toMatchObject({ failure: { missing: true } });
  });

  test('replaces no existing artifact and does not count it as a result', async () => {
    await store.put('evaluations/earlier', Buffer.from('earlier'));
    const child = await start();
    child.artifacts.grant({ organizationId, reads: [], writes: ['evaluations'] });
    await child.attempt('file', { name: 'result', text: 'forged' });
    await child.attempt('ask', { call: 'put', key: 'evaluations/earlier', file: 'result' });
    expect((await getBytes(store, 'evaluations/earlier')).toString()).toBe('earlier');
    expect(child.artifacts.hasStored('evaluations/earlier')).toBe(false);
  });

  test('separates the caches of organizations', async () => {
    const [child, other] = [await start(), await start()];
    child.artifacts.grant({ organizationId, reads: [], writes: [] });
    other.artifacts.grant({ organizationId: '0190b6c4-0000-7000-8000-000000000002', reads: [], writes: [] });
    await child.attempt('file', { name: 'pixels', text: 'poison' });
    const key = 'cache/images/pixels';
    expect((await child.attempt('ask', { call: 'put', key, file: 'pixels' })).result).toMatchObject({ bytes: 6 });
    expect((await child.attempt('ask', { call: 'stat', key })).result).toMatchObject({ bytes: 6 });
    expect((await other.attempt('ask', { call: 'stat', key })).result).toMatchObject({ bytes: null });
  });

  test('follows no symbolic link and rejects hard links', async () => {
    await writeFile(join(folder, 'secret'), 'secret', { mode: 0o600 });
    const child = await start();
    child.artifacts.grant({ organizationId, reads: [], writes: ['predictions'] });
    await child.attempt('link', { target: join(folder, 'secret'), name: 'link' });
    await child.attempt('file', { name: 'one', text: 'one' });
    await child.attempt('secondName', { target: join(child.process.scratch.out, 'one'), name: 'two' });
    for (const file of ['link', 'two', '../in', '..', '/etc/passwd']) {
      const { result } = await child.attempt('ask', { call: 'put', key: `predictions/${randomName(file)}`, file });
      expect(result).toMatchObject({ failure: {} });
    }
  });

  test('ends a process that sends an invalid request', async () => {
    for (const question of [{ call: 'delete', key: 'models/x' }, { call: 'get', key: 5 }, { call: 'put' }]) {
      const child = await start();
      void child.attempt('ask', question);
      await child.process.exited;
    }
  });

  test('removes the copies of a released artifact', async () => {
    await store.put('datasets/mine', Buffer.from('mine'));
    const child = await start();
    child.artifacts.grant({ organizationId, reads: ['datasets/mine'], writes: [] });
    const { path } = (await child.attempt('ask', { call: 'get', key: 'datasets/mine' })).result as { path: string };
    expect(await readdir(child.process.scratch.in)).toHaveLength(1);
    void child.attempt('ask', { call: 'release', path });
    await waitFor('the copy to be removed', async () => (await readdir(child.process.scratch.in)).length === 0 || null);
  });
});

const randomName = (text: string) => createHash('sha1').update(text).digest('hex');
