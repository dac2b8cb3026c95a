/** The dashboard as a person meets it: a real browser, a real platform, a real worker. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { chromiumPath } from '../support/browser.ts';
import { type Forwarder, startForwarder } from '../support/forwarder.ts';
import { configure, eventsOf, launch, separableCsv, uploadDataset } from '../support/learn.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What somebody may write where a name is asked for. */
const injection = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>{{7*7}}`;

let platform: TestPlatform;
let browser: Browser;
/** Between the browser and the gateway: what it cuts off looks like a gateway that died. */
let network: Forwarder;
let url: string;
let client: ApiClient;
const ids = { dataset: '', task: '', model: '', hostile: '' };
const problems: string[] = [];

beforeAll(async () => {
  if (!chromiumPath) return;
  platform = await startTestPlatform();
  await platform.startWorker();
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  network = await startForwarder(Number(new URL(platform.url).port));
  url = `http://127.0.0.1:${network.port}`;
  client = await platform.signUp();
  ids.dataset = (await uploadDataset(client, separableCsv(120))).id;
  ids.hostile = (await uploadDataset(client, separableCsv(60), { name: injection })).id;
  const configurationId = await configure(client, {
    name: injection,
    datasetId: ids.hostile,
    target: 'side',
    parameters: { mlp: {} },
    training: { epochs: 5 },
  });
  ids.task = await launch(client, { train: { configurationId } });
  await eventsOf(client, ids.task);
  const { node } = await client.request<{ node: { modelVersion: { model: { id: string } } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Task { modelVersion { model { id } } } } }',
    { id: ids.task },
  );
  ids.model = node.modelVersion.model.id;
});
afterEach(() => {
  expect(problems.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  network?.close();
  await platform?.stop();
});

/** A page that nobody is signed in on, or the one that `client` is. Whatever it complains about fails the test. */
async function open(options: BrowserContextOptions = {}, signedIn = true): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
  if (signedIn) await context.addCookies([{ name: 'aias_session', value: platform.tokenOf(client), url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    // While the network is cut off, the browser itself says so.
    if (message.type() === 'error' && !/net::ERR_|WebSocket connection/.test(message.text()))
      problems.push(message.text());
  });
  return page;
}

const places = () => ({
  overview: '/',
  datasets: '/datasets',
  newDataset: '/datasets/new',
  dataset: `/datasets/${encodeURIComponent(ids.hostile)}`,
  configure: `/datasets/${encodeURIComponent(ids.hostile)}/configure`,
  settings: `/datasets/${encodeURIComponent(ids.hostile)}/configure?family=mlp`,
  runs: '/runs',
  run: `/runs/${encodeURIComponent(ids.task)}`,
  compare: `/runs/compare?ids=${encodeURIComponent(ids.task)}`,
  models: '/models',
  model: `/models/${encodeURIComponent(ids.model)}`,
  cluster: '/cluster',
  organization: '/organization',
  account: '/account',
});

async function go(page: Page, path: string): Promise<void> {
  await page.goto(url + path);
  await page.locator('main h1').first().waitFor();
  // Everything that a page asks for at first has come.
  await page.waitForLoadState('networkidle');
}

describe.skipIf(!chromiumPath)('the dashboard', () => {
  test('leads from nothing to a prediction', async () => {
    const page = await open({}, false);
    await page.goto(url);
    await page.getByRole('button', { name: 'I am new here' }).click();
    await page.getByLabel('User name').fill('a b');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Create account' }).click();
    // The server's word, at its field.
    await page.locator('.field', { hasText: 'User name' }).locator('.problem').waitFor();
    await page.getByLabel('User name').fill('newcomer');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('link', { name: 'Overview' }).waitFor();

    await page.goto(`${url}/datasets/new`);
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'sides.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(separableCsv(150)),
      });
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'sides' }).waitFor();
    await page.getByRole('button', { name: 'Train a model' }).click();
    await page.getByRole('button', { name: 'Use this: Neural network for tables (MLP)' }).click();
    const epochs = page.getByRole('textbox', { name: 'Epochs' });
    await epochs.fill('0');
    await page.getByText('Give a number from 1 to 10000.').waitFor();
    await epochs.fill('40');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByRole('button', { name: 'Launch' }).click();
    await page.waitForURL(/\/runs\//);
    await page.getByText('Succeeded').first().waitFor();
    await page.getByText('val_loss').first().waitFor();
    await page.locator('main a[href^="/models/"]').first().click();
    await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
    await page.getByRole('button', { name: 'Fill with an example row' }).click();
    await page.getByText('How sure it is').waitFor();
    await page.context().close();
  });

  test('misses nothing of a run while the gateway is away, in two tabs', async () => {
    const configurationId = await configure(client, {
      datasetId: ids.dataset,
      target: 'side',
      parameters: { mlp: {} },
      training: { epochs: 400, batchSize: 4, earlyStopping: null },
    });
    const taskId = await launch(client, { train: { configurationId } });
    await platform.untilProgress(client, taskId);
    const page = await open();
    const other = await page.context().newPage();
    for (const tab of [page, other]) {
      await tab.goto(`${url}/runs/${encodeURIComponent(taskId)}`);
      await tab.getByText('val_loss').first().waitFor();
    }
    network.lead(null);
    await page.getByText('Offline: goes on when the connection is back').first().waitFor();
    network.lead(Number(new URL(platform.url).port));
    for (const tab of [page, other]) await tab.getByText('Succeeded').first().waitFor({ timeout: 60_000 });

    const { node } = await client.request<{
      node: { metrics: { name: string; points: { step: number; value: number }[] }[] };
    }>(
      'query ($id: ID!) { node(id: $id) { ... on Task { metrics(maxPoints: 2000) { name points { step value } } } } }',
      { id: taskId },
    );
    const losses = node.metrics.find(({ name }) => name === 'loss')?.points ?? [];
    expect(losses).toHaveLength(400);
    for (const tab of [page, other]) {
      await tab.getByText('Values as a table').first().click();
      const shown = await until('every point', async () => {
        const [file] = await Promise.all([
          tab.waitForEvent('download'),
          tab.getByRole('button', { name: /CSV/ }).first().click(),
        ]);
        const [head, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/);
        const column = head?.split(',').indexOf('loss') ?? -1;
        const values = rows.map((row) => Number(row.split(',')[column]));
        return values.length === losses.length && values;
      });
      expect(shown).toEqual(losses.map(({ value }) => value));
    }
    await page.context().close();
  });

  test('has nothing that keeps people out, light or dark, and shows as text what people wrote', async () => {
    const page = await open();
    const found: string[] = [];
    for (const [name, path] of Object.entries(places())) {
      await go(page, path);
      expect(await page.title()).not.toBe('owned');
      expect(await page.locator('main img[src="x"], main script').count()).toBe(0);
      await page.evaluate(axe);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await page.evaluate(() =>
          (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        for (const { id, impact, nodes } of violations) {
          if (impact === 'serious' || impact === 'critical') {
            found.push(`${name}, ${colorScheme}: ${id}, ${nodes[0]?.html}`);
          }
        }
      }
    }
    expect(found).toEqual([]);
    await go(page, places().dataset);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(injection);
    await page.context().close();
  });

  test('fits a phone, in Chinese', async () => {
    const page = await open({ viewport: { width: 390, height: 800 }, locale: 'zh-CN' });
    for (const [name, path] of Object.entries(places())) {
      await go(page, path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([name, width <= 390]).toEqual([name, true]);
    }
    await page.goto(url);
    await page.getByRole('button', { name: '菜单' }).click();
    await page.getByRole('link', { name: '数据集' }).first().click();
    await page.getByRole('heading', { level: 1, name: '数据集' }).waitFor();
    await page.context().close();
  });
});
