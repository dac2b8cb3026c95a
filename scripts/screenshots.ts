/**
 * Takes screenshots of the dashboard when Chromium is installed: `npm run screenshots` renews those of the README, and `npm
 * run screenshots -- --all <folder>` captures every page. Starts a platform in a temporary folder, which is removed
 * afterwards, and uploads and trains what the pages show.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startPlatform } from '../src/app/platform.ts';
import { parseConfig } from '../src/config/config.ts';
import { createLog } from '../src/log.ts';
import { chromiumPath } from '../test/support/browser.ts';
import './ensure-dashboard.js';
import { createScene, shootEveryPage } from './screenshots/capture-pages.ts';
import { person, register, upload } from './screenshots/seed-data.ts';

if (!chromiumPath) process.exit(1);
const { all } = parseArgs({ options: { all: { type: 'string' } } }).values;
const folder = await mkdtemp(join(tmpdir(), 'aias-screenshots-'));
const config = parseConfig({ AIAS_DATA_DIR: folder, AIAS_PORT: '0', AIAS_BACKEND: 'wasm', AIAS_LOG_LEVEL: 'error' });
const platform = await startPlatform(config, createLog({ level: 'error', name: 'screenshots' }));
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
try {
  if (all) await shootEveryPage(browser, platform.url, await createScene(browser, platform.url), all);
  else await shootForReadme(browser);
} finally {
  await browser.close();
  await platform.stop();
  await rm(folder, { recursive: true });
}

async function shootForReadme(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', colorScheme: 'light' });
  await register(page, platform.url, person);

  await train(page, 'Flowers', 'Logistic regression');
  await train(page, 'Shapes', 'Convolutional network', 60);
  await page.locator('.chart-legend').getByText('Validation loss').first().waitFor();
  await page
    .getByText(/^Epoch [1-4]\d of/)
    .first()
    .waitFor();
  await shoot(page, 'dashboard-run');
  await page.getByText('Succeeded').first().waitFor({ timeout: 300_000 });
  await page.locator('main a[href^="/models/"]').first().click();
  await page.getByRole('heading', { name: 'Confusion matrix' }).waitFor();
  await shoot(page, 'dashboard-model');

  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${platform.url}/datasets`);
  await page.getByRole('link', { name: 'Flowers' }).click();
  await page.getByRole('heading', { name: 'Columns' }).waitFor();
  await shoot(page, 'dashboard-dataset');
}

/** Uploads a sample dataset and launches a training of it; the page then follows the run. */
async function train(page: Page, sample: string, family: string, epochs?: number): Promise<void> {
  await upload(page, platform.url, sample);
  await page.getByRole('button', { name: 'Train a model' }).click();
  await page.getByRole('button', { name: new RegExp(`^Select: ${family}`) }).click();
  if (epochs) await page.getByRole('textbox', { name: 'Epochs' }).fill(String(epochs));
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Launch' }).click();
  await page.waitForURL(/\/runs\//);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join('docs', `${name}.png`) });
}
