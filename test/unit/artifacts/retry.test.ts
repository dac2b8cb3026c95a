import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../src/artifacts/artifact-store.ts';
import { getBytes } from '../../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../../src/artifacts/filesystem.ts';
import { createRetryingStore } from '../../../src/artifacts/retrying-store.ts';
import { NotFound } from '../../../src/errors.ts';
import { isSystemError } from '../../../src/retry.ts';

let folder: string;
let store: ArtifactStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-patient-'));
  store = await createFilesystemStore(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Reports a full disk the first `times` times. */
function fullFor(times: number): ArtifactStore {
  let left = times;
  const full = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  return { ...store, put: (...given) => (left-- > 0 ? Promise.reject(full()) : store.put(...given)) };
}

test('retries transient errors until they pass', async () => {
  const retries: unknown[] = [];
  const patient = createRetryingStore(fullFor(2), { maxSeconds: 60, onRetry: (error) => retries.push(error) });
  expect(await patient.put('a', Buffer.from('bytes'))).toEqual({ bytes: 5 });
  expect(String(await getBytes(patient, 'a'))).toBe('bytes');
  expect(retries).toHaveLength(2);
});

test('throws errors that last longer than maxSeconds', async () => {
  const patient = createRetryingStore(fullFor(100), { maxSeconds: 0.5, onRetry: () => undefined });
  await expect(patient.put('b', Buffer.from('bytes'))).rejects.toThrow('no space left');
});

test('throws permanent errors immediately and never resends a stream', async () => {
  const retries: unknown[] = [];
  const patient = createRetryingStore(fullFor(1), { maxSeconds: 60, onRetry: (error) => retries.push(error) });
  await expect(patient.get('absent')).rejects.toThrow(NotFound);
  const stream = async function* () {
    yield Buffer.from('bytes');
  };
  await expect(patient.put('c', stream())).rejects.toThrow('no space left');
  const exhausted = { ...store, stat: () => Promise.reject(new RangeError('Array buffer allocation failed')) };
  const other = createRetryingStore(exhausted, { maxSeconds: 60, onRetry: (error) => retries.push(error) });
  await expect(other.stat('a')).rejects.toThrow(RangeError);
  expect(retries).toEqual([]);
});

test('isSystemError() accepts errors of the system only', async () => {
  const missing = await readFile(join(folder, 'absent')).catch((error) => error);
  expect(isSystemError(missing)).toBe(true);
  expect([new Error('a defect'), new TypeError('another'), null].some(isSystemError)).toBe(false);
  // Node's own error for an invalid argument.
  const misused = await readFile('\0').catch((error) => error);
  expect(misused.code).toMatch(/^ERR_/);
  expect(isSystemError(misused)).toBe(false);
});

test('retries when the S3 client reports an unhealthy server', async () => {
  let answers = 0;
  const unwell: ArtifactStore = {
    ...store,
    async stat(key) {
      if (answers++ === 0) throw new Error('Request failed after 1 retries: Error: Retryable HTTP status: 503');
      return store.stat(key);
    },
  };
  const patient = createRetryingStore(unwell, { maxSeconds: 60, onRetry: () => undefined });
  expect(await patient.stat('a')).toEqual({ bytes: 5 });
});
