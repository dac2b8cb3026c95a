/** A run is followed while the network and the gateway fail: no point is missed or duplicated. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { configure, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard } from '../support/dashboard.ts';
import { waitFor } from '../support/wait-for.ts';

const epochs = 700;

let bench: DashboardFixture;
beforeAll(async () => {
  if (chromiumPath) bench = await startDashboard();
});
afterEach(() => {
  expect(bench?.takePageErrors() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

/** Returns the losses in the CSV file that the page offers for its curve. */
async function downloadedLosses(tab: Page): Promise<number[]> {
  const [file] = await Promise.all([
    tab.waitForEvent('download'),
    tab.getByRole('button', { name: /CSV/ }).first().click(),
  ]);
  const [head, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/);
  const column = head?.split(',').indexOf('loss') ?? -1;
  return rows.map((row) => Number(row.split(',')[column]));
}

const offline = (tab: Page) => tab.getByText('Reconnecting…').first();

test.skipIf(!chromiumPath)('two tabs recover from a network cut and a replaced gateway', async () => {
  const { platform, network, client } = bench;
  const { id: datasetId } = await uploadDataset(client, separableCsv(120));
  const configurationId = await configure(client, {
    datasetId,
    target: 'side',
    parameters: { mlp: {} },
    training: { epochs, batchSize: 4, earlyStopping: null },
  });
  const first = await platform.startGateway();
  network.redirect(Number(new URL(first.url).port));
  const taskId = await launch(client, { train: { configurationId } });
  await platform.untilProgress(client, taskId);
  const page = await bench.open();
  const tabs = [page, await page.context().newPage()];
  for (const tab of tabs) {
    await tab.goto(`${bench.url}/runs/${encodeURIComponent(taskId)}`);
    await tab.locator('.chart-legend').getByText('Validation loss').first().waitFor();
  }

  network.redirect(null);
  for (const tab of tabs) await offline(tab).waitFor();
  network.redirect(Number(new URL(first.url).port));
  for (const tab of tabs) await offline(tab).waitFor({ state: 'detached' });
  first.process.kill('SIGKILL');
  await first.exited;
  for (const tab of tabs) await offline(tab).waitFor();
  const second = await platform.startGateway();
  network.redirect(Number(new URL(second.url).port));
  for (const tab of tabs) await tab.getByText('Succeeded').first().waitFor();

  const { node } = await client.request<{ node: { metrics: { name: string; points: { value: number }[] }[] } }>(
    'query ($id: ID!) { node(id: $id) { ... on Task { metrics(maxPoints: 2000) { name points { value } } } } }',
    { id: taskId },
  );
  const losses = node.metrics.find(({ name }) => name === 'loss')?.points.map(({ value }) => value) ?? [];
  expect(losses).toHaveLength(epochs);
  for (const tab of tabs) {
    await tab.getByText('Show as table').first().click();
    const shown = await waitFor('every point', async () => {
      const values = await downloadedLosses(tab);
      return values.length >= losses.length && values;
    });
    expect(shown).toEqual(losses);
  }
  await page.context().close();
});
