/** A run is followed while everything between it and the page breaks: nothing is missed, nothing is shown twice. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardBench, startDashboard } from '../support/dashboard.ts';
import { configure, launch, separableCsv, uploadDataset } from '../support/learn.ts';
import { until } from '../support/until.ts';

const epochs = 700;

let bench: DashboardBench;
beforeAll(async () => {
  if (chromiumPath) bench = await startDashboard();
});
afterEach(() => {
  expect(bench?.complaints() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

/** Of the file that the page gives when it is asked for the values of the curve. */
async function downloadedLosses(tab: Page): Promise<number[]> {
  const [file] = await Promise.all([
    tab.waitForEvent('download'),
    tab.getByRole('button', { name: /CSV/ }).first().click(),
  ]);
  const [head, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/);
  const column = head?.split(',').indexOf('loss') ?? -1;
  return rows.map((row) => Number(row.split(',')[column]));
}

const offline = (tab: Page) => tab.getByText('Offline: goes on when the connection is back').first();

test.skipIf(!chromiumPath)(
  'the network is cut, then the gateway is killed and another one comes, in two tabs',
  async () => {
    const { platform, network, client } = bench;
    const { id: datasetId } = await uploadDataset(client, separableCsv(120));
    const configurationId = await configure(client, {
      datasetId,
      target: 'side',
      parameters: { mlp: {} },
      training: { epochs, batchSize: 4, earlyStopping: null },
    });
    const first = await platform.startGateway();
    network.lead(Number(new URL(first.url).port));
    const taskId = await launch(client, { train: { configurationId } });
    await platform.untilProgress(client, taskId);
    const page = await bench.open();
    const tabs = [page, await page.context().newPage()];
    for (const tab of tabs) {
      await tab.goto(`${bench.url}/runs/${encodeURIComponent(taskId)}`);
      await tab.getByText('val_loss').first().waitFor();
    }

    network.lead(null);
    for (const tab of tabs) await offline(tab).waitFor();
    network.lead(Number(new URL(first.url).port));
    for (const tab of tabs) await offline(tab).waitFor({ state: 'detached' });
    first.process.kill('SIGKILL');
    await first.exited;
    for (const tab of tabs) await offline(tab).waitFor();
    const second = await platform.startGateway();
    network.lead(Number(new URL(second.url).port));
    for (const tab of tabs) await tab.getByText('Succeeded').first().waitFor();

    const { node } = await client.request<{ node: { metrics: { name: string; points: { value: number }[] }[] } }>(
      'query ($id: ID!) { node(id: $id) { ... on Task { metrics(maxPoints: 2000) { name points { value } } } } }',
      { id: taskId },
    );
    const losses = node.metrics.find(({ name }) => name === 'loss')?.points.map(({ value }) => value) ?? [];
    expect(losses).toHaveLength(epochs);
    for (const tab of tabs) {
      await tab.getByText('Values as a table').first().click();
      const shown = await until('every point', async () => {
        const values = await downloadedLosses(tab);
        return values.length >= losses.length && values;
      });
      expect(shown).toEqual(losses);
    }
    await page.context().close();
  },
);
