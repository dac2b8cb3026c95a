/** The samples in a report: their choice, and their values from the dataset. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, createApiClient } from '../../src/demo/client.ts';
import { configure, eventsOf, launch, uploadDataset } from '../support/api.ts';
import { salesSeries } from '../support/datasets.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let client: ApiClient;

beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.startWorker();
  client = await platform.signUp();
});
afterAll(() => platform.stop());

const sample =
  'sample { __typename ... on DatasetRow { index cells } ... on DatasetImage { index name dataUrl } ... on UnavailableSample { index reason } }';
const reports = `
  ... on ClassificationReport {
    confusionMatrix
    mistakes: examples(actual: "below", predicted: "above") { index actual predicted probability ${sample} }
    hits: examples(actual: "below", predicted: "below", first: 2) { probability ${sample} }
  }
  ... on RegressionReport { sampleCount points { index actual predicted } largestResiduals { index actual predicted ${sample} } }
  ... on ForecastingReport { points { timestamp actual forecast naiveForecast } }`;

async function run<Found>(input: object): Promise<Found> {
  const id = await launch(client, input);
  await eventsOf(client, id);
  const { node } = await client.request<{ node: Found }>(
    `query ($id: ID!) { node(id: $id) { ... on Task {
      kind
      inputModelVersion { version model { id } }
      datasetVersion { version dataset { id } }
      evaluation { ${reports} }
      outputModelVersion { model { id } evaluation { ${reports} } }
    } } }`,
    { id },
  );
  return node;
}

interface Example {
  index: number;
  actual: string;
  predicted: string;
  probability: number;
  sample: { __typename: string; index: number; cells: Record<string, string | number | null> };
}
interface Classified {
  kind: string;
  inputModelVersion: { version: number; model: { id: string } } | null;
  datasetVersion: { version: number; dataset: { id: string } };
  evaluation: { confusionMatrix: number[][]; mistakes: Example[]; hits: Example[] } | null;
  outputModelVersion: { model: { id: string }; evaluation: { mistakes: Example[]; hits: Example[] } } | null;
}

/**
 * A tenth for the test set: usable rows 0, 10, 20, ... Rows 4 and 7 have no label, so these are rows 0, 12, 22, ... of the
 * file.
 */
const split = { method: 'SYSTEMATIC', testFraction: 0.1, validationFraction: 0 };
const wrong = 22;
const labeled = Array.from({ length: 100 }, (_, row) => {
  const x = ((row * 37) % 101) / 101 + (row % 2 ? 1 : 0);
  const side = x > 1 ? 'above' : 'below';
  return `note ${row},${x},${row === 4 || row === 7 ? '' : side}`;
});

test('a misclassified sample is reported with its dataset row', async () => {
  const lines = [...labeled];
  lines[wrong] = 'note "the odd one",1.9,below'.replace('note "the odd one"', '"note, the odd one"');
  const { id: datasetId } = await uploadDataset(client, ['note,x,side', ...lines].join('\n'));
  const configurationId = await configure(client, {
    datasetId,
    target: 'side',
    inputs: ['x'],
    parameters: { decisionTree: {} },
    split,
  });
  const trained = await run<Classified>({ train: { configurationId } });
  const expected = {
    index: wrong,
    actual: 'below',
    predicted: 'above',
    probability: 1,
    sample: { __typename: 'DatasetRow', index: wrong, cells: { note: 'note, the odd one', x: 1.9, side: 'below' } },
  };
  expect(trained.outputModelVersion?.evaluation.mistakes).toEqual([expected]);
  expect(trained.outputModelVersion?.evaluation.hits).toHaveLength(2);
  expect(trained).toMatchObject({
    kind: 'TRAIN',
    inputModelVersion: null,
    datasetVersion: { dataset: { id: datasetId } },
  });

  // Another dataset with the same rows in another order: its own row numbers count.
  const { id: other } = await uploadDataset(client, ['note,x,side', ...lines.toReversed()].join('\n'));
  const modelId = trained.outputModelVersion?.model.id ?? '';
  const judged = await run<Classified>({ evaluate: { modelId, datasetId: other } });
  expect(judged.evaluation?.mistakes).toEqual([
    { ...expected, index: 99 - wrong, sample: { ...expected.sample, index: 99 - wrong } },
  ]);
  expect(judged.inputModelVersion).toEqual({ version: 1, model: { id: modelId } });
  expect(judged.datasetVersion).toEqual({ version: 1, dataset: { id: other } });

  // When the data can no longer be read, the report stays and gives the reason.
  await platform.database.sql`UPDATE dataset_versions SET state = 'REJECTED'`;
  const query = `query ($id: ID!) { node(id: $id) { ... on Model { version(number: 1) { evaluation { ${reports} } } } } }`;
  const { node } = await client.request<{ node: { version: { evaluation: { mistakes: unknown[] } } } }>(query, {
    id: modelId,
  });
  expect(node.version.evaluation.mistakes).toEqual([
    {
      ...expected,
      sample: { __typename: 'UnavailableSample', index: wrong, reason: 'The dataset version is not READY.' },
    },
  ]);
});

