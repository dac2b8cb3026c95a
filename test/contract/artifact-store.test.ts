/** One contract for both stores. The S3 side runs against a real server: the one in AIAS_S3_ENDPOINT, or Debian's Swift. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { getBytes, putBytes, putContent } from '../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { withLocalCopy, withLocalFile } from '../../src/artifacts/local-copy.ts';
import { createMinioStore } from '../../src/artifacts/minio.ts';
import { loadConfig } from '../../src/config/config.ts';
import { NotFound } from '../../src/errors.ts';
import { installHint, type S3Server, startS3Server } from '../support/s3-server.ts';

interface Opened {
  store: ArtifactStore;
  close(): Promise<void>;
}

async function openFilesystem(): Promise<Opened> {
  const root = await mkdtemp(join(tmpdir(), 'aias-store-'));
  return { store: await createFilesystemStore(root), close: () => rm(root, { recursive: true }) };
}

const given = loadConfig().s3;
const server: S3Server | null = given ? null : await startS3Server();
const s3 = given ?? server;
if (!s3) console.warn(`\n  SKIPPED: the S3 side of the artifact contract needs a server. On Debian: ${installHint}\n`);

async function openMinio(): Promise<Opened> {
  if (!s3) throw new Error('There is no S3 server.');
  return { store: await createMinioStore(s3), close: async () => undefined };
}

afterAll(() => server?.stop());

test('times out when an S3 server accepts connections but never responds', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo; // a TCP server has no other kind of address
  const options = { bucket: 'aias', accessKey: 'a', secretKey: 'b', region: 'us-east-1', silenceMs: 100 };
  const opening = createMinioStore({ ...options, endpoint: `http://127.0.0.1:${port}` });
  await expect(opening).rejects.toThrow(/^AIAS_S3_ENDPOINT: .*does not respond.*The connection was idle for 0.1 s/);
  silent.close();
});

test.each([
  ['a new folder', async (path: string) => rm(path, { recursive: true })],
  ['the folder of an earlier version', async (path: string) => chmod(path, 0o755)],
])('%s for artifacts and its local copies are accessible to their owner only', async (_, prepare) => {
  const root = await mkdtemp(join(tmpdir(), 'aias-store-'));
  await prepare(root);
  const mask = process.umask(0);
  try {
    const store = await createFilesystemStore(root);
    await putBytes(store, 'models', Buffer.from('weights'));
    expect((await stat(root)).mode & 0o077).toBe(0);
    await withLocalFile(chunks(Buffer.from('weights')), async (path) => {
      expect((await stat(path)).mode & 0o077).toBe(0);
    });
  } finally {
    process.umask(mask);
    await rm(root, { recursive: true });
  }
});

async function* chunks(...parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const run = randomBytes(4).toString('hex');

for (const [name, open, skip] of [
  ['filesystem', openFilesystem, false],
  ['S3', openMinio, !s3],
] as const) {
  describe.skipIf(skip)(`the ${name} store`, () => {
    let store: ArtifactStore;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ store, close } = await open());
    });
    afterAll(() => close?.());

    test('returns stored bytes, whole and as ranges', async () => {
      const bytes = randomBytes(100_000);
      expect(await store.put(`${run}/a`, chunks(bytes.subarray(0, 7), bytes.subarray(7)))).toEqual({ bytes: 100_000 });
      expect(await getBytes(store, `${run}/a`)).toEqual(bytes);
      expect(await store.stat(`${run}/a`)).toEqual({ bytes: 100_000 });
      const range = async (start: number, end?: number) => {
        const parts: Buffer[] = [];
        for await (const part of await store.get(`${run}/a`, { start, end })) parts.push(part);
        return Buffer.concat(parts);
      };
      expect(await range(10, 20)).toEqual(bytes.subarray(10, 20));
      expect(await range(99_990)).toEqual(bytes.subarray(99_990));
      expect(await range(5, 5)).toHaveLength(0);
    });

    test('distinguishes a missing artifact from an empty one', async () => {
      expect(await store.stat(`${run}/missing`)).toBeNull();
      await expect(store.get(`${run}/missing`)).rejects.toThrow(NotFound);
      await store.delete(`${run}/missing`);
      await store.put(`${run}/empty`, new Uint8Array(0));
      expect(await store.stat(`${run}/empty`)).toEqual({ bytes: 0 });
      expect(await getBytes(store, `${run}/empty`)).toHaveLength(0);
    });

    test('stores a large stream of unknown size in parts', async () => {
      const piece = randomBytes(2 ** 20);
      const hash = createHash('sha256');
      async function* large() {
        for (let index = 0; index < 40; index++) {
          piece[0] = index;
          hash.update(piece);
          yield Buffer.from(piece);
        }
      }
      const stored = await putContent(store, `${run}/large`, large());
      expect(stored).toEqual({ key: `${run}/large/${stored.sha256}`, sha256: hash.digest('hex'), bytes: 40 * 2 ** 20 });
      await withLocalCopy(store, stored.key, async (path) => {
        const { readFile } = await import('node:fs/promises');
        expect(sha256(await readFile(path))).toBe(stored.sha256);
      });
    });

    test('stores equal bytes once, under their hash', async () => {
      const bytes = randomBytes(1000);
      const [one, two] = [
        await putBytes(store, `${run}/same`, bytes),
        await putContent(store, `${run}/same`, chunks(bytes)),
      ];
      expect(two).toEqual(one);
      const keys: string[] = [];
      for await (const { key } of store.list(`${run}/same/`)) keys.push(key);
      expect(keys).toEqual([one.key]);
    });

    test('lists every key with a prefix', async () => {
      const names = Array.from({ length: 120 }, (_, index) => `${run}/list/${String(index).padStart(3, '0')}`);
      await Promise.all(names.map((key) => store.put(key, Buffer.from(key))));
      const found: string[] = [];
      for await (const { key, bytes } of store.list(`${run}/list/`)) {
        expect(bytes).toBe(key.length);
        found.push(key);
      }
      expect(found.sort()).toEqual(names);
      const some: string[] = [];
      for await (const { key } of store.list(`${run}/list/00`)) some.push(key);
      expect(some).toHaveLength(10);
      const none: string[] = [];
      for await (const { key } of store.list(`${run}/nothing-here/`)) none.push(key);
      expect(none).toEqual([]);
    });

    test('deletes an artifact', async () => {
      await store.put(`${run}/gone`, Buffer.from('x'));
      await store.delete(`${run}/gone`);
      expect(await store.stat(`${run}/gone`)).toBeNull();
    });

    test('leaves nothing behind when a stream fails', async () => {
      async function* broken() {
        yield randomBytes(1000);
        throw new Error('the client hung up');
      }
      await expect(store.put(`${run}/broken`, broken())).rejects.toThrow('the client hung up');
      await expect(putContent(store, `${run}/broken`, broken())).rejects.toThrow('the client hung up');
      expect(await store.stat(`${run}/broken`)).toBeNull();
    });

    test('keeps one complete artifact after ten concurrent writes of one key', async () => {
      const bodies = Array.from({ length: 10 }, () => randomBytes(50_000));
      await Promise.all(bodies.map((body) => store.put(`${run}/race`, body)));
      const winner = await getBytes(store, `${run}/race`);
      expect(bodies.some((body) => body.equals(winner))).toBe(true);
    });

    test.each([
      '',
      '/',
      '../up',
      'a/../b',
      'a//b',
      '/root',
      'a/',
      '.hidden',
      'a b',
      'a\\b',
      'a\u0000b',
      'ä',
      'x'.repeat(600),
    ])('rejects the key %j', async (key) => {
      await expect(store.put(key, Buffer.from('x'))).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'key' });
      await expect(store.get(key)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(store.stat(key)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(store.delete(key)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    });

    test('check() resolves on a healthy store', () => store.check());
  });
}

test('the filesystem store follows no symbolic link out of its folder and hides unfinished writes', async () => {
  const root = await mkdtemp(join(tmpdir(), 'aias-store-'));
  const outside = await mkdtemp(join(tmpdir(), 'aias-outside-'));
  const store = await createFilesystemStore(root);
  await writeFile(join(outside, 'secret'), 'secret');
  await symlink(outside, join(root, 'link'));
  await expect(store.get('link/secret')).rejects.toThrow(/symbolic link/);
  await expect(store.put('link/new', Buffer.from('x'))).rejects.toThrow(/symbolic link/);
  expect(await readdir(outside)).toEqual(['secret']);
  let resume: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    resume = resolve;
  });
  async function* slow() {
    yield Buffer.from('half');
    await waiting;
    yield Buffer.from('whole');
  }
  const writing = store.put('slow', slow());
  expect(await store.stat('slow')).toBeNull();
  resume();
  await writing;
  expect(await store.stat('slow')).toEqual({ bytes: 9 });
  await Promise.all([root, outside].map((folder) => rm(folder, { recursive: true })));
});

test('names the settings when the S3 server is unreachable or rejects the keys', async () => {
  const options = {
    endpoint: 'http://127.0.0.1:9',
    bucket: 'aias',
    accessKey: 'a',
    secretKey: 'b',
    region: 'us-east-1',
  };
  await expect(createMinioStore(options)).rejects.toThrow(/^AIAS_S3_ENDPOINT: .*127\.0\.0\.1:9/);
  if (s3) await expect(createMinioStore({ ...s3, secretKey: 'wrong' })).rejects.toThrow(/AIAS_S3_SECRET_KEY/);
});
