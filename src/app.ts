/**
 * The composition root: builds the running parts from the settings, and is the only file that chooses adapters. A part's code is
 * loaded when the part starts, so that a trainer process does not pay for the gateway, nor the gateway for the trainer.
 */
import { execFileSync } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArtifactStore } from './artifacts/artifact-store.ts';
import { type Config, confinedEnvironmentOf, ownEnvironment, secretsOf, toEnvironment } from './config.ts';
import { createDatabase, type DatabaseClient } from './database/client.ts';
import { isPooled } from './database/connection.ts';
import { newId } from './database/id.ts';
import { InvalidConfiguration } from './errors.ts';
import { createLog, type Logger } from './log.ts';
import type { ModelService } from './models/model-service.ts';
import { createSandbox, type Program, type Sandbox } from './sandbox/sandbox.ts';
import type { PoolOptions } from './serving/pool.ts';
import type { Predictor } from './serving/predictor.ts';
import { version } from './version.ts';
import type { SupervisedWorker } from './worker/supervisor.ts';

/** A started part that can be stopped. */
export interface Stoppable {
  stop(): Promise<void>;
}

export interface RunningGateway extends Stoppable {
  /** Base URL for clients, such as "http://127.0.0.1:4000". */
  url: string;
  /** Number of open live streams. */
  streamCount(): number;
}

/** Settings of a part that needs a database. The process that starts the part has resolved the URL. */
export type ConnectedConfig = Config & { databaseUrl: string };

/** How long a trainer retries an unavailable store. Waiting costs less than computing the lost work again. */
const storeRetrySeconds = 120;

/** Opens the S3 store, or the filesystem store when no S3 endpoint is set. */
async function openStore(config: Config): Promise<ArtifactStore> {
  if (config.s3) return (await import('./artifacts/minio.ts')).createMinioStore(config.s3);
  return (await import('./artifacts/filesystem.ts')).createFilesystemStore(join(config.dataDir, 'artifacts'));
}

/**
 * Checks, before a part starts, what would otherwise fail in the middle of its start, with half of the platform running.
 * @param computes whether the part runs an engine
 * @throws InvalidConfiguration naming TMPDIR or AIAS_BACKEND
 */
async function checkPrerequisites({ backend }: Config, computes: boolean): Promise<void> {
  const { checkTemporary } = await import('./temporary.ts');
  const { missingPackage } = await import('./learning/engine/packages.ts');
  await checkTemporary('sandbox');
  const problem = computes ? missingPackage(backend) : null;
  if (problem) throw new InvalidConfiguration(`AIAS_BACKEND=${backend}: ${problem}.`);
}

/**
 * Checks the prerequisites of all parts on one machine, and the store, so that a problem is reported once and not by every part.
 * @throws InvalidConfiguration naming TMPDIR, AIAS_BACKEND or a setting of the store
 */
export async function checkPlatform(config: Config): Promise<void> {
  await checkPrerequisites(config, true);
  if (config.s3) await openStore(config);
}

let program: string | undefined;

/** Returns the compiled command line: next to this module, or built by bin/build.js when the sources run directly (tests). */
function compiledProgram(): string {
  const own = join(import.meta.dirname, 'cli.js');
  if (existsSync(own)) return own;
  const build = fileURLToPath(new URL('../bin/build.js', import.meta.url));
  return join(execFileSync(process.execPath, [build], { encoding: 'utf8' }).trim(), 'cli.js');
}

/** Returns how to start another part of the same platform: from the same build, even when the sources have changed since. */
export function childCommand(part: string, config: Config) {
  program ??= compiledProgram();
  return { modulePath: program, args: [part], execArgv: [], env: toEnvironment(config) };
}

/** Returns how to start a sandboxed part: the compiled program and the files of this installation that it may read. */
export function sandboxedPart(part: string, config: Config): Program {
  program ??= compiledProgram();
  const root = fileURLToPath(new URL('..', import.meta.url));
  const own = ['src', 'package.json', 'patches'].map((name) => join(root, name));
  return {
    modulePath: program,
    args: [part],
    execArgv: [],
    env: confinedEnvironmentOf(config),
    readable: [dirname(program), ...own, ...moduleFolders(root), dirname(dirname(process.execPath))].filter(existsSync),
  };
}

