/** Rows of every table that a list reads, each with its own parents, so that no two entries of a list lead to the same object. */
import type { Role, Viewer } from '../../src/accounts/access.ts';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import type { Database } from '../../src/database/client.ts';
import { newId } from '../../src/database/id.ts';
import { describedColumns } from '../../src/database/search.ts';
import { memberships, organizations, sessions, users } from '../../src/database/tables/accounts.ts';
import { configurations } from '../../src/database/tables/configurations.ts';
import { datasets, datasetVersions } from '../../src/database/tables/datasets.ts';
import { metricBuckets, metricSeries } from '../../src/database/tables/metrics.ts';
import { modelImports, models, modelVersions } from '../../src/database/tables/models.ts';
import { workers } from '../../src/database/tables/scheduling.ts';
import { tasks } from '../../src/database/tables/tasks.ts';
import type { DatasetProfile } from '../../src/datasets/profile.ts';
import { bundleFormat, packBundle } from '../../src/models/bundle.ts';
import type { EvaluationReport } from '../../src/models/model.ts';
import { storeEvaluated } from '../../src/models/sample-predictions.ts';

export interface ListRows {
  viewer: Viewer;
  /** Global ids by type. */
  ids: Map<string, string[]>;
}

const described = (name: string) => describedColumns({ name, description: '', tags: ['tag'] });
const column = {
  missingCount: 0,
  distinctCount: 2,
  isInteger: true,
  min: 0,
  max: 1,
  mean: 0.5,
  standardDeviation: 0.5,
};
const tableProfile: DatasetProfile = {
  kind: 'table',
  rowCount: 100,
  columns: ['x', 'y'].map((name) => ({
    ...column,
    name,
    type: 'numeric',
    topValues: [{ value: '0', count: 50 }],
    histogram: [{ from: 0, to: 1, count: 100 }],
  })),
  preview: [['0', '1']],
};
const imagesProfile: DatasetProfile = {
  kind: 'images',
  imageCount: 10,
  classes: [{ name: 'cat', count: 10 }],
  minWidth: 8,
  maxWidth: 8,
  minHeight: 8,
  maxHeight: 8,
  channels: 1,
  thumbnails: [{ label: 'cat', dataUrl: 'data:,' }],
};

const classes = ['yes', 'no'];
const classification: EvaluationReport = {
  objective: 'CLASSIFICATION',
  sampleCount: 2,
  loss: 0.5,
  accuracy: 1,
  macroPrecision: 1,
  macroRecall: 1,
  macroF1: 1,
  perClass: classes.map((name) => ({ name, precision: 1, recall: 1, f1: 1, support: 1 })),
  confusionMatrix: [
    [1, 0],
    [0, 1],
  ],
};
const regression: EvaluationReport = {
  objective: 'REGRESSION',
  sampleCount: 2,
  loss: 1,
  meanAbsoluteError: 1,
  rootMeanSquaredError: 1,
  r2: 0,
};
/** The reports that have no samples. */
const plainReports: EvaluationReport[] = [
  { objective: 'CLUSTERING', sampleCount: 2, clusterSizes: [1, 1], inertia: 1, silhouette: null },
  { objective: 'DIMENSIONALITY_REDUCTION', sampleCount: 2, componentCount: 1, retainedVariance: 1 },
  {
    objective: 'DETECTION',
    sampleCount: 2,
    meanAveragePrecision: 1,
    perClass: [{ name: 'cat', averagePrecision: 1, support: 1 }],
  },
  { objective: 'GENERATION', sampleCount: 2, loss: 1, bitsPerDimension: 1 },
];
const environment = {
  backend: 'cpu',
  device: 'cpu',
  nodeVersion: '20',
  aiasVersion: '0',
  tfjsVersion: '4',
  seed: 0,
  datasetSha256: '',
  trainSampleCount: 1,
  validationSampleCount: 1,
  testSampleCount: 1,
  parameterCount: 1,
  durationSeconds: 1,
};

