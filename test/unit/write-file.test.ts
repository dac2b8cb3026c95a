/** A body that breaks off leaves nothing behind that its reader cannot remove. */
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

/** @param bytes before it breaks off */
async function* broken(bytes: number): AsyncGenerator<Uint8Array> {
  if (bytes > 0) yield Buffer.alloc(bytes);
  throw new Error('The client left.');
}

/** Paths that this process holds open; none where the system does not tell. */
function openFiles(): string[] {
  const handles = '/proc/self/fd';
  if (!existsSync(handles)) return [];
  return readdirSync(handles).flatMap((handle) => {
    try {
      return readlinkSync(join(handles, handle));
    } catch {
      return []; // the one of this reading
    }
  });
}

test.each([0, 1, 200_000])(
  'a body that breaks off after %d bytes is not made again after it was removed',
  async (bytes) => {
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const path = join(folder, `${bytes}-${index}`);
        await expect(writeFileFrom(broken(bytes), path)).rejects.toThrow('The client left.');
        expect(openFiles()).not.toContain(path); // it would be made, or written, after its removal
        await rm(path, { force: true });
      }),
    );
    expect(await readdir(folder)).toEqual([]);
  },
);

test('a whole body is written and counted', async () => {
  const path = join(folder, 'whole');
  const body = (async function* () {
    yield Buffer.from('a,b\n');
    yield Buffer.from('1,2\n');
  })();
  expect(await writeFileFrom(body, path)).toBe(8);
  expect(await readFile(path, 'utf8')).toBe('a,b\n1,2\n');
});
