/**
 * Lists never make statements per row. For every list of the schema and every object that its entries lead to, an operation makes as
 * many statements with 20 rows as with 2. The operations are generated from the schema, so a new list or field is covered, too.
 */
import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSchema } from '../../src/gateway/schema.ts';
import { type Counted, type CountedGateway, openCountedGateway } from '../support/counted-gateway.ts';
import { type ListPath, listPaths, nodePaths } from '../support/list-paths.ts';
import { addListRows, type ListRows } from '../support/list-rows.ts';
import { nodeTypes } from '../support/selections.ts';

const sizes = [2, 20] as const;
const schema = buildSchema();
/** Rows and gateway of each size. */
const bySize = new Map<number, { gateway: CountedGateway; rows: ListRows }>();

beforeAll(async () => {
  for (const size of sizes) {
    const gateway = await openCountedGateway();
    bySize.set(size, { gateway, rows: await addListRows(gateway.database.db, gateway.store, size) });
  }
});
afterAll(async () => {
  for (const { gateway } of bySize.values()) await gateway.stop();
});

function opened(size: number) {
  const found = bySize.get(size);
  if (!found) throw new Error(`There is no gateway with ${size} rows.`);
  return found;
}

/** Returns the paths whose statements grow with the rows, with what they send, and the fields that returned an object. */
async function measure(of: GraphQLSchema, pathsFor: (rows: ListRows) => ListPath[]) {
  const growing: string[] = [];
  const reached = new Set<string>();
  const [small, large] = await Promise.all(
    sizes.map(async (size): Promise<{ paths: ListPath[]; server: Counted }> => {
      const { gateway, rows } = opened(size);
      return { paths: pathsFor(rows), server: await gateway.serve(of, rows.viewer) };
    }),
  );
  for (const [at, path] of (large?.paths ?? []).entries()) {
    const few = await small?.server.count(small.paths[at]?.query ?? '');
    const many = await large?.server.count(path.query);
    expect([few?.answer.errors, many?.answer.errors], path.query).toEqual([undefined, undefined]);
    if (hasObjects(many?.answer.data, path)) reached.add(lastField(path));
    const [before = 0, after = 0] = [few?.statements.length, many?.statements.length];
    if (before !== after) growing.push(`${path.name}: ${before} -> ${after}, such as ${many?.statements.at(-1)}`);
  }
  return { growing, reached };
}

/** Returns whether the last field of a path has an object. Only its selection ends in a lone __typename and leaves. */
function hasObjects(data: unknown, { edges }: ListPath): boolean {
  let level: unknown[] = [data];
  for (const edge of edges) {
    const [, field = '', member] = /\.(\w+)(?:<(\w+)>)?$/.exec(edge) ?? [];
    level = level
      .flatMap((value) => (Array.isArray(value) ? value : [value]))
      .flatMap((value) => (value as Record<string, unknown> | null)?.[field] ?? [])
      .flatMap((value) => (Array.isArray(value) ? value.flat() : [value]))
      .filter((value) => value !== null && (!member || (value as { __typename: string }).__typename === member));
  }
  return level.length > 0;
}

/** The field at the end of a path, whatever type it returns. */
const lastField = ({ edges }: ListPath) => (edges.at(-1) ?? '').replace(/<.*/, '');

const all = listPaths(schema);
const rootOf = (name: string) => name.split('.')[0] ?? '';
const reachedByLists = new Set<string>();

describe('statements', () => {
  test.each([...new Set(all.map(({ name }) => rootOf(name)))])(
    'of the list %s do not depend on its length',
    async (root) => {
      const { growing, reached } = await measure(schema, () => all.filter(({ name }) => rootOf(name) === root));
      expect(growing).toEqual([]);
      for (const field of reached) reachedByLists.add(field);
    },
  );

  test('were counted of every field that leads to objects: the rows have data for all', () => {
    expect([...new Set(all.map(lastField))].filter((field) => !reachedByLists.has(field))).toEqual([]);
  });

  test('of the last rows of tables do not depend on their number', async () => {
    const query = '{ datasets(first: 20) { nodes { version { lastRows(dateColumn: "day", count: 1) } } } }';
    const { growing, reached } = await measure(schema, () => [
      { name: 'lastRows', edges: ['Query.datasets', 'DatasetConnection.nodes', 'Dataset.version'], query },
    ]);
    expect([growing, [...reached]]).toEqual([[], ['Dataset.version']]);
  });

  test('of nodes do not depend on their number', async () => {
    // There are several nodes per row, and the first of each row is of the same kind.
    const perRow = ({ ids, viewer }: ListRows, type: string) => (ids.get(type)?.length ?? 0) / viewer.roles.size;
    const most = Math.max(...nodeTypes(schema).map(({ name }) => perRow(opened(sizes[0]).rows, name)));
    for (let nth = 0; nth < most; nth++) {
      const { growing } = await measure(schema, (rows) =>
        nodePaths(schema, (type) => {
          const count = perRow(rows, type);
          return (rows.ids.get(type) ?? []).filter((_, at) => at % count === nth % count);
        }),
      );
      expect(growing).toEqual([]);
    }
  });

  test('are counted: a field that reads for each row is found', async () => {
    const faulty = buildSchema();
    const dataset = faulty.getType('Dataset');
    if (!isObjectType(dataset)) throw new Error('There is no Dataset.');
    const { organization } = dataset.getFields();
    const resolve = organization?.resolve;
    if (!organization || !resolve) throw new Error('Dataset.organization has no resolver.');
    organization.resolve = async (source: { id: string }, ...rest) => {
      for (const { gateway } of bySize.values()) await gateway.database.sql`select ${source.id}`;
      return resolve(source, ...rest);
    };
    const { growing } = await measure(faulty, () =>
      listPaths(faulty).filter(({ name }) => name.endsWith('nodes.organization')),
    );
    expect(growing).toEqual([expect.stringMatching(/^datasets\.nodes\.organization: \d+ -> \d+, such as select/)]);
  });
});
