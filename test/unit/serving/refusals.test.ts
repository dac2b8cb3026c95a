/** Errors for a client whose request's process ended: always an expected error, except for a defect. */
import { describe, expect, test } from 'vitest';
import type { SampleSource } from '../../../src/datasets/sample-service.ts';
import { importOptionsSchema } from '../../../src/models/import-archive.ts';
import { createImporter } from '../../../src/serving/importer.ts';
import { answerSchema, type EndReason, JobAborted, JobEnded } from '../../../src/serving/job.ts';
import type { Pool } from '../../../src/serving/pool.ts';
import { lastRowsSchema, samplesSchema } from '../../../src/serving/predictions.ts';
import { createPredictor } from '../../../src/serving/predictor.ts';

const expectedCodes: Record<Exclude<EndReason, 'nonsense'>, { prediction: string; sample: string; import: string }> = {
  time: { prediction: 'INVALID_INPUT', sample: 'INVALID_INPUT', import: 'INVALID_DATA' },
  memory: { prediction: 'INVALID_INPUT', sample: 'INVALID_INPUT', import: 'INVALID_DATA' },
  death: { prediction: 'RATE_LIMITED', sample: 'RATE_LIMITED', import: 'INVALID_DATA' },
  contention: { prediction: 'RATE_LIMITED', sample: 'RATE_LIMITED', import: 'RATE_LIMITED' },
  start: { prediction: 'RATE_LIMITED', sample: 'RATE_LIMITED', import: 'RATE_LIMITED' },
  stop: { prediction: 'RATE_LIMITED', sample: 'RATE_LIMITED', import: 'RATE_LIMITED' },
};

/** Sends a request of each kind to processes that fail with `error`. */
function ask(error: Error) {
  const pool: Pool = { run: () => Promise.reject(error), members: () => [], stop: async () => undefined };
  const predictor = createPredictor({ predictors: pool, importers: pool, readers: pool });
  const on = { organizationId: 'a', artifactKey: 'models/1' };
  const source: SampleSource = { ...on, format: 'CSV', numericColumns: [] };
  const options = importOptionsSchema.parse({
    objective: 'REGRESSION',
    classes: null,
    columns: ['x'],
    target: null,
    pixelRange: 'ZERO_TO_ONE',
  });
  return {
    prediction: predictor.predict({ ...on, samples: { rows: [{ x: 1 }] } }),
    sample: predictor.samples(source, [0]),
    import: createImporter(pool)({ organizationId: 'a', path: '/dev/null', options }),
  };
}

describe.each(Object.entries(expectedCodes))('%s', (reason, codes) => {
  test.each(Object.entries(codes))('%s: %s', async (kind, code) => {
    const asked = ask(new JobEnded(reason as EndReason));
    await Promise.allSettled(Object.values(asked));
    await expect(asked[kind as keyof typeof asked]).rejects.toMatchObject({ code });
  });
});

test('a dropped request is answered with RateLimited', async () => {
  for (const answer of Object.values(ask(new JobAborted()))) {
    await expect(answer).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  }
});

test('an invalid response is an internal error, and rejects an archive', async () => {
  const asked = ask(new JobEnded('nonsense'));
  await expect(asked.prediction).rejects.toBeInstanceOf(JobEnded);
  await expect(asked.sample).rejects.toBeInstanceOf(JobEnded);
  await expect(asked.import).rejects.toMatchObject({ code: 'INVALID_DATA' });
});

test('truncates long errors instead of rejecting them', () => {
  const long = 'k'.repeat(2_000_000);
  const [message, place] = [long.slice(0, 10_000), long.slice(0, 1200)];
  for (const [response, kept] of [
    [{ invalid: { field: long, message: long } }, { invalid: { field: place, message } }],
    [{ refused: { message: long, location: long } }, { refused: { message, location: place } }],
    [{ failure: long }, { failure: message }],
  ]) {
    expect(answerSchema.parse({ id: 1, ...response })).toEqual({ id: 1, ...kept });
  }
});

test('keeps cells under any column name, as strings, numbers or null', () => {
  const cells: unknown = JSON.parse('{"__proto__":3,"constructor":"a","toString":null,"10":1.5}');
  const sample = { kind: 'row', index: 0, cells };
  expect(JSON.stringify(lastRowsSchema.parse([cells]))).toBe(JSON.stringify([cells]));
  expect(JSON.stringify(samplesSchema.parse([sample]))).toBe(JSON.stringify([sample]));
  for (const cell of [undefined, true, {}, Number.NaN, 'x'.repeat(100_001)]) {
    expect(lastRowsSchema.safeParse([{ cell }]).success).toBe(false);
  }
  for (const cells of [null, 'a', 1]) expect(lastRowsSchema.safeParse([cells]).success).toBe(false);
});
