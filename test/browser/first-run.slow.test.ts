/** The first minutes of somebody who is new: with a mouse, and then with a keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { flowers } from '../../src/dashboard/datasets/samples/tables.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardBench, startDashboard, tabTo } from '../support/dashboard.ts';
import { digitFolders, digitStrokes } from '../support/digits.ts';
import { until } from '../support/until.ts';

let bench: DashboardBench;
beforeAll(async () => {
  if (chromiumPath) bench = await startDashboard();
});
afterEach(() => {
  expect(bench?.complaints() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

async function register(page: Page, username: string): Promise<void> {
  await page.goto(bench.url);
  await page.getByRole('button', { name: 'I am new here' }).click();
  await page.getByLabel('User name').fill(username);
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
  await page.getByRole('button', { name: `Use this: ${family}` }).click();
  await page.getByRole('textbox', { name: 'Epochs' }).fill(String(epochs));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Launch' }).click();
  await page.waitForURL(/\/runs\//);
}

const toModel = (page: Page) => page.locator('main a[href^="/models/"]').first().click();

/** The newest step that the table under the curves knows of. */
async function shownStep(page: Page): Promise<number> {
  const row = page.getByRole('row', { name: /^loss/ }).first();
  return (await row.count()) === 0 ? 0 : Number((await row.getByRole('cell').nth(0).innerText()).replace(/\D/g, ''));
}

async function draw(page: Page, digit: number): Promise<void> {
  const canvas = page.getByRole('img', { name: /Drawing area/ });
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('There is no canvas.');
  // Small, and in a corner.
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

describe.skipIf(!chromiumPath)('the first minutes', () => {
  test('lead from an account to a table that is learned and predicted', async () => {
    const page = await bench.open({}, false);
    await register(page, 'a b');
    // The server's word, at its field.
    await page.locator('.field', { hasText: 'User name' }).locator('.problem').waitFor();
    await page.getByLabel('User name').fill('newcomer');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('link', { name: 'Overview' }).waitFor();

    await upload(page, 'iris.csv', 'text/csv', Buffer.from(await flowers().arrayBuffer()));
    await page.getByRole('button', { name: 'Train a model' }).click();
    await page.getByRole('button', { name: 'Use this: Neural network for tables (MLP)' }).click();
    const epochs = page.getByRole('textbox', { name: 'Epochs' });
    await epochs.fill('0');
    await page.locator('.field', { has: epochs }).getByText('Give a number from 1 to 10000.').waitFor();
    await epochs.fill('120');
    await page.getByText('More settings').click();
    await page.getByRole('textbox', { name: 'Batch size' }).fill('4');
    // The server's word again, of what the form leaves to it.
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('n'.repeat(300));
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.locator('.field', { has: name }).locator('.problem').waitFor();
    await name.fill('Species');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByRole('button', { name: 'Launch' }).click();
    await page.waitForURL(/\/runs\//);

    await page.getByText('Values as a table').first().click();
    const before = await until('a first step', () => shownStep(page));
    await until('later steps', async () => (await shownStep(page)) > before);
    await page.getByText('Succeeded').first().waitFor();
    await toModel(page);
    await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
    await page.getByRole('button', { name: 'Fill with an example row' }).click();
    await page.getByText('How sure it is').waitFor();
    await page.context().close();
  });

  test('lead to a digit that is drawn and recognised', async () => {
    const page = await bench.open();
    await upload(page, 'digits.zip', 'application/zip', Buffer.from(await digitFolders(40)));
    await train(page, 'Convolutional network for images', 12);
    await page.getByText('Succeeded').first().waitFor();
    await toModel(page);
    const answer = page.getByRole('region', { name: 'Answer' });
    for (const digit of [3, 7]) {
      await draw(page, digit);
      await answer.locator('.verdict', { hasText: String(digit) }).waitFor();
      await page.getByRole('button', { name: 'Clear' }).click();
      await answer.locator('.verdict').waitFor({ state: 'detached' });
    }
    await page.context().close();
  });

  test('need no mouse', async () => {
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
    await press('button', 'I am new here');
    await write('User name', 'keys-alone');
    await write('Password', 'correct horse battery');
    await page.keyboard.press('Enter');

    await press('link', 'Begin with sample data');
    await press('button', 'Use this: Flowers');
    await press('button', 'Train a model');
    await press('button', 'Use this: Decision tree');
    await press('button', 'Train');
    await press('button', 'Launch');
    await page.waitForURL(/\/runs\//);
    await page.getByText('Succeeded').first().waitFor();
    await press(page.locator('main a[href^="/models/"]').first());
    await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
    await press('button', 'Fill with an example row');
    await page.getByText('How sure it is').waitFor();
    await page.context().close();
  });
});
