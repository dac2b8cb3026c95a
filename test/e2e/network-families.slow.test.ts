/**
 * The families for images, texts and series, over the public API with a real worker: configure, train, subscribe, report,
 * predict.
 */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, unwrapResult } from '../../src/demo/client.ts';
import { configure, eventsOf, launch, uploadDataset } from '../support/api.ts';
import { classFolders, cocoZip, edge, reviewsCsv, salesSeries, squarePng } from '../support/datasets.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let client: ApiClient;
beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.startWorker();
  client = await platform.signUp();
});
afterAll(() => platform.stop());

const result = `query ($id: ID!) { node(id: $id) { ... on Task { state failureReason outputModelVersion { model { id } evaluation {
  __typename
  ... on ClassificationReport { accuracy }
  ... on ForecastingReport { meanAbsoluteError naiveMeanAbsoluteError }
  ... on DetectionReport { meanAveragePrecision perClass { name averagePrecision support } }
  ... on GenerationReport { loss bitsPerDimension sampleCount }
} } } } }`;

type Report = { __typename: string } & Record<string, number>;

/** Trains a model; resolves with its id and report. */
async function train(input: object): Promise<{ modelId: string; report: Report | null }> {
  const configurationId = await configure(client, input);
  const taskId = await launch(client, { train: { configurationId } });
  const events = await eventsOf(client, taskId);
  const seen = events.map(({ __typename }) => __typename);
  expect(seen).toContain('TrainingProgressed');
  expect(seen).toContain('MetricsReported');
  const { node } = await client.request<{
    node: { failureReason: string | null; outputModelVersion: { model: { id: string }; evaluation: Report | null } };
  }>(result, { id: taskId });
  expect(node.failureReason).toBeNull();
  return { modelId: node.outputModelVersion.model.id, report: node.outputModelVersion.evaluation };
}

interface Ended {
  state: string;
  failureReason: string | null;
  evaluation: Report | null;
  predictionsUrl: string | null;
  trials: { score: number | null }[] | null;
}

/** Runs a task to its end; resolves with the outcome. */
async function run(input: object): Promise<Ended> {
  const taskId = await launch(client, input);
  await eventsOf(client, taskId);
  const query = `query ($id: ID!) { node(id: $id) { ... on Task {
    state failureReason predictionsUrl evaluation { __typename } trials { score }
  } } }`;
  return (await client.request<{ node: Ended }>(query, { id: taskId })).node;
}

