/** Helpers that go from a file to a task through the public API, for tests of what comes after. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { waitFor } from './wait-for.ts';

/** Returns rows of two linearly separable classes: x > y or not. */
export function separableCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const [x, y] = [((row * 37) % 101) / 101, ((row * 53) % 97) / 97];
    return `${x.toFixed(4)},${y.toFixed(4)},${x > y ? 'above' : 'below'}`;
  });
  return ['x,y,side', ...lines].join('\n');
}

/** Uploads `content` and waits until it has been read; resolves with the dataset's id and its newest version. */
export async function uploadDataset(client: ApiClient, content: string | Uint8Array, input: object = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'aias-upload-'));
  try {
    const path = join(folder, 'data');
    await writeFile(path, content);
    const { createDataset } = await client.request<{
      createDataset: { dataset: { id: string }; upload: { url: string } };
    }>(operations.createDataset, { input: { name: 'data', ...input } });
    const { dataset, upload } = unwrapResult(createDataset);
    await client.upload(upload.url, path);
    const latest = await waitFor('the dataset to be read', async () => {
      const { node } = await client.request<{
        node: {
          latestVersion: {
            state: string;
            rejection: { reason: string; location: string | null } | null;
            profile: unknown;
          };
        };
      }>(operations.datasetState, { id: dataset.id });
      return ['READY', 'REJECTED'].includes(node.latestVersion.state) && node.latestVersion;
    });
    return { id: dataset.id, ...latest };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface SeenImport {
  state: string;
  format: string | null;
  rejection: { reason: string; location: string | null } | null;
  model: { id: string } | null;
}

/** Imports a model; resolves with the resulting import and the response to the upload. */
export async function importModel(
  client: ApiClient,
  archive: Uint8Array,
  input: object,
): Promise<SeenImport & { id: string; upload: { url: string }; status: number; body: Record<string, unknown> }> {
  const { importModel: opened } = await client.request<{
    importModel: { modelImport: { id: string }; upload: { url: string } };
  }>(
    `mutation ($input: ImportModelInput!) { importModel(input: $input) {
      ... on ImportModelPayload { modelImport { id } upload { url } } ... on Error { message } ... on InvalidInput { field }
    } }`,
    { input: { name: 'brought along', objective: 'CLASSIFICATION', ...input } },
  );
  const { modelImport: waiting, upload } = unwrapResult(opened);
  const answer = await fetch(upload.url, { method: 'PUT', body: Buffer.from(archive) });
  const { node } = await client.request<{ node: SeenImport }>(
    `query ($id: ID!) { node(id: $id) { ... on ModelImport {
      state format rejection { reason location } model { id }
    } } }`,
    { id: waiting.id },
  );
  return { ...node, ...waiting, upload, status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

export async function configure(client: ApiClient, input: object): Promise<string> {
  const answer = await client.request<{ configureModel: { id: string } }>(operations.configureModel, {
    input: { name: 'test', ...input },
  });
  return unwrapResult(answer.configureModel).id;
}

export async function launch(client: ApiClient, input: object): Promise<string> {
  const answer = await client.request<{ launchTask: { id: string } }>(operations.launchTask, { input });
  return unwrapResult(answer.launchTask).id;
}

/** Configures a model and trains it to the end; resolves with the model's id. */
export async function train(client: ApiClient, input: object): Promise<string> {
  const taskId = await launch(client, { train: { configurationId: await configure(client, input) } });
  await eventsOf(client, taskId);
  return modelOf(client, taskId);
}

/** Returns the id of the model of a training that has succeeded. */
export async function modelOf(client: ApiClient, taskId: string): Promise<string> {
  const { node } = await client.request<{ node: { outputModelVersion: { model: { id: string } } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Task { outputModelVersion { model { id } } } } }',
    { id: taskId },
  );
  return node.outputModelVersion.model.id;
}

export interface SeenEvent {
  __typename: string;
  cursor: string;
  seq: number;
  attempt: number;
  to?: string;
  reason?: string | null;
}

const watched = `subscription ($taskId: ID!, $after: String) {
  taskEvents(taskId: $taskId, after: $after) { __typename cursor seq attempt ... on TaskStateChanged { to reason } }
}`;

/** Returns every event of a task after a cursor, when the stream completes. */
export async function eventsOf(client: ApiClient, taskId: string, after: string | null = null): Promise<SeenEvent[]> {
  const seen: SeenEvent[] = [];
  await client.subscribe<{ taskEvents: SeenEvent }>(watched, { taskId, after }, ({ taskEvents }) =>
    seen.push(taskEvents),
  );
  return seen;
}

/** Returns the task's state, or undefined when there is no such task. */
export async function stateOf(client: ApiClient, id: string): Promise<string | undefined> {
  const { node } = await client.request<{ node: { state: string } | null }>(
    'query ($id: ID!) { node(id: $id) { ... on Task { state } } }',
    { id },
  );
  return node?.state;
}
