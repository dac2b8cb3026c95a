/**
 * Resumes every family in another worker: each training is paused while it runs, which saves a checkpoint, then the worker is
 * killed and another one resumes all of them.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, eventsOf, importModel, launch, stateOf, uploadDataset } from '../support/api.ts';
import { classFolders, clusteredCsv, cocoZip, edge, reviewsCsv, salesSeries } from '../support/datasets.ts';
import { baseModelFor, type FamilyCase, familyCases } from '../support/family-cases.ts';
import { zip } from '../support/imports.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

let platform: TestPlatform;
let client: ApiClient;
let baseModelId: string | undefined;
const datasets: Record<string, string> = {};

beforeAll(async () => {
  platform = await startTestPlatform();
  client = await platform.signUp();
  const contents: [string, string | Uint8Array, object?][] = [
    ['TABULAR', clusteredCsv(300)],
    ['IMAGE', await classFolders()],
    ['DETECTION', await cocoZip()],
    ['TEXT', reviewsCsv()],
    ['TIME_SERIES', salesSeries(200).csv],
    ['corpus', Buffer.from('abcdefghij\n'.repeat(300)), { format: 'TEXT' }],
  ];
  for (const [kind, content, input] of contents) datasets[kind] = (await uploadDataset(client, content, input)).id;
  const base = await importModel(client, zip(baseModelFor([edge, edge, 1])), { classes: ['a', 'b', 'c'] });
  baseModelId = base.model?.id;
});
afterAll(() => platform.stop());

/** Small models that train long enough to be paused halfway. */
const small: Record<string, object> = {
  randomForest: { trees: 400 },
  gradientBoosting: { rounds: 300 },
  gaussianMixture: { components: 3 },
  kMeans: { clusters: 3, restarts: 50 },
  resnet: { filters: [4, 8] },
  mobilenet: { filters: [4, 8] },
  imageDetector: { imageSize: 16, filters: [4, 8] },
  rnn: { units: 8, sequenceLength: 8 },
  transformer: { hiddenSize: 16, heads: 2, blocks: 1, feedForwardSize: 16, sequenceLength: 16 },
  vae: { hiddenUnits: [16], latentSize: 2 },
  gan: { filters: 4, latentSize: 4 },
};

const descends = ({ family }: FamilyCase) => 'batchSize' in family.trainingDefaults;

function inputOf(one: FamilyCase): object {
  const { name, family, modality, objective } = one;
  const written = modality === 'TEXT' && objective === 'GENERATION';
  const datasetId = datasets[written ? 'corpus' : objective === 'DETECTION' ? objective : modality];
  const targets: Record<string, string> = {
    REGRESSION: 'number',
    CLASSIFICATION: modality === 'TEXT' ? 'class' : family.isSemiSupervised ? 'known' : 'kind',
    FORECASTING: 'sales',
  };
  const target = modality === 'IMAGE' ? undefined : targets[objective];
  const labeled = name === 'gaussianMixture' && target;
  return {
    datasetId,
    parameters: { [name]: labeled ? {} : (small[name] ?? {}) },
    ...(target && { target }),
    ...(modality === 'TABULAR' && { inputs: ['x', 'y'] }),
    ...(family.estimateBase && { baseModelId }),
    // Frozen layers take no time to train.
    ...(descends(one) && { training: { epochs: family.estimateBase ? 1000 : 50, batchSize: 8 } }),
  };
}

const act = (name: 'pauseTask' | 'resumeTask', id: string) =>
  client.request<Record<string, { __typename: string }>>(`mutation ($id: ID!) { ${name}(id: $id) { __typename } }`, {
    id,
  });

test('every family resumes in another worker from its checkpoint', async () => {
  const first = await platform.startWorker();
  const tasks: { one: FamilyCase; id: string; paused: boolean }[] = [];
  for (const one of familyCases) {
    const id = await launch(client, { train: { configurationId: await configure(client, inputOf(one)) } });
    const label = `${one.name} ${one.objective}`;
    await waitFor(`${label} to begin`, async () => (await stateOf(client, id)) !== 'QUEUED');
    // Some methods may have finished by now.
    await act('pauseTask', id);
    const state = await waitFor(`${label} to stop`, async () => {
      const now = await stateOf(client, id);
      return now === 'PAUSED' || now === 'SUCCEEDED' || now === 'FAILED' ? now : null;
    });
    expect(state, label).not.toBe('FAILED');
    tasks.push({ one, id, paused: state === 'PAUSED' });
  }
  for (const { one, paused } of tasks.filter((task) => descends(task.one))) expect(paused, one.name).toBe(true);
  first.process.kill('SIGKILL');
  await first.exited;
  await platform.startWorker();
  for (const { id, paused } of tasks) if (paused) await act('resumeTask', id);
  for (const { one, id, paused } of tasks) {
    const events = await eventsOf(client, id);
    expect(events.at(-1)?.to, one.name).toBe('SUCCEEDED');
    expect(events.at(-1)?.attempt, one.name).toBe(paused ? 2 : 1);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  }
});
