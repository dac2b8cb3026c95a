import { homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { InvalidConfiguration } from './errors.ts';

/** The compute engines that a worker can be told to use; `auto` takes the first that starts, in this order. */
const backendNames = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;

const integer = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);

/** Of pools and labels: what Kubernetes takes as a label's value, in small letters. */
export const placeName = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;
export const placeNameRule =
  '1 to 63 small letters, digits, ".", "_" or "-", and begins and ends with a letter or a digit';

const split = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** An `http(s)://host[:port]` address without a path. */
const endpoint = z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).pathname === '/', 'must have no path');

/**
 * Every setting of the platform. The only place that reads the environment. Each variable's `describe` is its
 * documentation: `aias --help` and the README's table are generated from it.
 */
const environmentSchema = z.object({
  AIAS_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe(
      'Postgres to use, postgres://user:password@host:port/database. Absent: an embedded one under AIAS_DATA_DIR.',
    ),
  AIAS_REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe(
      'Redis to tell other processes of changes by, redis://user:password@host:port. Absent: NOTIFY of Postgres does.',
    ),
  AIAS_DATA_DIR: z
    .string()
    .min(1)
    .default(join(homedir(), '.aias'))
    .describe('Folder of the embedded Postgres, of the filesystem store and of local caches.'),
  AIAS_S3_ENDPOINT: endpoint
    .optional()
    .describe('S3 server for artifacts, http(s)://host:port. Absent: files under AIAS_DATA_DIR.'),
  AIAS_S3_BUCKET: z.string().min(3).max(63).default('aias').describe('Bucket for artifacts; created when absent.'),
  AIAS_S3_ACCESS_KEY: z.string().min(1).optional().describe('Access key of the S3 server.'),
  AIAS_S3_SECRET_KEY: z.string().min(1).optional().describe('Secret key of the S3 server.'),
  AIAS_S3_REGION: z.string().min(1).default('us-east-1').describe('Region of the S3 server.'),
  AIAS_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address that the gateway, and the health port of a worker, bind to.'),
  AIAS_PORT: integer(0, 65535).default(4000).describe('Port of the gateway; 0 takes a free one.'),
  AIAS_PUBLIC_URL: endpoint
    .optional()
    .describe(
      'Address under which clients reach the gateway; upload and download links start with it. Absent: from the bound address.',
    ),
  AIAS_ALLOWED_ORIGINS: z
    .string()
    .default('')
    .describe('Comma-separated origins of other web pages that may call the gateway from a browser.'),
  AIAS_PROXIES: integer(0, 10)
    .default(0)
    .describe('Reverse proxies before the gateway: the address of a client is what they say in X-Forwarded-For.'),
  AIAS_MAX_CONNECTIONS_PER_ADDRESS: integer(1, 10 ** 6)
    .default(1000)
    .describe('WebSockets and event streams that one address may hold open at a gateway.'),
  AIAS_METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'must be at least 16 characters without a space')
    .optional()
    .describe('Bearer token that a reader of /metrics must send. Absent: everybody who reaches the gateway may read.'),
  AIAS_WORKERS: integer(0, 64).default(1).describe('Local worker processes that `aias start` runs.'),
  AIAS_WORKER_SLOTS: integer(1, 64).default(1).describe('Tasks that one worker process runs at the same time.'),
  AIAS_WORKER_MEMORY_BYTES: integer(2 ** 28, 2 ** 50)
    .optional()
    .describe(
      'Memory that the tasks of one worker process may take together, in bytes. Absent: its share of four fifths of the machine.',
    ),
  AIAS_WORKER_HEALTH_PORT: integer(1, 65535)
    .optional()
    .describe('Port on which `aias worker` answers GET /healthz once its engine runs. Absent: none is opened.'),
  AIAS_WORKER_POOL: z
    .string()
    .regex(placeName, `must have ${placeNameRule}`)
    .default('default')
    .describe('Pool that the workers are in: they take tasks that name it, and tasks that name none.'),
  AIAS_WORKER_LABELS: z
    .string()
    .refine((text) => split(text).every((label) => placeName.test(label)), `each must have ${placeNameRule}`)
    .default('')
    .describe(
      'Comma-separated labels of the workers, which tasks can require. `gpu` or `cpu` is added by what they compute on.',
    ),
  AIAS_GRACE_SECONDS: integer(2, 3600)
    .default(25)
    .describe(
      'Seconds within which a worker that is asked to end has checkpointed its tasks, handed them back and exited.',
    ),
  AIAS_BACKEND: z
    .enum(['auto', ...backendNames])
    .default('auto')
    .describe('Engine of the workers. `auto` takes the first that starts: tensorflow, webgpu, wasm, cpu.'),
  AIAS_LEASE_SECONDS: integer(2, 3600)
    .default(15)
    .describe('A worker that has not been heard of for this long loses its task to another.'),
  AIAS_MAX_ATTEMPTS: integer(1, 1000)
    .default(3)
    .describe('Times that a task is begun before it fails because its workers died.'),
  AIAS_CHECKPOINT_SECONDS: integer(1, 3600)
    .default(10)
    .describe('Seconds between two checkpoints of a running task; no more than this is computed again after a crash.'),
  AIAS_SPOOL_BYTES: integer(2 ** 20, 2 ** 50)
    .default(2 ** 30)
    .describe(
      'Disk below AIAS_DATA_DIR that the reports of one running task may take while the database is away, in bytes.',
    ),
  AIAS_EVENT_RETENTION_DAYS: integer(0, 36_500)
    .default(30)
    .describe(
      'Days that the events of a task are kept after it has ended; its changes of state stay, its metrics with fewer points. 0: for ever.',
    ),
  AIAS_TRASH_DAYS: integer(1, 36_500)
    .default(30)
    .describe('Days that what was deleted can be restored; then it is gone for good, with its files.'),
  AIAS_STALL_SECONDS: integer(5, 86_400)
    .default(600)
    .describe('A trainer process that has not given a sign of life for this long is ended, and its task begun again.'),
  AIAS_MAX_UPLOAD_BYTES: integer(1, 2 ** 40)
    .default(2 * 2 ** 30)
    .describe('Largest file that an upload accepts, in bytes.'),
  AIAS_SESSION_DAYS: integer(1, 365).default(30).describe('Days that a session lives without being used.'),
  AIAS_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe log line that is written.'),
});

