/**
 * The composition root: from settings to running parts. The only file that chooses adapters. Each part loads its code when it
 * is started, so that a trainer process does not pay for the gateway, nor the gateway for the trainer.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ArtifactStore } from './artifacts/artifact-store.ts';
import { type Config, environmentOf } from './config.ts';
import { createDatabase, type DatabaseClient } from './database/client.ts';
import { newId } from './database/id.ts';
import { createLog, type Logger } from './log.ts';
import type { ModelService } from './models/model-service.ts';
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

/** How to start this program again as another part of the same platform. */
export function selfCommand(part: string, config: Config) {
  return {
    modulePath: fileURLToPath(new URL('./cli.ts', import.meta.url)),
    args: [part],
    // By its full address: the folder that Aias is started in need not have it.
    execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
    env: environmentOf(config),
  };
}

async function openDatabase(config: ConnectedConfig, max: number, log: Logger): Promise<DatabaseClient> {
  // Loaded by those alone who have one.
  const redis = config.redisUrl && (await import('./database/redis-hints.ts')).createRedisHints(config.redisUrl, log);
  return createDatabase(config.databaseUrl, { max, log, ...(redis && { hints: redis }) });
}

/** What the gateway and the workers have in common: the queue and the registers over one database. */
async function openTasks(database: DatabaseClient, config: Config) {
  const { createTaskQueue } = await import('./tasks/queue.ts');
  const { createWorkerRegistry } = await import('./tasks/worker-registry.ts');
  const { createQuotaService } = await import('./tasks/quota.ts');
  const { db } = database;
  const { leaseSeconds, maxAttempts } = config;
  return {
    // A lease of grace: time enough for every worker to be heard of again.
    queue: createTaskQueue({ db, leaseSeconds, maxAttempts, graceSeconds: leaseSeconds }),
    quotas: createQuotaService({ db }),
    registry: createWorkerRegistry({ db, leaseSeconds }),
  };
}

/**
 * The features that people use, over one database and one store.
 * @param onUploaded told when a dataset waits for ingestion
 */