test('hides dataset samples from viewers who may read only the evaluation', async () => {
  const colleague = await platform.signUp();
  const { viewer } = await colleague.request<{ viewer: { username: string } }>('{ viewer { username } }');
  const { createOrganization } = await client.request<{ createOrganization: { id: string } }>(
    'mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { ... on Organization { id } } }',
    { input: { name: 'Shared' } },
  );
  const organizationId = createOrganization.id;
  await client.request('mutation ($input: AddMemberInput!) { addMember(input: $input) { __typename } }', {
    input: { organizationId, username: viewer.username, role: 'VIEWER' },
  });
  const csv = ['x,side', ...Array.from({ length: 40 }, (_, row) => `${row % 2},${row % 2 ? 'above' : 'below'}`)];
  const shared = await uploadDataset(client, csv.join('\n'), { organizationId });
  const own = await uploadDataset(client, [...csv, '1,below'].join('\n'));
  const configurationId = await configure(client, {
    datasetId: shared.id,
    target: 'side',
    parameters: { decisionTree: {} },
  });
  const { outputModelVersion } = await run<Classified>({ train: { configurationId } });
  const id = await launch(client, { evaluate: { modelId: outputModelVersion?.model.id, datasetId: own.id } });
  await eventsOf(client, id);
  const query = `query ($id: ID!) { node(id: $id) { ... on Task { datasetVersion { version } evaluation { ${reports} } } } }`;
  const seen = async (by: ApiClient) => (await by.request<{ node: Classified }>(query, { id })).node;
  expect(await seen(client)).toMatchObject({
    datasetVersion: { version: 1 },
    evaluation: { mistakes: [{ index: 40, sample: { cells: { x: 1, side: 'below' } } }] },
  });
  expect(await seen(colleague)).toMatchObject({
    datasetVersion: null,
    evaluation: { mistakes: [{ index: 40, sample: { __typename: 'UnavailableSample' } }] },
  });
});

test('samples and last rows are limited in number', async () => {
  const { id } = await uploadDataset(client, 'day,x\n2024-01-01,1\n2024-01-02,2');
  const ask = (field: string) =>
    client.request(`query ($id: ID!) { node(id: $id) { ... on Dataset { latestVersion { ${field} } } } }`, { id });
  const many = `samples(indices: [${Array.from({ length: 101 }, (_, index) => index)}]) { __typename }`;
  await expect(ask(many)).rejects.toThrow('At most 100 samples can be read at once.');
  await expect(ask('lastRows(count: 0, dateColumn: "day")')).rejects.toThrow(
    'The number of rows must be from 1 to 5000.',
  );
  expect(await ask('samples(indices: [1, 2]) { __typename ... on UnavailableSample { reason } }')).toEqual({
    node: { latestVersion: { samples: [{ __typename: 'DatasetRow' }, { __typename: 'UnavailableSample', reason: 'The dataset has no sample 2.' }] } }, // biome-ignore format: one line says it
  });
});