export type Config = Readonly<ReturnType<typeof parseConfig>>;
/** One row a variable, for documentation: its name, default as text (`null` when absent), and description. */
export function describeConfig(): { name: string; default: string | null; description: string }[] {
  return Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const fallback = name === 'AIAS_DATA_DIR' ? '~/.aias' : schema.safeParse(undefined).data;
    return {
      name,
      default: fallback === undefined ? null : String(fallback),
      description: schema.description ?? '',
    };
  });
}

/**
 * Reads the settings from `environment`.
 * @throws InvalidConfiguration naming every wrong variable and what is allowed.
 */
export function parseConfig(environment: Record<string, string | undefined>) {
  const known = Object.keys(environmentSchema.shape);
  const unknown = Object.keys(environment).filter((name) => name.startsWith('AIAS_') && !known.includes(name));
  const problems = unknown.map((name) => `${name} is not a setting. The settings are ${known.join(', ')}.`);
  // An empty variable counts as absent: that is what `AIAS_S3_ENDPOINT= aias start` means to the person who types it.
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return `${name}=${environment[name] ?? ''} is not valid: ${issue.message}. ${describe(name)}`;
      }),
    );
  }
  if (parsed.success && parsed.data.AIAS_S3_ENDPOINT) {
    for (const name of ['AIAS_S3_ACCESS_KEY', 'AIAS_S3_SECRET_KEY'] as const) {
      if (!parsed.data[name]) problems.push(`${name} is missing: AIAS_S3_ENDPOINT needs it. ${describe(name)}`);
    }
  }
  if (!parsed.success || problems.length > 0) throw new InvalidConfiguration(problems.join('\n'));
  const value = parsed.data;
  return {
    databaseUrl: value.AIAS_DATABASE_URL,
    redisUrl: value.AIAS_REDIS_URL,
    dataDir: value.AIAS_DATA_DIR,
    s3: value.AIAS_S3_ENDPOINT
      ? {
          endpoint: value.AIAS_S3_ENDPOINT,
          bucket: value.AIAS_S3_BUCKET,
          accessKey: value.AIAS_S3_ACCESS_KEY ?? '',
          secretKey: value.AIAS_S3_SECRET_KEY ?? '',
          region: value.AIAS_S3_REGION,
        }
      : null,
    host: value.AIAS_HOST,
    port: value.AIAS_PORT,
    publicUrl: value.AIAS_PUBLIC_URL,
    allowedOrigins: split(value.AIAS_ALLOWED_ORIGINS),
    proxies: value.AIAS_PROXIES,
    maxConnectionsPerAddress: value.AIAS_MAX_CONNECTIONS_PER_ADDRESS,
    metricsToken: value.AIAS_METRICS_TOKEN,
    workers: value.AIAS_WORKERS,
    workerSlots: value.AIAS_WORKER_SLOTS,
    workerMemoryBytes: value.AIAS_WORKER_MEMORY_BYTES ?? shareOfMemory(value.AIAS_WORKERS),
    workerHealthPort: value.AIAS_WORKER_HEALTH_PORT,
    workerPool: value.AIAS_WORKER_POOL,
    workerLabels: split(value.AIAS_WORKER_LABELS),
    graceSeconds: value.AIAS_GRACE_SECONDS,
    backend: value.AIAS_BACKEND,
    leaseSeconds: value.AIAS_LEASE_SECONDS,
    maxAttempts: value.AIAS_MAX_ATTEMPTS,
    checkpointSeconds: value.AIAS_CHECKPOINT_SECONDS,
    spoolBytes: value.AIAS_SPOOL_BYTES,
    eventRetentionDays: value.AIAS_EVENT_RETENTION_DAYS,
    trashDays: value.AIAS_TRASH_DAYS,
    stallSeconds: value.AIAS_STALL_SECONDS,
    maxUploadBytes: value.AIAS_MAX_UPLOAD_BYTES,
    sessionDays: value.AIAS_SESSION_DAYS,
    logLevel: value.AIAS_LOG_LEVEL,
  };
}