/** Writes rows for lists of `count` entries. */
export async function addListRows(db: Database, store: ArtifactStore, count: number): Promise<ListRows> {
  const ids = new Map<string, string[]>();
  const remember = (type: string, id: string) => {
    ids.set(type, [...(ids.get(type) ?? []), Buffer.from(`${type}:${id}`).toString('base64')]);
    return id;
  };
  const userId = newId();
  const viewer: Viewer = { userId, username: 'viewer', personalOrganizationId: '', roles: new Map<string, Role>() };
  await db.insert(users).values({ id: userId, username: 'viewer', passwordHash: '' });
  await db.insert(sessions).values({ id: 'session', userId, expiresAt: new Date(Date.now() + 1e9) });
  const bundle = packBundle({
    files: { 'estimator.json': Buffer.from('{}') },
    manifest: {
      format: bundleFormat,
      family: 'decisionTree',
      parameters: {},
      objective: 'CLASSIFICATION',
      input: {
        kind: 'table',
        encoder: {
          features: [{ type: 'numeric', name: 'x', mean: 0, standardDeviation: 1 }],
          target: { objective: 'CLASSIFICATION', name: 'y', classes },
        },
      },
    } as unknown as Parameters<typeof packBundle>[0]['manifest'], // as stored bundles are typed
  });
  await store.put('models/rows', Buffer.from(bundle), bundle.length);

  for (let row = 0; row < count; row++) {
    const roles = new Map([...viewer.roles]);
    const organizationId = remember('Organization', newId());
    viewer.roles = roles.set(organizationId, 'OWNER');
    await db.insert(organizations).values({ id: organizationId, name: `organization ${row}` });
    await db.insert(memberships).values({ organizationId, userId, role: 'OWNER' });
    const owned = { organizationId, createdBy: userId };

    const [datasetId, versionId, imagesId, incomingId, trashedId] = [newId(), newId(), newId(), newId(), newId()];
    remember('Dataset', datasetId);
    await db.insert(datasets).values([
      { ...owned, ...described(`dataset ${row}`), id: datasetId },
      { ...owned, ...described(`trashed ${row}`), id: trashedId, deletedAt: new Date() },
    ]);
    const file = { artifactKey: `datasets/${row}`, sha256: '', sizeBytes: 10 };
    await db.insert(datasetVersions).values([
      { id: imagesId, datasetId, version: 1, state: 'READY', format: 'IMAGE_FOLDER', profile: imagesProfile, ...file },
      { id: incomingId, datasetId, version: 2, state: row % 2 ? 'REJECTED' : 'INGESTING' },
      { id: versionId, datasetId, version: 3, state: 'READY', format: 'CSV', profile: tableProfile, ...file },
      { id: newId(), datasetId: trashedId, version: 1 },
    ]);

    const [modelId, modelVersionId, trainId, tuneId] = [newId(), newId(), newId(), newId()];
    const [evaluateId, predictId, queuedId, workerId] = [newId(), newId(), newId(), newId()];
    const configurationId = remember('Configuration', newId());
    const cost = { field: null, parameters: 1, activations: 1, multiplications: 1 };
    await db.insert(configurations).values({
      ...owned,
      ...described(`configuration ${row}`),
      id: configurationId,
      family: 'decisionTree',
      parameters: { maxDepth: null, minSamplesSplit: 2, minSamplesLeaf: 1 },
      datasetVersionId: versionId,
      inputs: ['x'],
      target: 'y',
      modality: 'TABULAR',
      objective: 'CLASSIFICATION',
      split: { method: 'RANDOM', validationFraction: 0.1, testFraction: 0.2, seed: 0 },
      training: { seed: 0, earlyStopping: { monitor: 'val_loss', patience: 1, minDelta: 0 } },
      baseModelVersion: {
        versionId: modelVersionId,
        artifactKey: 'models/rows',
        size: { height: 1, width: 1, channels: 1 },
        trainableCost: cost,
        frozenCost: cost,
        featureSize: 1,
      },
    });
    await db
      .insert(workers)
      .values({ id: workerId, host: 'host', pid: 1, version: '0', backend: 'cpu', device: 'cpu', slots: 1 });
    const report = await storeEvaluated(store, classification, {
      datasetVersionId: versionId,
      findings: { objective: 'CLASSIFICATION', examples: [{ index: 0, actual: 0, predicted: 0, probability: 1 }] },
    });
    const value = { index: 0, actual: 1, predicted: 1 };
    const values = await storeEvaluated(store, regression, {
      datasetVersionId: versionId,
      findings: { objective: 'REGRESSION', points: [value], largestResiduals: [value] },
    });
    const forecast = await storeEvaluated(
      store,
      {
        objective: 'FORECASTING',
        sampleCount: 2,
        loss: 1,
        meanAbsoluteError: 1,
        rootMeanSquaredError: 1,
        naiveMeanAbsoluteError: 1,
      },
      {
        datasetVersionId: versionId,
        findings: {
          objective: 'FORECASTING',
          points: [{ timestamp: '2026-01-01', actual: 1, forecast: 1, naiveForecast: 1 }],
        },
      },
    );
    const finished = {
      ...owned,
      ...described(`task ${row}`),
      state: 'SUCCEEDED',
      datasetVersionId: versionId,
      spec: {},
    } as const;
    const trial = { number: 1, parameters: {}, learningRate: null, score: 1 };
    const using = { ...finished, modelId, spec: { model: { versionId: modelVersionId } } };
    const end = { cause: 'CONVERGED', epoch: 1, bestEpoch: 1, monitor: null } as const;
    const progress = { epoch: 1, epochs: 1, batch: 1, batches: 1, samplesPerSecond: 1, etaSeconds: 0 };
    for (const id of [trainId, tuneId, evaluateId, predictId, queuedId]) remember('Task', id);
    await db.insert(tasks).values([
      { ...finished, id: trainId, kind: 'TRAIN', configurationId, progress, result: { end }, finishedAt: new Date() },
      { ...finished, id: tuneId, kind: 'TUNE', configurationId, result: { trials: [trial] } },
      { ...using, id: evaluateId, kind: 'EVALUATE', result: { report: [report, values, forecast][row % 3] } },
      { ...using, id: predictId, kind: 'PREDICT', state: 'RUNNING', workerId },
      { ...finished, id: queuedId, kind: 'TRAIN', configurationId, state: 'QUEUED', pool: 'none' },
    ]);
    const seriesId = newId();
    await db.insert(metricSeries).values({ id: seriesId, taskId: trainId, name: 'loss', points: 1 });
    const point = { level: 0, bucket: 0, seq: 1, step: 1, epoch: 1, at: new Date(), value: 1, min: 1, max: 1 };
    await db.insert(metricBuckets).values({ seriesId, ...point });

    remember('Model', modelId);
    await db.insert(models).values({ organizationId, ...described(`model ${row}`), id: modelId, configurationId });
    const fittedAttributes = [{ name: 'importance', values: [1], labels: ['x'] }];
    const history = [{ epoch: 1, step: 1, metrics: [{ name: 'loss', value: 1 }] }];
    const artifact = {
      modelId,
      artifactKey: 'models/rows',
      sha256: '',
      sizeBytes: bundle.length,
      fittedAttributes,
      history,
      environment,
    };
    const others = [values, forecast, ...plainReports];
    await db.insert(modelVersions).values([
      ...others.map((other, at) => ({
        ...artifact,
        id: remember('ModelVersion', newId()),
        version: at + 1,
        report: other,
      })),
      {
        ...artifact,
        id: remember('ModelVersion', modelVersionId),
        version: others.length + 1,
        taskId: trainId,
        report,
      },
    ]);
    await db.insert(modelImports).values({
      ...owned,
      id: remember('ModelImport', newId()),
      name: `import ${row}`,
      state: 'READY',
      options: {},
      uploadTokenHash: newId(),
      uploadExpiresAt: new Date(),
      modelId,
    });
  }
  return { viewer, ids };
}
