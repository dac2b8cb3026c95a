/** Deleting and taking back as a person does it: by the keyboard, and from the trash. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardBench, startDashboard } from '../support/dashboard.ts';
import { configure, launch, separableCsv, uploadDataset } from '../support/learn.ts';

let bench: DashboardBench;
let client: ApiClient;
let page: Page;
let dataset: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  bench = await startDashboard({ workers: 0 });
  client = bench.client;
  dataset = (await uploadDataset(client, separableCsv(30), { name: 'sides' })).id;
  page = await bench.open({ viewport: { width: 390, height: 800 } });
});
afterEach(() => {
  expect(bench?.complaints() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

const remove = () => page.getByRole('button', { name: 'Delete sides' });
const row = () => page.getByRole('link', { name: 'sides' });
const undo = () => page.getByRole('button', { name: 'Undo' });

describe.skipIf(!chromiumPath)('what is deleted', () => {
  test('is taken back by the keyboard, in a list', async () => {
    await page.goto(`${bench.url}/datasets`);
    await remove().focus();
    await page.keyboard.press('Enter');
    await row().waitFor({ state: 'detached' });
    await page.getByRole('alert').getByText('Deleted sides').waitFor();
    await page.keyboard.press('Enter'); // its button is gone, and the focus is where it is undone
    await row().waitFor();
    await page.getByText('Restored sides').waitFor();
  });

  test('is taken back from its own page, which comes back, and from the trash', async () => {
    await row().click();
    await remove().click();
    await page.waitForURL(/\/datasets$/);
    await undo().click();
    await page.waitForURL(/\/datasets\/.+/);
    await remove().click();
    await page.waitForURL(/\/datasets$/);
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Trash' }).click();
    await page.getByText('30 days').waitFor();
    await page.getByRole('button', { name: 'Restore sides' }).click();
    await page.getByText('The trash is empty').waitFor();
    await page.goto(`${bench.url}/datasets`);
    await row().waitFor();
  });

  test('must not be needed by a run; the button says by which', async () => {
    const parameters = { logisticRegression: {} };
    const configurationId = await configure(client, { datasetId: dataset, target: 'side', parameters });
    const task = await launch(client, { train: { configurationId } });
    await remove().click();
    await page.getByRole('dialog').getByText('A run that has not finished learns from it').waitFor();
    await page.getByRole('link', { name: 'Show run 1' }).click();
    await page.waitForURL(`**/runs/${encodeURIComponent(task)}`);
    await page.getByRole('heading', { level: 1, name: 'test' }).waitFor();
  });
});
