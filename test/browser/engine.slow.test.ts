/** Compares predictions of the engine in the browser with those of the server: the same model files, the same results. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { createRandom } from '../../src/learning/random.ts';
import { train, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard } from '../support/dashboard.ts';
import { classFolders, reviewsCsv } from '../support/datasets.ts';

const samples = 100;
/** Maximum difference between two correct float32 computations, which add in a different order. */
const rounding = 1e-4;

/**
 * The page requests predictions in its own batches, and the batch size decides which CPU instructions compute them, so float32
 * sums differ in their last digits.
 */
const serverRounding = 1e-6;

let bench: DashboardFixture;
let client: ApiClient;
let page: Page;

beforeAll(async () => {
  if (!chromiumPath) return;
  bench = await startDashboard();
  client = bench.client;
  page = await bench.open();
});
afterEach(() => {
  expect(bench?.takePageErrors() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

const goTo = (modelId: string) => page.goto(`${bench.url}/models/${encodeURIComponent(modelId)}`);

interface Answer {
  label: string | null;
  value: number | null;
  probabilities: { label: string; probability: number }[] | null;
}

/** Requests predictions from the API like any other client. */
async function predict(modelId: string, input: object): Promise<Answer[]> {
  const { predict: answer } = await client.request<{ predict: { predictions: Answer[] } }>(operations.predict, {
    input: { modelId, ...input },
  });
  return answer.predictions;
}

/** Returns the page's predictions of all samples by column name, from the CSV file that it offers. */
async function answersOnPage(): Promise<Record<string, string>[]> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ]);
  const [header = [], ...rows] = (await readFile(await file.path(), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])));
}

/** Returns the largest difference of any probability; the labels must be equal. */
function compare(onPage: readonly Record<string, string>[], fromApi: readonly Answer[]): number {
  expect(onPage).toHaveLength(fromApi.length);
  expect(new Set(fromApi.map(({ label }) => label)).size).toBeGreaterThan(1);
  let largest = 0;
  for (const [index, { label, probabilities }] of fromApi.entries()) {
    expect(onPage[index]?.['browser: answer']).toBe(label);
    for (const each of probabilities ?? []) {
      const there = Number(onPage[index]?.[`server: P(${each.label})`]);
      expect(Math.abs(there - each.probability)).toBeLessThanOrEqual(serverRounding);
      const here = Number(onPage[index]?.[`browser: P(${each.label})`]);
      largest = Math.max(largest, Math.abs(here - each.probability));
    }
  }
  return largest;
}

/** Creates PNGs of every kind (gray or color, any size, with transparency) and lossless WebPs, which the browser decodes. */
function pictures(): Promise<{ name: string; mimeType: string; buffer: Buffer }[]> {
  const random = createRandom(5);
  const sizes = [[16, 16], [40, 33], [9, 12], [150, 90]] as const; // biome-ignore format: one line says it
  return Promise.all(
    Array.from({ length: samples }, async (_, index) => {
      const [width, height] = sizes[index % sizes.length] ?? sizes[0];
      const channels = ([1, 2, 3, 4] as const)[(index >> 2) % 4] ?? 1;
      const brightness = 40 + random.integer(190);
      const valueAt = (at: number) => {
        if (channels % 2 === 0 && at % channels === channels - 1) return 255 - random.integer(200);
        const [x, y] = [Math.floor(at / channels) % width, Math.floor(at / channels / width)];
        const isInside = Math.abs(x / width - 0.5) < 0.25 && Math.abs(y / height - 0.5) < 0.25;
        return (isInside ? brightness : 0) + random.integer(25);
      };
      const data = Buffer.from(Array.from({ length: width * height * channels }, (_, at) => valueAt(at)));
      const image = sharp(data, { raw: { width, height, channels } });
      if (channels === 3 && index % 4 === 0) {
        const buffer = await image.webp({ lossless: true }).toBuffer();
        return { name: `${index}.webp`, mimeType: 'image/webp', buffer };
      }
      const buffer = await image.png({ palette: index % 9 === 0 }).toBuffer();
      return { name: `${index}.png`, mimeType: 'image/png', buffer };
    }),
  );
}