/** Lists the node_modules folders of a folder and of its ancestors. */
function moduleFolders(folder: string): string[] {
  const parent = dirname(folder);
  return [join(folder, 'node_modules'), ...(parent === folder ? [] : moduleFolders(parent))];
}

/** Creates the sandbox for processes that work on untrusted data. */
export function openSandbox({ sandbox }: Config, log: Logger): Sandbox {
  return createSandbox({ ...sandbox, ownEnvironment: ownEnvironment(), log });
}

/**
 * Heartbeats must not be late: they have their own connections and wait neither for the pool nor for the disk, and when the
 * network loses one connection, the other takes over well within the lease.
 */
const heartbeatOptions = ({ leaseSeconds }: Config) => ({
  max: 2,
  silenceSeconds: Math.max(leaseSeconds / 3, 1),
  commitsLater: true,
});

async function openDatabase(config: ConnectedConfig, max: number, log: Logger): Promise<DatabaseClient> {
  // Loaded only when Redis is configured.
  const redis = config.redisUrl && (await import('./database/redis-hints.ts')).createRedisHints(config.redisUrl, log);
  if (!redis && isPooled(config.databaseUrl)) {
    log.warn(
      'AIAS_DATABASE_URL has pgbouncer=true, so LISTEN receives nothing and changes are only found by polling. Set AIAS_REDIS_URL.',
    );
  }
  const database = createDatabase(config.databaseUrl, { max, log, ...(redis && { hints: redis }) });
  await database.check();
  return database;
}

/** Creates the services that gateways and workers share: the queue, the quotas and the worker registry over one database. */
async function createTaskServices(database: DatabaseClient, config: Config, heartbeats = database) {
  const { createTaskQueue } = await import('./tasks/queue/queue.ts');
  const { createWorkerRegistry } = await import('./tasks/queue/worker-registry.ts');
  const { createQuotaService } = await import('./tasks/queue/quota.ts');
  const { db } = database;
  const heartbeatDb = heartbeats.db;
  const { leaseSeconds, maxAttempts } = config;
  return {
    // After an outage, one lease is enough for every worker to send a heartbeat.
    queue: createTaskQueue({ db, heartbeatDb, leaseSeconds, maxAttempts, graceSeconds: leaseSeconds }),
    quotas: createQuotaService({ db }),
    registry: createWorkerRegistry({ db, heartbeatDb, leaseSeconds }),
  };
}

/** Creates the services behind the features of the API, over one database and one store. */
async function createFeatureServices(
  database: DatabaseClient,
  store: ArtifactStore,
  config: Config,
  links: { publicUrl: () => string },
) {
  const { createAccountRepository } = await import('./accounts/account-repository.ts');
  const { createMembershipService } = await import('./accounts/membership-service.ts');
  const { createDatasetRepository } = await import('./datasets/dataset-repository.ts');
  const { createDatasetService } = await import('./datasets/dataset-service.ts');
  const { createConfigurationRepository } = await import('./configurations/configuration-repository.ts');
  const { createConfigurationService } = await import('./configurations/configuration-service.ts');
  const { createModelRepository } = await import('./models/model-repository.ts');
  const { createModelService } = await import('./models/model-service.ts');
  const { db } = database;
  const { uploadLimits } = config;
  const repository = createDatasetRepository({ db });
  const memberships = createMembershipService({ repository: createAccountRepository({ db }) });
  const datasets = createDatasetService({ repository, memberships, store, uploadLimits, ...links });
  const configurations = createConfigurationService({
    repository: createConfigurationRepository({ db }),
    datasets,
    // Configurations may fine-tune models, and models belong to configurations, so the two services reference each other.
    models: {
      version: (...wanted) => models.version(...wanted),
      manifest: (...wanted) => models.manifest(...wanted),
      topology: (...wanted) => models.topology(...wanted),
    },
  });
  const models: ModelService = createModelService({
    repository: createModelRepository({ db }),
    configurations,
    store,
  });
  return { memberships, datasets, configurations, models };
}

