/** A model version is a node; access to it is that to its model. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSchema } from '../../src/gateway/schema.ts';
import { type Counted, type CountedGateway, openCountedGateway } from '../support/counted-gateway.ts';
import { addListRows, type ListRows } from '../support/list-rows.ts';

let gateway: CountedGateway;
let rows: ListRows;
let server: Counted;
const schema = buildSchema();
beforeAll(async () => {
  gateway = await openCountedGateway();
  rows = await addListRows(gateway.database.db, gateway.store, 1);
  server = await gateway.serve(schema, rows.viewer);
});
afterAll(() => gateway.stop());

const nodeQuery = (id: string) => `{ node(id: "${id}") { id ... on ModelVersion { version model { name } } } }`;

test('is found by its ID, as in the versions of its model', async () => {
  const { answer } = await server.count('{ models { nodes { latestVersion { id version } } } }');
  const { models } = answer.data as { models: { nodes: { latestVersion: { id: string; version: number } }[] } };
  const [{ latestVersion } = { latestVersion: { id: '', version: 0 } }] = models.nodes;
  expect((await server.count(nodeQuery(latestVersion.id))).answer.data).toEqual({
    node: { ...latestVersion, model: { name: 'model 0' } },
  });
});

test('is not found by others, without an ID of this form, and after its model was deleted', async () => {
  const [id = ''] = rows.ids.get('ModelVersion') ?? [];
  const notFound = [{ message: 'Model not found.', extensions: { code: 'NOT_FOUND' } }];
  const stranger = await gateway.serve(schema, { ...rows.viewer, roles: new Map() });
  expect((await stranger.count(nodeQuery(id))).answer.errors).toMatchObject(notFound);
  const none = Buffer.from('ModelVersion:01890000-0000-7000-8000-000000000000').toString('base64');
  expect((await server.count(nodeQuery(none))).answer.errors).toMatchObject(notFound);
  const malformed = Buffer.from('ModelVersion:1').toString('base64');
  expect((await server.count(nodeQuery(malformed))).answer.data).toEqual({ node: null });
  await gateway.database.sql`update models set deleted_at = now()`;
  expect((await server.count(nodeQuery(id))).answer.errors).toMatchObject(notFound);
});