/** Creates rows with numbers, a category with missing values and dates, and a label that depends on them. */
function table(rows: number, seed: number): { csv: string; records: Record<string, string | number | null>[] } {
  const random = createRandom(seed);
  const records = Array.from({ length: rows }, () => {
    const [x, y] = [random.next() * 10 - 5, random.next()];
    const color = ['red', 'green', 'blue', null][random.integer(4)] ?? null;
    const day = `2024-0${1 + random.integer(9)}-${10 + random.integer(18)}`;
    const kind = x > 0 ? (color === 'red' ? 'left' : 'right') : y > 0.5 ? 'up' : 'down';
    return { x: random.integer(12) === 0 ? null : x, y, color, day, kind };
  });
  const lines = records.map((record) => Object.values(record).map((cell) => cell ?? ''));
  return { csv: ['x,y,color,day,kind', ...lines.map((cells) => cells.join(','))].join('\n'), records };
}

describe.skipIf(!chromiumPath)('the engine in the browser', () => {
  test('predicts like the server for 100 images and a drawing', async () => {
    const dataset = await uploadDataset(client, await classFolders());
    const modelId = await train(client, {
      datasetId: dataset.id,
      parameters: { cnn: { filters: [4, 8], denseUnits: 16, batchNormalization: true } },
      training: { epochs: 12, batchSize: 8 },
    });
    await goTo(modelId);
    await page.getByRole('radio', { name: 'Both' }).check();
    // The engine is loaded only when a prediction by it is requested.
    expect(
      await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)),
    ).not.toContainEqual(expect.stringMatching(/worker|\.wasm/));
    await page.getByRole('tab', { name: 'Draw' }).click();
    await page.getByRole('img', { name: 'Drawing area' }).click({ position: { x: 100, y: 120 } });
    await page.getByText('ms in this browser').waitFor();
    await page.getByText('Identical within rounding').waitFor();

    await page.getByRole('tab', { name: 'Image', exact: true }).click();
    const files = await pictures();
    const other = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no image') };
    await page.locator('input[type=file]').setInputFiles([...files, other]);
    await page.getByText('1 file could not be read as an image.').waitFor();
    await page.getByRole('heading', { name: '100 samples' }).waitFor();
    await page.getByText('This browser: 100 predictions in').waitFor();
    const images = files.map(({ buffer }) => buffer.toString('base64'));
    const largest = compare(await answersOnPage(), await predict(modelId, { images }));
    expect(largest).toBeLessThanOrEqual(rounding);
  });

  test('predicts like the server for 100 rows and rejects an invalid cell with the same message', async () => {
    const dataset = await uploadDataset(client, table(300, 1).csv);
    const modelId = await train(client, {
      datasetId: dataset.id,
      target: 'kind',
      parameters: { mlp: {} },
      training: { epochs: 15 },
    });
    await goTo(modelId);
    await page.getByRole('radio', { name: 'Both' }).check();
    await page.getByText('Identical within rounding').waitFor();
    await page.getByRole('radio', { name: 'This browser' }).check();
    await page.getByRole('textbox', { name: 'day' }).fill('2024-02-31');
    await page.getByText('Column "day" is a date. Use the format 2026-01-31.').waitFor();

    await page.getByRole('radio', { name: 'Both' }).check();
    const { csv, records } = table(samples, 2);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByText('This browser: 100 predictions in').waitFor();
    const largest = compare(await answersOnPage(), await predict(modelId, { rows: records }));
    expect(largest).toBeLessThanOrEqual(rounding);
  });

  test('predicts like the server for a text, with custom layers', async () => {
    const dataset = await uploadDataset(client, reviewsCsv());
    const transformer = { sequenceLength: 12, hiddenSize: 16, heads: 2, blocks: 1 };
    const modelId = await train(client, {
      datasetId: dataset.id,
      target: 'class',
      parameters: { transformer },
      training: { epochs: 2 },
    });
    await goTo(modelId);
    await page.getByRole('radio', { name: 'Both' }).check();
    await page.getByText('Identical within rounding').waitFor();
  });

  test('explains that a model other than a network runs only on the server', async () => {
    const dataset = await uploadDataset(client, table(60, 3).csv);
    const modelId = await train(client, { datasetId: dataset.id, target: 'kind', parameters: { decisionTree: {} } });
    await goTo(modelId);
    await page.getByText('This model runs only on the server: the browser runs neural networks only.').waitFor();
    expect(await page.getByRole('radio', { name: 'This browser' }).isDisabled()).toBe(true);
    await page.getByText('Probabilities').waitFor();
  });
});
