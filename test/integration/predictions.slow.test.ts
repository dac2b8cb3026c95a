/** Predictions of several organizations over the public API: isolated from each other and from the platform. */
import { readdir, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { importModel, uploadDataset } from '../support/api.ts';
import { doubling, laborious } from '../support/graphs.ts';
import { kerasFiles, zip } from '../support/imports.ts';
import { kill } from '../support/kill.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

const canaries = ['canary-of-the-store', 'canary-of-the-database'];
let platform: TestPlatform;
let first: ApiClient;
let second: ApiClient;

beforeAll(async () => {
  process.env.AIAS_S3_SECRET_KEY = canaries[0];
  platform = await startTestPlatform({
    AIAS_PREDICT_SECONDS: '20',
    AIAS_IMPORT_SECONDS: '900',
    AIAS_PREDICTORS: '2',
    AIAS_PREDICTOR_SPARES: '0',
  });
  [first, second] = [await platform.signUp(), await platform.signUp()];
});
afterAll(async () => {
  delete process.env.AIAS_S3_SECRET_KEY;
  await platform.stop();
});

const regression = { objective: 'REGRESSION', columns: ['x'] };

interface Predicted {
  predictions?: { value: number | null; label: string | null }[];
  message?: string;
  field?: string;
  retryAfter?: number;
}

async function predict(client: ApiClient, input: object): Promise<Predicted> {
  const answer = await client.request<{ predict: Predicted }>(
    `mutation ($input: PredictInput!) { predict(input: $input) {
      ... on PredictPayload { predictions { value label } }
      ... on Error { message } ... on InvalidInput { field } ... on RateLimited { retryAfter }
    } }`,
    { input },
  );
  return answer.predict;
}

async function modelOf(client: ApiClient, archive: Uint8Array, input: object = regression): Promise<string> {
  const imported = await importModel(client, archive, input);
  expect(imported.rejection).toBeNull();
  return imported.model?.id ?? '';
}

/** Returns every descendant of this process. */
async function descendants(): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    const [, parent] = /\) \S (\d+)/.exec(stat) ?? [];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const isOwn = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === process.pid || isOwn(parent));
  };
  return [...parents.keys()].filter(isOwn);
}

describe('an organization with a slow model', () => {
  test('gets a time limit error, is then held off, and does not affect others', async () => {
    const [slow, quick] = [await modelOf(first, laborious(2500)), await modelOf(second, doubling())];
    const rows = Array.from({ length: 1000 }, () => ({ x: 1 }));
    await predict(second, { modelId: quick, rows: [{ x: 1 }] });
    const long = predict(first, { modelId: slow, rows });
    for (let x = 0; x < 20; x++) {
      expect(await predict(second, { modelId: quick, rows: [{ x }] })).toMatchObject({
        predictions: [{ value: 2 * x }],
      });
    }
    expect(await long).toMatchObject({ field: 'input', message: expect.stringContaining('AIAS_PREDICT_SECONDS') });
    for (let time = 0; time < 2; time++) await predict(first, { modelId: slow, rows });
    const refused = await predict(first, { modelId: slow, rows: [{ x: 1 }] });
    expect(refused).toMatchObject({ message: expect.stringContaining('Try again in') });
    expect(refused.retryAfter).toBeGreaterThan(0);
    expect(await predict(second, { modelId: quick, rows: [{ x: 4 }] })).toMatchObject({ predictions: [{ value: 8 }] });
  });
});

test('rejects an archive whose smoke test takes too long, without delaying others', async () => {
  const own = await startTestPlatform({ AIAS_IMPORT_SECONDS: '5' });
  try {
    const [one, other] = [await own.signUp(), await own.signUp()];
    const slow = importModel(one, laborious(20_000), regression);
    expect(await importModel(other, doubling(), regression)).toMatchObject({ state: 'READY' });
    expect(await slow).toMatchObject({
      state: 'REJECTED',
      rejection: { reason: expect.stringContaining('AIAS_IMPORT_SECONDS') },
    });
  } finally {
    await own.stop();
  }
});

