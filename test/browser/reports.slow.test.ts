/** The samples behind a report and the inputs of a model, as a user sees them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { appendLayer, writeLayersModel } from '../../src/learning/imports/layers-model.ts';
import { modelFilesOf } from '../../src/learning/model.ts';
import { importModel, train, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard } from '../support/dashboard.ts';
import { salesSeries } from '../support/datasets.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const split = { method: 'SYSTEMATIC', testFraction: 0.1, validationFraction: 0 };

let bench: DashboardFixture;
let client: ApiClient;
let page: Page;

beforeAll(async () => {
  if (!chromiumPath) return;
  bench = await startDashboard();
  client = bench.client;
  page = await bench.open({ viewport: { width: 390, height: 840 } });
});
afterEach(() => {
  expect(bench?.takePageErrors() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

/** Uploads a dataset and trains on it; resolves with the model's id. */
const learn = async (csv: string, input: object) =>
  train(client, { datasetId: (await uploadDataset(client, csv)).id, ...input });

const show = (modelId: string) => page.goto(`${bench.url}/models/${encodeURIComponent(modelId)}`);

async function findBarriers(): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe.skipIf(!chromiumPath)('a report', () => {
  test('opens the samples of a confusion-matrix cell by keyboard', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => {
      const side = (row % 2 === 0) === (row !== 20) ? 'left' : 'right';
      return `${row % 2},${row === 20 ? 'the one that is wrong' : `note ${row}`},${side}`;
    });
    await show(await learn(['x,note,side', ...rows].join('\n'), { target: 'side', inputs: ['x'], parameters: { decisionTree: {} }, split })); // biome-ignore format: one call
    const cell = page.getByRole('button', { name: 'True class right, predicted left: 1 sample. Show samples.' });
    await cell.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'right, predicted as left' });
    await dialog.getByText('Showing 1 of 1.').waitFor();
    expect(await dialog.getByRole('row').last().getByRole('cell').allTextContents()).toEqual(['100%', 'right', '0', 'the one that is wrong']); // biome-ignore format: one line
    expect(await findBarriers()).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await cell.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('plots a regression and lists the largest residuals', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, row) => `${row},${row % 3 ? 'red' : 'blue'},${row === 20 ? 500 : 2 * row + 1}`,
    );
    await show(await learn(['x,color,y', ...rows].join('\n'), { target: 'y', parameters: { linearRegression: {} }, split })); // biome-ignore format: one call
    const chart = page.getByRole('img', { name: /^Predicted vs\. actual\. Chart of 6 samples/ });
    await chart.waitFor();
    expect(await chart.locator('circle').count()).toBe(6);
    const worst = page.getByRole('region', { name: 'Largest residuals' }).getByRole('row').nth(1);
    expect((await worst.getByRole('cell').allTextContents()).slice(3)).toEqual(['20', 'red']);
    await page.getByText('color=blue').waitFor();
    expect(await findBarriers()).toEqual([]);
  });

  test('plots a forecast, and the model forecasts from the end of its data', async () => {
    const parameters = { rnn: { units: 4, sequenceLength: 14, horizon: 2 } };
    await show(await learn(salesSeries(120).csv, { target: 'sales', parameters, training: { epochs: 1 } }));
    await page.getByRole('img', { name: /^Forecast vs\. actual/ }).waitFor();
    // The data ends on April 29.
    await page.getByRole('rowheader', { name: '2024-04-30' }).last().waitFor();
    await page.getByRole('rowheader', { name: '2024-05-01' }).last().waitFor();
  });
});

test.skipIf(!chromiumPath)('an imported model describes its input and shows a form for it', async () => {
  const inferred = { output: [2], weights: {}, multiplications: 0 };
  const row = { name: 'row', path: ['row'], className: 'InputLayer', settings: {}, inputs: [], inferred };
  const answer = { name: 'answer', className: 'Dense', settings: { units: 1, activation: 'linear' } };
  const network = appendLayer({ layers: [row], weights: new Map() }, answer, { kernel: Float32Array.of(2, 3), bias: Float32Array.of(1) }); // biome-ignore format: one call
  const { model } = await importModel(client, zipSync(modelFilesOf(writeLayersModel(network))), {
    objective: 'REGRESSION',
    columns: ['width', 'height'],
    target: 'price',
  });
  await show(model?.id ?? '');
  await page.getByText('Input: rows of 2 numbers').waitFor();
  await page.getByLabel('width').fill('10');
  await page.getByLabel('height').fill('100');
  await page.getByText('Predicted price').waitFor();
  await page.locator('.answer-verdict', { hasText: '321' }).waitFor();
});