async function openFeatures(
  database: DatabaseClient,
  store: ArtifactStore,
  config: Config,
  links: { publicUrl: () => string; onUploaded: () => void },
) {
  const { createDatasetRepository } = await import('./datasets/dataset-repository.ts');
  const { createDatasetService } = await import('./datasets/dataset-service.ts');
  const { createConfigurationService } = await import('./configurations/configuration-service.ts');
  const { createModelRepository } = await import('./models/model-repository.ts');
  const { createModelService } = await import('./models/model-service.ts');
  const { db } = database;
  const { maxUploadBytes } = config;
  const repository = createDatasetRepository({ db });
  const datasets = createDatasetService({ repository, store, maxUploadBytes, ...links });
  const configurations = createConfigurationService({
    db,
    datasets,
    // A configuration may go on from a model, and a model is what a configuration learned: they need each other.
    models: {
      version: (...wanted) => models.version(...wanted),
      bundle: (version) => models.bundle(version),
    },
  });
  const models: ModelService = createModelService({
    repository: createModelRepository({ db }),
    configurations,
    store,
  });
  return { datasets, configurations, models };
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
  const { createMembershipService } = await import('./accounts/membership-service.ts');
  const { createSessionService } = await import('./accounts/sessions.ts');
  const { startIngester } = await import('./datasets/ingester.ts');
  const { createSampleService } = await import('./datasets/sample-service.ts');
  const { createAccessWatch } = await import('./live/access-watch.ts');
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
  const { createPredictor } = await import('./serving/predictor.ts');
  const { createPredictionService } = await import('./serving/prediction-service.ts');

  const store = await openStore(config);
  const database = await openDatabase(config, 20, log);
  const { db, sql, hints } = database;
  let url = config.publicUrl ?? '';
  const { createDatasetRepository } = await import('./datasets/dataset-repository.ts');
  const ingester = startIngester({ repository: createDatasetRepository({ db }), store, log });
  const links = { publicUrl: () => url, onUploaded: ingester.rouse };
  const { datasets, configurations, models } = await openFeatures(database, store, config, links);
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
    sockets: () => gateway.sockets(),
    streams: () => streams(),
    log,
  });
  const hub = createEventHub({ log: createEventLog({ db }), observer: metrics.deliveries });
  const bus = await connectEventBus({ hints, hub, log });
  const accessWatch = await createAccessWatch({ hints, look: accounts.readableBySession, log });
  const predictor = createPredictor({ command: selfCommand('predictor', config), log });
  // Of its own: an archive that breaks it disturbs no prediction.
  const importer = createPredictor({ command: selfCommand('predictor', config), log });
  const imports = createImportService({
    repository: createImportRepository({ db, store }),
    readArchive: (path, options) => importer.import({ path, options }),
    publicUrl: links.publicUrl,
    maxUploadBytes: config.maxUploadBytes,
  });
  const retention = createRetention({ db, store, days: config.eventRetentionDays });
  const purge = createPurge({ db, store, days: config.trashDays, retention });
  const cleanCheckpoints = createCheckpointCleanup({ db, store });
  // Workers take over from one another; with none left, somebody must still say so.
  const reaping = setInterval(() => {
    Promise.all([queue.reap(), sessions.deleteExpired(), retention.prune(), cleanCheckpoints(), purge()]).catch(
      (error) => log.warn({ err: error }, 'could not clean up'),
    );
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
    secureCookies: config.publicUrl?.startsWith('https:') ?? false,
    services: {
      accounts,
      memberships: createMembershipService({ repository: accountRepository }),
      datasets,
      samples: createSampleService({ datasets, store }),
      configurations,
      models,
      imports,
      tasks,
      metrics: createMetricHistory({ db }),
      workers: registry,
      quotas,
      trash: createTrashService({ repository: createTrashRepository({ db, days: config.trashDays }) }),
      hub,
      predictions: createPredictionService({ models, predictor }),
      links: {
        modelVersion: (id) => `${url}/models/${id}/download`,
        predictions: (id) => `${url}/tasks/${id}/predictions`,
        samples: (id, sha256) => `${url}/tasks/${id}/samples/${sha256}`,
      },
    },
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
  const address = await gateway.listen();
  url ||= address;
  log.info({ url }, 'the gateway listens');
  return {
    url,
    streams,
    async stop() {
      // First the connections: a stream that ended under them would look complete.
      await gateway.close();
      hub.close();
      clearInterval(reaping);
      predictor.stop();
      importer.stop();
      await ingester.stop();
      bus.close();
      await accessWatch.close();
      await database.close();
    },
  };
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
  const store = await openStore(config);
  const database = await openDatabase(config, 4 + 2 * config.workerSlots, log);
  await requireMigrated(database.sql);
  const { models } = await openFeatures(database, store, config, {
    // A worker opens no uploads.
    publicUrl: () => '',
    onUploaded: () => undefined,
  });
  const { queue, registry } = await openTasks(database, config);
  const id = newId();
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
    trainerCommand: { ...selfCommand('trainer', config), stallSeconds: config.stallSeconds },
    log: log.child({ workerId: id }),
  });
  const health = config.workerHealthPort ? await openHealthPort(config.host, config.workerHealthPort) : null;
  return {
    backend: worker.backend,
    device: worker.device,
    ended: worker.ended,
    async stop() {
      await worker.stop();
      // To the last: a worker that hands its tasks back must not be taken for a dead one.
      await health?.close();
      await database.close();
    },
  };
}

/** What the command line does with quotas, on a database. */
export async function openQuotas(config: ConnectedConfig) {
  const { createQuotaService } = await import('./tasks/quota.ts');
  const { db, close } = createDatabase(config.databaseUrl, { max: 1 });
  return { quotas: createQuotaService({ db }), close };
}

/** Serves a worker as its trainer, in this process. */
export async function runTrainer(config: Config, log: Logger): Promise<void> {
  const { serveTrainer } = await import('./worker/trainer-process.ts');
  const { createPatientStore } = await import('./artifacts/patient.ts');
  const { backend, checkpointSeconds } = config;
  const store = createPatientStore(await openStore(config), {
    seconds: storePatienceSeconds,
    onRetry: (error) => log.warn({ err: error }, 'the store does not answer; trying again'),
  });
  await serveTrainer({ backend, checkpointSeconds, store, version, log });
}

/** Serves a gateway as its predictor, in this process. */
export async function runPredictor(config: Config): Promise<void> {
  const { servePredictor } = await import('./serving/predictor-process.ts');
  await servePredictor({ backend: config.backend, store: await openStore(config) });
}

/** The log of one part of the platform. */
export function partLog(config: Config, name: string): Logger {
  return createLog({ level: config.logLevel, name });
}
