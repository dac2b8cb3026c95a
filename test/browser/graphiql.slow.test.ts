/** GraphiQL in a real browser that can reach only the gateway: a signed-in person runs the examples from top to bottom, twice. */
import { Kind, OperationTypeNode, parse } from 'graphql';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { exampleOperations } from '../../src/gateway/graphiql/examples.ts';
import { launch } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { patienceMs } from '../support/patience.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

const operations = parse(exampleOperations).definitions.map((definition) => {
  if (definition.kind !== Kind.OPERATION_DEFINITION || !definition.name) throw new Error('Not a named operation.');
  return { name: definition.name.value, kind: definition.operation };
});

/** A message of the graphql-transport-ws protocol. */
interface SocketMessage {
  type: string;
  payload?: { data?: Record<string, unknown>; errors?: unknown[] };
}

let platform: TestPlatform;
let browser: Browser;
let client: ApiClient;

beforeAll(async () => {
  if (!chromiumPath) return;
  platform = await startTestPlatform();
  await platform.startWorker();
  client = await platform.signUp();
  browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'], timeout: patienceMs });
});
afterAll(async () => {
  await browser?.close();
  await platform?.stop();
});

/** Opens GraphiQL. `elsewhere` collects requests to other hosts, `problems` exceptions of the page. */
async function open(token: string | null) {
  const context = await browser.newContext();
  context.setDefaultTimeout(patienceMs);
  const elsewhere: string[] = [];
  await context.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith(platform.url) || /^(data|blob):/.test(url)) return route.continue();
    elsewhere.push(url);
    return route.abort();
  });
  if (token) await context.addCookies([{ name: 'aias_session', value: token, url: platform.url }]);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  const messages: SocketMessage[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => messages.push(JSON.parse(String(payload)) as SocketMessage)),
  );
  await page.goto(`${platform.url}/graphql`);
  // The button does nothing before both editors are loaded.
  await page.waitForSelector('.graphiql-query-editor .view-line:has-text("Welcome")');
  await page.waitForSelector('.result-window .view-line', { state: 'attached' });
  return { context, page, elsewhere, problems, messages };
}

async function choose(page: Page, name: string): Promise<void> {
  await page.click('.graphiql-execute-button');
  await page.getByRole('menuitem', { name, exact: true }).click();
}

/** Runs a query or mutation; resolves with its data. */
async function run(page: Page, name: string): Promise<Record<string, unknown>> {
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.request().postDataJSON()?.operationName === name),
    choose(page, name),
  ]);
  const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
  expect(errors, name).toBeUndefined();
  return data;
}

/** Follows a subscription to its end. `meanwhile` makes an event of one that has no end. */
async function follow(page: Page, messages: SocketMessage[], name: string, meanwhile?: () => Promise<unknown>) {
  messages.length = 0;
  await choose(page, name);
  if (meanwhile) {
    await waitFor('the subscription to begin', async () => platform.hubSubscribers() > 0);
    await meanwhile();
    await waitFor(name, async () => messages.some(({ type }) => type === 'next'));
    await page.click('.graphiql-execute-button'); // stops it
    await waitFor('the subscription to end', async () => platform.hubSubscribers() === 0);
  } else {
    await waitFor(name, async () => messages.some(({ type }) => type === 'complete' || type === 'error'));
  }
  const results = messages.filter(({ type }) => type === 'next');
  expect(messages, name).not.toContainEqual(expect.objectContaining({ type: 'error' }));
  expect(results.length, name).toBeGreaterThan(0);
  for (const { payload } of results) expect(payload?.errors, name).toBeUndefined();
  return results.map(({ payload }) => payload?.data ?? {});
}

async function viewerOf(context: BrowserContext): Promise<unknown> {
  const response = await context.request.post(`${platform.url}/graphql`, { data: { query: '{ viewer { id } }' } });
  return ((await response.json()) as { data: unknown }).data;
}

test.skipIf(!chromiumPath)('a signed-in person runs all examples from top to bottom, twice', async () => {
  const { context, page, elsewhere, problems, messages } = await open(platform.tokenOf(client));
  const before = await viewerOf(context);
  expect(before).toMatchObject({ viewer: { id: expect.any(String) } });
  let configurationId = '';
  for (let round = 0; round < 2; round++) {
    for (const { name, kind } of operations) {
      if (kind === OperationTypeNode.SUBSCRIPTION) {
        const launchAnother = () => launch(client, { train: { configurationId, requiredLabels: ['none'] } });
        const results = await follow(page, messages, name, name === 'OrganizationEvents' ? launchAnother : undefined);
        if (/^(Task|Generator)Events$/.test(name)) expect(JSON.stringify(results)).toContain('SUCCEEDED');
        continue;
      }
      const data = await run(page, name);
      for (const [field, result] of Object.entries(data)) {
        expect(result, name).not.toBeNull();
        expect(result, `${name}: ${field}`).not.toHaveProperty('message');
      }
      if (name === 'ConfigureModel') configurationId = (data.configureModel as { id: string }).id;
      if (name === 'LogoutAsColleague') expect(data).toEqual({ logout: true });
    }
    expect(await viewerOf(context)).toEqual(before);
  }
  expect(elsewhere).toEqual([]);
  expect(problems).toEqual([]);

  await page.click('.graphiql-logo a:has-text("Aias")');
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
  await context.close();
});

test.skipIf(!chromiumPath)('a person who is not signed in is sent to the dashboard', async () => {
  const { context, page } = await open(null);
  const link = page.locator('#tour-status a');
  expect([await link.innerText(), await link.getAttribute('href')]).toEqual(['Sign in', '/']);
  await context.close();
});

test.skipIf(!chromiumPath)('an operation of another page is opened with its variables', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const parameters = new URLSearchParams({
    query: 'query ($id: ID!) { node(id: $id) { id } }',
    variables: '{"id":"x"}',
  });
  await page.goto(`${platform.url}/graphql?${parameters}`);
  await page.waitForSelector('.graphiql-editor-tool .view-line:has-text("x")');
  await context.close();
});
