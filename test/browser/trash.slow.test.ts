/** Deletes and restores as a user does: by keyboard and from the trash. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard } from '../support/dashboard.ts';

let bench: DashboardFixture;
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
  expect(bench?.takePageErrors() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

const remove = () => page.getByRole('button', { name: 'Delete: sides' });
const row = () => page.getByRole('link', { name: 'sides' });
const undo = () => page.getByRole('button', { name: 'Undo' });

describe.skipIf(!chromiumPath)('deleting', () => {
  test('can be undone by keyboard in a list', async () => {
    await page.goto(`${bench.url}/datasets`);
    await remove().focus();
    await page.keyboard.press('Enter');
    await row().waitFor({ state: 'detached' });
    await page.getByRole('alert').getByText('“sides” deleted').waitFor();
    await page.keyboard.press('Enter'); // the button is gone, and the focus is on Undo
    await row().waitFor();
    await page.getByText('“sides” restored').waitFor();
  });

  test("can be undone from the item's page and from the trash", async () => {
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
    await page.getByRole('button', { name: 'Restore: sides' }).click();
    await page.getByText('The trash is empty').waitFor();
    await page.goto(`${bench.url}/datasets`);
    await row().waitFor();
  });

  test('is blocked by an unfinished run, which the dialog links to', async () => {
    const parameters = { logisticRegression: {} };
    const configurationId = await configure(client, { datasetId: dataset, target: 'side', parameters });
    const task = await launch(client, { train: { configurationId } });
    await remove().click();
    await page.getByRole('dialog').getByText('An unfinished run uses this dataset.').waitFor();
    await page.getByRole('link', { name: 'View run 1' }).click();
    await page.waitForURL(`**/runs/${encodeURIComponent(task)}`);
    await page.getByRole('heading', { level: 1, name: 'test' }).waitFor();
  });
});
