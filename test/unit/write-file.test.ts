/** A request body that breaks off leaves no file that its reader cannot remove. */
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFileFrom } from '../../src/artifacts/write-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-write-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** @param bytes sent before it breaks off */
async function* broken(bytes: number): AsyncGenerator<Uint8Array> {
  if (bytes > 0) yield Buffer.alloc(bytes);
  throw new Error('The client left.');
}

/** Returns the paths of this process's open files, or none where the system does not list them. */
function openFiles(): string[] {
  const handles = '/proc/self/fd';
  if (!existsSync(handles)) return [];
  return readdirSync(handles).flatMap((handle) => {
    try {
      return readlinkSync(join(handles, handle));
    } catch {
      return []; // the descriptor of this listing
    }
  });
}

test.each([0, 1, 200_000])('does not recreate a removed file after a body broke off at %d bytes', async (bytes) => {
  await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const path = join(folder, `${bytes}-${index}`);
      await expect(writeFileFrom(broken(bytes), path)).rejects.toThrow('The client left.');
      expect(openFiles()).not.toContain(path); // an open file would be recreated or written after its removal
      await rm(path, { force: true });
    }),
  );
  expect(await readdir(folder)).toEqual([]);
});

test('writes a complete body and returns its length', async () => {
  const path = join(folder, 'whole');
  const body = (async function* () {
    yield Buffer.from('a,b\n');
    yield Buffer.from('1,2\n');
  })();
  expect(await writeFileFrom(body, path)).toBe(8);
  expect(await readFile(path, 'utf8')).toBe('a,b\n1,2\n');
});
