/** An organization with data of every kind, in which every text contains a unique word. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { strToU8 } from 'fflate';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { newId } from '../../src/database/id.ts';
import { datasets, datasetVersions } from '../../src/database/tables/datasets.ts';
import { metricBuckets, metricSeries } from '../../src/database/tables/metrics.ts';
import { modelImports, models, modelVersions } from '../../src/database/tables/models.ts';
import { taskEvents, tasks } from '../../src/database/tables/tasks.ts';
import type { ApiClient } from '../../src/demo/client.ts';
import { packBundle } from '../../src/models/bundle.ts';
import { storeEvaluated } from '../../src/models/sample-predictions.ts';
import { configure, uploadDataset } from './api.ts';
import type { TestPlatform } from './platform.ts';

export interface CanaryOrganization {
  /** Global ids by type name. */
  ids: Record<string, string>;
  /** Parts of URLs outside GraphQL, by parameter name. */
  parts: Record<string, string>;
  /** The unique words, by the field that contains them. */
  canaries: Record<string, string>;
  /** The number of events in its log. */
  events: number;
}

const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
const rowId = (id: string) => Buffer.from(id, 'base64').toString('utf8').split(':')[1] ?? '';

export async function createCanaryOrganization(platform: TestPlatform, owner: ApiClient): Promise<CanaryOrganization> {
  const canaries: Record<string, string> = {};
  const word = (what: string) => {
    canaries[what] ??= `c${randomUUID().replaceAll('-', '').slice(0, 20)}`;
    return canaries[what];
  };
  const { db } = platform.database;
  const store = await createFilesystemStore(join(platform.dataDir, 'artifacts'));
  const { createOrganization, viewer } = await owner
    .request<{
      createOrganization: { id: string };
      viewer: { id: string };
    }>(`mutation { createOrganization(input: { name: "${word('organization')}" }) { ... on Organization { id } } }`)
    .then(async (made) => ({ ...made, ...(await owner.request<{ viewer: { id: string } }>('{ viewer { id } }')) }));
  const organizationId = rowId(createOrganization.id);
  const createdBy = rowId(viewer.id);

  const rows = Array.from(
    { length: 40 },
    (_, at) =>
      `2026-01-${String((at % 28) + 1).padStart(2, '0')},${at},${at % 3},${word(at % 2 ? 'classA' : 'classB')}`,
  );
  const csv = [`day,yes,size,${word('column')}`, ...rows].join('\n');
  const dataset = await uploadDataset(owner, csv, { name: word('dataset'), organizationId: createOrganization.id });
  const [version] = await platform.database
    .sql`select id, artifact_key from dataset_versions where dataset_id = ${rowId(dataset.id)}`;
  const datasetVersionId = String(version?.id);
  const configurationId = await configure(owner, {
    name: word('configuration'),
    datasetId: dataset.id,
    inputs: ['size'],
    target: word('column'),
    parameters: { decisionTree: {} },
  });

  const report = await storeEvaluated(
    store,
    {
      objective: 'CLASSIFICATION',
      sampleCount: 2,
      loss: 0.5,
      accuracy: 1,
      macroPrecision: 1,
      macroRecall: 1,
      macroF1: 1,
      perClass: [
        { name: 'yes', precision: 1, recall: 1, f1: 1, support: 1 },
        { name: word('reportClass'), precision: 1, recall: 1, f1: 1, support: 1 },
      ],
      confusionMatrix: [
        [1, 0],
        [0, 1],
      ],
    },
    {
      datasetVersionId,
      findings: { objective: 'CLASSIFICATION', examples: [{ index: 0, actual: 0, predicted: 0, probability: 1 }] },
    },
  );
  const features = [{ type: 'numeric', name: word('feature'), mean: 0, standardDeviation: 1 }];
  const manifest = {
    format: 2,
    family: 'decisionTree',
    parameters: {},
    objective: 'CLASSIFICATION',
    input: {
      kind: 'table',
      encoder: {
        features,
        target: { objective: 'CLASSIFICATION', name: word('target'), classes: ['yes', word('modelClass')] },
      },
    },
  } as unknown as Parameters<typeof packBundle>[0]['manifest']; // as stored bundles are typed: unpacking validates it
  const bundle = packBundle({ files: { 'estimator.json': strToU8(`{"secret":"${word('modelFile')}"}`) }, manifest });
  await store.put('models/canary', Buffer.from(bundle), bundle.length);
  const predictions = Buffer.from(`{"label":"${word('predictionFile')}"}\n`);
  await store.put('predictions/canary', predictions, predictions.length);

  const task = {
    organizationId,
    createdBy,
    state: 'SUCCEEDED',
    finishedAt: new Date(),
    startedAt: new Date(),
  } as const;
  const [trainId, predictId, trashedTaskId] = [newId(), newId(), newId()];
  const [modelId, versionId, trashedModelId, trashedDatasetId] = [newId(), newId(), newId(), newId()];
  const spec = {
    kind: 'PREDICT',
    model: { modelId, versionId, artifactKey: 'models/canary' },
    dataset: { versionId: datasetVersionId, format: 'CSV', artifactKey: String(version?.artifact_key), sha256: 'b' },
  };
  const progress = { epoch: 1, epochs: 1, batch: 1, batches: 1, samplesPerSecond: 1, etaSeconds: 0 };
  const events = [
    { type: 'TaskStateChanged', payload: { from: null, to: 'QUEUED', reason: word('reason') } },
    { type: 'LogWritten', payload: { level: 'info', message: word('logLine') } },
    { type: 'MetricsReported', payload: { step: 1, epoch: 1, metrics: [{ name: word('eventMetric'), value: 1 }] } },
    { type: 'SamplesReported', payload: { step: 1, epoch: 1, grid: null, texts: [word('sampleText')] } },
    {
      type: 'ProjectionReported',
      payload: { step: 1, epoch: 1, groups: [word('group')], points: [[0, 0, 0]], centers: [[0, 0, 0]] },
    },
    { type: 'TaskStateChanged', payload: { from: 'RUNNING', to: 'SUCCEEDED', reason: null } },
  ];
  await db.insert(tasks).values([
    {
      ...task,
      id: trainId,
      kind: 'TUNE',
      spec: {},
      result: { trials: [{ number: 1, parameters: { note: word('trial') }, learningRate: null, score: 1 }] },
      configurationId: rowId(configurationId),
      datasetVersionId,
      progress,
      lastSeq: events.length,
      metricStep: 1,
      failureReason: word('failureReason'),
      requiredLabels: [word('label')],
      pool: word('pool'),
    },
    {
      ...task,
      id: predictId,
      kind: 'PREDICT',
      spec,
      modelId,
      datasetVersionId,
      result: { artifactKey: 'predictions/canary' },
    },
    {
      ...task,
      id: trashedTaskId,
      kind: 'TRAIN',
      spec: {},
      configurationId: rowId(configurationId),
      deletedAt: new Date(),
    },
  ]);
  await db.insert(taskEvents).values(
    events.map((event, at) => ({
      ...event,
      taskId: trainId,
      organizationId,
      seq: at + 1,
      organizationSeq: at + 1,
      attempt: 1,
    })),
  );
  await platform.database.sql`update organizations set event_seq = ${events.length} where id = ${organizationId}`;
  const seriesId = newId();
  await db.insert(metricSeries).values({ id: seriesId, taskId: trainId, name: word('metric'), points: 1 });
  await db.insert(metricBuckets).values({
    seriesId,
    level: 0,
    bucket: 0,
    seq: 3,
    step: 1,
    epoch: 1,
    at: new Date(),
    value: 1,
    min: 1,
    max: 1,
  });
  const sha256 = 'a'.repeat(64);
  const image = Buffer.from(word('sampleFile'));
  await store.put(`samples/${trainId}/${sha256}`, image, image.length);

  await db.insert(models).values([
    { id: modelId, organizationId, name: word('model'), configurationId: rowId(configurationId) },
    { id: trashedModelId, organizationId, name: word('trashedModel'), deletedAt: new Date() },
  ]);
  const environment = {
    backend: 'cpu',
    device: word('device'),
    nodeVersion: '20',
    aiasVersion: '0',
    tfjsVersion: '4',
    seed: 0,
    datasetSha256: word('datasetHash'),
    trainSampleCount: 1,
    validationSampleCount: 1,
    testSampleCount: 1,
    parameterCount: 1,
    durationSeconds: 1,
  };
  await db.insert(modelVersions).values({
    id: versionId,
    modelId,
    version: 1,
    taskId: trainId,
    artifactKey: 'models/canary',
    sha256: word('modelHash'),
    sizeBytes: bundle.length,
    report,
    fittedAttributes: [{ name: word('fact'), values: [1], labels: [word('factLabel')] }],
    history: [{ epoch: 1, step: 1, metrics: [{ name: word('historyMetric'), value: 1 }] }],
    environment,
  });
  await db
    .insert(datasets)
    .values({ id: trashedDatasetId, organizationId, name: word('trashedDataset'), createdBy, deletedAt: new Date() });
  await db.insert(datasetVersions).values({ id: newId(), datasetId: trashedDatasetId, version: 1 });
  const importId = newId();
  await db.insert(modelImports).values({
    id: importId,
    organizationId,
    name: word('import'),
    state: 'REJECTED',
    options: {},
    uploadTokenHash: randomUUID(),
    uploadExpiresAt: new Date(),
    rejectionReason: word('rejection'),
    rejectionLocation: word('rejectionLocation'),
    createdBy,
  });

  return {
    ids: {
      Organization: createOrganization.id,
      User: viewer.id,
      Dataset: dataset.id,
      Configuration: configurationId,
      Model: globalId('Model', modelId),
      ModelVersion: globalId('ModelVersion', versionId),
      ModelImport: globalId('ModelImport', importId),
      Task: globalId('Task', trainId),
      PredictTask: globalId('Task', predictId),
      TrashedDataset: globalId('Dataset', trashedDatasetId),
      TrashedModel: globalId('Model', trashedModelId),
      TrashedTask: globalId('Task', trashedTaskId),
    },
    parts: { versionId, taskId: trainId, predictTaskId: predictId, sha256 },
    canaries,
    events: events.length,
  };
}
