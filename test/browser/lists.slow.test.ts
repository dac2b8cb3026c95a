/** Lists of the dashboard: search, filters and order of the server, kept in the URL, and pages that stay complete. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { configure, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard, tabTo } from '../support/dashboard.ts';
import { waitFor } from '../support/wait-for.ts';

let bench: DashboardFixture;
let client: ApiClient;

const count = 60;
const create = (name: string) => client.request(operations.createDataset, { input: { name } });

beforeAll(async () => {
  if (!chromiumPath) return;
  bench = await startDashboard();
  client = bench.client;
  const { id } = await uploadDataset(client, separableCsv(60), { name: 'sides' });
  for (const parameters of [{ logisticRegression: {} }, { logisticRegression: { C: 5 } }]) {
    const configurationId = await configure(client, { datasetId: id, target: 'side', parameters });
    await launch(client, { train: { configurationId } });
  }
  for (let number = 1; number <= count; number++) await create(`series ${String(number).padStart(2, '0')}`);
});
afterEach(() => {
  expect(bench?.takePageErrors() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

const namesOf = (page: Page) => page.getByRole('rowheader').getByRole('link').allInnerTexts();
const shows = (page: Page, text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor();

describe.skipIf(!chromiumPath)('a list', () => {
  test('searches, filters and sorts on the server, and a link and the back button keep it', async () => {
    const page = await bench.open();
    await bench.goto(page, '/datasets');
    await shows(page, `25 of ${count + 1}`);
    const search = page.getByRole('searchbox', { name: 'Search' });
    await tabTo(page, search);
    await page.keyboard.type('sides'); // the oldest one, which is on no loaded page
    await shows(page, '1 of 1');
    expect(await namesOf(page)).toEqual(['sides']);
    await page.getByRole('link', { name: 'sides' }).click();
    await page.waitForURL(/\/datasets\/.+/);
    await page.goBack();
    await shows(page, '1 of 1');
    expect(await search.inputValue()).toBe('sides');
    await page.getByRole('button', { name: 'Clear filters' }).press('Enter');
    await shows(page, `25 of ${count + 1}`);

    await page.getByRole('button', { name: /^Name/ }).press('Enter');
    await waitFor('the order by name', async () => (await namesOf(page))[0] === 'series 01');
    expect(await page.getByRole('columnheader', { name: /^Name/ }).getAttribute('aria-sort')).toBe('ascending');
    await page.getByRole('button', { name: /State/ }).press('Enter');
    await page.getByRole('option', { name: 'Ready' }).press('Enter');
    await shows(page, '1 of 1');
    const address = page.url();
    expect(new URL(address).search).toBe('?sort=NAME&state=READY');

    const other = await bench.open();
    await other.goto(address);
    await shows(other, '1 of 1');
    expect(await namesOf(other)).toEqual(['sides']);
    await other.goto(`${bench.url}/datasets?q=nothing+is+called+so`);
    await other.getByText('No items match your search and filters.').waitFor();
    await other.context().close();
    await page.context().close();
  });

  test('keeps its pages complete while items come and go', async () => {
    const page = await bench.open();
    await bench.goto(page, '/datasets?q=series');
    await page.getByRole('button', { name: 'Load more' }).click();
    await shows(page, `50 of ${count}`);
    await page.getByRole('button', { name: 'Delete: series 60' }).click();
    await shows(page, `50 of ${count - 1}`);
    const left = Array.from({ length: 50 }, (_, place) => `series ${String(59 - place).padStart(2, '0')}`);
    await waitFor('the rows without a gap', async () => (await namesOf(page)).join() === left.join());
    await page.getByRole('button', { name: 'Undo' }).click();
    await shows(page, `50 of ${count}`);
    await waitFor('the restored row', async () => (await namesOf(page))[0] === 'series 60');
    await page.getByRole('button', { name: 'Load more' }).press('Enter'); // the toast covers it
    await shows(page, `${count} of ${count}`);
    expect(new Set(await namesOf(page)).size).toBe(count);
    await page.context().close();
  });

  test('tells runs and models of one dataset apart, and fits a phone', async () => {
    const page = await bench.open();
    await page.goto(`${bench.url}/models`);
    await shows(page, '2 of 2');
    const text = await page.getByRole('table').innerText();
    for (const part of ['Accuracy', 'Logistic regression', 'Defaults', 'side', 'sides']) expect(text).toContain(part);
    await page.getByRole('button', { name: /Model family/ }).click();
    await page.getByRole('option', { name: 'Random forest', exact: true }).click();
    await page.getByText('No items match your search and filters.').waitFor();
    await page.goto(`${bench.url}/runs`);
    await shows(page, '2 of 2');
    expect(await page.getByRole('columnheader', { name: 'Progress' }).count()).toBe(0);
    await page
      .getByText(/^Converged after|^Completed /)
      .first()
      .waitFor();
    const dataset = page.getByRole('combobox', { name: 'Dataset' });
    await dataset.fill('side');
    await page.getByRole('option', { name: 'sides' }).click();
    await page.waitForURL(/dataset=/);
    await shows(page, '2 of 2');
    await page.setViewportSize({ width: 390, height: 800 });
    for (const path of ['/datasets', '/models', '/runs', '/trash']) {
      await bench.goto(page, path);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 390]);
    }
    await bench.goto(page, '/datasets');
    await page.getByRole('button', { name: /Sort by/ }).click();
    await page.getByRole('option', { name: 'Name, A to Z' }).click();
    await waitFor('the order by name', async () => (await namesOf(page))[0] === 'series 01');
    await page.context().close();
  });

  test('has no gap when runs come and go elsewhere', async () => {
    const { id: datasetId } = await uploadDataset(client, separableCsv(60), { name: 'queued' });
    const configurationId = await configure(client, {
      datasetId,
      target: 'side',
      parameters: { logisticRegression: {} },
    });
    const launchOne = () => launch(client, { train: { configurationId, requiredLabels: ['none'] } });
    const ids: string[] = [];
    for (let number = 0; number < count; number++) ids.unshift(await launchOne());
    const page = await bench.open();
    await bench.goto(page, '/runs?state=QUEUED');
    await page.getByRole('button', { name: 'Load more' }).click();
    await shows(page, `50 of ${count}`);
    const shownIds = async () => {
      const links = page.locator('tbody a[href^="/runs/"]');
      const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      return paths.map((path) => decodeURIComponent(path?.split('/').at(-1) ?? ''));
    };
    ids.unshift(await launchOne());
    await shows(page, `50 of ${count + 1}`);
    await waitFor('the rows without a gap', async () => (await shownIds()).join() === ids.slice(0, 50).join());
    const [cancelled = ''] = ids.splice(40, 1);
    await client.request('mutation ($id: ID!) { cancelTask(id: $id) { ... on Task { id } } }', { id: cancelled });
    await shows(page, `50 of ${count}`);
    await waitFor('the rows without it', async () => (await shownIds()).join() === ids.slice(0, 50).join());

    await page.locator('tbody a[href^="/runs/"]').first().click();
    for (const button of ['Pause', 'Resume']) await page.getByRole('button', { name: button }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await page.getByText('did not respond').count()).toBe(0);
    await page.context().close();
  });
});
