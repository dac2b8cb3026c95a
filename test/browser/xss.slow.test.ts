/** User-provided names, columns and classes are rendered as text and never executed. */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { tasks } from '../../src/database/tables/tasks.ts';
import { unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { appendEvents } from '../../src/tasks/events/event-log.ts';
import { configure, eventsOf, launch, modelOf, uploadDataset } from '../support/api.ts';
import { chromiumPath } from '../support/browser.ts';
import { type DashboardFixture, startDashboard } from '../support/dashboard.ts';

/** Each payload sets `window.owned` when it executes. */
const injections = [
  '<script>window.owned=1</script>',
  '<img src=x onerror="window.owned=2">',
  '<svg onload=window.owned=3><circle r=9></svg>',
  '"><b onmouseover=window.owned=4 autofocus onfocus=window.owned=4 tabindex=0>bold</b>',
  "' onfocus='window.owned=5' autofocus='",
  'javascript:window.owned=6',
  '[click](javascript:window.owned=7)',
  '<iframe srcdoc="<script>parent.owned=8</script>"></iframe>',
  '<a href="javascript:window.owned=9">link</a>',
  '{{constructor.constructor("window.owned=10")()}}',
  '\u0024{window.owned=11}',
  '</title></textarea></style><script>window.owned=12</script>',
  '<style>*{display:none!important}</style>',
  '<meta http-equiv="refresh" content="0;url=/owned">',
  '<base href="//owned.invalid/">',
  '<form action="/owned"><button>Send</button></form>',
  '&lt;script&gt;window.owned=17&lt;/script&gt;&#60;b&#62;',
  '<math><mtext></p><img src=x onerror=window.owned=18></mtext></math>',
  '=HYPERLINK("http://owned.invalid","19")',
  '\u202Eevil\u202C __proto__ constructor toString',
] as const;

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

let bench: DashboardFixture;
const ids = { dataset: '', task: '', waiting: '', model: '' };

beforeAll(async () => {
  if (!chromiumPath) return;
  bench = await startDashboard();
  const { client } = bench;
  for (const name of injections) await client.request(operations.createDataset, { input: { name } });
  const columns = [injections[1], injections[9], injections[19]];
  const rows = Array.from({ length: 200 }, (_, row) => [row % 20, (row * 7) % 11, cell(injections[row % 20] ?? '')]);
  const csv = [columns.map(cell), ...rows].map((line) => line.join(',')).join('\n');
  ids.dataset = (await uploadDataset(client, csv, { name: injections[3] })).id;
  const configurationId = await configure(client, {
    name: injections[7],
    datasetId: ids.dataset,
    target: injections[19],
    parameters: { decisionTree: {} },
  });
  ids.task = await launch(client, { train: { configurationId } });
  await eventsOf(client, ids.task);
  ids.model = await modelOf(client, ids.task);
  ids.waiting = await taskWithLog(configurationId, injections);
  await createOrganization(injections[13]);
});
afterEach(() => {
  expect(bench?.takePageErrors() ?? []).toEqual([]);
});
afterAll(() => bench?.stop());

/** Launches a task that no worker claims and appends lines to its log, as a trainer would. Returns its id. */
async function taskWithLog(configurationId: string, lines: readonly string[]): Promise<string> {
  const id = await launch(bench.client, { train: { configurationId, pool: 'nowhere' } });
  const { db } = bench.platform.database;
  const [task] = await db.select().from(tasks).where(eq(tasks.pool, 'nowhere'));
  if (!task) throw new Error('There is no task.');
  const events = lines.map((message) => ({ type: 'LogWritten', payload: { level: 'warn', message } }) as const);
  await db.transaction((tx) => appendEvents(tx, task, events));
  return id;
}

/** Creates an organization; its name is in the switcher on every page. */
async function createOrganization(name: string): Promise<void> {
  const answer = await bench.client.request<{ createOrganization: object }>(
    `mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) {
      __typename ... on Organization { id } ... on Error { message }
    } }`,
    { input: { name } },
  );
  unwrapResult(answer.createOrganization as { __typename: string });
}

test.skipIf(!chromiumPath)('renders 20 XSS payloads as text on every page', async () => {
  const page = await bench.open();
  const of = encodeURIComponent;
  const pages: [path: string, texts: readonly string[]][] = [
    ['/', [injections[3], injections[7]]],
    ['/datasets', injections],
    // The profile lists only the most frequent values of a column.
    [`/datasets/${of(ids.dataset)}`, injections.slice(0, 12)],
    [`/datasets/${of(ids.dataset)}/configure?family=decisionTree`, [injections[1], injections[9]]],
    ['/runs', [injections[7]]],
    [`/runs/${of(ids.task)}`, [injections[7], injections[19]]],
    [`/runs/${of(ids.waiting)}`, injections],
    [`/runs/compare?ids=${of(ids.task)}`, [injections[7]]],
    ['/models', [injections[7]]],
    [`/models/${of(ids.model)}`, injections],
  ];
  for (const [path, texts] of pages) {
    await bench.goto(page, path);
    const missing = async () => {
      const shown = await page.evaluate(() => document.body.textContent);
      return texts.filter((text) => !shown?.includes(text));
    };
    await expect.poll(missing, { message: path }).toEqual([]);
    expect(await page.evaluate(() => (window as { owned?: unknown }).owned)).toBeUndefined();
    expect(await page.locator('main :is(script, iframe, base, meta, [onerror], [onload], [src=x])').count()).toBe(0);
    expect(await page.locator('a[href^="javascript:"], form[action="/owned"]').count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe(new URL(path, bench.url).pathname);
  }
  await page.getByRole('button', { name: 'Use an example row' }).click();
  await page.getByText('Probabilities').waitFor();
  expect(await page.evaluate(() => (window as { owned?: unknown }).owned)).toBeUndefined();
  await page.context().close();
});