/** Evaluates and predicts on the dataset that the model was trained on. @returns the predictions */
async function expectTasks(modelId: string, datasetId: string, report: string): Promise<Record<string, unknown>[]> {
  const { failureReason, evaluation } = await run({ evaluate: { modelId, datasetId } });
  expect(failureReason).toBeNull();
  expect(evaluation?.__typename).toBe(report);
  const { predictionsUrl } = await run({ predict: { modelId, datasetId } });
  const answer = await fetch(predictionsUrl ?? '', {
    headers: { authorization: `Bearer ${platform.tokenOf(client)}` },
  });
  return (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

interface Prediction {
  label: string | null;
  reconstruction: string | null;
  boxes: { label: string; confidence: number; x: number; y: number; width: number; height: number }[] | null;
  forecast: { timestamp: string; value: number }[] | null;
}

async function predict(input: object): Promise<Prediction[]> {
  const answer = await client.request<{ predict: { predictions: Prediction[] } }>(
    `mutation ($input: PredictInput!) { predict(input: $input) {
      ... on PredictPayload { predictions { label reconstruction boxes { label confidence x y width height } forecast { timestamp value } } }
      ... on Error { message } ... on InvalidInput { field }
    } }`,
    { input },
  );
  return unwrapResult(answer.predict).predictions;
}

interface Generated {
  texts: string[];
  images: string[];
  grid: string | null;
}

async function generate(input: object): Promise<Generated> {
  const answer = await client.request<{ generate: Generated }>(
    `mutation ($input: GenerateInput!) { generate(input: $input) {
      ... on GeneratePayload { texts images grid } ... on Error { message } ... on InvalidInput { field }
    } }`,
    { input },
  );
  return unwrapResult(answer.generate);
}

async function sizeOfImage(dataUrl: string | null | undefined): Promise<{ width: number; height: number }> {
  const { width, height } = await sharp(Buffer.from(dataUrl?.split(',')[1] ?? '', 'base64')).metadata();
  return { width, height };
}

describe('images', () => {
  let datasetId: string;
  beforeAll(async () => {
    datasetId = (await uploadDataset(client, await classFolders())).id;
  });

  test.each([
    ['cnn', { filters: [8], denseUnits: 8 }],
    ['resnet', { filters: [4, 8] }],
    ['mobilenet', { filters: [8, 16] }],
  ])('%s classifies images', async (family, parameters) => {
    const { modelId, report } = await train({
      datasetId,
      parameters: { [family]: parameters },
      training: { epochs: 12, batchSize: 8, learningRate: 0.01 },
      split: { testFraction: 0.2, validationFraction: 0 },
    });
    expect(report?.accuracy).toBeGreaterThan(0.8);
    const square = { left: 4, top: 4, side: 7 };
    const images = [await squarePng(true, square), await squarePng(false, square)].map((png) => png.toString('base64'));
    expect((await predict({ modelId, images })).map(({ label }) => label)).toEqual(['light', 'dark']);
    expect(await expectTasks(modelId, datasetId, 'ClassificationReport')).toHaveLength(60);
  });

  test('vae reconstructs and generates images', async () => {
    const { modelId, report } = await train({
      datasetId,
      parameters: { vae: { hiddenUnits: [32], latentSize: 4 } },
      training: { epochs: 10, batchSize: 8 },
    });
    expect(report).toMatchObject({ __typename: 'GenerationReport', sampleCount: 12 });
    expect(report?.bitsPerDimension).toBeLessThan(1);
    const image = (await squarePng(true, { left: 4, top: 4, side: 7 })).toString('base64');
    const [given] = await predict({ modelId, images: [image] });
    expect(await sizeOfImage(given?.reconstruction)).toEqual({ width: edge, height: edge });
    const made = await generate({ modelId, count: 5, seed: 1 });
    expect(made.images).toHaveLength(5);
    expect(new Set(made.images).size).toBe(5);
    expect(await sizeOfImage(made.grid)).toEqual({ width: 3 * 17 - 1, height: 2 * 17 - 1 });
    expect(await generate({ modelId, count: 5, seed: 1 })).toEqual(made);
    const again = await expectTasks(modelId, datasetId, 'GenerationReport');
    expect(again[0]?.reconstruction).toMatch(/^data:image\/png/);
  });

  test('gan generates images and rejects predictions', async () => {
    const { modelId, report } = await train({
      datasetId,
      parameters: { gan: { filters: 4, latentSize: 8 } },
      training: { epochs: 3, batchSize: 8 },
    });
    expect(report).toBeNull();
    const { images } = await generate({ modelId, count: 2 });
    expect(await sizeOfImage(images[0])).toEqual({ width: edge, height: edge });
    const image = (await squarePng(true, { left: 4, top: 4, side: 7 })).toString('base64');
    await expect(predict({ modelId, images: [image] })).rejects.toThrow(/Use `generate`/);
    await expect(generate({ modelId, prompt: 'a' })).rejects.toThrow(/Omit `prompt`/);
    expect(await run({ evaluate: { modelId, datasetId } })).toMatchObject({
      state: 'FAILED',
      failureReason: expect.stringMatching(/no likelihood/),
    });
    expect(await run({ predict: { modelId, datasetId } })).toMatchObject({
      state: 'FAILED',
      failureReason: expect.stringMatching(/Use `generate`/),
    });
  });

  test('imageDetector localizes objects', async () => {
    const { id, profile } = await uploadDataset(client, await cocoZip());
    expect(profile).toMatchObject({
      imageCount: 60,
      classes: [
        { name: 'dark', count: 30 },
        { name: 'light', count: 30 },
      ],
    });
    const { modelId, report } = await train({
      datasetId: id,
      parameters: { imageDetector: { imageSize: 16, filters: [8, 16] } },
      training: { epochs: 40, batchSize: 8, learningRate: 0.01 },
    });
    expect(report?.meanAveragePrecision).toBeGreaterThan(0.5);
    const image = (await squarePng(true, { left: 4, top: 6, side: 8 })).toString('base64');
    const [prediction] = await predict({ modelId, images: [image] });
    const found = await expectTasks(modelId, id, 'DetectionReport');
    expect(found).toHaveLength(60);
    const [box] = prediction?.boxes ?? [];
    expect(box?.label).toBe('light');
    for (const [found, wanted] of [
      [box?.x, 4],
      [box?.y, 6],
      [box?.width, 8],
      [box?.height, 8],
    ]) {
      expect(Math.abs((found ?? 0) * edge - (wanted ?? 0))).toBeLessThan(3);
    }
  });
});

describe('texts', () => {
  test.each([
    ['rnn', { units: 16, sequenceLength: 8 }],
    ['transformer', { hiddenSize: 16, heads: 2, blocks: 1, feedForwardSize: 16, sequenceLength: 8, dropout: 0 }],
  ])('%s classifies texts', async (family, parameters) => {
    const { id } = await uploadDataset(client, reviewsCsv());
    const { modelId, report } = await train({
      datasetId: id,
      target: 'class',
      parameters: { [family]: parameters },
      training: { epochs: 25, batchSize: 8, learningRate: 0.01 },
      split: { testFraction: 0.2, validationFraction: 0 },
    });
    expect(report?.accuracy).toBeGreaterThan(0.85);
    const predictions = await predict({ modelId, texts: ['The story was LOVELY!', 'a dull film'] });
    expect(predictions.map(({ label }) => label)).toEqual(['good', 'bad']);
    await expect(predict({ modelId, rows: [{}] })).rejects.toThrow(/Set `texts`/);
    await expect(generate({ modelId })).rejects.toThrow(/cannot generate samples/);
    expect(await expectTasks(modelId, id, 'ClassificationReport')).toHaveLength(80);
  });

  test('transformer continues a text', async () => {
    const content = Buffer.from('abcdefghij\n'.repeat(150));
    const { id } = await uploadDataset(client, content, { format: 'TEXT' });
    const { modelId, report } = await train({
      datasetId: id,
      parameters: {
        transformer: { hiddenSize: 16, heads: 2, blocks: 1, feedForwardSize: 16, sequenceLength: 16, dropout: 0 },
      },
      training: { epochs: 30, batchSize: 8, learningRate: 0.01 },
    });
    expect(report?.bitsPerDimension).toBeLessThan(1);
    const { texts: written } = await generate({ modelId, prompt: 'abcdefghij\nabc', tokenCount: 10, temperature: 0 });
    expect(written).toEqual(['defghij\nab']);
    await expect(predict({ modelId, texts: ['abc'] })).rejects.toThrow(/Use `generate`/);
    expect((await run({ evaluate: { modelId, datasetId: id } })).evaluation?.__typename).toBe('GenerationReport');
  });
});

test('rnn forecasts a series with future covariates', async () => {
  const { rows, csv } = salesSeries(220);
  const { id } = await uploadDataset(client, csv);
  const { modelId, report } = await train({
    datasetId: id,
    target: 'sales',
    futureCovariates: ['offer'],
    parameters: { rnn: { units: 16, sequenceLength: 14, horizon: 2, dropout: 0 } },
    training: { epochs: 40, batchSize: 8, learningRate: 0.01 },
  });
  expect(report?.meanAbsoluteError).toBeLessThan((report?.naiveMeanAbsoluteError ?? 0) * 0.7);
  const past = rows.slice(0, 100);
  const next = rows.slice(100, 102);
  const future = next.map((row) => ({ ...row, sales: null }));
  const [prediction] = await predict({ modelId, series: [...past, ...future] });
  expect(prediction?.forecast?.map(({ timestamp }) => timestamp)).toEqual(next.map(({ day }) => day));
  for (const [step, { value }] of (prediction?.forecast ?? []).entries()) {
    expect(Math.abs(value - (next[step]?.sales ?? 0))).toBeLessThan(50);
  }
  await expect(predict({ modelId, series: past })).rejects.toThrow(/add 2 rows/);
  await expect(predict({ modelId, series: past.slice(0, 5) })).rejects.toThrow(/needs 14 past steps/);

  // The dataset to forecast from ends with the covariates of the days to forecast.
  const ending = [csv, ...['2024-08-08', '2024-08-09'].map((at) => `${at},,no`)].join('\n');
  const longer = await uploadDataset(client, ending);
  const [next2, ...more] = await expectTasks(modelId, longer.id, 'ForecastingReport');
  expect(more).toEqual([]);
  expect(next2?.forecast).toMatchObject([{ timestamp: '2024-08-08' }, { timestamp: '2024-08-09' }]);
});

test.each([
  ['vae', 'images', { hiddenUnits: [8], latentSize: 2 }],
  ['imageDetector', 'boxes', { imageSize: 16, filters: [4] }],
  ['rnn', 'series', { units: 4, sequenceLength: 7 }],
] as const)('%s can be tuned', async (family, data, parameters) => {
  const content = { images: classFolders, boxes: cocoZip, series: async () => Buffer.from(salesSeries(100).csv) }[data];
  const { id: datasetId } = await uploadDataset(client, await content());
  const target = data === 'series' ? { target: 'sales' } : {};
  const training = { epochs: 2, batchSize: 8 };
  const configurationId = await configure(client, {
    datasetId,
    ...target,
    parameters: { [family]: parameters },
    training,
  });
  const { state, trials } = await run({ tune: { configurationId, trials: 2 } });
  expect(state).toBe('SUCCEEDED');
  expect(trials?.map(({ score }) => typeof score)).toEqual(['number', 'number']);
});