/** Opens the pools of sandboxed processes that compute for the gateway. */
async function openPredictor(config: Config, store: ArtifactStore, log: Logger): Promise<Predictor> {
  const { createPredictor } = await import('./serving/predictor.ts');
  const { createPool } = await import('./serving/pool.ts');
  const { serveArtifacts } = await import('./sandbox/artifact-server.ts');
  const sandbox = openSandbox(config, log);
  const limits = {
    memoryBytes: config.predictorMemoryBytes,
    cpuSeconds: null,
    maxFileBytes: 2 ** 32,
    maxOpenFiles: 1024,
  };
  const patience = {
    maxSeconds: 5,
    onRetry: (error: unknown) => log.warn({ err: error }, 'the artifact store does not respond; retrying'),
  };
  const pool = (part: string, own: Pick<PoolOptions, 'size' | 'spares' | 'maxSeconds' | 'isInteractive' | 'maxUses'>) =>
    createPool({
      ...own,
      log: log.child({ part }),
      async start(priority) {
        const process = await sandbox.start(sandboxedPart(part, config), limits, priority);
        return { process, artifacts: serveArtifacts(process, { store, patience, log }) };
      },
    });
  const { predictors: size, predictorSpares: spares, predictSeconds: maxSeconds, importSeconds } = config;
  const many = Number.POSITIVE_INFINITY;
  return createPredictor({
    predictors: pool('predictor', { size, spares, maxSeconds, isInteractive: true, maxUses: many }),
    // One archive per process: an archive that damages its process affects no other import.
    importers: pool('importer', { size: 2, spares: 0, maxSeconds: importSeconds, isInteractive: false, maxUses: 1 }),
    readers: pool('reader', { size, spares: 0, maxSeconds, isInteractive: true, maxUses: many }),
  });
}

/** Loads the gateway's code, which takes as long as creating a database: callers do both at the same time. */
export function loadGateway() {
  return Promise.all([
    import('./gateway/schema.ts'),
    import('./gateway/server.ts'),
    import('./gateway/feature-routes.ts'),
    import('./gateway/metrics.ts'),
  ]);
}

