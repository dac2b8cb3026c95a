/** The settings of a process, as its code uses them: read from the environment and validated. */
import { availableParallelism, totalmem } from 'node:os';
import { InvalidConfiguration } from '../errors.ts';
import { environmentSchema } from './environment-schema.ts';
import { missingStoreSettings, missingTrustSettings, problemOf } from './invalid-settings.ts';
import { ownEnvironment } from './own-environment.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { isServiceLink, unknownSettings } from './setting-names.ts';
import { settingSentence } from './setting-sentences.ts';
import { originOf, splitList } from './setting-types.ts';

export type Config = Readonly<ReturnType<typeof parseConfig>>;

/** Settings of a part that needs a database. The process that starts the part has resolved the URL. */
export type ConnectedConfig = Config & { databaseUrl: string };

/** @throws InvalidConfiguration when no database is set */
export function requireDatabaseUrl(config: Config): ConnectedConfig {
  if (config.databaseUrl) return { ...config, databaseUrl: config.databaseUrl };
  throw new InvalidConfiguration(
    'AIAS_DATABASE_URL is not set. Set it, or use `aias start`, which includes a database.',
  );
}

/** Reads the settings of this process. */
export function loadConfig(overrides: Record<string, string | undefined> = {}): Config {
  return parseConfig({ ...ownEnvironment(), ...overrides });
}

/**
 * Reads the settings from `environment`.
 * @throws InvalidConfiguration naming every invalid variable and its allowed values
 */
export function parseConfig(environment: Record<string, string | undefined>) {
  const problems: string[] = [];
  // An empty or blank variable counts as unset, which is what `AIAS_S3_ENDPOINT= aias start` means.
  const present = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => value?.trim() !== '' && !isServiceLink(name, value)),
  );
  const parsed = environmentSchema.safeParse(present, { error: settingSentence });
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map((issue) => problemOf(String(issue.path[0]), issue.message, environment)));
  }
  if (parsed.success) {
    problems.push(...missingStoreSettings(parsed.data, Object.keys(present)), ...missingTrustSettings(parsed.data));
  }
  if (!parsed.success || problems.length > 0) throw new InvalidConfiguration(problems.join('\n'));
  const value = parsed.data;
  return {
    databaseUrl: withAuthority(value.AIAS_DATABASE_URL, value.AIAS_DATABASE_CA_FILE),
    redisUrl: value.AIAS_REDIS_URL,
    dataDir: value.AIAS_DATA_DIR,
    s3: value.AIAS_S3_ENDPOINT
      ? {
          endpoint: value.AIAS_S3_ENDPOINT,
          bucket: value.AIAS_S3_BUCKET,
          style: value.AIAS_S3_STYLE,
          region: value.AIAS_S3_REGION,
          accessKey: value.AIAS_S3_ACCESS_KEY ?? '',
          secretKey: value.AIAS_S3_SECRET_KEY ?? '',
          sessionToken: value.AIAS_S3_SESSION_TOKEN,
          caFile: value.AIAS_S3_CA_FILE,
        }
      : null,
    host: value.AIAS_HOST,
    port: value.AIAS_PORT,
    publicUrl: value.AIAS_PUBLIC_URL,
    allowedOrigins: splitList(value.AIAS_ALLOWED_ORIGINS).flatMap((origin) => originOf(origin) ?? []),
    allowedHosts: splitList(value.AIAS_ALLOWED_HOSTS),
    graphiql: value.AIAS_GRAPHIQL === 'on',
    introspection: value.AIAS_INTROSPECTION === 'on',
    trustedDocuments: { mode: value.AIAS_TRUSTED_DOCUMENTS, file: value.AIAS_TRUSTED_DOCUMENTS_FILE },
    operationSeconds: value.AIAS_OPERATION_SECONDS,
    proxies: value.AIAS_TRUSTED_PROXIES,
    maxConnectionsPerAddress: value.AIAS_MAX_CONNECTIONS_PER_ADDRESS,
    metricsToken: value.AIAS_METRICS_TOKEN,
    workers: value.AIAS_WORKERS,
    workerSlots: value.AIAS_WORKER_SLOTS,
    workerMemoryBytes: value.AIAS_WORKER_MEMORY_BYTES ?? defaultWorkerMemory(value.AIAS_WORKERS),
    workerIngestions: value.AIAS_WORKER_INGESTIONS ?? (availableParallelism() < 4 ? 1 : 2),
    workerHealthPort: value.AIAS_WORKER_HEALTH_PORT,
    workerPool: value.AIAS_WORKER_POOL,
    workerLabels: splitList(value.AIAS_WORKER_LABELS),
    graceSeconds: value.AIAS_SHUTDOWN_GRACE_SECONDS,
    backend: value.AIAS_BACKEND,
    leaseSeconds: value.AIAS_LEASE_SECONDS,
    maxAttempts: value.AIAS_MAX_ATTEMPTS,
    checkpointSeconds: value.AIAS_CHECKPOINT_SECONDS,
    spoolBytes: value.AIAS_MAX_SPOOL_BYTES,
    eventRetentionDays: value.AIAS_EVENT_RETENTION_DAYS,
    trashDays: value.AIAS_TRASH_DAYS,
    stallSeconds: value.AIAS_STALL_SECONDS,
    uploadLimits: {
      maxBytes: value.AIAS_MAX_UPLOAD_BYTES,
      idleMs: value.AIAS_UPLOAD_IDLE_SECONDS * 1000,
    },
    ingestion: { memoryBytes: value.AIAS_INGEST_MEMORY_BYTES, seconds: value.AIAS_INGEST_SECONDS },
    predictors: value.AIAS_PREDICTORS,
    predictorSpares: value.AIAS_PREDICTOR_SPARES,
    predictorMemoryBytes: value.AIAS_PREDICTOR_MEMORY_BYTES,
    predictSeconds: value.AIAS_PREDICT_SECONDS,
    importSeconds: value.AIAS_IMPORT_SECONDS,
    sandbox: {
      mode: value.AIAS_SANDBOX,
      environment: splitList(value.AIAS_SANDBOX_ENVIRONMENT),
      readable: value.AIAS_SANDBOX_READABLE,
    },
    sessionDays: value.AIAS_SESSION_DAYS,
    logLevel: value.AIAS_LOG_LEVEL,
  };
}

/** Adds the CA file to the URL, so that the URL alone describes the connection. */
function withAuthority(url: string | undefined, caFile: string | undefined): string | undefined {
  if (!url || !caFile) return url;
  const { parameters } = parsePostgresUrl(url);
  if (parameters.has('sslrootcert')) return url;
  const mode = parameters.has('sslmode') ? '' : '&sslmode=verify-full';
  return `${url}${url.includes('?') ? '&' : '?'}sslrootcert=${encodeURIComponent(caFile)}${mode}`;
}

/** Returns an equal share of 80% of the memory of the machine, or of the container's limit. */
function defaultWorkerMemory(workers: number): number {
  return Math.floor((Math.min(totalmem(), process.constrainedMemory() || totalmem()) * 0.8) / Math.max(workers, 1));
}

/** Returns a warning for every variable that looks like a setting but is not one. Values are not included. */
export function settingWarnings(environment: Record<string, string | undefined> = ownEnvironment()): string[] {
  return unknownSettings(environment, Object.keys(environmentSchema.shape));
}
