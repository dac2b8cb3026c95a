/** Previews from a real worker during training, through the public API. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, launch, uploadDataset } from '../support/api.ts';
import { classFolders, clusteredCsv, edge, reviewsCsv } from '../support/datasets.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let client: ApiClient;
beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.startWorker();
  client = await platform.signUp();
});
afterAll(() => platform.stop());

interface Point {
  x: number;
  y: number;
  group: number | null;
}

interface Seen {
  __typename: string;
  seq: number;
  epoch?: number;
  imageUrl?: string | null;
  count?: number;
  columns?: number;
  rows?: number;
  texts?: string[];
  groups?: string[];
  points?: Point[];
  centers?: Point[];
}

const watched = `subscription ($taskId: ID!) { taskEvents(taskId: $taskId) {
  __typename seq
  ... on SamplesReported { epoch imageUrl count gridColumns gridRows texts }
  ... on ProjectionReported { epoch groups points { x y group } centers { x y group } }
} }`;

async function watch(taskId: string): Promise<Seen[]> {
  const seen: Seen[] = [];
  await client.subscribe<{ taskEvents: Seen }>(watched, { taskId }, ({ taskEvents }) => seen.push(taskEvents));
  return seen;
}

/** Trains and returns the events of one type, after checking that a replay equals the live stream. */
async function shownBy(type: string, configuration: object): Promise<{ taskId: string; shown: Seen[] }> {
  const taskId = await launch(client, { train: { configurationId: await configure(client, configuration) } });
  const live = await watch(taskId);
  expect(live.map(({ seq }) => seq)).toEqual(live.map((_, index) => index + 1));
  // A late subscriber receives the same events.
  expect(await watch(taskId)).toEqual(live);
  return { taskId, shown: live.filter(({ __typename }) => __typename === type) };
}

test.each([
  ['vae', { hiddenUnits: [32], latentSize: 4 }, 60],
  ['gan', { filters: 4, latentSize: 8 }, 3],
])(
  "%s reports image previews up to the last epoch, readable by the task's viewers only",
  async (family, parameters, epochs) => {
    const { id: datasetId } = await uploadDataset(client, await classFolders());
    const training = { epochs, batchSize: 16 };
    const { shown } = await shownBy('SamplesReported', { datasetId, parameters: { [family]: parameters }, training });
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.length).toBeLessThanOrEqual(50);
    expect(shown.at(-1)).toMatchObject({ epoch: epochs, count: 36, gridColumns: 6, gridRows: 6, texts: [] });
    const urls = shown.map(({ imageUrl }) => imageUrl ?? '');
    // The latent codes stay the same; the images change.
    expect(new Set(urls).size).toBe(urls.length);
    const token = { authorization: `Bearer ${platform.tokenOf(client)}` };
    const answer = await fetch(urls.at(-1) ?? '', { headers: token });
    expect(answer.headers.get('content-type')).toBe('image/png');
    const side = 6 * (edge + 1) - 1;
    const { format, width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: side, height: side });

    expect((await fetch(urls[0] ?? '')).status).toBe(401);
    const stranger = { authorization: `Bearer ${platform.tokenOf(await platform.signUp())}` };
    expect((await fetch(urls[0] ?? '', { headers: stranger })).status).toBe(404);
    for (const other of ['0'.repeat(64), '..%2F..%2Fmodels'])
      expect((await fetch((urls[0] ?? '').replace(/[^/]+$/, other), { headers: token })).status).toBe(404);
  },
);

test('transformer reports generated texts', async () => {
  const { id: datasetId } = await uploadDataset(client, reviewsCsv());
  const parameters = { transformer: { hiddenSize: 16, heads: 2, blocks: 1, feedForwardSize: 16, sequenceLength: 16 } };
  const training = { epochs: 2, batchSize: 8 };
  const { shown } = await shownBy('SamplesReported', { datasetId, inputs: ['text'], parameters, training });
  expect(shown.at(-1)).toMatchObject({ epoch: 2, imageUrl: null, count: 2 });
  for (const text of shown.at(-1)?.texts ?? []) expect(text.length).toBeGreaterThan(50);
});

test('kMeans reports samples and moving centers, the last as in the model', async () => {
  const { id: datasetId } = await uploadDataset(client, clusteredCsv(1500));
  const configuration = { datasetId, inputs: ['x', 'y'], parameters: { kMeans: { clusters: 3, restarts: 2 } } };
  const { shown } = await shownBy('ProjectionReported', configuration);
  expect(shown.length).toBeGreaterThan(1);
  expect(shown.length).toBeLessThanOrEqual(21);
  const { groups: names, points = [], centers = [] } = shown.at(-1) ?? {};
  expect(names).toEqual(['0', '1', '2']);
  expect(points).toHaveLength(1000);
  // Every sample is nearest to the center of its own cluster, in two columns and therefore also in the projection.
  const away = (point: Point, center: Point) => Math.hypot(point.x - center.x, point.y - center.y);
  const own = points.map((point) => centers.findIndex((c) => centers.every((o) => away(point, c) <= away(point, o))));
  expect(points.map(({ group }) => group)).toEqual(own.map((index) => centers[index]?.group));
  expect(new Set(own).size).toBe(3);
});

test.each(['pca', 'svd'])('%s reports its own reduction of the samples', async (family) => {
  const { id: datasetId } = await uploadDataset(client, clusteredCsv(60));
  const configuration = { datasetId, inputs: ['x', 'y', 'number'], parameters: { [family]: { components: 2 } } };
  const { shown } = await shownBy('ProjectionReported', configuration);
  expect(shown).toHaveLength(1);
  expect(shown[0]).toMatchObject({ groups: [], centers: [] });
  const across = (axis: 'x' | 'y') => {
    const values = (shown[0]?.points ?? []).map((point) => point[axis]);
    return Math.max(...values) - Math.min(...values);
  };
  expect(across('x')).toBeGreaterThan(across('y'));
  expect(across('y')).toBeGreaterThan(0);
});
