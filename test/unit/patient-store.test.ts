import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { readBytes } from '../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { createPatientStore, isSystemError } from '../../src/artifacts/patient.ts';
import { NotFound } from '../../src/errors.ts';

let folder: string;
let store: ArtifactStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-patient-'));
  store = await createFilesystemStore(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Has no room the first `times` times. */
function fullFor(times: number): ArtifactStore {
  let left = times;
  const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  return { ...store, put: (...given) => (left-- > 0 ? Promise.reject(full()) : store.put(...given)) };
}

test('what fails for a moment is tried again until it succeeds', async () => {
  const retries: unknown[] = [];
  const patient = createPatientStore(fullFor(2), { seconds: 60, onRetry: (error) => retries.push(error) });
  expect(await patient.put('a', Buffer.from('bytes'))).toEqual({ bytes: 5 });
  expect(String(await readBytes(patient, 'a'))).toBe('bytes');
  expect(retries).toHaveLength(2);
});

test('what fails for longer is told', async () => {
  const patient = createPatientStore(fullFor(100), { seconds: 0.5, onRetry: () => undefined });
  await expect(patient.put('b', Buffer.from('bytes'))).rejects.toThrow('no space left');
});

test('what is wrong for good is told at once, and a stream that broke is not sent again', async () => {
  const retries: unknown[] = [];
  const patient = createPatientStore(fullFor(1), { seconds: 60, onRetry: (error) => retries.push(error) });
  await expect(patient.get('absent')).rejects.toThrow(NotFound);
  const stream = async function* () {
    yield Buffer.from('bytes');
  };
  await expect(patient.put('c', stream())).rejects.toThrow('no space left');
  const exhausted = { ...store, stat: () => Promise.reject(new RangeError('Array buffer allocation failed')) };
  const other = createPatientStore(exhausted, { seconds: 60, onRetry: (error) => retries.push(error) });
  await expect(other.stat('a')).rejects.toThrow(RangeError);
  expect(retries).toEqual([]);
});

test('an error of the system may pass, one of a program does not', async () => {
  const missing = await readFile(join(folder, 'absent')).catch((error) => error);
  expect(isSystemError(missing)).toBe(true);
  expect([new Error('a defect'), new TypeError('another'), null].some(isSystemError)).toBe(false);
  // Node's own, of how it was called.
  const misused = await readFile('\0').catch((error) => error);
  expect(misused.code).toMatch(/^ERR_/);
  expect(isSystemError(misused)).toBe(false);
});

test('a server that is not well, as the client of S3 says it, is tried again', async () => {
  let answers = 0;
  const unwell: ArtifactStore = {
    ...store,
    async stat(key) {
      if (answers++ === 0) throw new Error('Request failed after 1 retries: Error: Retryable HTTP status: 503');
      return store.stat(key);
    },
  };
  const patient = createPatientStore(unwell, { seconds: 60, onRetry: () => undefined });
  expect(await patient.stat('a')).toEqual({ bytes: 5 });
});
