/** The settings that a process passes to its child processes. */
import type { Config } from './config.ts';
import { ownEnvironment } from './own-environment.ts';

/** Returns the environment for a child process with the same settings, including overridden ones. */
export function toEnvironment(config: Config): Record<string, string | undefined> {
  return {
    ...ownEnvironment(),
    // OpenBLAS reads this when it loads; otherwise it starts an unused thread for every core.
    OPENBLAS_NUM_THREADS: '1',
    AIAS_DATABASE_URL: config.databaseUrl,
    AIAS_REDIS_URL: config.redisUrl,
    AIAS_DATA_DIR: config.dataDir,
    AIAS_S3_ENDPOINT: config.s3?.endpoint,
    AIAS_S3_BUCKET: config.s3?.bucket,
    AIAS_S3_ACCESS_KEY: config.s3?.accessKey,
    AIAS_S3_SECRET_KEY: config.s3?.secretKey,
    AIAS_S3_STYLE: config.s3?.style,
    AIAS_S3_REGION: config.s3?.region,
    AIAS_S3_SESSION_TOKEN: config.s3?.sessionToken,
    AIAS_S3_CA_FILE: config.s3?.caFile,
    AIAS_WORKER_SLOTS: String(config.workerSlots),
    AIAS_WORKER_MEMORY_BYTES: String(config.workerMemoryBytes),
    AIAS_WORKER_INGESTIONS: String(config.workerIngestions),
    AIAS_INGEST_MEMORY_BYTES: String(config.ingestion.memoryBytes),
    AIAS_INGEST_SECONDS: String(config.ingestion.seconds),
    // A port belongs to one process, and there may be several workers.
    AIAS_WORKER_HEALTH_PORT: undefined,
    AIAS_WORKER_POOL: config.workerPool,
    AIAS_WORKER_LABELS: config.workerLabels.join(','),
    AIAS_SHUTDOWN_GRACE_SECONDS: String(config.graceSeconds),
    AIAS_BACKEND: config.backend,
    AIAS_LEASE_SECONDS: String(config.leaseSeconds),
    AIAS_MAX_ATTEMPTS: String(config.maxAttempts),
    AIAS_CHECKPOINT_SECONDS: String(config.checkpointSeconds),
    AIAS_MAX_SPOOL_BYTES: String(config.spoolBytes),
    AIAS_STALL_SECONDS: String(config.stallSeconds),
    AIAS_PREDICTORS: String(config.predictors),
    AIAS_PREDICTOR_SPARES: String(config.predictorSpares),
    AIAS_PREDICTOR_MEMORY_BYTES: String(config.predictorMemoryBytes),
    AIAS_PREDICT_SECONDS: String(config.predictSeconds),
    AIAS_IMPORT_SECONDS: String(config.importSeconds),
    AIAS_SANDBOX: config.sandbox.mode,
    AIAS_SANDBOX_ENVIRONMENT: config.sandbox.environment.join(','),
    AIAS_SANDBOX_READABLE: config.sandbox.readable.join(','),
    AIAS_LOG_LEVEL: config.logLevel,
  };
}

/** Returns the environment of a sandboxed process: how it computes, and nothing that it could misuse. */
export function confinedEnvironmentOf(config: Config): Record<string, string> {
  return {
    // OpenBLAS reads this when it loads; otherwise it starts an unused thread for every core.
    OPENBLAS_NUM_THREADS: '1',
    AIAS_BACKEND: config.backend,
    AIAS_CHECKPOINT_SECONDS: String(config.checkpointSeconds),
    AIAS_LOG_LEVEL: config.logLevel,
  };
}
