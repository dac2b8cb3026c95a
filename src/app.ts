/**
 * The composition root: from settings to running parts. The only file that chooses adapters. Each part loads its code when it
 * is started, so that a trainer process does not pay for the gateway, nor the gateway for the trainer.
 */
import { execFileSync } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArtifactStore } from './artifacts/artifact-store.ts';
import { type Config, confinedEnvironmentOf, environmentOf, ownEnvironment, secretsOf } from './config.ts';
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

/** Something that was started and can be stopped. */
export interface Running {
  stop(): Promise<void>;
}

export interface RunningGateway extends Running {
  /** Where clients find it: "http://127.0.0.1:4000". */
  url: string;
  /** Live streams that are open now. */
  streams(): number;
}

/** A part of the platform that needs a database; where it is was found out by whoever starts the part. */
export type ConnectedConfig = Config & { databaseUrl: string };

/** How long a trainer waits for a store that is away: computed work is worth some patience. */
const storePatienceSeconds = 120;

/** The folder of files where there is no S3. */
async function openStore(config: Config): Promise<ArtifactStore> {
  if (config.s3) return (await import('./artifacts/minio.ts')).createMinioStore(config.s3);
  return (await import('./artifacts/filesystem.ts')).createFilesystemStore(join(config.dataDir, 'artifacts'));
}

/**
 * Looks, before a part starts, for what it would otherwise miss in the middle of its start, with half of the platform running.
 * @param computes whether the part has an engine
 * @throws InvalidConfiguration naming TMPDIR or AIAS_BACKEND
 */
async function checkSurroundings({ backend }: Config, computes: boolean): Promise<void> {
  const { checkTemporary } = await import('./temporary.ts');
  const { missingPackage } = await import('./learning/engine/packages.ts');
  await checkTemporary('sandbox');
  const problem = computes ? missingPackage(backend) : null;
  if (problem) throw new InvalidConfiguration(`AIAS_BACKEND=${backend}: ${problem}.`);
}

/**
 * The same for all parts of one machine, and the store with it: each of them would say what is wrong with it.
 * @throws InvalidConfiguration naming TMPDIR, AIAS_BACKEND or a setting of the store
 */
export async function checkPlatform(config: Config): Promise<void> {
  await checkSurroundings(config, true);
  if (config.s3) await openStore(config);
}

let program: string | undefined;

/** The compiled command line: beside this module, or, where the sources run themselves (tests, benches), what bin/build.js says. */
function compiledProgram(): string {
  const own = join(import.meta.dirname, 'cli.js');
  if (existsSync(own)) return own;
  const build = fileURLToPath(new URL('../bin/build.js', import.meta.url));
  return join(execFileSync(process.execPath, [build], { encoding: 'utf8' }).trim(), 'cli.js');
}

/** How to start this program again as another part of the same platform: the same build, whatever the sources are by then. */
export function selfCommand(part: string, config: Config) {
  program ??= compiledProgram();
  return { modulePath: program, args: [part], execArgv: [], env: environmentOf(config) };
}

/** How a confined part starts: the compiled program and what it needs to read of this installation. */
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

/** Where packages are found from a folder upwards. */
function moduleFolders(folder: string): string[] {
  const parent = dirname(folder);
  return [join(folder, 'node_modules'), ...(parent === folder ? [] : moduleFolders(parent))];
}

/** Where foreign bytes are worked on. */
export function openSandbox({ sandbox }: Config, log: Logger): Sandbox {
  return createSandbox({ ...sandbox, ownEnvironment: ownEnvironment(), log });
}

/**
 * A heartbeat must not be late: it has connections of its own, waits neither for the pool nor for the disk, and where the network
 * has lost one of them, another is used well within the lease.
 */
const heartbeatOptions = ({ leaseSeconds }: Config) => ({
  max: 2,
  silenceSeconds: Math.max(leaseSeconds / 3, 1),
  commitsLater: true,
});

async function openDatabase(config: ConnectedConfig, max: number, log: Logger): Promise<DatabaseClient> {
  // Loaded by those alone who have one.
  const redis = config.redisUrl && (await import('./database/redis-hints.ts')).createRedisHints(config.redisUrl, log);
  if (!redis && isPooled(config.databaseUrl)) {
    log.warn(
      'AIAS_DATABASE_URL has pgbouncer=true: changes are seen late, by polls, since LISTEN hears nothing. Set AIAS_REDIS_URL.',
    );
  }
  const database = createDatabase(config.databaseUrl, { max, log, ...(redis && { hints: redis }) });
  await database.check();
  return database;
}