/** Starts the gateway on a migrated database. */
export async function startGateway(config: ConnectedConfig, log: Logger): Promise<RunningGateway> {
  const [{ buildSchema }, { createGateway }, { featureRoutes }, { createMetrics }] = await loadGateway();
  const { createAccountRepository } = await import('./accounts/account-repository.ts');
  const { createAccountService } = await import('./accounts/account-service.ts');
  const { createSessionService } = await import('./accounts/sessions.ts');
  const { createSampleService } = await import('./datasets/sample-service.ts');
  const { createAccessWatch } = await import('./live/access-watch.ts');
  const { readIngestionLoad } = await import('./datasets/ingestion-queue.ts');
  const { createDatasetWatch } = await import('./live/dataset-watch.ts');
  const { createEventHub } = await import('./live/hub.ts');
  const { connectEventBus } = await import('./live/event-bus.ts');
  const { createCheckpointCleanup } = await import('./tasks/checkpoint-cleanup.ts');
  const { createEventLog } = await import('./tasks/events/event-log.ts');
  const { createMetricHistory } = await import('./tasks/metrics/metric-history.ts');
  const { createRetention } = await import('./tasks/events/retention.ts');
  const { createTaskRepository } = await import('./tasks/task-repository.ts');
  const { createTaskService } = await import('./tasks/task-service.ts');
  const { readQueueLoad } = await import('./tasks/queue/queue-metrics.ts');
  const { createPurger } = await import('./trash/purge.ts');
  const { createTrashRepository } = await import('./trash/trash-repository.ts');
  const { createTrashService } = await import('./trash/trash-service.ts');
  const { assertMigrated } = await import('./database/migrate.ts');
  const { createImportRepository } = await import('./models/import-repository.ts');
  const { createImportService } = await import('./models/import-service.ts');
  const { createPredictionService } = await import('./serving/prediction-service.ts');
  const { sweepTemporary } = await import('./temporary.ts');

  await checkPrerequisites(config, true);
  await sweepTemporary('files'); // files of uploads whose gateway was killed
  const store = await openStore(config);
  const database = await openDatabase(config, 20, log);
  const { db, sql, hints } = database;
  let url = config.publicUrl ?? '';
  const links = { publicUrl: () => url };
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // every upload adds a listener
  const uploadLimits = { ...config.uploadLimits, stopping: stopping.signal };
  const features = await createFeatureServices(database, store, { ...config, uploadLimits }, links);
  const { memberships, datasets, configurations, models } = features;
  const sessions = createSessionService({ db, days: config.sessionDays });
  const accountRepository = createAccountRepository({ db });
  const accounts = createAccountService({ repository: accountRepository, sessions });
  const tasks = createTaskService({
    repository: createTaskRepository({ db, leaseSeconds: config.leaseSeconds }),
    configurations,
    models,
    datasets,
    store,
  });
  const { queue, registry, quotas } = await createTaskServices(database, config);
  const metrics = createMetrics({
    token: config.metricsToken,
    readQueue: () => readQueueLoad(db, config.leaseSeconds),
    readIngestions: () => readIngestionLoad(db),
    socketCount: () => gateway.socketCount(),
    streamCount: () => streamCount(),
    log,
  });
  const hub = createEventHub({ log: createEventLog({ db }), observer: metrics.deliveries });
  const bus = await connectEventBus({ hints, hub, log });
  const datasetWatch = await createDatasetWatch({ hints, look: datasets.newestVersion, log });
  const accessWatch = await createAccessWatch({ hints, queryAccess: accounts.readableBySession, log });
  const predictor = await openPredictor(config, store, log);
  const imports = createImportService({
    repository: createImportRepository({ db, store }),
    memberships,
    readArchive: predictor.import,
    publicUrl: links.publicUrl,
    uploadLimits,
  });
  const retention = createRetention({ db, store, days: config.eventRetentionDays });
  const purge = createPurger({ db, store, days: config.trashDays, retention });
  const cleanCheckpoints = createCheckpointCleanup({ db, store });
  // Workers requeue each other's tasks; the gateway does it when no worker is left.
  const cleanupTimer = setInterval(() => {
    Promise.all([
      queue.requeueExpired(),
      sessions.deleteExpired(),
      datasets.expireUploads(),
      imports.expireUploads(),
      retention.prune(),
      cleanCheckpoints(),
      purge(),
    ]).catch((error) => log.warn({ err: error }, 'cleanup failed'));
  }, config.leaseSeconds * 1000);

  const { loadStaticFiles } = await import('./gateway/static-files.ts');
  const pages = await loadStaticFiles(fileURLToPath(new URL('../dist/dashboard', import.meta.url)));
  if (!pages) log.warn('the dashboard is not built; run `npm run build:dashboard`');
  const gateway = createGateway({
    pages,
    schema: buildSchema(),
    host: config.host,
    port: config.port,
    allowedOrigins: config.allowedOrigins,
    publicUrl: config.publicUrl,
    allowedHosts: config.allowedHosts,
    graphiql: config.graphiql,
    services: {
      accounts,
      memberships,
      datasets,
      samples: createSampleService({ datasets, reader: predictor }),
      configurations,
      models,
      imports,
      tasks,
      metrics: createMetricHistory({ db }),
      workers: registry,
      quotas,
      trash: createTrashService({ repository: createTrashRepository({ db, days: config.trashDays }) }),
      hub,
      datasetWatch,
      predictions: createPredictionService({ models, predictor }),
      links: {
        modelVersion: (id) => `${url}/models/${id}/download`,
        predictions: (id) => `${url}/tasks/${id}/predictions`,
        samples: (id, sha256) => `${url}/tasks/${id}/samples/${sha256}`,
      },
    },
    operations: { introspection: config.introspection, operationSeconds: config.operationSeconds },
    trustedProxies: config.proxies,
    maxConnectionsPerAddress: config.maxConnectionsPerAddress,
    authenticate: accounts.authenticate,
    watchAccess({ sessionId, viewer }, onRevoked) {
      if (!sessionId || !viewer) return () => undefined; // an anonymous connection has no access to revoke
      const organizationIds = [...viewer.roles.keys()];
      return accessWatch.watch({ sessionId, userId: viewer.userId, organizationIds }, onRevoked);
    },
    routes: [...featureRoutes({ datasets, models, imports, tasks }), metrics.route],
    onResponse: metrics.onResponse,
    async assertReady() {
      await assertMigrated(sql);
      await store.check();
    },
    log,
  });
  const streamCount = () => hub.stats().subscribers + gateway.broadcastStreamCount();
  const stop = async () => {
    stopping.abort();
    // Close connections first: a stream that ends on an open connection looks complete to the client.
    await gateway.close();
    hub.close();
    clearInterval(cleanupTimer);
    await predictor.stop();
    bus.close();
    datasetWatch.close();
    await accessWatch.close();
    await database.close();
  };
  try {
    const address = await gateway.listen();
    url ||= address;
  } catch (error) {
    // The caller may stop the database next, which the remaining listeners would report as an outage.
    await stop();
    throw error;
  }
  log.info({ url }, 'the gateway is listening');
  return { url, streamCount, stop };
}

