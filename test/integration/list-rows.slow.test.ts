/** What the rows of lists tell without a request for each. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, eventsOf, launch, modelOf, separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let client: ApiClient;
beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.startWorker();
  client = await platform.signUp();
});
afterAll(() => platform.stop());

test('rows tell their author, their score and what differs from the defaults', async () => {
  const { id } = await uploadDataset(client, separableCsv(60), { name: 'sides' });
  const configurationId = await configure(client, {
    datasetId: id,
    target: 'side',
    parameters: { logisticRegression: { C: 2 } },
  });
  const task = await launch(client, { train: { configurationId } });
  await eventsOf(client, task);
  const model = await modelOf(client, task);
  const author = {
    username: (await client.request<{ viewer: { username: string } }>('{ viewer { username } }')).viewer.username,
  };
  const found = await client.request<Record<string, { nodes: unknown[] }>>(`{
    datasets { nodes { createdBy { username } } }
    models { nodes { id createdBy { username } latestVersion { score { name value } evaluation { ... on ClassificationReport { accuracy } } }
      configuration { createdBy { username } changes { path value default } } } }
    tasks { nodes { createdBy { username } outputModelVersion { score { name } } trainingEnd { cause epoch bestEpoch monitor } } }
  }`);
  const epoch = expect.any(Number);
  const trainingEnd = { cause: 'CONVERGED', epoch, bestEpoch: epoch, monitor: null };
  expect(found.datasets?.nodes).toEqual([{ createdBy: author }]);
  expect(found.tasks?.nodes).toEqual([
    { createdBy: author, outputModelVersion: { score: { name: 'accuracy' } }, trainingEnd },
  ]);
  const accuracy = expect.any(Number);
  expect(found.models?.nodes).toEqual([
    {
      id: model,
      createdBy: author,
      latestVersion: { score: { name: 'accuracy', value: accuracy }, evaluation: { accuracy } },
      configuration: { createdBy: author, changes: [{ path: 'parameters.C', value: 2, default: 1 }] },
    },
  ]);
});