/** What the gateway and the workers have in common: the queue and the registers over one database. */
async function openTasks(database: DatabaseClient, config: Config, heartbeats = database) {
  const { createTaskQueue } = await import('./tasks/queue.ts');
  const { createWorkerRegistry } = await import('./tasks/worker-registry.ts');
  const { createQuotaService } = await import('./tasks/quota.ts');
  const { db } = database;
  const heartbeatDb = heartbeats.db;
  const { leaseSeconds, maxAttempts } = config;
  return {
    // A lease of grace: time enough for every worker to be heard of again.
    queue: createTaskQueue({ db, heartbeatDb, leaseSeconds, maxAttempts, graceSeconds: leaseSeconds }),
    quotas: createQuotaService({ db }),
    registry: createWorkerRegistry({ db, heartbeatDb, leaseSeconds }),
  };
}

/** The features that people use, over one database and one store. */
async function openFeatures(
  database: DatabaseClient,
  store: ArtifactStore,
  config: Config,
  links: { publicUrl: () => string },
) {
  const { createAccountRepository } = await import('./accounts/account-repository.ts');
  const { createMembershipService } = await import('./accounts/membership-service.ts');
  const { createDatasetRepository } = await import('./datasets/dataset-repository.ts');
  const { createDatasetService } = await import('./datasets/dataset-service.ts');
  const { createConfigurationService } = await import('./configurations/configuration-service.ts');
  const { createModelRepository } = await import('./models/model-repository.ts');
  const { createModelService } = await import('./models/model-service.ts');
  const { db } = database;
  const { uploadLimits } = config;
  const repository = createDatasetRepository({ db });
  const memberships = createMembershipService({ repository: createAccountRepository({ db }) });
  const datasets = createDatasetService({ repository, memberships, store, uploadLimits, ...links });
  const configurations = createConfigurationService({
    db,
    datasets,
    // A configuration may go on from a model, and a model is what a configuration learned: they need each other.
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

/** What the gateway has computed, in processes that share nothing with it. */
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
    seconds: 5,
    onRetry: (error: unknown) => log.warn({ err: error }, 'the store does not answer; trying again'),
  };
  const pool = (part: string, own: Pick<PoolOptions, 'size' | 'spares' | 'maxSeconds' | 'isAwaited' | 'maxUses'>) =>
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
    predictors: pool('predictor', { size, spares, maxSeconds, isAwaited: true, maxUses: many }),
    // One archive each: what it does to its process concerns no other.
    importers: pool('importer', { size: 2, spares: 0, maxSeconds: importSeconds, isAwaited: false, maxUses: 1 }),
    readers: pool('reader', { size, spares: 0, maxSeconds, isAwaited: true, maxUses: many }),
  });
}

