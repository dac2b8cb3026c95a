/** Lists: filters, orders, search, and pages that stay complete while rows are inserted and deleted. */
import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/database/id.ts';
import { describedColumns } from '../../src/database/search.ts';
import { datasets } from '../../src/database/tables/datasets.ts';
import type { ApiClient } from '../../src/demo/client.ts';
import { createRandom, hashSeed } from '../../src/learning/random.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { transports } from '../support/transports.ts';

let platform: TestPlatform;
let client: ApiClient;
let organizationId: string;
let userId: string;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());
beforeEach(async () => {
  client = await platform.signUp();
  const seen = await client.request<{ organizations: { id: string }[]; viewer: { id: string } }>(
    '{ organizations { id } viewer { id } }',
  );
  const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';
  [organizationId, userId] = [uuidOf(seen.organizations[0]?.id ?? ''), uuidOf(seen.viewer.id)];
});

interface Described {
  name: string;
  description?: string;
  tags?: string[];
}

async function insert(...items: Described[]): Promise<string[]> {
  const rows = items.map(({ name, description = '', tags = [] }) => ({
    id: newId(),
    organizationId,
    createdBy: userId,
    ...describedColumns({ name, description, tags }),
  }));
  await platform.database.db.insert(datasets).values(rows);
  return rows.map(({ id }) => id);
}

interface Walk {
  nodes: { id: string }[];
  pageInfo: Page['pageInfo'];
}

