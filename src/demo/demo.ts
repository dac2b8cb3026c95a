/**
 * The demo: starts a platform in a temporary folder, then does what a user would do, using only the public API. The training
 * progress that it shows comes from the GraphQL subscription.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPlatform } from '../app/platform.ts';
import { createPartLog } from '../app/wiring/part-log.ts';
import { loadConfig } from '../config/config.ts';
import { InvalidConfiguration } from '../errors.ts';
import { untilAskedToEnd } from '../process.ts';
import { type ApiClient, createApiClient, unwrapResult } from './client.ts';
import { writeMnist } from './mnist.ts';
import * as operations from './operations.ts';
import { chooseConfiguration, type Profile } from './plan.ts';
import { confusionTable, createScreen, type Screen } from './terminal.ts';

export interface DemoOptions {
  data?: string;
  target?: string;
  family?: string;
  epochs?: number;
  json?: boolean;
}

interface TaskEventData {
  taskEvents: {
    __typename: string;
    seq: number;
    at: string;
    to?: string;
    reason?: string | null;
    message?: string;
    epoch?: number;
    epochs?: number;
    batch?: number;
    batches?: number;
    samplesPerSecond?: number;
    etaSeconds?: number;
    metrics?: { name: string; value: number }[];
  };
}

interface TaskResultData {
  node: {
    state: string;
    failureReason: string | null;
    outputModelVersion: {
      model: { id: string };
      downloadUrl: string;
      environment: {
        device: string;
        durationSeconds: number;
        trainSampleCount: number;
        testSampleCount: number;
        parameterCount: number;
      };
      evaluation: {
        accuracy?: number;
        macroF1?: number;
        r2?: number;
        meanAbsoluteError?: number;
        sampleCount: number;
        confusionMatrix?: number[][];
        perClass?: { name: string }[];
      };
    } | null;
  };
}

/** @throws Error when any step fails */
export async function runDemo(options: DemoOptions): Promise<void> {
  const started = performance.now();
  if (options.data && !existsSync(options.data)) {
    throw new InvalidConfiguration(
      `--data: the file ${options.data} does not exist. Use the path of a CSV, TSV, or .zip file.`,
    );
  }
  const screen = createScreen(options.json ? process.stderr : process.stdout);
  const folder = await mkdtemp(join(tmpdir(), 'aias-demo-'));
  const config = loadConfig({ AIAS_DATA_DIR: folder, AIAS_PORT: '0', AIAS_LOG_LEVEL: 'warn', AIAS_WORKERS: '1' });
  screen.line('Starting a temporary platform (PostgreSQL, gateway, worker)...');
  const stopped = untilAskedToEnd();
  const platform = await startPlatform(config, createPartLog(config, 'gateway'), stopped);
  const client = createApiClient(platform.url);
  // Ctrl-C ends the demo like an error, through the `finally` block.
  const interrupted = stopped.then(() => {
    throw new Error('Interrupted.');
  });
  try {
    const summary = await Promise.race([runTour(client, platform.url, folder, options, screen, started), interrupted]);
    if (options.json) console.log(JSON.stringify(summary));
    else screen.line('The temporary platform and its data are now removed. Run `npm start` for a permanent one.');
  } finally {
    await client.close();
    await platform.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runTour(
  client: ApiClient,
  url: string,
  folder: string,
  options: DemoOptions,
  screen: Screen,
  started: number,
) {
  screen.line(`  GraphiQL  ${url}/graphql`);
  await signUp(client);
  const path = options.data ?? join(folder, 'mnist.zip');
  if (!options.data) await writeMnist(path);
  const { id: datasetId, profile } = await uploadDataset(client, path, screen);
  const plan = chooseConfiguration(profile, options);
  screen.line(`Training ${plan.description}...`);
  const input = { name: `demo: ${basename(path)}`, datasetId, ...plan.input };
  const { configureModel } = await client.request<{ configureModel: { id: string } }>(operations.configureModel, {
    input,
  });
  const configurationId = unwrapResult(configureModel).id;
  const { launchTask } = await client.request<{ launchTask: { id: string } }>(operations.launchTask, {
    input: { train: { configurationId, idempotencyKey: 'demo' } },
  });
  const taskId = unwrapResult(launchTask).id;
  const watched = await watch(client, taskId, screen);
  const { node } = await client.request<TaskResultData>(operations.taskResult, { id: taskId });
  const version = node.outputModelVersion;
  if (!version) throw new Error(`The training task ended as ${node.state}: ${node.failureReason}`);
  showReport(version, screen);
  const predictions = await showPredictions(client, version.model.id, profile, plan.input.target, screen);
  const { accuracy, r2 } = version.evaluation;
  return {
    ...(accuracy === undefined ? { r2 } : { testAccuracy: accuracy }),
    trainSeconds: round(version.environment.durationSeconds),
    totalSeconds: round((performance.now() - started) / 1000),
    testSamples: version.evaluation.sampleCount,
    ...watched,
    predictions,
    family: plan.family,
    device: version.environment.device,
    taskId,
    graphqlUrl: `${url}/graphql`,
  };
}

async function signUp(client: ApiClient): Promise<void> {
  const input = { username: 'demo', password: crypto.randomUUID() };
  const { register } = await client.request<{ register: { token: string } }>(operations.register, { input });
  client.useToken(unwrapResult(register).token);
}

async function uploadDataset(
  client: ApiClient,
  path: string,
  screen: Screen,
): Promise<{ id: string; profile: Profile }> {
  screen.line(`Uploading ${basename(path)}...`);
  const { createDataset } = await client.request<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name: basename(path) } });
  const { dataset, upload } = unwrapResult(createDataset);
  await client.upload(upload.url, path);
  for (;;) {
    const { node } = await client.request<{
      node: {
        latestVersion: {
          state: string;
          rejection: { reason: string; location: string | null } | null;
          profile: Profile | null;
        };
      };
    }>(operations.datasetState, { id: dataset.id });
    const { state, rejection, profile } = node.latestVersion;
    if (rejection) throw new Error(`The dataset was rejected: ${rejection.reason} ${rejection.location ?? ''}`);
    if (state === 'READY' && profile) {
      screen.line(
        'classes' in profile
          ? `  ${profile.imageCount} images, ${profile.classes.length} classes`
          : `  ${profile.rowCount} rows, ${profile.columns.length} columns`,
      );
      return { id: dataset.id, profile };
    }
    await delay(100);
  }
}