/** Loads the gateway's code, which takes as long as making a database does. */
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
  const { createEventLog } = await import('./tasks/event-log.ts');
  const { createMetricHistory } = await import('./tasks/metric-history.ts');
  const { createRetention } = await import('./tasks/retention.ts');
  const { createTaskRepository } = await import('./tasks/task-repository.ts');
  const { createTaskService } = await import('./tasks/task-service.ts');
  const { readQueueLoad } = await import('./tasks/queue-load.ts');
  const { createPurge } = await import('./trash/purge.ts');
  const { createTrashRepository } = await import('./trash/trash-repository.ts');
  const { createTrashService } = await import('./trash/trash-service.ts');
  const { requireMigrated } = await import('./database/migrate.ts');
  const { createImportRepository } = await import('./models/import-repository.ts');
  const { createImportService } = await import('./models/import-service.ts');
  const { createPredictionService } = await import('./serving/prediction-service.ts');
  const { sweepTemporary } = await import('./temporary.ts');

  await checkSurroundings(config, true);
  await sweepTemporary('files'); // what uploads left behind when their gateway was killed
  const store = await openStore(config);
  const database = await openDatabase(config, 20, log);
  const { db, sql, hints } = database;
  let url = config.publicUrl ?? '';
  const links = { publicUrl: () => url };
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // each upload listens
  const uploadLimits = { ...config.uploadLimits, stopping: stopping.signal };
  const features = await openFeatures(database, store, { ...config, uploadLimits }, links);
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
  const { queue, registry, quotas } = await openTasks(database, config);
  const metrics = createMetrics({
    token: config.metricsToken,
    readQueue: () => readQueueLoad(db, config.leaseSeconds),
    readIngestions: () => readIngestionLoad(db),
    sockets: () => gateway.sockets(),
    streams: () => streams(),
    log,
  });
  const hub = createEventHub({ log: createEventLog({ db }), observer: metrics.deliveries });
  const bus = await connectEventBus({ hints, hub, log });
  const datasetWatch = await createDatasetWatch({ hints, look: datasets.newestVersion, log });
  const accessWatch = await createAccessWatch({ hints, look: accounts.readableBySession, log });
  const predictor = await openPredictor(config, store, log);
  const imports = createImportService({
    repository: createImportRepository({ db, store }),
    memberships,
    readArchive: predictor.import,
    publicUrl: links.publicUrl,
    uploadLimits,
  });
  const retention = createRetention({ db, store, days: config.eventRetentionDays });
  const purge = createPurge({ db, store, days: config.trashDays, retention });
  const cleanCheckpoints = createCheckpointCleanup({ db, store });
  // Workers take over from one another; with none left, somebody must still say so.
  const reaping = setInterval(() => {
    Promise.all([
      queue.reap(),
      sessions.deleteExpired(),
      datasets.expireUploads(),
      imports.expireUploads(),
      retention.prune(),
      cleanCheckpoints(),
      purge(),
    ]).catch((error) => log.warn({ err: error }, 'could not clean up'));
  }, config.leaseSeconds * 1000);

  const { loadPages } = await import('./gateway/pages.ts');
  const pages = await loadPages(fileURLToPath(new URL('../dist/dashboard', import.meta.url)));
  if (!pages) log.warn('the dashboard has not been built: npm run build:dashboard');
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
    proxies: config.proxies,
    mostConnectionsPerAddress: config.maxConnectionsPerAddress,
    authenticate: accounts.authenticate,
    watchAccess({ sessionId, viewer }, onRevoked) {
      if (!sessionId || !viewer) return () => undefined; // nobody is signed in, and nothing can be taken away
      const organizationIds = [...viewer.roles.keys()];
      return accessWatch.watch({ sessionId, userId: viewer.userId, organizationIds }, onRevoked);
    },
    routes: [...featureRoutes({ datasets, models, imports, tasks }), metrics.route],
    onResponse: metrics.onResponse,
    async ready() {
      await requireMigrated(sql);
      await store.check();
    },
    log,
  });
  const streams = () => hub.stats().subscribers + gateway.sharingStreams();
  const stop = async () => {
    stopping.abort();
    // First the connections: a stream that ended under them would look complete.
    await gateway.close();
    hub.close();
    clearInterval(reaping);
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
    // Its database may be stopped next, which what goes on listening there would take for an outage.
    await stop();
    throw error;
  }
  log.info({ url }, 'the gateway listens');
  return { url, streams, stop };
}

/**
 * Starts one worker. Rejects when the database is not migrated.
 * @param once it takes one task, if one comes within that time, and ends. @throws EngineUnavailable
 */
export async function startWorkerProcess(
  config: ConnectedConfig,
  log: Logger,
  once?: { waitSeconds: number },
): Promise<Running & Pick<SupervisedWorker, 'backend' | 'device' | 'ended'>> {
  const { startWorker } = await import('./worker/supervisor.ts');
  const { createSettler } = await import('./worker/settle.ts');
  const { openHealthPort } = await import('./worker/health.ts');
  const { requireMigrated } = await import('./database/migrate.ts');
  await checkSurroundings(config, true);
  const store = await openStore(config);
  const database = await openDatabase(config, 4 + 2 * config.workerSlots + config.workerIngestions, log);
  await requireMigrated(database.sql);
  // A worker opens no uploads.
  const { models } = await openFeatures(database, store, config, { publicUrl: () => '' });
  const heartbeats = createDatabase(config.databaseUrl, heartbeatOptions(config));
  const { queue, registry } = await openTasks(database, config, heartbeats);
  const id = newId();
  const sandbox = openSandbox(config, log);
  // One that takes a single task and ends has no time for anything else.
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
    settler: createSettler({ queue, models, store, log }),
    spool: { folder: join(config.dataDir, 'spool'), mostBytes: config.spoolBytes },
    hints: database.hints,
    trainers: {
      sandbox,
      program: sandboxedPart('trainer', config),
      stallSeconds: config.stallSeconds,
      artifacts: {
        store,
        patience: {
          seconds: storePatienceSeconds,
          onRetry: (error) => log.warn({ err: error }, 'the store does not answer; trying again'),
        },
        log,
      },
    },
    log: log.child({ workerId: id }),
  });
  const health = config.workerHealthPort ? await openHealthPort(config.host, config.workerHealthPort) : null;
  return {
    backend: worker.backend,
    device: worker.device,
    ended: worker.ended,
    async stop() {
      await Promise.all([worker.stop(), ingestions?.stop()]);
      // To the last: a worker that hands its tasks back must not be taken for a dead one.
      await health?.close();
      await heartbeats.close();
      await database.close();
    },
  };
}

