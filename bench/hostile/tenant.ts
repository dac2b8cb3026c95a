/** What a tenant does. Each call returns how long it took, and fails when it takes longer than `patienceMs`. */
import { setTimeout as delay } from 'node:timers/promises';
import { createApiClient, unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { type EventStream, followEvents, type TaskEvent } from './events.ts';

export const patienceMs = 20_000;
const pollMs = 20;

const viewerQuery = '{ viewer { username } }';
const datasetsQuery = '{ datasets(first: 20) { nodes { id name latestVersion { state sizeBytes } } } }';
const stateQuery = 'query ($id: ID!) { node(id: $id) { ... on Dataset { latestVersion { state } } } }';
const modelQuery = 'query ($id: ID!) { node(id: $id) { ... on Task { outputModelVersion { model { id } } } } }';
const row = { sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 };

export interface Tenant {
  query(): Promise<unknown>;
  datasets(): Promise<unknown>;
  /** Predicts one row. */
  predict(): Promise<unknown>;
  /** Trains a model. Resolves when the training has ended, with the milliseconds from the launch to the first progress. */
  launch(): Promise<number>;
  /** Uploads a small CSV. Resolves with the milliseconds from the first byte until the dataset is READY. */
  ingest(): Promise<number>;
  events: EventStream;
}

type Request = <T>(query: string, variables?: object) => Promise<T>;

/** Signs up a user, and trains a model to predict with. */
export async function createTenant(url: string): Promise<Tenant> {
  const input = { username: `victim-${crypto.randomUUID().slice(0, 8)}`, password: crypto.randomUUID() };
  const { register } = await requester(url, null)<{ register: { token: string } }>(operations.register, { input });
  const { token } = unwrapResult(register);
  const request = requester(url, token);
  const { organizations } = await request<{ organizations: { id: string }[] }>('{ organizations { id } }');
  const client = createApiClient(url);
  client.useToken(token);
  const events = followEvents(client, organizations[0]?.id ?? '');
  const { datasetId } = await ingest(request, 'irisLikeCsv');
  const { modelId, configurationId } = await firstModel(request, datasetId);
  return {
    query: () => request(viewerQuery),
    datasets: () => request(datasetsQuery),
    async predict() {
      const input = { modelId, rows: [row] };
      const { predict } = await request<{ predict: object }>(operations.predict, { input });
      unwrapResult(predict);
    },
    launch: () => launch(request, events, configurationId),
    ingest: async () => (await ingest(request, 'small')).ms,
    events,
  };
}

function requester(url: string, token: string | null): Request {
  return async <T>(query: string, variables: object = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
    if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
    return data;
  };
}

async function ingest(request: Request, name: string): Promise<{ datasetId: string; ms: number }> {
  const { createDataset } = await request<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name } });
  const { dataset, upload } = unwrapResult(createDataset);
  const began = performance.now();
  const signal = AbortSignal.timeout(patienceMs);
  const response = await fetch(upload.url, { method: 'PUT', body: irisLikeCsv(), signal });
  if (!response.ok) throw new Error(`The upload failed with status ${response.status}.`);
  for (;;) {
    const { node } = await request<{ node: { latestVersion: { state: string } } }>(stateQuery, { id: dataset.id });
    const ms = performance.now() - began;
    if (node.latestVersion.state === 'READY') return { datasetId: dataset.id, ms: ms };
    if (node.latestVersion.state === 'REJECTED') throw new Error('The small CSV was rejected.');
    if (ms > patienceMs) throw new Error('The small CSV was not ingested in time.');
    await delay(pollMs);
  }
}

/** Trains the first model. Polls for its end, because the stream of events may not have started yet. */
async function firstModel(request: Request, datasetId: string) {
  const { configureModel } = await request<{ configureModel: { id: string } }>(operations.configureModel, {
    input: {
      name: 'irisLikeCsv',
      datasetId,
      target: 'species',
      parameters: { mlp: { hiddenUnits: [16] } },
      training: { epochs: 5, batchSize: 16, seed: 1 },
    },
  });
  const configurationId = unwrapResult(configureModel).id;
  const id = await startTraining(request, configurationId);
  for (const end = Date.now() + 3 * patienceMs; Date.now() < end; await delay(pollMs)) {
    const { node } = await request<{ node: { outputModelVersion: { model: { id: string } } | null } }>(modelQuery, {
      id,
    });
    if (node.outputModelVersion) return { modelId: node.outputModelVersion.model.id, configurationId };
  }
  throw new Error('The first training did not end in time.');
}

async function startTraining(request: Request, configurationId: string): Promise<string> {
  const input = { train: { configurationId } };
  const { launchTask } = await request<{ launchTask: { id: string } }>(operations.launchTask, { input });
  return unwrapResult(launchTask).id;
}

async function launch(request: Request, events: EventStream, configurationId: string): Promise<number> {
  const seen: { event: TaskEvent; at: number }[] = [];
  let wake: () => void = () => undefined;
  // Listen before the launch: events may arrive before the response with the task's id.
  const stop = events.listen((event) => {
    seen.push({ event, at: performance.now() });
    wake();
  });
  const began = performance.now();
  try {
    const taskId = await startTraining(request, configurationId);
    const find = async (what: string, isWanted: (event: TaskEvent) => boolean) => {
      for (;;) {
        const found = seen.find(({ event }) => event.taskId === taskId && isWanted(event));
        if (found) return found;
        const left = began + patienceMs - performance.now();
        if (left <= 0) throw new Error(`${what} of a training did not arrive in time.`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, left);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    };
    const progress = await find('The first progress', ({ __typename }) => __typename === 'TrainingProgressed');
    const end = await find('The end', ({ to = '' }) => ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(to));
    if (end.event.to !== 'SUCCEEDED') throw new Error(`A training ended as ${end.event.to}.`);
    return progress.at - began;
  } finally {
    stop();
  }
}

/** Creates a CSV with the rows and columns of Fisher's iris data set, for three species that overlap slightly. */
function irisLikeCsv(): string {
  const rows = Array.from({ length: 150 }, (_, row) => {
    const species = row % 3;
    const sizes = [0, 1, 2, 3].map((column) =>
      (species * (column + 1) + ((row * (37 + column * 16)) % 101) / 50).toFixed(2),
    );
    return [...sizes, ['setosa', 'versicolor', 'virginica'][species]].join(',');
  });
  return ['sepal_length,sepal_width,petal_length,petal_width,species', ...rows].join('\n');
}
