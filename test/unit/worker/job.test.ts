/** What the owner of a task is told when it breaks. */
import { expect, test, vi } from 'vitest';
import type { ArtifactAccess } from '../../../src/artifacts/artifact-store.ts';
import { InvalidInput } from '../../../src/errors.ts';
import { runJob } from '../../../src/worker/job.ts';
import { parseMessage } from '../../../src/worker/trainer-messages.ts';

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
      version: 'test',
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
])('neither the stack nor the text of a defect, only the id of its line in the log: %s', async (error) => {
  const { outcome, log } = await outcomeOf(error);
  expect(log.error).toHaveBeenCalledOnce();
  const [{ err, errorId }] = log.error.mock.calls[0] ?? [{}];
  expect(err).toBe(error);
  expect(outcome).toEqual({
    kind: 'crashed',
    memory: null,
    reason: `The trainer met an unexpected error. The log of its worker tells more, under the id ${errorId}.`,
  });
});

test('the message of an error that was expected', async () => {
  const { outcome, log } = await outcomeOf(new InvalidInput('dataset', 'The data has no column "x".'));
  expect(outcome).toEqual({ kind: 'failed', reason: 'The data has no column "x".' });
  expect(log.error).not.toHaveBeenCalled();
});

test('the beginning of a reason that is very long', () => {
  const outcome = (reason: string) => ({ kind: 'failed', reason }) as const;
  expect(parseMessage({ type: 'done', outcome: outcome('q'.repeat(300_000)) })).toEqual({
    message: { type: 'done', outcome: outcome('q'.repeat(10_000)) },
  });
});
