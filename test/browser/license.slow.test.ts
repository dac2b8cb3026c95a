/** Reads and changes the license of a dataset on its page. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { separableCsv, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard } from '../support/dashboard.ts';

let bench: DashboardFixture;
beforeAll(async () => {
  if (chromiumPath) bench = await startDashboard({ workers: 0 });
});
afterAll(() => bench?.stop());

describe.skipIf(!chromiumPath)('the license of a dataset', () => {
  test('is set, corrected after an error, and removed', async () => {
    const { id } = await uploadDataset(bench.client, separableCsv(30));
    const page = await bench.open();
    await page.goto(`${bench.url}/datasets/${encodeURIComponent(id)}`);
    const edit = () => page.getByRole('button', { name: 'Edit license' }).click();
    const field = () => page.getByRole('textbox', { name: 'License' });
    const save = () => page.getByRole('button', { name: 'Save' }).click();

    await page.getByText('No license specified.').waitFor();
    await edit();
    await field().fill('x'.repeat(201));
    await save();
    await page.getByText('A license must have 1 to 200 characters').waitFor();
    await field().fill('CC-BY-4.0');
    await save();
    await page.getByRole('paragraph').getByText('CC-BY-4.0', { exact: true }).waitFor();

    await edit();
    await field().fill('');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('paragraph').getByText('CC-BY-4.0', { exact: true }).waitFor();
    await edit();
    await field().fill(' ');
    await save();
    await page.getByText('No license specified.').waitFor();
    expect(bench.takePageErrors()).toEqual([]);
  });
});
