/** A training from the file to the prediction, over the public API with a real worker process. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { configure, eventsOf, launch, separableCsv, stateOf, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let client: ApiClient;
let datasetId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.startWorker();
  client = await platform.signUp();
  datasetId = (await uploadDataset(client, separableCsv(300))).id;
});
afterAll(() => platform.stop());

const network = { target: 'side', parameters: { mlp: {} } };
const logistic = { target: 'side', parameters: { logisticRegression: {} } };

describe('a training', () => {
  test('produces a model that predicts, and every subscriber receives every event', async () => {
    const configurationId = await configure(client, {
      datasetId,
      ...network,
      training: { epochs: 60, earlyStopping: null },
    });
    const taskId = await launch(client, { train: { configurationId } });
    const live = await eventsOf(client, taskId);
    expect(live.map(({ seq }) => seq)).toEqual(live.map((_, index) => index + 1));
    expect(live.flatMap(({ to }) => to ?? [])).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
    expect(live.filter(({ __typename }) => __typename === 'MetricsReported')).toHaveLength(60);

    // A late subscriber receives the same events; one with a cursor receives exactly the remaining ones.
    expect(await eventsOf(client, taskId)).toEqual(live);
    for (const index of [0, 10, live.length - 2, live.length - 1]) {
      expect(await eventsOf(client, taskId, live[index]?.cursor)).toEqual(live.slice(index + 1));
    }

    const { node } = await client.request<{
      node: { outputModelVersion: { model: { id: string }; downloadUrl: string; evaluation: { accuracy: number } } };
    }>(operations.taskResult, { id: taskId });
    expect(node.outputModelVersion.evaluation.accuracy).toBeGreaterThan(0.9);

    const rows = [
      { x: 0.9, y: 0.1 },
      { x: 0.1, y: 0.9 },
    ];
    const { predict } = await client.request<{ predict: { predictions: { label: string }[] } }>(operations.predict, {
      input: { modelId: node.outputModelVersion.model.id, rows },
    });
    expect(unwrapResult(predict).predictions.map(({ label }) => label)).toEqual(['above', 'below']);
  });

  test('can be cancelled while it runs', async () => {
    const configurationId = await configure(client, {
      datasetId,
      ...network,
      training: { epochs: 10_000, batchSize: 8, earlyStopping: null },
    });
    const taskId = await launch(client, { train: { configurationId } });
    let cancelled: Promise<unknown> | null = null;
    const seen: string[] = [];
    await client.subscribe<{ taskEvents: { __typename: string; to?: string } }>(
      operations.taskEvents,
      { taskId },
      ({ taskEvents }) => {
        if (taskEvents.to) seen.push(taskEvents.to);
        if (taskEvents.__typename === 'TrainingProgressed') {
          cancelled ??= client.request('mutation ($id: ID!) { cancelTask(id: $id) { __typename } }', { id: taskId });
        }
      },
    );
    expect(await cancelled).toEqual({ cancelTask: { __typename: 'Task' } });
    expect(seen).toEqual(['QUEUED', 'RUNNING', 'CANCELLED']);
    expect(await client.request('mutation ($id: ID!) { cancelTask(id: $id) { __typename } }', { id: taskId })).toEqual({
      cancelTask: { __typename: 'Conflict' },
    });
  });

  test('resumes from its checkpoint after a pause', async () => {
    const configurationId = await configure(client, {
      datasetId,
      ...network,
      training: { epochs: 200, batchSize: 16, earlyStopping: null },
    });
    const taskId = await launch(client, { train: { configurationId } });
    const watching = eventsOf(client, taskId);
    await platform.untilProgress(client, taskId);
    const paused = await client.request<{ pauseTask: { __typename: string } }>(
      'mutation ($id: ID!) { pauseTask(id: $id) { __typename } }',
      { id: taskId },
    );
    expect(paused.pauseTask.__typename).toBe('Task');
    await platform.untilState(client, taskId, 'PAUSED');
    await client.request('mutation ($id: ID!) { resumeTask(id: $id) { __typename } }', { id: taskId });
    const events = await watching;
    expect(events.flatMap(({ to }) => to ?? [])).toEqual([
      'QUEUED',
      'RUNNING',
      'PAUSED',
      'QUEUED',
      'RUNNING',
      'SUCCEEDED',
    ]);
    expect(events.filter(({ __typename }) => __typename === 'MetricsReported')).toHaveLength(200);
    expect(await stateOf(client, taskId)).toBe('SUCCEEDED');
  });

  test('fails with advice on the learning rate when it diverges', async () => {
    const csv = ['a,b', ...Array.from({ length: 60 }, (_, row) => `${row},${row * 1.5 + 0.5}`)].join('\n');
    const { id } = await uploadDataset(client, csv);
    const configurationId = await configure(client, {
      datasetId: id,
      target: 'b',
      parameters: { mlp: {} },
      training: { learningRate: 10, optimizer: 'SGD', epochs: 300, learningRateSchedule: 'CONSTANT' },
    });
    const taskId = await launch(client, { train: { configurationId } });
    await eventsOf(client, taskId);
    const { node } = await client.request<{ node: { state: string; failureReason: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on Task { state failureReason } } }',
      { id: taskId },
    );
    expect(node.state).toBe('FAILED');
    expect(node.failureReason).toMatch(/learning rate is too high: try 1 instead of 10/);
  });

  test('succeeds with two replicas', async () => {
    const configurationId = await configure(client, { datasetId, ...network, training: { epochs: 2, replicas: 2 } });
    const taskId = await launch(client, { train: { configurationId } });
    const events = await eventsOf(client, taskId);
    expect(events.flatMap(({ to }) => to ?? [])).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
  });

  test('is created once for ten launches with the same idempotency key', async () => {
    const configurationId = await configure(client, { datasetId, ...network, training: { epochs: 1 } });
    const input = { train: { configurationId, idempotencyKey: 'once' } };
    const ids = await Promise.all(Array.from({ length: 10 }, () => launch(client, input)));
    expect(new Set(ids).size).toBe(1);
  });
});

test('a model can be evaluated, used for batch prediction, tuned and downloaded', async () => {
  const configurationId = await configure(client, { datasetId, ...logistic });
  const taskId = await launch(client, { train: { configurationId } });
  await eventsOf(client, taskId);
  const query = `query ($id: ID!) { node(id: $id) { ... on Task {
    evaluation { ... on ClassificationReport { accuracy sampleCount } }
    predictionsUrl
    trials { number score }
    outputModelVersion { version downloadUrl model { id } }
  } } }`;
  interface Result {
    node: {
      evaluation: { accuracy: number; sampleCount: number };
      predictionsUrl: string;
      trials: { number: number; score: number }[];
      outputModelVersion: { version: number; downloadUrl: string; model: { id: string } };
    };
  }
  const { node: trained } = await client.request<Result>(query, { id: taskId });
  const modelId = trained.outputModelVersion.model.id;

  const evaluated = await launch(client, { evaluate: { modelId, datasetId } });
  const predicted = await launch(client, { predict: { modelId, datasetId } });
  const tuned = await launch(client, { tune: { configurationId, trials: 3 } });
  await Promise.all([evaluated, predicted, tuned].map((id) => eventsOf(client, id)));
  const { node: evaluation } = await client.request<Result>(query, { id: evaluated });
  expect(evaluation.evaluation.sampleCount).toBe(300);
  expect(evaluation.evaluation.accuracy).toBeGreaterThan(0.9);
  const { node: tuning } = await client.request<Result>(query, { id: tuned });
  expect(tuning.trials.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(tuning.outputModelVersion.version).toBe(2);

  const { node: prediction } = await client.request<Result>(query, { id: predicted });
  expect((await fetch(prediction.predictionsUrl)).status).toBe(401);
  const lines = (await client.download(prediction.predictionsUrl)).toString('utf8').trim().split('\n');
  expect(lines).toHaveLength(300);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ label: expect.stringMatching(/above|below/), value: null });

  const zip = await client.download(trained.outputModelVersion.downloadUrl);
  const { unpackBundle } = await import('../../src/models/bundle.ts');
  expect(unpackBundle(zip).manifest).toMatchObject({ family: 'logisticRegression', objective: 'CLASSIFICATION' });
});
