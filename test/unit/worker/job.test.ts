/** What the owner of a task learns when it fails. */
import { expect, test, vi } from 'vitest';
import type { ArtifactAccess } from '../../../src/artifacts/artifact-store.ts';
import { InvalidInput } from '../../../src/errors.ts';
import { runJob } from '../../../src/worker/trainer/job.ts';
import { parseMessage } from '../../../src/worker/trainer/trainer-messages.ts';

const model = { modelId: 'm', versionId: 'v', artifactKey: 'models/1' };
const dataset = { versionId: 'd', artifactKey: 'datasets/1', format: 'CSV', sha256: '' } as const;

async function outcomeOf(error: Error) {
  const broken = () => Promise.reject(error);
  const store: ArtifactAccess = { put: broken, get: broken, stat: broken };
  const log = { error: vi.fn() };
  const outcome = await runJob(
    { kind: 'PREDICT', model, dataset },
    {
      taskId: 't',
      store,
      engine: { name: 'cpu', device: 'cpu', gpu: false },
      aiasVersion: 'test',
      log,
      signal: new AbortController().signal,
      report: () => undefined,
      checkpoint: async () => undefined,
    },
  );
  return { outcome, log };
}

test.each([
  new RangeError('Invalid typed array length: 35590621801'),
  new TypeError("Cannot read properties of undefined (reading '0')"),
  Object.assign(new Error("ENOENT: no such file, open '/srv/aias/secret'"), { code: 'ENOENT' }),
])('reports an unexpected error by its log id only, without stack or text: %s', async (error) => {
  const { outcome, log } = await outcomeOf(error);
  expect(log.error).toHaveBeenCalledOnce();
  const [{ err, errorId }] = log.error.mock.calls[0] ?? [{}];
  expect(err).toBe(error);
  expect(outcome).toEqual({
    kind: 'crashed',
    memory: null,
    reason: `The trainer failed with an unexpected error. See the log of the worker for error ID ${errorId}.`,
  });
});

test('reports the message of an expected error', async () => {
  const { outcome, log } = await outcomeOf(new InvalidInput('dataset', 'The data has no column "x".'));
  expect(outcome).toEqual({ kind: 'failed', reason: 'The data has no column "x".' });
  expect(log.error).not.toHaveBeenCalled();
});

test('truncates a very long reason', () => {
  const outcome = (reason: string) => ({ kind: 'failed', reason }) as const;
  expect(parseMessage({ type: 'done', outcome: outcome('q'.repeat(300_000)) })).toEqual({
    message: { type: 'done', outcome: outcome('q'.repeat(10_000)) },
  });
});
