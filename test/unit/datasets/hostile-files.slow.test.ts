/**
 * Every reader rejects hostile files with their reason. test/integration/hostile-uploads sends the same files through a
 * platform.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detectFormat } from '../../../src/datasets/formats/detect-format.ts';
import { profileFile } from '../../../src/datasets/profile-file.ts';
import { InvalidData } from '../../../src/errors.ts';
import { hostileFiles } from '../../support/hostile-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(hostileFiles)('rejects $name', async ({ format, content, reason }) => {
  const path = join(folder, 'file');
  await writeFile(path, await content());
  const read = async () => profileFile(path, format ?? (await detectFormat(path)));
  const error = await read().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvalidData);
  expect(error).toMatchObject({ message: expect.stringMatching(reason) });
});
