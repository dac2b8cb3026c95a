/** A new user's first run: with a mouse, then with the keyboard only. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { flowers } from '../../src/dashboard/datasets/samples/tables.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard, tabTo } from '../support/dashboard.ts';
import { digitFolders, digitStrokes } from '../support/digits.ts';
import { waitFor } from '../support/wait-for.ts';

let bench: DashboardFixture;
beforeAll(async () => {
  if (chromiumPath) bench = await startDashboard();
});
afterEach(() => {
  expect(bench?.takePageErrors() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

async function register(page: Page, username: string): Promise<void> {
  await page.goto(bench.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
}

async function upload(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  await page.goto(`${bench.url}/datasets/new`);
  await page.locator('input[type=file]').first().setInputFiles({ name, mimeType, buffer });
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: name.replace(/\..*/, '') }).waitFor();
}

async function train(page: Page, family: string, epochs: number): Promise<void> {
  await page.getByRole('button', { name: 'Train a model' }).click();
  await page.getByRole('button', { name: `Select: ${family}` }).click();
  await page.getByRole('textbox', { name: 'Epochs' }).fill(String(epochs));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Launch' }).click();
  await page.waitForURL(/\/runs\//);
}

const toModel = (page: Page) => page.locator('main a[href^="/models/"]').first().click();

/** Returns the newest step in the table below the curves. */
async function shownStep(page: Page): Promise<number> {
  const row = page.getByRole('row', { name: /^Loss/ }).first();
  return (await row.count()) === 0 ? 0 : Number((await row.getByRole('cell').nth(0).innerText()).replace(/\D/g, ''));
}

async function draw(page: Page, digit: number): Promise<void> {
  const canvas = page.getByRole('img', { name: /Drawing area/ });
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('There is no canvas.');
  // Draws small and off-center.
  const at = ([x, y]: readonly [number, number]) =>
    [box.x + box.width * (0.1 + 0.5 * x), box.y + box.height * (0.3 + 0.6 * y)] as const;
  for (const [first, ...rest] of digitStrokes[digit] ?? []) {
    if (!first) continue;
    await page.mouse.move(...at(first));
    await page.mouse.down();
    for (const point of rest) await page.mouse.move(...at(point), { steps: 3 });
    await page.mouse.up();
  }
}

describe.skipIf(!chromiumPath)('the first run', () => {
  test('goes from registration to a trained table model and its predictions', async () => {
    const page = await bench.open({}, false);
    await register(page, 'a b');
    // Validation by the server, shown at its field.
    await page.locator('.field', { hasText: 'Username' }).locator('.problem').waitFor();
    await page.getByLabel('Username').fill('newcomer');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('link', { name: 'Overview' }).waitFor();

    await upload(page, 'iris.csv', 'text/csv', Buffer.from(await flowers().arrayBuffer()));
    await page.getByRole('button', { name: 'Train a model' }).click();
    await page.getByRole('button', { name: 'Select: Neural network for tables (MLP)' }).click();
    const epochs = page.getByRole('textbox', { name: 'Epochs' });
    await epochs.fill('0');
    await page.locator('.field', { has: epochs }).getByText('Enter a number from 1 to 10,000.').waitFor();
    await epochs.fill('120');
    await page.getByText('More settings').click();
    await page.getByRole('textbox', { name: 'Batch size' }).fill('4');
    // The form leaves the validation of this field to the server.
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('n'.repeat(300));
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.locator('.field', { has: name }).locator('.problem').waitFor();
    await name.fill('Species');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByRole('button', { name: 'Launch' }).click();
    await page.waitForURL(/\/runs\//);

    await page.getByText('Show as table').first().click();
    const before = await waitFor('a first step', () => shownStep(page));
    await waitFor('later steps', async () => (await shownStep(page)) > before);
    await page.getByText('Succeeded').first().waitFor();
    await toModel(page);
    await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
    await page.getByRole('button', { name: 'Use an example row' }).click();
    await page.getByText('Probabilities').waitFor();
    await page.context().close();
  });

  test('recognizes a drawn digit', async () => {
    const page = await bench.open();
    await upload(page, 'digits.zip', 'application/zip', Buffer.from(await digitFolders(40)));
    await train(page, 'Convolutional network for images', 12);
    await page.getByText('Succeeded').first().waitFor();
    await toModel(page);
    const answer = page.getByRole('region', { name: 'Prediction' });
    for (const digit of [3, 7]) {
      await draw(page, digit);
      await answer.locator('.answer-verdict', { hasText: String(digit) }).waitFor();
      await page.getByRole('button', { name: 'Clear' }).click();
      await answer.locator('.answer-verdict').waitFor({ state: 'detached' });
    }
    await page.context().close();
  });

  test('can be completed by keyboard', async () => {
    const page = await bench.open({}, false);
    await page.goto(bench.url);
    const press = async (what: 'button' | 'link' | 'textbox' | Locator, name = '', key = 'Enter') => {
      const target = typeof what === 'string' ? page.getByRole(what, { name, exact: true }).first() : what;
      await target.waitFor();
      await tabTo(page, target);
      await page.keyboard.press(key);
    };
    const write = async (name: string, text: string) => {
      await press('textbox', name, 'Control+A');
      await page.keyboard.type(text);
    };
    await press('button', 'Create an account');
    await write('Username', 'keys-alone');
    await write('Password', 'correct horse battery');
    await page.keyboard.press('Enter');

    await press('link', 'Try an example dataset');
    await press('button', 'Use this dataset: Flowers');
    await press('button', 'Train a model');
    await press('button', 'Select: Decision tree');
    await press('button', 'Train');
    await press('button', 'Launch');
    await page.waitForURL(/\/runs\//);
    await page.getByText('Succeeded').first().waitFor();
    await press(page.locator('main a[href^="/models/"]').first());
    await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
    await press('button', 'Use an example row');
    await page.getByText('Probabilities').waitFor();
    await page.context().close();
  });
});