/** What a worker does beside its tasks: it reads uploads. */
async function openIngestions(
  config: Config,
  log: Logger,
  {
    database,
    heartbeats,
    store,
    sandbox,
  }: { database: DatabaseClient; heartbeats: DatabaseClient; store: ArtifactStore; sandbox: Sandbox },
): Promise<Running> {
  const { createIngestionQueue } = await import('./datasets/ingestion-queue.ts');
  const { startIngestions } = await import('./worker/ingestions.ts');
  const { leaseSeconds, maxAttempts, ingestion, workerIngestions } = config;
  const onRetry = (error: unknown) => log.warn({ err: error }, 'the store does not answer; trying again');
  const program = sandboxedPart('ingester', config);
  return startIngestions({
    lanes: workerIngestions,
    leaseSeconds,
    queue: createIngestionQueue({ db: database.db, heartbeatDb: heartbeats.db, leaseSeconds, maxAttempts }),
    ingester: {
      ...ingestion,
      sandbox,
      // V8 collects its garbage in time only for a limit that it knows; array buffers and decoders need the rest.
      program: { ...program, execArgv: [...program.execArgv, `--max-old-space-size=${heapMegabytes(ingestion)}`] },
      artifacts: { store, patience: { seconds: storePatienceSeconds, onRetry }, log },
      log,
    },
    hints: database.hints,
    log,
  });
}

function heapMegabytes({ memoryBytes }: Config['ingestion']): number {
  return Math.floor((memoryBytes * 0.75) / 2 ** 20);
}

/** Starts a worker that reads uploads and takes no tasks. Rejects when the database is not migrated. */
export async function startIngestionWorker(config: ConnectedConfig, log: Logger): Promise<Running> {
  const { requireMigrated } = await import('./database/migrate.ts');
  const { openHealthPort } = await import('./worker/health.ts');
  await checkSurroundings(config, false);
  const store = await openStore(config);
  const database = await openDatabase(config, 2 + config.workerIngestions, log);
  await requireMigrated(database.sql);
  const heartbeats = createDatabase(config.databaseUrl, heartbeatOptions(config));
  const sandbox = openSandbox(config, log);
  const ingestions = await openIngestions(config, log, { database, heartbeats, store, sandbox });
  const health = config.workerHealthPort ? await openHealthPort(config.host, config.workerHealthPort) : null;
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
 * Serves a worker as the process that reads an upload, in this process.
 * @param scratch the folder through which files come and go (sandbox/scratch.ts)
 */
export async function runIngester(scratch: string): Promise<void> {
  const { serveIngester } = await import('./worker/ingester-process.ts');
  const { createArtifactClient } = await import('./sandbox/artifact-client.ts');
  serveIngester(createArtifactClient(scratch));
}

/** What the command line does with quotas, on a database. */
export async function openQuotas(config: ConnectedConfig) {
  const { createQuotaService } = await import('./tasks/quota.ts');
  const { requireMigrated } = await import('./database/migrate.ts');
  const { db, sql, check, close } = createDatabase(config.databaseUrl, { max: 1 });
  await check();
  await requireMigrated(sql);
  return { quotas: createQuotaService({ db }), close };
}

/**
 * Serves a worker as its trainer, in this process.
 * @param scratch the folder through which files come and go (sandbox/scratch.ts)
 */
export async function runTrainer(config: Config, scratch: string, log: Logger): Promise<void> {
  const { serveTrainer } = await import('./worker/trainer-process.ts');
  const { createArtifactClient } = await import('./sandbox/artifact-client.ts');
  const { backend, checkpointSeconds } = config;
  const store = createArtifactClient(scratch, {
    seconds: storePatienceSeconds,
    onRetry: (error) => log.warn({ err: error }, 'could not write to the scratch folder; trying again'),
  });
  await serveTrainer({ backend, checkpointSeconds, store, version, log });
}

/**
 * Serves a gateway as one of its sandboxed parts, in this process.
 * @param scratch the folder through which files come and go (sandbox/scratch.ts)
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
      return (await import('./serving/predictor-process.ts')).servePredictor(options);
    case 'importer':
      return (await import('./serving/importer-process.ts')).serveImporter(options);
    case 'reader':
      return (await import('./serving/reader-process.ts')).serveReader(options);
  }
}

/** The log of one part of the platform. */
export function partLog(config: Config, name: string): Logger {
  return createLog({ level: config.logLevel, name, secrets: secretsOf(config) });
}
