/** Runs the example operations of GraphiQL and of the README as they are written. */
import { readFileSync } from 'node:fs';
import { Kind, parse, print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient } from '../../src/demo/client.ts';
import { exampleOperations } from '../../src/gateway/graphiql-examples.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.startWorker();
});
afterAll(() => platform.stop());

const iris = [
  'sepal_length,sepal_width,petal_length,petal_width,species',
  ...Array.from({ length: 60 }, (_, row) =>
    row % 2 ? `${5 + row / 60},3.${row % 10},1.4,0.2,setosa` : `${6 + row / 60},2.${row % 10},4.5,1.4,versicolor`,
  ),
].join('\n');

const readme = [...readFileSync('README.md', 'utf8').matchAll(/```graphql\n([\s\S]*?)```/g)].map(
  ([, text]) => text ?? '',
);
const graphiql = parse(exampleOperations).definitions.map((definition) => print(definition));

test.each([
  ['GraphiQL', graphiql, 'ada'],
  ['the README', readme, 'grace'],
])('runs the operations of %s in order', async (_, texts, username) => {
  const client = createApiClient(platform.url);
  const ids: Record<string, string> = {};
  const ran: string[] = [];
  for (const text of texts) {
    const [definition] = parse(text).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Not an operation.');
    const query = text.replace('"ada"', `"${username}"`);
    if (definition.operation === 'subscription') {
      const states: string[] = [];
      await client.subscribe<{ taskEvents: { to?: string } }>(
        query,
        ids,
        ({ taskEvents: { to } }) => to && states.push(to),
      );
      expect(states).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
      const { models } = await client.request<{ models: { nodes: { id: string }[] } }>('{ models { nodes { id } } }');
      ids.modelId = models.nodes[0]?.id ?? '';
      ran.push('taskEvents');
      continue;
    }
    const data = await client.request<Record<string, Record<string, never>>>(query, ids);
    const [[field = '', result] = []] = Object.entries(data);
    expect(result, field).not.toHaveProperty('message');
    ran.push(field);
    const made = result as unknown as {
      token?: string;
      id?: string;
      dataset?: { id: string };
      upload?: { url: string };
    };
    if (made.token) client.useToken(made.token);
    if (field === 'configureModel') ids.configurationId = made.id ?? '';
    if (field === 'launchTask') ids.taskId = made.id ?? '';
    if (made.dataset && made.upload) {
      ids.datasetId = made.dataset.id;
      expect((await fetch(made.upload.url, { method: 'PUT', body: iris })).status).toBe(200);
      await waitFor('the dataset to be read', async () => {
        const { datasets } = await client.request<{ datasets: { nodes: { latest: { state: string } }[] } }>(
          '{ datasets { nodes { latest { state } } } }',
        );
        return datasets.nodes[0]?.latest.state === 'READY';
      });
    }
  }
  expect(ran).toEqual(
    expect.arrayContaining([
      'register',
      'modelFamilies',
      'createDataset',
      'configureModel',
      'launchTask',
      'taskEvents',
      'predict',
    ]),
  );
  await client.close();
});
