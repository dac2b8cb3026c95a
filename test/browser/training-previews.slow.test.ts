/** The previews of a run during training, as a user sees them: a real browser, a real platform, a real worker. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, launch, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard } from '../support/dashboard.ts';
import { classFolders, clusteredCsv } from '../support/datasets.ts';

let bench: DashboardFixture;
let client: ApiClient;
let page: Page;

beforeAll(async () => {
  if (!chromiumPath) return;
  bench = await startDashboard();
  client = bench.client;
  page = await bench.open({ viewport: { width: 390, height: 844 } });
});
afterEach(() => {
  expect(bench?.takePageErrors() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

/** Launches a training and opens its page immediately. */
async function watch(input: object): Promise<void> {
  const taskId = await launch(client, { train: { configurationId: await configure(client, input) } });
  await page.goto(`${bench.url}/runs/${encodeURIComponent(taskId)}`);
}

describe.skipIf(!chromiumPath)('the page of a running training', () => {
  test('shows generated samples and switches epochs by keyboard', async () => {
    const { id: datasetId } = await uploadDataset(client, await classFolders());
    const parameters = { vae: { hiddenUnits: [32], latentSize: 4 } };
    await watch({ datasetId, parameters, training: { epochs: 20, batchSize: 16 } });
    const last = page.getByRole('img', { name: /36 images generated after epoch 20,/ });
    await last.waitFor();
    await expect.poll(() => last.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(6 * 17 - 1);
    await page.getByRole('slider', { name: 'Epoch' }).press('Home');
    await page.getByRole('img', { name: /36 images generated after epoch 1,/ }).waitFor();
  });

  test('plots clusters with their centers and filters them', async () => {
    const { id: datasetId } = await uploadDataset(client, clusteredCsv(90));
    await watch({ datasetId, inputs: ['x', 'y'], parameters: { kMeans: { clusters: 3, restarts: 2 } } });
    const plot = page.getByRole('img', { name: /Scatter plot of \d+ samples in 3 groups/ });
    await plot.waitFor();
    /** Counts the opaque pixels. */
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
