/**
 * Latency of predicting one row through the public API: sequentially, with 32 concurrent clients, and for the first request of
 * an organization.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, launch, startBenchPlatform, upload, watch } from '../platform.ts';
import { measurement, percentile, type Row } from '../report.ts';

const [warmUps, requests, clients, requestsEach] = [30, 300, 32, 40];

const predictOperation = `mutation ($input: PredictInput!) { predict(input: $input) {
  __typename ... on PredictPayload { predictions { label } } ... on Error { message } } }`;

export async function predict(): Promise<Row[]> {
  const platform = await startBenchPlatform({ AIAS_WORKERS: '1' });
  try {
    const client = platform.connect();
    const modelId = await train(client);
    await delay(3000); // until the worker is idle again
    const first = await timed(client, modelId);
    for (let number = 0; number < warmUps; number++) await timed(client, modelId);
    const single = await inTurn(client, modelId, requests);
    const began = performance.now();
    const concurrent = Array.from({ length: clients }, () => inTurn(platform.connect(), modelId, requestsEach));
    const concurrentMs = (await Promise.all(concurrent)).flat();
    const seconds = (performance.now() - began) / 1000;
    const note = 'one row of 4 numbers, an mlp of 16 units';
    return [
      measurement(
        'predict.first',
        first,
        'ms',
        'the first prediction of an organization, at least 3 s after the gateway started',
      ),
      measurement('predict.single.p50', percentile(single, 0.5), 'ms', `${requests} sequential requests; ${note}`),
      measurement('predict.single.p99', percentile(single, 0.99), 'ms', ''),
      measurement(
        'predict.crowd.p50',
        percentile(concurrentMs, 0.5),
        'ms',
        `${clients} clients, ${requestsEach} requests each`,
      ),
      measurement('predict.crowd.p99', percentile(concurrentMs, 0.99), 'ms', ''),
      measurement('predict.crowd.rate', concurrentMs.length / seconds, '1/s', ''),
    ];
  } finally {
    await platform.stop();
  }
}

async function inTurn(client: ApiClient, modelId: string, count: number): Promise<number[]> {
  const all: number[] = [];
  for (let number = 0; number < count; number++) all.push(await timed(client, modelId));
  return all;
}

/** Returns the milliseconds until the prediction arrives. */
async function timed(client: ApiClient, modelId: string): Promise<number> {
  const began = performance.now();
  const rows = [{ a: 1, b: 2, c: 3, d: 4 }];
  const { predict: answer } = await client.request<{ predict: { __typename: string; message?: string } }>(
    predictOperation,
    { input: { modelId, rows } },
  );
  if (answer.__typename !== 'PredictPayload') throw new Error(`The prediction failed: ${answer.message}`);
  return performance.now() - began;
}

/** Resolves with the id of a small trained model. */
async function train(client: ApiClient): Promise<string> {
  const rows = Array.from(
    { length: 200 },
    (_, row) => `${row},${row % 7},${row % 11},${row % 3},${row % 2 ? 'odd' : 'even'}`,
  );
  const datasetId = await upload(client, 'numbers', ['a,b,c,d,kind', ...rows].join('\n'));
  const configurationId = await configure(client, {
    datasetId,
    target: 'kind',
    parameters: { mlp: { hiddenUnits: [16] } },
    training: { epochs: 2, batchSize: 32 },
  });
  const taskId = await launch(client, configurationId);
  await watch(client, taskId);
  const { node } = await client.request<{ node: { outputModelVersion: { model: { id: string } } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Task { outputModelVersion { model { id } } } } }',
    { id: taskId },
  );
  return node.outputModelVersion.model.id;
}
