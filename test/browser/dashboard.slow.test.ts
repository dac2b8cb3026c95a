/** The dashboard as a user sees it: a real browser, a real platform, a real worker. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { configure, eventsOf, launch, modelOf, separableCsv, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard } from '../support/dashboard.ts';

interface AxeWindow {
  axe: { run(options: { runOnly?: string[] }): Promise<AxeResults> };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let bench: DashboardFixture;
const ids = { dataset: '', task: '', model: '' };

beforeAll(async () => {
  if (!chromiumPath) return;
  bench = await startDashboard();
  const { client } = bench;
  ids.dataset = (await uploadDataset(client, separableCsv(60), { name: 'Sides' })).id;
  const configurationId = await configure(client, {
    datasetId: ids.dataset,
    target: 'side',
    parameters: { mlp: {} },
    training: { epochs: 5 },
  });
  ids.task = await launch(client, { train: { configurationId } });
  await eventsOf(client, ids.task);
  ids.model = await modelOf(client, ids.task);
});
afterEach(() => {
  expect(bench?.takePageErrors() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

const places = () => ({
  overview: '/',
  datasets: '/datasets',
  newDataset: '/datasets/new',
  dataset: `/datasets/${encodeURIComponent(ids.dataset)}`,
  configure: `/datasets/${encodeURIComponent(ids.dataset)}/configure`,
  settings: `/datasets/${encodeURIComponent(ids.dataset)}/configure?family=mlp`,
  runs: '/runs',
  run: `/runs/${encodeURIComponent(ids.task)}`,
  compare: `/runs/compare?ids=${encodeURIComponent(ids.task)}`,
  models: '/models',
  model: `/models/${encodeURIComponent(ids.model)}`,
  cluster: '/cluster',
  organization: '/organization',
  trash: '/trash',
  account: '/account',
});

const phone = { width: 390, height: 800 };
const desk = { width: 1280, height: 900 };
const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

/** Returns the accessibility violations that axe rates serious or critical, in the light and the dark theme. */
async function barriersOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The dark theme differs from the light one only in its colors.
    const runOnly = colorScheme === 'dark' ? ['color-contrast', 'link-in-text-block'] : undefined;
    const { violations } = await page.evaluate(
      (rules) => (window as unknown as AxeWindow).axe.run(rules ? { runOnly: rules } : {}),
      runOnly,
    );
    for (const { id, impact, nodes } of violations) {
      if (impact === 'serious' || impact === 'critical')
        found.push(`${name}, ${colorScheme}: ${id}, ${nodes[0]?.html}`);
    }
  }
  return found;
}

describe.skipIf(!chromiumPath)('the dashboard', () => {
  test('passes accessibility checks in light and dark themes and fits a phone', async () => {
    const found: string[] = [];
    const stranger = await bench.open({}, false);
    await stranger.goto(bench.url);
    await stranger.getByRole('button', { name: 'Sign in' }).waitFor();
    found.push(...(await barriersOf(stranger, 'sign-in')));
    await stranger.context().close();
    const page = await bench.open();
    for (const [name, path] of Object.entries(places())) {
      await bench.goto(page, path);
      found.push(...(await barriersOf(page, name)));
      await page.setViewportSize(phone);
      expect([name, (await widthOf(page)) <= phone.width]).toEqual([name, true]);
      await page.setViewportSize(desk);
    }
    expect(found).toEqual([]);
    await page.context().close();
  });

  test('pages through the columns of a wide table', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `measure ${index + 1}`);
    const rows = [1, 2, 3].map((row) => names.map((_, index) => row * index).join(','));
    const { id } = await uploadDataset(bench.client, [names.join(','), ...rows].join('\n'), { name: 'Wide' });
    const page = await bench.open();
    await bench.goto(page, `/datasets/${encodeURIComponent(id)}`);
    const headers = page.getByRole('rowheader', { name: /^measure/ });
    const shown = async (first: number, last: number) => {
      await page.getByText(`columns ${first} to ${last} of 250`).waitFor();
      await page.getByRole('rowheader', { name: `measure ${first}`, exact: true }).waitFor(); // rendered after the title
      expect(await headers.first().innerText()).toBe(`measure ${first}`);
      expect(await headers.last().innerText()).toBe(`measure ${last}`);
      expect(await page.getByRole('columnheader', { name: `measure ${last}`, exact: true }).count()).toBe(1);
    };
    await shown(1, 100);
    await page.getByRole('button', { name: 'Next columns' }).click();
    await shown(101, 200);
    await page.getByRole('button', { name: 'Next columns' }).click();
    await shown(201, 250);
    expect(await page.getByRole('button', { name: 'Next columns' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Previous columns' }).click();
    await shown(101, 200);
    await page.context().close();
  });

  test('is usable in Chinese on a phone', async () => {
    const page = await bench.open({ viewport: phone, locale: 'zh-CN' });
    const { overview, dataset, settings, runs, run, model } = places();
    for (const path of [overview, dataset, settings, runs, run, model]) {
      await bench.goto(page, path);
      expect([path, (await widthOf(page)) <= phone.width]).toEqual([path, true]);
    }
    await page.goto(bench.url);
    await page.getByRole('button', { name: '菜单' }).click();
    await page.getByRole('link', { name: '数据集' }).first().click();
    await page.getByRole('heading', { level: 1, name: '数据集' }).waitFor();
    await page.context().close();
  });
});