interface Page {
  totalCount: number;
  nodes: { name: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

async function list(args: string): Promise<Page> {
  const { datasets: page } = await client.request<{ datasets: Page }>(
    `{ datasets(${args}) { totalCount nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
  );
  return page;
}
const namesOf = ({ nodes }: Page) => nodes.map(({ name }) => name);

describe('search', () => {
  test.each([
    ['sales', ['Sales 2024', 'old-sales.csv']],
    ['SAL 20', ['Sales 2024']],
    ['ärger', ['Ärgernisse']],
    ['数据', ['销售数据']],
    ['red', ['colors']],
    ["a b & ! | ( ) : * \\ '", []],
    ['transformer', ['Transformer模型']],
    ['模型', ['Transformer模型']],
    ['ResNet50', ['ResNet50图像']],
    ['データセット', ['データセットclassification']],
    ['classification', ['データセットclassification']],
    ['ΟΔΟΣ', ['ΟΔΟΣΗΜΑ']],
    ['???', []],
    [
      '   ',
      [
        'colors',
        'Transformer模型',
        'ResNet50图像',
        'データセットclassification',
        'ΟΔΟΣΗΜΑ',
        '销售数据',
        'Ärgernisse',
        'old-sales.csv',
        'Sales 2024',
      ],
    ],
  ])('finds %j in names, descriptions and tags', async (search, names) => {
    await insert({ name: 'Sales 2024' }, { name: 'old-sales.csv' }, { name: 'Ärgernisse' }, { name: '销售数据' });
    await insert({ name: 'Transformer模型' }, { name: 'ResNet50图像' }, { name: 'データセットclassification' });
    await insert({ name: 'ΟΔΟΣΗΜΑ' });
    await insert({ name: 'colors', description: 'Mostly blue.', tags: ['Red', 'warm'] });
    const page = await list(`search: ${JSON.stringify(search)}`);
    expect(namesOf(page).sort()).toEqual([...names].sort());
    expect(page.totalCount).toBe(names.length);
  });
});

test('finds tags behind a long description, and any part of a long text without spaces', async () => {
  const description = Array.from({ length: 700 }, (_, number) => `w${number}`).join(' ');
  const chinese =
    '今天天气很好我们一起去公园散步然后回家吃饭看书学习机器学习模型训练数据集标注工具使用方法说明文档请仔细阅读每一个章节谢谢大家的支持与帮助明年再见';
  await insert({ name: 'long', description, tags: ['behind'] }, { name: 'chinese', description: chinese });
  for (const search of ['behind', 'w699']) expect(namesOf(await list(`search: "${search}"`))).toEqual(['long']);
  for (const search of [chinese.slice(-4), chinese.slice(20, 50), chinese]) {
    expect(namesOf(await list(`search: "${search}"`))).toEqual(['chinese']);
  }
});

test('limits what a text that normalization makes longer takes in the index', async () => {
  const [id = ''] = await insert({ name: 'squared', description: '㍿'.repeat(5000), tags: ['terms'] });
  const [row] = await platform.database.db.execute(
    sql`select length(search) as lexemes from datasets where id = ${id}`,
  );
  expect(Number(row?.lexemes)).toBeLessThanOrEqual(8000);
  for (const search of ['squared', 'terms', '株式会社']) {
    expect(await list(`search: ${JSON.stringify(search)}, first: 10`)).toMatchObject({ totalCount: 1 });
  }
});

test('the migration lets searches find words that end with a sigma', async () => {
  const [id = ''] = await insert({ name: 'Οδός' }, { name: 'without' });
  await platform.database.db.execute(sql`update datasets set search = array_to_tsvector('{οδός,a}') where id = ${id}`);
  expect(await list('search: "ΟΔΌΣ", first: 10')).toMatchObject({ totalCount: 0 });
  const migration = await readFile(new URL('../../migrations/0018_one_sigma.sql', import.meta.url), 'utf8');
  for (const statement of migration.split('--> statement-breakpoint')) await platform.database.db.execute(statement);
  expect(await list('search: "ΟΔΌΣ", first: 10')).toMatchObject({ totalCount: 1, nodes: [{ name: 'Οδός' }] });
  expect(await list('search: "without", first: 10')).toMatchObject({ totalCount: 1 });
});

test.each(['CREATED_AT', 'NAME'])('finds all in the order of %s, also behind many that do not match', async (field) => {
  const wanted = (from: number) => Array.from({ length: 20 }, (_, at) => ({ name: `b wanted ${10 + from + at}` }));
  await insert(...wanted(0));
  await insert(...Array.from({ length: 1100 }, (_, at) => ({ name: `${at % 2 ? 'a' : 'c'} other ${at}` })));
  await insert(...wanted(20));
  for (const direction of ['ASC', 'DESC']) {
    const found: string[] = [];
    for (let after = ''; ; ) {
      const page = await list(
        `first: 7, search: "wanted", orderBy: { field: ${field}, direction: ${direction} }${after}`,
      );
      found.push(...namesOf(page));
      if (!page.pageInfo.hasNextPage) break;
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    const expected = wanted(0)
      .concat(wanted(20))
      .map(({ name }) => name);
    expect(found).toEqual(direction === 'ASC' ? expected : expected.reverse());
  }
});

test('filters by all tags, and by time of creation', async () => {
  await insert({ name: 'a', tags: ['x', 'y'] }, { name: 'b', tags: ['x'] }, { name: 'c' });
  expect(namesOf(await list('filter: { tags: ["x"] }')).sort()).toEqual(['a', 'b']);
  expect(namesOf(await list('filter: { tags: ["x", "y"] }'))).toEqual(['a']);
  expect(namesOf(await list('filter: { createdAfter: "2100-01-01T00:00:00Z" }'))).toEqual([]);
  expect(namesOf(await list('filter: { createdBefore: "2100-01-01T00:00:00Z" }'))).toHaveLength(3);
});

test('orders by name, ignoring case, in both directions', async () => {
  await insert({ name: 'b' }, { name: 'A' }, { name: 'C' }, { name: 'a' });
  expect(namesOf(await list('orderBy: { field: NAME, direction: ASC }'))).toEqual(['A', 'a', 'b', 'C']);
  expect(namesOf(await list('orderBy: { field: NAME }'))).toEqual(['C', 'b', 'a', 'A']);
  expect(namesOf(await list('orderBy: { field: CREATED_AT, direction: ASC }'))).toEqual(['b', 'A', 'C', 'a']);
});

test('reads backward from a cursor, and from the end', async () => {
  await insert(...['a', 'b', 'c', 'd', 'e'].map((name) => ({ name })));
  const order = 'orderBy: { field: NAME, direction: ASC }';
  const end = await list(`last: 2, ${order}`);
  expect([namesOf(end), end.pageInfo.hasPreviousPage, end.pageInfo.hasNextPage]).toEqual([['d', 'e'], true, false]);
  const before = await list(`last: 2, before: "${end.pageInfo.startCursor}", ${order}`);
  expect([namesOf(before), before.pageInfo.hasPreviousPage, before.pageInfo.hasNextPage]).toEqual([
    ['b', 'c'],
    true,
    true,
  ]);
  expect(namesOf(await list(`last: 0, ${order}`))).toEqual([]);
});

test.each([
  [
    'a cursor of another order',
    async () => `after: "${(await list('first: 1')).pageInfo.endCursor}", orderBy: { field: NAME }`,
    'after',
  ],
  ['a cursor that is none', async () => 'after: "bm9uc2Vuc2U"', 'after'],
  ['both directions', async () => 'first: 1, last: 1', 'last'],
  ['a page that is too large', async () => 'last: 101', 'last'],
  ['a search that is too long', async () => `search: "${'a'.repeat(201)}"`, 'search'],
  ['a tag that none can have', async () => 'filter: { tags: ["a", "\\u0000"] }', 'filter.tags.1'],
  ['more tags than an item can have', async () => `filter: { tags: [${'"a",'.repeat(21)}] }`, 'filter.tags'],
])('rejects %s', async (_, argsOf, field) => {
  await insert({ name: 'a' }, { name: 'b' });
  const query = `{ datasets(${await argsOf()}) { totalCount } }`;
  const { errors } = await transports.HTTP(platform.url, { query }, platform.tokenOf(client));
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', field } }]);
});

test.each(['models', 'configurations'])('rejects an unknown family in the filter of %s', async (lists) => {
  const query = `{ ${lists}(filter: { families: ["mlp", "mlpp"] }) { totalCount } }`;
  const { errors } = await transports.HTTP(platform.url, { query }, platform.tokenOf(client));
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', field: 'filter.families.1' } }]);
});

test.each(['+275760-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', 'yesterday'])('rejects the time %j', async (time) => {
  const query = 'query ($time: DateTime) { datasets(filter: { createdAfter: $time }) { totalCount } }';
  const { errors } = await transports.HTTP(platform.url, { query, variables: { time } }, platform.tokenOf(client));
  expect(errors).toMatchObject([{ message: expect.stringContaining('DateTime must be') }]);
});

test('a response that exceeds the limit while its lists are read is refused, and nothing else ends', async () => {
  await insert(...Array.from({ length: 25 }, (_, at) => ({ name: `long ${at}`, description: '长'.repeat(5000) })));
  const texts = Array.from({ length: 10 }, (_, at) => `d${at}: description`).join(' ');
  const lists = Array.from({ length: 20 }, (_, at) => `a${at}: datasets(first: 25) { ...Long }`).join(' ');
  const query = `{ ${lists} } fragment Long on DatasetConnection { nodes { ${texts} createdBy { id } organization { id } } }`;
  // A promise that nothing handles would end the gateway.
  const unhandled: unknown[] = [];
  const record = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', record);
  for (let round = 0; round < 3; round++) {
    const { errors } = await transports.HTTP(platform.url, { query }, platform.tokenOf(client));
    expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED' } }]);
  }
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', record);
  expect(unhandled).toEqual([]);
  expect(await list('first: 1')).toMatchObject({ nodes: [{}] });
});

test('takes a state any number of times', async () => {
  await insert({ name: 'a' });
  const query = 'query ($states: [DatasetState!]) { datasets(filter: { states: $states }) { totalCount } }';
  const variables = { states: Array.from({ length: 100_000 }, () => 'READY') };
  const { data } = await transports.HTTP(platform.url, { query, variables }, platform.tokenOf(client));
  expect(data).toEqual({ datasets: { totalCount: 0 } });
});

/** Rows that exist throughout appear exactly once, in order, whatever is inserted and deleted between the pages. */
test.each(
  ['CREATED_AT', 'NAME'].flatMap((field) =>
    ['ASC', 'DESC'].flatMap((way) => ['first', 'last'].map((side) => [field, way, side] as const)),
  ),
)('pages by %s %s with %s stay complete while rows come and go', async (field, direction, side) => {
  const random = createRandom(hashSeed(1, field, direction, side));
  const someName = () => `name ${Math.floor(random.next() * 20)}`;
  const staying = await insert(...Array.from({ length: 60 }, () => ({ name: someName() })));
  const passing = await insert(...Array.from({ length: 60 }, () => ({ name: someName() })));
  const seen: string[] = [];
  const cursor = side === 'first' ? 'after' : 'before';
  for (let at: string | null = null, more = true; more; ) {
    const args: string = `${side}: 7, orderBy: { field: ${field}, direction: ${direction} }${at ? `, ${cursor}: "${at}"` : ''}`;
    const { datasets: page }: { datasets: Walk } = await client.request(
      `{ datasets(${args}) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    );
    const ids = page.nodes.map(({ id }) => Buffer.from(id, 'base64').toString().slice('Dataset:'.length));
    if (side === 'first') seen.push(...ids);
    else seen.unshift(...ids);
    [at, more] =
      side === 'first'
        ? [page.pageInfo.endCursor, page.pageInfo.hasNextPage]
        : [page.pageInfo.startCursor, page.pageInfo.hasPreviousPage];
    await insert({ name: someName() }, { name: someName() });
    const gone = passing.splice(Math.floor(random.next() * passing.length), 3);
    await platform.database.db.execute(
      sql`update datasets set deleted_at = now() where id = any(${sql.param(gone)}::uuid[])`,
    );
  }
  expect(new Set(seen).size).toBe(seen.length);
  const expected = await platform.database.db.execute<{ id: string }>(
    field === 'NAME'
      ? sql`select id from datasets where id = any(${sql.param(staying)}::uuid[]) order by lower(name) collate "C", id`
      : sql`select id from datasets where id = any(${sql.param(staying)}::uuid[]) order by id`,
  );
  const order = expected.map(({ id }) => id);
  expect(seen.filter((id) => staying.includes(id))).toEqual(direction === 'ASC' ? order : order.reverse());
});

describe('the license of a dataset', () => {
  const change = async (id: string, license: string | null | undefined) => {
    const { updateDataset } = await client.request<{ updateDataset: Record<string, unknown> }>(
      `mutation ($input: UpdateDatasetInput!) { updateDataset(input: $input) {
        ... on Dataset { name license } ... on InvalidInput { field message } } }`,
      { input: { id, name: 'licensed', license } },
    );
    return updateDataset;
  };

  test('is set when the dataset is created, stays with another change, and is removed by null', async () => {
    const { createDataset } = await client.request<{ createDataset: { dataset: { id: string; license: string } } }>(
      'mutation { createDataset(input: { name: "a", license: " MIT OR Apache-2.0 " }) { ... on CreateDatasetPayload { dataset { id license } } } }',
    );
    const { id, license } = createDataset.dataset;
    expect(license).toBe('MIT OR Apache-2.0');
    expect(await change(id, undefined)).toEqual({ name: 'licensed', license: 'MIT OR Apache-2.0' });
    expect(await change(id, '仅供研究使用')).toMatchObject({ license: '仅供研究使用' });
    expect(await change(id, null)).toMatchObject({ license: null });
  });

  test('is null by default, and has 1 to 200 characters without control characters', async () => {
    const [row = ''] = await insert({ name: 'unlicensed' });
    const id = Buffer.from(`Dataset:${row}`).toString('base64');
    expect(await change(id, undefined)).toMatchObject({ license: null });
    expect(await change(id, 'x'.repeat(200))).toMatchObject({ license: 'x'.repeat(200) });
    for (const invalid of ['x'.repeat(201), ' ', 'a\u0000b', 'a\nb'])
      expect(await change(id, invalid)).toMatchObject({ field: 'input.license' });
    const { createDataset } = await client.request<{ createDataset: object }>(
      'mutation { createDataset(input: { name: "a", license: "" }) { ... on InvalidInput { field } } }',
    );
    expect(createDataset).toEqual({ field: 'input.license' });
  });
});

test('changes names, descriptions and tags, and finds them', async () => {
  const [id = ''] = await insert({ name: 'before', tags: ['old'] });
  const globalId = Buffer.from(`Dataset:${id}`).toString('base64');
  const update = (input: object) =>
    client.request<{ updateDataset: Record<string, unknown> }>(
      `mutation ($input: UpdateDatasetInput!) { updateDataset(input: $input) {
        ... on Dataset { name description tags } ... on Error { code path } } }`,
      { input: { id: globalId, ...input } },
    );
  expect(await update({ name: ' after ', tags: ['new', ' new', 'two words'] })).toEqual({
    updateDataset: { name: 'after', description: '', tags: ['new', 'two words'] },
  });
  expect(await update({ description: 'line\nline' })).toMatchObject({
    updateDataset: { name: 'after', description: 'line\nline' },
  });
  expect(namesOf(await list('search: "words"'))).toEqual(['after']);
  expect(namesOf(await list('search: "before"'))).toEqual([]);
  expect(await update({ tags: ['fine', ''] })).toEqual({
    updateDataset: { code: 'INVALID_INPUT', path: ['input', 'tags', '1'] },
  });
  expect(await update({ name: '' })).toEqual({ updateDataset: { code: 'INVALID_INPUT', path: ['input', 'name'] } });
});
