/** Imported models over the public API: import, predict, evaluate and fine-tune. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, unwrapResult } from '../../src/demo/client.ts';
import { configureModel } from '../../src/demo/operations.ts';
import { configure, eventsOf, importModel, launch, uploadDataset } from '../support/api.ts';
import { classFolders, edge, squarePng } from '../support/datasets.ts';
import { baseModelFor } from '../support/family-cases.ts';
import { graphFiles, kerasFiles, withJson, zip } from '../support/imports.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let client: ApiClient;
let datasetId: string;
beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.startWorker();
  client = await platform.signUp();
  datasetId = (await uploadDataset(client, await classFolders())).id;
});
afterAll(() => platform.stop());

const classes = ['dark', 'light'];

interface Prediction {
  label: string | null;
  embedding: number[] | null;
  value: number | null;
  probabilities: { label: string; probability: number }[] | null;
}

async function predict(input: object): Promise<Prediction[]> {
  const answer = await client.request<{ predict: { predictions: Prediction[] } }>(
    `mutation ($input: PredictInput!) { predict(input: $input) {
      ... on PredictPayload { predictions { label value embedding probabilities { label probability } } }
      ... on Error { message } ... on InvalidInput { field }
    } }`,
    { input },
  );
  return unwrapResult(answer.predict).predictions;
}

interface Trained {
  state: string;
  failureReason: string | null;
  evaluation: { accuracy: number } | null;
  outputModelVersion: { model: { id: string }; downloadUrl: string; evaluation: { accuracy: number } } | null;
}

async function run(input: object): Promise<Trained> {
  const id = await launch(client, input);
  await eventsOf(client, id);
  const { node } = await client.request<{ node: Trained }>(
    `query ($id: ID!) { node(id: $id) { ... on Task {
      state failureReason evaluation { ... on ClassificationReport { accuracy } }
      outputModelVersion { model { id } downloadUrl evaluation { ... on ClassificationReport { accuracy } } }
    } } }`,
    { id },
  );
  expect(node.failureReason).toBeNull();
  return node;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

test('an imported LayersModel predicts, is evaluated and is fine-tuned twice', async () => {
  const imported = await importModel(client, zip(baseModelFor([edge, edge, 1])), {
    classes: ['dark', 'light', 'neither'],
  });
  expect(imported).toMatchObject({ status: 200, state: 'READY', format: 'LAYERS_MODEL', rejection: null });
  const baseModelId = imported.model?.id;
  const photo = base64(await squarePng(true, { left: 4, top: 4, side: 8 }));
  const [answer] = await predict({ modelId: baseModelId, images: [photo] });
  expect(answer?.probabilities?.map(({ label }) => label)).toEqual(['dark', 'light', 'neither']);
  expect((await run({ evaluate: { modelId: baseModelId, datasetId } })).evaluation?.accuracy).toBeGreaterThanOrEqual(0);
  expect((await run({ predict: { modelId: baseModelId, datasetId } })).state).toBe('SUCCEEDED');

  const training = { epochs: 150, batchSize: 8, learningRate: 0.05 };
  const first = await configure(client, { datasetId, parameters: { pretrained: {} }, baseModelId, training });
  const learned = await run({ train: { configurationId: first } });
  expect(learned.outputModelVersion?.evaluation.accuracy).toBeGreaterThan(0.8);
  const modelId = learned.outputModelVersion?.model.id;
  const [sure] = await predict({ modelId, images: [photo] });
  expect(sure?.label).toBe('light');

  const parameters = { pretrained: { head: 'KEEP', trainableLayers: 2 } };
  const second = await configure(client, { datasetId, parameters, baseModelId: modelId, training });
  expect((await run({ train: { configurationId: second } })).outputModelVersion?.evaluation.accuracy).toBeGreaterThan(
    0.8,
  );
  const { node } = await client.request<{ node: object }>(
    `query ($id: ID!) { node(id: $id) { ... on Configuration {
      baseModelVersion { version environment { backend } model { id configuration { id } } } estimate { parameterCount memoryBytes }
    } } }`,
    { id: first },
  );
  expect(node).toMatchObject({
    baseModelVersion: { version: 1, environment: null, model: { id: baseModelId, configuration: null } },
    estimate: { parameterCount: 9 * 4 + 4 + 4 * 2 + 2 },
  });
  const catalogue = await client.request<{ modelFamilies: { name: string; requiresBaseModel: boolean }[] }>(
    '{ modelFamilies { name requiresBaseModel } }',
  );
  expect(catalogue.modelFamilies.filter((family) => family.requiresBaseModel).map(({ name }) => name)).toEqual([
    'pretrained',
  ]);
  const { trials } = await tuned(first);
  expect(trials).toHaveLength(2);
});

async function tuned(configurationId: string): Promise<{ trials: { score: number }[] }> {
  const id = await launch(client, { tune: { configurationId, trials: 2 } });
  await eventsOf(client, id);
  const query = 'query ($id: ID!) { node(id: $id) { ... on Task { trials { score } } } }';
  return (await client.request<{ node: { trials: { score: number }[] } }>(query, { id })).node;
}

test('an imported GraphModel predicts and cannot be fine-tuned', async () => {
  const imported = await importModel(client, zip(graphFiles()), { classes, pixelRange: 'MINUS_ONE_TO_ONE' });
  expect(imported).toMatchObject({ status: 200, body: { state: 'READY', format: 'GRAPH_MODEL' } });
  const modelId = imported.model?.id;
  const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#39f' } })
    .png()
    .toBuffer();
  const [answer] = await predict({ modelId, images: [base64(photo)] });
  expect(answer?.probabilities?.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
  const refused = await client.request<{ configureModel: object }>(configureModel, {
    input: { name: 'x', datasetId, parameters: { pretrained: {} }, baseModelId: modelId },
  });
  expect(refused.configureModel).toMatchObject({
    field: 'input.baseModelId',
    message: expect.stringMatching(/GraphModel/),
  });
  const { node } = await client.request<{ node: object }>(
    `query ($id: ID!) { node(id: $id) { ... on Model { latestVersion { inputSpec {
      __typename ... on ImageInputSpec { height width channels isStretched classes }
    } } } } }`,
    { id: modelId },
  );
  const inputSpec = { __typename: 'ImageInputSpec', height: 8, width: 8, channels: 3, isStretched: false, classes };
  expect(node).toEqual({ latestVersion: { inputSpec } });
  const models = await client.request<{ models: { edges: { node: { id: string } }[] } }>(
    '{ models { edges { node { id name latestVersion { downloadUrl sha256 } } } } }',
  );
  expect(models.models.edges.map(({ node }) => node.id)).toContain(modelId);
});

test('an imported embedding predicts vectors', async () => {
  const imported = await importModel(client, zip(kerasFiles()), { objective: 'DIMENSIONALITY_REDUCTION' });
  const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const [answer] = await predict({ modelId: imported.model?.id, images: [base64(photo)] });
  expect(answer?.embedding).toHaveLength(2);
});

test('rejects an unsupported model with the reason and the layer, visible to its owner only', async () => {
  const spoilt = withJson(kerasFiles(), (json) => {
    json.modelTopology.model_config.config.layers[3].class_name = 'Lambda';
  });
  const rejected = await importModel(client, zip(spoilt), { classes });
  expect(rejected).toMatchObject({ status: 422, state: 'REJECTED', model: null, rejection: { location: 'relu' } });
  expect(rejected.rejection?.reason).toMatch(/"Lambda" is not a supported layer/);
  expect(rejected.body).toMatchObject({ state: 'REJECTED', reason: rejected.rejection?.reason, location: 'relu' });
  const again = await fetch(rejected.upload.url, { method: 'PUT', body: Buffer.from(zip(kerasFiles())) });
  expect(again.status).toBe(409);
  expect((await fetch(`${platform.url}/imports/unknown`, { method: 'PUT', body: 'x' })).status).toBe(404);
  const stranger = await platform.signUp();
  const seen = await stranger
    .request<{ node: null }>('query ($id: ID!) { node(id: $id) { id } }', { id: rejected.id })
    .catch(() => ({ node: null }));
  expect(seen.node).toBeNull();
});
