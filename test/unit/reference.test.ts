/** Artifacts and the records that refer to them, step by step. */
import { expect, test } from 'vitest';
import { ArtifactGone, storeWithRecord } from '../../src/artifacts/artifact-lock.ts';

/** Returns the steps taken; each outcome of `record` is used once. */
async function take(outcomes: (string | null | Error)[]) {
  const steps: string[] = [];
  const result = await storeWithRecord({
    async put() {
      steps.push('put');
      return 'artifact';
    },
    async record(artifact) {
      steps.push(`record ${artifact}`);
      const outcome = outcomes.shift() ?? null;
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    async discard(artifact) {
      steps.push(`discard ${artifact}`);
    },
  }).catch((error: Error) => error);
  return { result, steps };
}

test('keeps an artifact that is recorded', async () => {
  expect(await take(['recorded'])).toEqual({ result: 'recorded', steps: ['put', 'record artifact'] });
});

test('discards an artifact that is not recorded', async () => {
  const steps = ['put', 'record artifact', 'discard artifact'];
  expect(await take([null])).toEqual({ result: null, steps });
  const error = new Error('The database is away.');
  expect(await take([error])).toEqual({ result: error, steps });
});

test('stores an artifact again when it was deleted before it was recorded', async () => {
  const again = ['put', 'record artifact', 'put', 'record artifact'];
  expect(await take([new ArtifactGone('key'), 'recorded'])).toEqual({ result: 'recorded', steps: again });
});

test('gives up on an artifact that is deleted each time', async () => {
  const gone = Array.from({ length: 10 }, () => new ArtifactGone('key'));
  const { result, steps } = await take(gone);
  expect([result, steps.length]).toEqual([expect.any(ArtifactGone), 11]);
});
