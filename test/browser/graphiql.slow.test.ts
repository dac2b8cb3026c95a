/** GraphiQL in a real browser that can reach only the gateway: it subscribes and shows live events. */
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configure, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { patienceMs } from '../support/patience.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let browser: Browser;

beforeAll(async () => {
  if (!chromiumPath) return;
  platform = await startTestPlatform();
  await platform.startWorker();
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox'],
    timeout: patienceMs,
  });
});
afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

test.skipIf(!chromiumPath)(
  'GraphiQL runs a subscription and shows live events, reaching only the gateway',
  async () => {
    const client = await platform.signUp();
    const { id: datasetId } = await uploadDataset(client, separableCsv(200));
    const configurationId = await configure(client, {
      datasetId,
      target: 'side',
      parameters: { mlp: {} },
      training: { epochs: 30 },
    });

    const context = await browser.newContext();
    context.setDefaultTimeout(patienceMs);
    const elsewhere: string[] = [];
    await context.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(platform.url) || /^(data|blob):/.test(url)) return route.continue();
      elsewhere.push(url);
      return route.abort();
    });
    await context.addCookies([{ name: 'aias_session', value: platform.tokenOf(client), url: platform.url }]);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));

    const taskId = await launch(client, { train: { configurationId } });
    const query = `subscription { taskEvents(taskId: "${taskId}") { seq ... on TaskStateChanged { to } } }`;
    await page.goto(`${platform.url}/graphql?query=${encodeURIComponent(query)}`);
    // The button does nothing before both editors are loaded.
    await page.waitForSelector('.graphiql-query-editor .view-line:has-text("taskEvents")');
    await page.waitForSelector('.result-window .view-line', { state: 'attached' });
    await page.click('.graphiql-execute-button');
    await page.waitForFunction(() => document.body.innerText.includes('SUCCEEDED'));
    expect(elsewhere).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  },
);