/**
 * Starts one worker. Rejects when the database is not migrated.
 * @param once the worker exits after one task, or when it finds none within `waitSeconds`
 * @throws EngineUnavailable
 */
export async function startWorkerProcess(
  config: ConnectedConfig,
  log: Logger,
  once?: { waitSeconds: number },
): Promise<Stoppable & Pick<SupervisedWorker, 'backend' | 'device' | 'ended'>> {
  const { startWorker } = await import('./worker/supervisor.ts');
  const { createOutcomeRecorder } = await import('./worker/outcome-recorder.ts');
  const { startHealthServer } = await import('./worker/health.ts');
  const { assertMigrated } = await import('./database/migrate.ts');
  await checkPrerequisites(config, true);
  const store = await openStore(config);
  const database = await openDatabase(config, 4 + 2 * config.workerSlots + config.workerIngestions, log);
  await assertMigrated(database.sql);
  // Workers create no upload links.
  const { models } = await createFeatureServices(database, store, config, { publicUrl: () => '' });
  const heartbeats = createDatabase(config.databaseUrl, heartbeatOptions(config));
  const { queue, registry } = await createTaskServices(database, config, heartbeats);
  const id = newId();
  const sandbox = openSandbox(config, log);
  // A worker that exits after one task reads no uploads.
  const ingestions = once ? null : await openIngestions(config, log, { database, heartbeats, store, sandbox });
  const worker = await startWorker({
    id,
    version,
    slots: config.workerSlots,
    memoryBytes: config.workerMemoryBytes,
    place: { pool: config.workerPool, labels: config.workerLabels },
    graceSeconds: config.graceSeconds,
    ...(once && { once }),
    leaseSeconds: config.leaseSeconds,
    queue,
    registry,
    settler: createOutcomeRecorder({ queue, models, store, log }),
    spool: { folder: join(config.dataDir, 'spool'), maxBytes: config.spoolBytes },
    hints: database.hints,
    trainers: {
      sandbox,
      program: sandboxedPart('trainer', config),
      stallSeconds: config.stallSeconds,
      artifacts: {
        store,
        patience: {
          maxSeconds: storeRetrySeconds,
          onRetry: (error) => log.warn({ err: error }, 'the artifact store does not respond; retrying'),
        },
        log,
      },
    },
    log: log.child({ workerId: id }),
  });
  const health = config.workerHealthPort ? await startHealthServer(config.host, config.workerHealthPort) : null;
  return {
    backend: worker.backend,
    device: worker.device,
    ended: worker.ended,
    async stop() {
      await Promise.all([worker.stop(), ingestions?.stop()]);
      // The health server closes late: a worker that is still requeueing its tasks must not be taken for a dead one.
      await health?.close();
      await heartbeats.close();
      await database.close();
    },
  };
}

/** Starts the reading of uploads, which a worker does beside its tasks. */
async function openIngestions(
  config: Config,
  log: Logger,
  {
    database,
    heartbeats,
    store,
    sandbox,
  }: { database: DatabaseClient; heartbeats: DatabaseClient; store: ArtifactStore; sandbox: Sandbox },
): Promise<Stoppable> {
  const { createIngestionQueue } = await import('./datasets/ingestion-queue.ts');
  const { startIngestions } = await import('./worker/ingestion/ingestions.ts');
  const { leaseSeconds, maxAttempts, ingestion, workerIngestions } = config;
  const onRetry = (error: unknown) => log.warn({ err: error }, 'the artifact store does not respond; retrying');
  const program = sandboxedPart('ingester', config);
  return startIngestions({
    lanes: workerIngestions,
    leaseSeconds,
    queue: createIngestionQueue({ db: database.db, heartbeatDb: heartbeats.db, leaseSeconds, maxAttempts }),
    ingester: {
      ...ingestion,
      sandbox,
      // V8 collects garbage in time only when it knows its limit. Array buffers and decoders need the rest of the memory.
      program: { ...program, execArgv: [...program.execArgv, `--max-old-space-size=${heapMegabytes(ingestion)}`] },
      artifacts: { store, patience: { maxSeconds: storeRetrySeconds, onRetry }, log },
      log,
    },
    hints: database.hints,
    log,
  });
}