test('a report on permanently deleted data says so', async () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row % 3},${row % 3 ? 'above' : 'below'}`);
  const { id: datasetId } = await uploadDataset(client, ['x,side', ...rows].join('\n'), { name: 'to be deleted' });
  const configurationId = await configure(client, {
    datasetId,
    target: 'side',
    parameters: { decisionTree: {} },
    split,
  });
  const { outputModelVersion } = await run<Classified>({ train: { configurationId } });
  expect(outputModelVersion?.evaluation.hits).toHaveLength(2);
  await platform.database.sql`
    UPDATE dataset_versions SET artifact_key = NULL FROM datasets
    WHERE datasets.id = dataset_id AND datasets.name = 'to be deleted'`;
  const query = `query ($id: ID!) { node(id: $id) { ... on Model { latestVersion { evaluation { ${reports} } } } } }`;
  const { node } = await client.request<{ node: { latestVersion: { evaluation: { hits: Example[] } } } }>(query, {
    id: outputModelVersion?.model.id,
  });
  const gone = { __typename: 'UnavailableSample', reason: 'The data has been deleted.' };
  expect(node.latestVersion.evaluation.hits.map(({ sample }) => sample)).toMatchObject([gone, gone]);
});

test('loads a report that predates stored samples', async () => {
  const csv = ['x,side', ...Array.from({ length: 40 }, (_, row) => `${row % 3},${row % 3 ? 'above' : 'below'}`)].join(
    '\n',
  );
  const { id: datasetId } = await uploadDataset(client, csv);
  const configurationId = await configure(client, {
    datasetId,
    target: 'side',
    parameters: { decisionTree: {} },
    split,
  });
  const { outputModelVersion } = await run<Classified>({ train: { configurationId } });
  await platform.database.sql`UPDATE model_versions SET report = report - 'evaluatedKey'`;
  const query = `query ($id: ID!) { node(id: $id) { ... on Model { latestVersion { evaluation { ${reports} } } } } }`;
  // A new gateway, because the first one has cached the report.
  const other = createApiClient((await platform.startGateway()).url);
  other.useToken(platform.tokenOf(client));
  const answer = await other.request<{ node: { latestVersion: { evaluation: object } } }>(query, {
    id: outputModelVersion?.model.id,
  });
  expect(answer.node.latestVersion.evaluation).toMatchObject({ confusionMatrix: [[2, 0], [0, 2]], mistakes: [], hits: [] }); // biome-ignore format: one line says it
});

test('a regression report shows points and the largest residuals', async () => {
  const lines = Array.from({ length: 60 }, (_, row) => `${row},${row === 20 ? 500 : 2 * row + 1}`);
  const { id: datasetId } = await uploadDataset(client, ['x,y', ...lines].join('\n'));
  const configurationId = await configure(client, {
    datasetId,
    target: 'y',
    parameters: { linearRegression: {} },
    split,
  });
  const { outputModelVersion } = await run<{
    outputModelVersion: {
      evaluation: {
        samples: number;
        points: { index: number; actual: number; predicted: number }[];
        largestResiduals: { index: number; actual: number; predicted: number; sample: { cells: object } }[];
      };
    };
  }>({ train: { configurationId } });
  const { points, largestResiduals } = outputModelVersion.evaluation;
  expect(points.map(({ index }) => index)).toEqual([0, 10, 20, 30, 40, 50]);
  expect(largestResiduals).toHaveLength(6);
  const [worst] = largestResiduals;
  expect(worst).toMatchObject({ index: 20, sample: { cells: { x: 20, y: 500 } } });
  expect(worst?.actual).toBeCloseTo(500, 3);
  expect(worst?.predicted).toBeCloseTo(41, 1);
});

test('a forecast report compares with actual values, and the last rows of its dataset can be read', async () => {
  const { rows, csv } = salesSeries(120);
  const [header = '', ...lines] = csv.split('\n');
  // The newest row comes first, as in some files.
  const { id: datasetId } = await uploadDataset(client, [header, ...lines.toReversed()].join('\n'));
  const configurationId = await configure(client, {
    datasetId,
    target: 'sales',
    parameters: { rnn: { units: 4, sequenceLength: 7, horizon: 2 } },
    training: { epochs: 1 },
  });
  const { outputModelVersion } = await run<{
    outputModelVersion: {
      model: { id: string };
      evaluation: { points: { timestamp: string; actual: number; naiveForecast: number }[] };
    };
  }>({ train: { configurationId } });
  const known = new Map(rows.map(({ day, sales }) => [day, sales]));
  const { points } = outputModelVersion.evaluation;
  expect(points.length).toBeGreaterThan(5);
  expect(new Set(points.map(({ timestamp }) => timestamp)).size).toBe(points.length);
  for (const { timestamp, actual } of points) expect(actual).toBeCloseTo(Number(known.get(timestamp)), 3);

  const wanted = await client.request<object>(
    `query ($id: ID!) { node(id: $id) { ... on Model { latestVersion { inputSpec {
      ... on TimeSeriesInputSpec { dateColumn target pastCovariates futureCovariates minRows horizon }
    } } } } }`,
    { id: outputModelVersion.model.id },
  );
  const inputSpec = {
    dateColumn: 'day',
    target: 'sales',
    pastCovariates: ['offer'],
    futureCovariates: [],
    minRows: 7,
    horizon: 2,
  };
  expect(wanted).toEqual({ node: { latestVersion: { inputSpec } } });

  const { node } = await client.request<{ node: { latestVersion: { lastRows: object[] } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Dataset { latestVersion { lastRows(count: 10, dateColumn: "day") } } } }',
    { id: datasetId },
  );
  expect(node.latestVersion.lastRows).toEqual(rows.slice(-10));
});
