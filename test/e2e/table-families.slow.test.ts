/** Every family for tables, over the public API with a real worker: configure, train, subscribe, report, predict. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { families } from '../../src/catalogue/registry.ts';
import { type ApiClient, unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { configure, eventsOf, launch, uploadDataset } from '../support/api.ts';
import { clusteredCsv } from '../support/datasets.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let client: ApiClient;
let datasetId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  await platform.startWorker();
  client = await platform.signUp();
  datasetId = (await uploadDataset(client, clusteredCsv(120))).id;
});
afterAll(() => platform.stop());

const query = `query ($id: ID!) { node(id: $id) { ... on Task { state failureReason outputModelVersion {
  model { id }
  fittedAttributes { name values }
  evaluation {
    __typename
    ... on ClassificationReport { accuracy }
    ... on RegressionReport { r2 }
    ... on ClusteringReport { silhouette clusterSizes }
    ... on DimensionalityReductionReport { retainedVariance }
  }
} } } }`;

interface Result {
  node: {
    state: string;
    failureReason: string | null;
    outputModelVersion: {
      model: { id: string };
      evaluation: Record<string, number | string>;
      fittedAttributes: { name: string }[];
    };
  };
}

const predict = `mutation ($input: PredictInput!) { predict(input: $input) {
  ... on PredictPayload { predictions { label value embedding probabilities { label probability } } }
  ... on Error { message }
} }`;

interface Prediction {
  label: string | null;
  value: number | null;
  embedding: number[] | null;
  probabilities: { label: string; probability: number }[] | null;
}

const small: Record<string, object> = {
  kMeans: { clusters: 3 },
  gaussianMixture: { components: 3 },
  randomForest: { trees: 20 },
  gradientBoosting: { rounds: 20 },
};

const cases = families
  .filter(({ modalities }) => modalities.includes('TABULAR'))
  .flatMap(({ name, objectives, isSemiSupervised }) =>
    objectives.map((objective) => ({ name, objective, isSemiSupervised })),
  );

describe('table families', () => {
  test.each(cases)('$name trains and predicts for $objective', async ({ name, objective, isSemiSupervised }) => {
    const target = { CLASSIFICATION: isSemiSupervised ? 'known' : 'kind', REGRESSION: 'number' }[objective as string];
    const components = name === 'gaussianMixture' && target ? {} : small[name];
    const configurationId = await configure(client, {
      datasetId,
      ...(target && { target }),
      inputs: ['x', 'y'],
      parameters: { [name]: components ?? {} },
    });
    const taskId = await launch(client, { train: { configurationId } });
    const events = await eventsOf(client, taskId);
    expect(events.some(({ __typename }) => __typename === 'TrainingProgressed')).toBe(true);
    const { node } = await client.request<Result>(query, { id: taskId });
    expect(node.failureReason).toBeNull();
    const { evaluation, model } = node.outputModelVersion;
    const good =
      {
        CLASSIFICATION: 'accuracy',
        REGRESSION: 'r2',
        CLUSTERING: 'silhouette',
        DIMENSIONALITY_REDUCTION: 'retainedVariance',
      }[objective as string] ?? '';
    expect(evaluation[good]).toBeGreaterThan(0.7);

    const rows = [
      { x: 0.1, y: 0.1 },
      { x: 4, y: 0.2 },
    ];
    const answer = await client.request<{ predict: { predictions: Prediction[] } }>(predict, {
      input: { modelId: model.id, rows },
    });
    const { predictions } = unwrapResult(answer.predict);
    expect(predictions).toHaveLength(2);
    for (const [index, { label, value, embedding, probabilities }] of predictions.entries()) {
      if (objective === 'CLASSIFICATION') expect(label).toBe(['red', 'green'][index]);
      if (objective === 'REGRESSION') expect(value).toBeCloseTo([0.1, 7.8][index] ?? 0, -1);
      if (objective === 'DIMENSIONALITY_REDUCTION') expect(embedding).toHaveLength(2);
      if (probabilities) expect(probabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 4);
    }
    if (objective === 'CLUSTERING') expect(predictions[0]?.label).not.toBe(predictions[1]?.label);
  });
});

describe('rejects invalid configurations, naming the field', () => {
  const configured = async (input: object) => {
    const { configureModel } = await client.request<{ configureModel: object }>(operations.configureModel, {
      input: { name: 'test', datasetId, ...input },
    });
    return configureModel;
  };
  test.each([
    [{ parameters: { pca: {} }, target: 'kind' }, 'input.target'],
    [{ parameters: { kMeans: {} }, training: { batchSize: 8 } }, 'input.training.batchSize'],
    [{ parameters: { pca: {} }, training: { epochs: 3 } }, 'input.training.epochs'],
    [{ parameters: { logisticRegression: {} } }, 'input.target'],
    [{ parameters: { svd: {} }, inputs: ['nothing'] }, 'input.inputs.0'],
  ])('rejects %j', async (input, field) => {
    expect(await configured(input)).toMatchObject({ field });
  });

  test('rejects tuning a model that predicts nothing', async () => {
    const configurationId = await configure(client, {
      datasetId,
      inputs: ['x', 'y'],
      parameters: { kMeans: { clusters: 3 } },
    });
    const answer = await client.request<{ launchTask: object }>(operations.launchTask, {
      input: { tune: { configurationId, trials: 2 } },
    });
    expect(answer.launchTask).toMatchObject({ field: 'input.tune.configurationId' });
  });
});
