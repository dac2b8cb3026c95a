/**
 * Seeds a platform with an example of everything that a page can show: datasets of each kind, models of each objective, runs
 * in each state.
 */
import type { Page } from 'playwright-core';
import { type ApiClient, createApiClient } from '../../src/demo/client.ts';
import { configure, eventsOf, launch, uploadDataset } from '../../test/support/api.ts';
import { cocoZip } from '../../test/support/datasets.ts';

export const person = { username: 'ada', password: 'correct horse battery' };
export const newUser = { username: 'a-newcomer-with-a-long-name', password: 'correct horse battery' };

const samples = ['Flowers', 'House prices', 'Daily visitors', 'Messages', 'Shapes'] as const;
const longName =
  'Customers of the northern branches, all quarters, without returns: third and final cleaning (checked twice)';
const patience = { timeout: 300_000 };

/** Ids by name. */
export interface SeededIds {
  datasets: Record<string, string>;
  runs: Record<string, string>;
  models: Record<string, string>;
}

interface Training {
  dataset: string;
  parameters: object;
  target?: string;
  training?: object;
}

/** Trainings, named after what their pages show. */
const trainings: Record<string, Training> = {
  classification: { dataset: 'Flowers', target: 'species', parameters: { logisticRegression: {} } },
  clustering: { dataset: 'Flowers', parameters: { kMeans: { clusters: 3 } } },
  reduction: { dataset: 'Flowers', parameters: { pca: { components: 2 } } },
  regression: { dataset: 'House prices', target: 'price', parameters: { mlp: {} }, training: { epochs: 40 } },
  boosting: { dataset: 'House prices', target: 'price', parameters: { gradientBoosting: {} } },
  forecasting: {
    dataset: 'Daily visitors',
    target: 'visitors',
    parameters: { rnn: { units: 8, sequenceLength: 8, horizon: 3 } },
    training: { epochs: 2 },
  },
  text: { dataset: 'Messages', target: 'class', parameters: { rnn: { units: 8 } }, training: { epochs: 3 } },
  image: { dataset: 'Shapes', parameters: { cnn: {} }, training: { epochs: 12 } },
  drawing: { dataset: 'Shapes', parameters: { vae: { hiddenUnits: [64] } }, training: { epochs: 4 } },
  detection: {
    dataset: 'Boxes',
    parameters: { imageDetector: { imageSize: 32, filters: [8, 16] } },
    training: { epochs: 4 },
  },
};

/** Registers and signs in. */
export async function register(page: Page, url: string, who: typeof person): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByLabel('Username').fill(who.username);
  await page.getByLabel('Password').fill(who.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('link', { name: 'Overview' }).waitFor();
}

/** Creates a client that uses the session of a browser context. */
export function clientOf(url: string, { cookies }: { cookies: { name: string; value: string }[] }): ApiClient {
  const client = createApiClient(url);
  client.useToken(cookies.find(({ name }) => name === 'aias_session')?.value ?? '');
  return client;
}

/** Uploads a sample dataset through the UI and stays on its page. */
export async function upload(page: Page, url: string, sample: string): Promise<string> {
  await page.goto(`${url}/datasets/new`);
  await page.getByRole('button', { name: `Use this dataset: ${sample}` }).click();
  await page.getByRole('heading', { level: 1, name: sample }).waitFor();
  await page.getByRole('button', { name: 'Train a model' }).waitFor(patience);
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '');
}

export async function seed(page: Page, url: string): Promise<SeededIds> {
  await register(page, url, person);
  const client = clientOf(url, await page.context().storageState());
  const prepared: SeededIds = { datasets: {}, runs: {}, models: {} };
  const { datasets, runs } = prepared;
  for (const sample of samples) datasets[sample] = await upload(page, url, sample);
  datasets.Boxes = (await uploadDataset(client, await cocoZip(), { name: 'Boxes' })).id;
  datasets.rejected = (await uploadDataset(client, 'a,b\n1,2\n3,4,5\n', { name: 'Not a table' })).id;
  const untidy = `${'a very long name of a column that says all there is to say about it'},id,empty,constant,y\n${Array.from({ length: 40 }, (_, row) => `${row % 7},${row},,same,${row % 13 ? 'no' : 'yes'}`).join('\n')}`;
  datasets.untidy = (await uploadDataset(client, untidy, { name: longName })).id;

  for (const [name, { dataset, ...training }] of Object.entries(trainings)) {
    const configurationId = await configure(client, {
      name: `${dataset}: ${name}`,
      datasetId: datasets[dataset],
      ...training,
    });
    runs[name] = await launch(client, { train: { configurationId } });
  }
  const flowers = { datasetId: datasets.Flowers, target: 'species' };
  const searched = await configure(client, {
    ...flowers,
    name: 'Flowers: search',
    parameters: { mlp: {} },
    training: { epochs: 20 },
  });
  runs.search = await launch(client, { tune: { configurationId: searched, trials: 4 } });
  const hopeless = await configure(client, {
    datasetId: datasets['House prices'],
    target: 'price',
    name: longName,
    parameters: { mlp: {} },
    training: { epochs: 500, learningRate: 10, optimizer: 'MOMENTUM' },
  });
  runs.failed = await launch(client, { train: { configurationId: hopeless } });
  for (const id of Object.values(runs)) await eventsOf(client, id);
  for (const [name, id] of Object.entries(runs)) {
    const model = await modelOf(client, id);
    if (model) prepared.models[name] = model;
  }
  runs.waiting = await launch(client, { train: { configurationId: searched, requiredLabels: ['gpu'] } });
  await client.close();
  return prepared;
}

/** Starts a run that lasts for as long as the screenshots take. */
export async function startLongRun(client: ApiClient, { datasets }: SeededIds): Promise<string> {
  const configurationId = await configure(client, {
    name: 'Flowers: a run under way',
    datasetId: datasets.Flowers,
    target: 'species',
    parameters: { mlp: {} },
    training: { epochs: 10_000, earlyStopping: null, batchSize: 16 },
  });
  return launch(client, { train: { configurationId } });
}

async function modelOf(client: ApiClient, id: string): Promise<string | undefined> {
  const { node } = await client.request<{ node: { outputModelVersion: { model: { id: string } } | null } }>(
    'query ($id: ID!) { node(id: $id) { ... on Task { outputModelVersion { model { id } } } } }',
    { id },
  );
  return node.outputModelVersion?.model.id;
}