function heapMegabytes({ memoryBytes }: Config['ingestion']): number {
  return Math.floor((memoryBytes * 0.75) / 2 ** 20);
}

/** Starts a worker that only reads uploads and runs no tasks. Rejects when the database is not migrated. */
export async function startIngestionWorker(config: ConnectedConfig, log: Logger): Promise<Stoppable> {
  const { assertMigrated } = await import('./database/migrate.ts');
  const { startHealthServer } = await import('./worker/health.ts');
  await checkPrerequisites(config, false);
  const store = await openStore(config);
  const database = await openDatabase(config, 2 + config.workerIngestions, log);
  await assertMigrated(database.sql);
  const heartbeats = createDatabase(config.databaseUrl, heartbeatOptions(config));
  const sandbox = openSandbox(config, log);
  const ingestions = await openIngestions(config, log, { database, heartbeats, store, sandbox });
  const health = config.workerHealthPort ? await startHealthServer(config.host, config.workerHealthPort) : null;
  return {
    async stop() {
      await ingestions.stop();
      await health?.close();
      await heartbeats.close();
      await database.close();
    },
  };
}

/**
 * Runs the ingester of a worker in this process: it reads one upload.
 * @param scratch folder for exchanging files with the worker (sandbox/scratch.ts)
 */
export async function runIngester(scratch: string): Promise<void> {
  const { serveIngester } = await import('./worker/ingestion/ingester-process.ts');
  const { createArtifactClient } = await import('./sandbox/artifact-client.ts');
  serveIngester(createArtifactClient(scratch));
}

/** Opens the quotas of a database for the command line. */
export async function openQuotas(config: ConnectedConfig) {
  const { createQuotaService } = await import('./tasks/queue/quota.ts');
  const { assertMigrated } = await import('./database/migrate.ts');
  const { db, sql, check, close } = createDatabase(config.databaseUrl, { max: 1 });
  await check();
  await assertMigrated(sql);
  return { quotas: createQuotaService({ db }), close };
}

/**
 * Runs the trainer of a worker in this process.
 * @param scratch folder for exchanging files with the worker (sandbox/scratch.ts)
 */
export async function runTrainer(config: Config, scratch: string, log: Logger): Promise<void> {
  const { runTrainerProcess } = await import('./worker/trainer/trainer-process.ts');
  const { createArtifactClient } = await import('./sandbox/artifact-client.ts');
  const { backend, checkpointSeconds } = config;
  const store = createArtifactClient(scratch, {
    maxSeconds: storeRetrySeconds,
    onRetry: (error) => log.warn({ err: error }, 'could not write to the scratch folder; retrying'),
  });
  await runTrainerProcess({ backend, checkpointSeconds, store, aiasVersion: version, log });
}

/**
 * Runs one of the sandboxed parts of a gateway in this process.
 * @param scratch folder for exchanging files with the gateway (sandbox/scratch.ts)
 */
export async function runServingPart(
  part: 'predictor' | 'importer' | 'reader',
  { backend }: Config,
  scratch: string,
): Promise<void> {
  const { createArtifactClient } = await import('./sandbox/artifact-client.ts');
  const options = { backend, store: createArtifactClient(scratch) };
  switch (part) {
    case 'predictor':
      return (await import('./serving/predictor-process.ts')).runPredictorProcess(options);
    case 'importer':
      return (await import('./serving/importer-process.ts')).serveImporter(options);
    case 'reader':
      return (await import('./serving/reader-process.ts')).serveReader(options);
  }
}

/** Creates the log of one part of the platform. */
export function createPartLog(config: Config, name: string): Logger {
  return createLog({ level: config.logLevel, name, secrets: secretsOf(config) });
}
