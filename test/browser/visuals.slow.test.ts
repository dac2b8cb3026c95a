/** What a run shows while it learns, as a person meets it: a real browser, a real platform, a real worker. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardBench, startDashboard } from '../support/dashboard.ts';
import { classFolders, groups } from '../support/datasets.ts';
import { configure, launch, uploadDataset } from '../support/learn.ts';

let bench: DashboardBench;
let client: ApiClient;
let page: Page;

beforeAll(async () => {
  if (!chromiumPath) return;
  bench = await startDashboard();
  client = bench.client;
  page = await bench.open({ viewport: { width: 390, height: 844 } });
});
afterEach(() => {
  expect(bench?.complaints() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

/** Launches a training, and opens its page at once. */
async function watch(input: object): Promise<void> {
  const taskId = await launch(client, { train: { configurationId: await configure(client, input) } });
  await page.goto(`${bench.url}/runs/${encodeURIComponent(taskId)}`);
}

describe.skipIf(!chromiumPath)('a run shows', () => {
  test('samples, from epoch to epoch, by keyboard', async () => {
    const { id: datasetId } = await uploadDataset(client, await classFolders());
    const parameters = { vae: { hiddenUnits: [32], latentSize: 4 } };
    await watch({ datasetId, parameters, training: { epochs: 20, batchSize: 16 } });
    const last = page.getByRole('img', { name: /36 images that it made after epoch 20,/ });
    await last.waitFor();
    await expect.poll(() => last.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(6 * 17 - 1);
    await page.getByRole('slider', { name: 'Epoch' }).press('Home');
    await page.getByRole('img', { name: /36 images that it made after epoch 1,/ }).waitFor();
  });

  test('groups with their centres, each alone when asked for', async () => {
    const { id: datasetId } = await uploadDataset(client, groups(90));
    await watch({ datasetId, inputs: ['x', 'y'], parameters: { kMeans: { clusters: 3, restarts: 2 } } });
    const plot = page.getByRole('img', { name: /Scatter plot of \d+ samples in 3 groups/ });
    await plot.waitFor();
    /** Pixels that something is drawn at, of all that there are. */
    const drawn = () =>
      plot.evaluate((canvas: HTMLCanvasElement) => {
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        return Array.from(pixels).filter((value, at) => at % 4 === 3 && value > 128).length;
      });
    await page.getByText('Succeeded').first().waitFor();
    const all = await drawn();
    const group = page.getByRole('button', { name: /^Group 1/ });
    await group.click();
    expect(await group.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(drawn).toBeLessThan(all);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});