/** Of the machine, or of the container that this process lives in. */
function shareOfMemory(workers: number): number {
  return Math.floor((Math.min(totalmem(), process.constrainedMemory() || totalmem()) * 0.8) / Math.max(workers, 1));
}

function describe(name: string): string {
  return describeConfig().find((row) => row.name === name)?.description ?? '';
}

/** The settings of this process. The one reader of `process.env` in src. */
export function loadConfig(overrides: Record<string, string | undefined> = {}): Config {
  return parseConfig({ ...process.env, ...overrides });
}

/** The environment for a child process that is to have the same settings, however this process came by them. */
export function environmentOf(config: Config): Record<string, string | undefined> {
  return {
    ...process.env,
    // Read when OpenBLAS is loaded: it would start a thread for every core, and none of them is used.
    OPENBLAS_NUM_THREADS: '1',
    AIAS_DATABASE_URL: config.databaseUrl,
    AIAS_REDIS_URL: config.redisUrl,
    AIAS_DATA_DIR: config.dataDir,
    AIAS_S3_ENDPOINT: config.s3?.endpoint,
    AIAS_S3_BUCKET: config.s3?.bucket,
    AIAS_S3_ACCESS_KEY: config.s3?.accessKey,
    AIAS_S3_SECRET_KEY: config.s3?.secretKey,
    AIAS_S3_REGION: config.s3?.region,
    AIAS_WORKER_SLOTS: String(config.workerSlots),
    AIAS_WORKER_MEMORY_BYTES: String(config.workerMemoryBytes),
    // A port is one process's, and these may be several.
    AIAS_WORKER_HEALTH_PORT: undefined,
    AIAS_WORKER_POOL: config.workerPool,
    AIAS_WORKER_LABELS: config.workerLabels.join(','),
    AIAS_GRACE_SECONDS: String(config.graceSeconds),
    AIAS_BACKEND: config.backend,
    AIAS_LEASE_SECONDS: String(config.leaseSeconds),
    AIAS_MAX_ATTEMPTS: String(config.maxAttempts),
    AIAS_CHECKPOINT_SECONDS: String(config.checkpointSeconds),
    AIAS_SPOOL_BYTES: String(config.spoolBytes),
    AIAS_STALL_SECONDS: String(config.stallSeconds),
    AIAS_LOG_LEVEL: config.logLevel,
  };
}
