/** The dashboard at a gateway that runs only trusted documents: every operation that it sends is among its own. */
import { readFileSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { separableCsv } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { patienceMs } from '../support/patience.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let browser: Browser;

beforeAll(async () => {
  if (!chromiumPath) return;
  platform = await startTestPlatform({ AIAS_TRUSTED_DOCUMENTS: 'only' });
  await platform.startWorker();
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'], timeout: patienceMs });
});
afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

test.skipIf(!chromiumPath)('registers, uploads, trains and predicts', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const sent = { requests: new Set<string>(), messages: new Set<string>() };
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/graphql'))
      sent.requests.add(request.postDataJSON().query);
  });
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { type, payload: operation } = JSON.parse(String(payload));
      if (type === 'subscribe') sent.messages.add(operation.query);
    }),
  );

  await page.goto(platform.url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Username').fill('newcomer');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('link', { name: 'Overview' }).waitFor();

  await page.goto(`${platform.url}/datasets/new`);
  const file = { name: 'points.csv', mimeType: 'text/csv', buffer: Buffer.from(separableCsv(100)) };
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'points' }).waitFor();
  await page.getByRole('button', { name: 'Train a model' }).click();
  await page.getByRole('button', { name: 'Select: Neural network for tables (MLP)' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Launch' }).click();
  await page.waitForURL(/\/runs\//);
  await page.locator('main a[href^="/models/"]').first().click();
  await page.getByRole('heading', { level: 2, name: /Try/ }).first().waitFor();
  for (const path of ['/datasets', '/runs', '/models', '/cluster', '/organization', '/trash', '/account']) {
    await page.goto(platform.url + path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
  }

  const trusted = new Set(Object.values(JSON.parse(readFileSync('dist/dashboard/documents.json', 'utf8'))));
  expect([...sent.requests, ...sent.messages].filter((document) => !trusted.has(document))).toEqual([]);
  expect([sent.requests.size > 10, sent.messages.size > 0]).toEqual([true, true]);
  await context.close();
});