/** Shows the events of the subscription, and counts the events and the gaps in their sequence. */
async function watch(client: ApiClient, taskId: string, screen: Screen): Promise<{ events: number; gaps: number }> {
  let [events, gaps, last] = [0, 0, 0];
  let metrics = '';
  let shownEvery = 1;
  await client.subscribe<TaskEventData>(operations.taskEvents, { taskId }, ({ taskEvents: event }) => {
    events++;
    if (event.seq !== last + 1) gaps++;
    last = event.seq;
    if (event.__typename === 'MetricsReported') {
      metrics = (event.metrics ?? []).map(({ name, value }) => `${name} ${value.toFixed(4)}`).join('  ');
      // With hundreds of epochs, only some are shown.
      if ((event.epoch ?? 0) % shownEvery === 0) screen.line(`  epoch ${event.epoch}: ${metrics}`);
    } else if (event.__typename === 'TrainingProgressed') {
      shownEvery = Math.max(1, Math.floor((event.epochs ?? 1) / 10));
      const { epoch = 1, epochs = 1, batch = 0, batches = 1, samplesPerSecond = 0, etaSeconds = 0 } = event;
      const text = `epoch ${epoch}/${epochs}  ${Math.round(samplesPerSecond)} samples/s  ${Math.ceil(etaSeconds)} s left`;
      screen.progress((epoch - 1 + batch / batches) / epochs, text);
    } else if (event.message) screen.line(`  ${event.message}`);
    else if (event.to) screen.line(`  ${event.to}${event.reason ? `: ${event.reason}` : ''}`);
  });
  return { events, gaps };
}

function showReport(
  { evaluation, environment, downloadUrl }: NonNullable<TaskResultData['node']['outputModelVersion']>,
  screen: Screen,
): void {
  const { accuracy, macroF1, r2, meanAbsoluteError, sampleCount, confusionMatrix, perClass } = evaluation;
  if (accuracy !== undefined && confusionMatrix) {
    screen.line(
      `Test accuracy ${accuracy.toFixed(4)} (macro F1 ${macroF1?.toFixed(4)}) on ${sampleCount} held-out samples.`,
    );
    screen.line(
      confusionTable(
        (perClass ?? []).map(({ name }) => name),
        confusionMatrix,
      ),
    );
  } else {
    screen.line(
      `Test R² ${r2?.toFixed(4)}, mean absolute error ${meanAbsoluteError?.toFixed(2)} on ${sampleCount} held-out samples.`,
    );
  }
  screen.line(
    `Trained ${environment.parameterCount} parameters in ${environment.durationSeconds.toFixed(1)} s. Model: ${downloadUrl}`,
  );
}

/** Predicts a few samples of the profile's preview, and shows actual and predicted values. */
async function showPredictions(
  client: ApiClient,
  modelId: string,
  profile: Profile,
  target: string | undefined,
  screen: Screen,
): Promise<number> {
  const samples = 'classes' in profile ? imageSamples(profile) : rowSamples(profile, target ?? '');
  const { predict } = await client.request<{
    predict: {
      predictions: {
        label: string | null;
        value: number | null;
        probabilities: { label: string; probability: number }[] | null;
      }[];
    };
  }>(operations.predict, { input: { modelId, ...samples.input } });
  const { predictions } = unwrapResult(predict);
  screen.line('Predictions (actual -> predicted):');
  for (const [index, { label, value, probabilities }] of predictions.entries()) {
    const confidence = probabilities?.find((entry) => entry.label === label)?.probability;
    const predicted = label === null ? value?.toFixed(1) : `${label} (${((confidence ?? 0) * 100).toFixed(1)}%)`;
    screen.line(`  ${samples.truths[index]} -> ${predicted}`);
  }
  return predictions.length;
}

function imageSamples({ thumbnails }: Extract<Profile, { classes: unknown }>) {
  const shown = thumbnails.slice(0, 5);
  return { truths: shown.map(({ label }) => label), input: { images: shown.map(({ dataUrl }) => dataUrl) } };
}

function rowSamples({ columns, preview }: Extract<Profile, { columns: unknown }>, target: string) {
  const cellOf = (type: string, cell: string | null) => (cell !== null && type === 'NUMERIC' ? Number(cell) : cell);
  const rows = preview
    .slice(0, 5)
    .map((cells) =>
      Object.fromEntries(
        columns.flatMap(({ name, type }, index) =>
          type === 'TEXT' ? [] : [[name, cellOf(type, cells[index] ?? null)]],
        ),
      ),
    );
  return { truths: rows.map((row) => String(row[target])), input: { rows } };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