describe('an image', () => {
  const image = { create: { width: 8, height: 8, channels: 3 as const, background: 'red' } };

  test('is accepted as JPEG, PNG or WebP by content, and rejected in any other format', async () => {
    const modelId = await modelOf(second, zip(kerasFiles()), { classes: ['cat', 'dog'] });
    const files = {
      jpeg: await sharp(image).jpeg().toBuffer(),
      png: await sharp(image).png().toBuffer(),
      webp: await sharp(image).webp().toBuffer(),
    };
    for (const bytes of Object.values(files)) {
      const answer = await predict(second, { modelId, images: [`data:image/gif;base64,${bytes.toString('base64')}`] });
      expect(answer.predictions).toHaveLength(1);
    }
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><image href="/etc/passwd"/></svg>';
    const foreign = [
      Buffer.from(svg),
      Buffer.from(`<?xml version="1.0"?>${svg}`),
      await sharp(image).tiff().toBuffer(),
      await sharp(image).gif().toBuffer(),
      Buffer.concat([Buffer.from('RIFF....WAVE'), files.webp]),
      Buffer.from([0xff]),
    ];
    for (const bytes of foreign) {
      expect(await predict(second, { modelId, images: [bytes.toString('base64')] })).toMatchObject({
        field: 'input.images.0',
        message: expect.stringContaining('not a JPEG, PNG, or WebP file'),
      });
    }
    for (const bytes of [files.png.subarray(0, 60), Buffer.concat([files.jpeg.subarray(0, 3), Buffer.from(svg)])]) {
      expect(await predict(second, { modelId, images: [bytes.toString('base64')] })).toMatchObject({
        field: 'input.images.0',
        message: expect.stringContaining('cannot be decoded'),
      });
    }
    expect(await predict(second, { modelId, images: ['no base64!'] })).toMatchObject({ field: 'input.images.0' });
  });
});

test('reads dataset samples outside the gateway and caches them', async () => {
  const { id } = await uploadDataset(first, 'day,size\n2024-01-01,1\n2024-01-02,2\n');
  const read = (indices: number[]) =>
    first.request(
      `query ($id: ID!, $indices: [Int!]!) { node(id: $id) { ... on Dataset { latestVersion { samples(indices: $indices) {
        __typename ... on DatasetRow { index cells } ... on UnavailableSample { reason } } } } } }`,
      { id, indices },
    );
  const rows = { node: { latestVersion: { samples: [{ index: 1, cells: { day: '2024-01-02', size: 2 } }] } } };
  expect(await read([1])).toMatchObject(rows);
  const readers = async () => {
    const lines = await Promise.all(
      (await descendants()).map((pid) => readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')),
    );
    return lines.filter((line) => line.includes('\0reader\0')).length;
  };
  expect(await readers()).toBeGreaterThan(0);
  expect(await read([1])).toMatchObject(rows);
  const last = await first.request<{ node: { latestVersion: { lastRows: object[] } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Dataset { latestVersion { lastRows(count: 1, dateColumn: "day") } } } }',
    { id },
  );
  expect(last.node.latestVersion.lastRows).toEqual([{ day: '2024-01-02', size: 2 }]);
});

test('no process of the gateway has a secret in its environment', async () => {
  await modelOf(second, doubling());
  const database = new URL(platform.database.url);
  const secrets = [...canaries, platform.database.url, database.password].filter((secret) => secret !== '');
  const pids = await waitFor('the processes of predictions', async () => {
    const all = await descendants();
    return all.length >= 3 ? all : null;
  });
  let seen = 0;
  for (const pid of pids) {
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    if (!environment.includes('AIAS_BACKEND')) continue; // a process of the database
    seen++;
    for (const secret of secrets) expect(environment).not.toContain(secret);
    expect(environment).not.toMatch(/AIAS_(DATABASE_URL|S3_|REDIS_URL|METRICS_TOKEN)/);
  }
  expect(seen).toBeGreaterThan(0);
});

test('replaces a killed predictor and answers its request', async () => {
  const modelId = await modelOf(second, doubling());
  await predict(second, { modelId, rows: [{ x: 1 }] });
  const killed = (await descendants()).map(async (pid) => {
    const line = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '');
    if (/node\0.*\0predictor\0/.test(line)) kill(pid);
  });
  const answer = predict(second, { modelId, rows: [{ x: 2 }] });
  await Promise.all(killed);
  expect(await answer).toMatchObject({ predictions: [{ value: 4 }] });
});
