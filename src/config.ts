import { isIP } from 'node:net';
import { availableParallelism, homedir, totalmem } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { InvalidConfiguration } from './errors.ts';
import { readPostgresParameters } from './postgres-parameters.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { redact } from './redact.ts';
import { parseRedisUrl } from './redis-url.ts';
import { isServiceLink, unknownSettings } from './setting-names.ts';
import { settingSentence } from './setting-sentences.ts';

/** The compute engines of a worker. `auto` uses the first that starts, in this order. */
const backendNames = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;

/** Returns the origin as browsers send it. Null when the text is not an origin. */
function originOf(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url && /^https?:$/.test(url.protocol) && /^\/?$/.test(url.pathname) && !/[?#@]/.test(text);
  return isOrigin ? url.origin : null;
}

/** An integer in decimal digits; unlike `Number()`, it rejects blank text and "0x10". */
const boundedInteger = (minimum: number, maximum: number) =>
  z
    .string()
    .trim()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum));

/** Pattern for pools and labels: a Kubernetes label value in lower case. */
export const labelPattern = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;
export const labelRule =
  '1 to 63 lowercase letters, digits, ".", "_", or "-", and must start and end with a letter or digit';

/** Returns the home directory. Null when the user has none, as in a container whose user id has no name. */
function homeFolder(): string | null {
  try {
    return homedir();
  } catch {
    return null;
  }
}

/** @throws InvalidConfiguration when the user has no home directory */
function defaultDataFolder(): string {
  const home = homeFolder();
  if (home !== null) return join(home, '.aias');
  throw new InvalidConfiguration(
    'AIAS_DATA_DIR is not set, and this user has no home directory for the default. Set it to a directory.',
  );
}

/** Expands `~/`. Shells do so too, but not within quotes, and Docker, systemd and Kubernetes do not. */
function withHome(path: string, context: z.RefinementCtx): string {
  if (!path.startsWith('~')) return path;
  const home = homeFolder();
  if (home !== null && /^~(\/|$)/.test(path)) return join(home, path.slice(1));
  const message =
    home === null
      ? 'this user has no home directory to expand "~". Use an absolute path'
      : 'only "~/" is expanded. Use an absolute path for another home directory, and "./~" for a name that begins with "~"';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** A file or directory; "~/" is expanded to the home directory. */
const path = z.string().min(1).transform(withHome);

const splitList = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** A host name without a port, ".domain" for every name below it, or "*" for any. */
const hostPattern = /^(\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/i;

/** An `http(s)://host[:port]` address without a path. */
const endpoint = z
  .url({ protocol: /^https?$/, error: 'must be http://host:port or https://host:port', abort: true })
  .refine((url) => new URL(url).pathname === '/', 'must not have a path')
  .refine((url) => !new URL(url).username && !new URL(url).password, 'must not contain a user or password');

/** A text that `read` accepts. An InvalidConfiguration that it throws becomes the issue's message. */
const readable = (read: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof InvalidConfiguration)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });

/**
 * Every setting of the platform. The `describe` text of a variable is its documentation: `aias --help` and the table in the
 * README are generated from it.
 */
const environmentSchema = z.object({
  AIAS_DATABASE_URL: readable((url) => readPostgresParameters(parsePostgresUrl(url).parameters))
    .optional()
    .describe(
      'PostgreSQL URL, `postgres://<user>:<password>@<host>:<port>/<database>`, with libpq parameters such as `?sslmode=verify-full`. Default: an embedded server under AIAS_DATA_DIR.',
    ),
  AIAS_DATABASE_CA_FILE: path
    .optional()
    .describe(
      'CA certificate file (PEM) that must have signed the certificate of the PostgreSQL server. Implies `sslmode=verify-full` unless the URL sets another mode.',
    ),
  AIAS_REDIS_URL: readable(parseRedisUrl)
    .optional()
    .describe(
      'Redis URL for change notifications between processes, `redis://<user>:<password>@<host>:<port>`. Default: PostgreSQL LISTEN and NOTIFY.',
    ),
  AIAS_DATA_DIR: path
    .default(defaultDataFolder)
    .describe('Directory for the embedded PostgreSQL, the filesystem artifact store, and local caches.'),
  AIAS_S3_ENDPOINT: endpoint
    .optional()
    .describe(
      'S3-compatible server for artifacts, http(s)://host:port. Connects directly and ignores HTTP_PROXY. Default: files under AIAS_DATA_DIR.',
    ),
  AIAS_S3_BUCKET: z
    .string()
    .min(3)
    .max(63)
    .default('aias')
    .describe('Bucket for artifacts. Created if it does not exist.'),
  AIAS_S3_STYLE: z
    .enum(['path', 'virtual'])
    .default('path')
    .describe(
      'How requests address the bucket: `path` uses host/bucket, `virtual` uses bucket.host, which some services require.',
    ),
  AIAS_S3_REGION: z.string().min(1).default('us-east-1').describe('Region of the S3 server.'),
  AIAS_S3_ACCESS_KEY: z.string().min(1).optional().describe('Access key of the S3 server.'),
  AIAS_S3_SECRET_KEY: z.string().min(1).optional().describe('Secret key of the S3 server.'),
  AIAS_S3_SESSION_TOKEN: z.string().min(1).optional().describe('Session token of temporary S3 credentials.'),
  AIAS_S3_CA_FILE: path
    .optional()
    .describe('CA certificate file (PEM) to trust for the S3 server, in addition to those that Node.js trusts.'),
  AIAS_HOST: z
    .string()
    .refine(
      (text) => isIP(text) !== 0 || (!text.startsWith('.') && text !== '*' && hostPattern.test(text)),
      'must be an IP address such as 0.0.0.0 or ::, without brackets and port, or a host name',
    )
    .default('127.0.0.1')
    .describe('Address that the gateway and the health port of a worker listen on.'),
  AIAS_PORT: boundedInteger(0, 65535).default(4000).describe('Port of the gateway. 0 selects a free port.'),
  AIAS_PUBLIC_URL: endpoint
    // Links are built from it and compared with it, so a trailing "/" and the trailing dot of a full DNS name are removed.
    .transform((url) => new URL(url).origin.replace(/\.(?=(:\d+)?$)/, ''))
    .optional()
    .describe(
      'Public URL of the gateway, used in upload and download links. Default: derived from the listening address.',
    ),
  AIAS_ALLOWED_ORIGINS: z
    .string()
    .refine(
      (text) => splitList(text).every((origin) => originOf(origin) !== null),
      'each must be an origin such as https://app.example.com',
    )
    .default('')
    .describe('Comma-separated origins of other web pages that may call the gateway from a browser (CORS).'),
  AIAS_ALLOWED_HOSTS: z
    .string()
    .refine(
      (text) => splitList(text).every((name) => hostPattern.test(name)),
      'each must be a host name, ".domain" or "*"',
    )
    .default('')
    .describe(
      'Comma-separated host names by which clients reach the gateway, in addition to AIAS_PUBLIC_URL, local names, and IP addresses. `.example.com` matches every name below it; `*` matches any.',
    ),
  AIAS_GRAPHIQL: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether the gateway serves GraphiQL to browsers at /graphql.'),
  AIAS_INTROSPECTION: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether clients may query the GraphQL schema. `off` rejects `__schema` and `__type`.'),
  AIAS_OPERATION_SECONDS: boundedInteger(1, 3600)
    .default(60)
    .describe('Time limit for a GraphQL query or mutation, in seconds. Subscriptions have no limit.'),
  AIAS_TRUSTED_PROXIES: boundedInteger(0, 10)
    .default(0)
    .describe(
      'Number of reverse proxies in front of the gateway, which determines the client address in X-Forwarded-For.',
    ),
  AIAS_MAX_CONNECTIONS_PER_ADDRESS: boundedInteger(1, 10 ** 6)
    .default(1000)
    .describe('Maximum number of open WebSockets and event streams per client address at one gateway.'),
  AIAS_METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'must have at least 16 characters and no spaces')
    .optional()
    .describe('Bearer token required to read /metrics. Default: anyone who can reach the gateway can read it.'),
  AIAS_WORKERS: boundedInteger(0, 64).default(1).describe('Number of worker processes that `aias start` runs.'),
  AIAS_WORKER_SLOTS: boundedInteger(1, 64)
    .default(1)
    .describe('Number of tasks that a worker process runs concurrently.'),
  AIAS_WORKER_MEMORY_BYTES: boundedInteger(2 ** 28, 2 ** 50)
    .optional()
    .describe(
      "Memory limit of all tasks of a worker process together, in bytes. Default: an equal share of 80% of the machine's memory.",
    ),
  AIAS_WORKER_INGESTIONS: boundedInteger(0, 64)
    .optional()
    .describe(
      'Number of uploads that a worker process reads concurrently, beside its tasks. One more is read for an organization that has none in progress. Default: 2, or 1 with fewer than four processors.',
    ),
  AIAS_WORKER_HEALTH_PORT: boundedInteger(1, 65535)
    .optional()
    .describe('Port on which `aias worker` serves GET /healthz once its engine has started. Default: no health port.'),
  AIAS_WORKER_POOL: z
    .string()
    .regex(labelPattern, `must have ${labelRule}`)
    .default('default')
    .describe('Pool of the workers. They run tasks that require this pool and tasks that require none.'),
  AIAS_WORKER_LABELS: z
    .string()
    .refine((text) => splitList(text).every((label) => labelPattern.test(label)), `each must have ${labelRule}`)
    .default('')
    .describe(
      'Comma-separated labels of the workers that tasks can require. `gpu` or `cpu` is added according to the device.',
    ),
  AIAS_SHUTDOWN_GRACE_SECONDS: boundedInteger(2, 3600)
    .default(25)
    .describe(
      'Grace period of a worker in seconds. When asked to stop, it checkpoints its tasks, requeues them, and exits within this time.',
    ),
  AIAS_BACKEND: z
    .enum(['auto', ...backendNames])
    .default('auto')
    .describe('Compute engine of the workers. `auto` uses the first that starts: tensorflow, webgpu, wasm, cpu.'),
  AIAS_LEASE_SECONDS: boundedInteger(2, 3600)
    .default(15)
    .describe(
      'Lease duration in seconds. A worker without a heartbeat for this long loses its tasks to other workers.',
    ),
  AIAS_MAX_ATTEMPTS: boundedInteger(1, 1000)
    .default(3)
    .describe('Maximum number of attempts before a task fails because its workers died.'),
  AIAS_CHECKPOINT_SECONDS: boundedInteger(1, 3600)
    .default(10)
    .describe(
      'Interval between checkpoints of a running task in seconds. At most this much is recomputed after a crash.',
    ),
  AIAS_MAX_SPOOL_BYTES: boundedInteger(2 ** 20, 2 ** 50)
    .default(2 ** 30)
    .describe(
      'Disk space under AIAS_DATA_DIR for the reports of one running task while the database is unavailable, in bytes.',
    ),
  AIAS_EVENT_RETENTION_DAYS: boundedInteger(0, 36_500)
    .default(30)
    .describe(
      'Days to keep the events of a task after it ends. State changes are kept, metrics are downsampled. 0: keep all events.',
    ),
  AIAS_TRASH_DAYS: boundedInteger(1, 36_500)
    .default(30)
    .describe('Days that deleted items can be restored. After that they are permanently deleted, with their files.'),
  AIAS_STALL_SECONDS: boundedInteger(5, 86_400)
    .default(600)
    .describe('Seconds without a heartbeat after which a trainer process is killed and its task is restarted.'),
  AIAS_MAX_UPLOAD_BYTES: boundedInteger(1, 2 ** 40)
    .default(2 * 2 ** 30)
    .describe('Maximum upload size in bytes.'),
  AIAS_UPLOAD_IDLE_SECONDS: boundedInteger(1, 3600)
    .default(60)
    .describe(
      'Seconds without a byte after which an upload is aborted with status 408. The total duration is not limited.',
    ),
  AIAS_INGEST_MEMORY_BYTES: boundedInteger(2 ** 28, 2 ** 50)
    .default(2 * 2 ** 30)
    .describe('Memory limit for reading one upload, in bytes. A file that needs more is rejected.'),
  AIAS_INGEST_SECONDS: boundedInteger(1, 86_400)
    .default(600)
    .describe(
      'Time limit for reading one upload, in seconds per started GiB of its size. On a busy machine, up to five times as long.',
    ),
  AIAS_PREDICTORS: boundedInteger(1, 64)
    .default(4)
    .describe(
      'Number of organizations whose models a gateway keeps loaded at the same time, each in its own process. When more predict at once, they take turns.',
    ),
  AIAS_PREDICTOR_SPARES: boundedInteger(0, 8)
    .default(1)
    .describe(
      'Number of idle processes kept ready, so that the next organization that predicts does not wait for one to start.',
    ),
  AIAS_PREDICTOR_MEMORY_BYTES: boundedInteger(2 ** 28, 2 ** 50)
    .default(2 * 2 ** 30)
    .describe('Memory limit of a process that predicts, reads dataset samples, or tests an import, in bytes.'),
  AIAS_PREDICT_SECONDS: boundedInteger(1, 3600)
    .default(30)
    .describe(
      'Time limit for one prediction, in seconds. While other organizations wait for a process, a third of it applies.',
    ),
  AIAS_IMPORT_SECONDS: boundedInteger(5, 86_400)
    .default(120)
    .describe(
      'Time limit for reading and testing an imported model, in seconds. On a busy machine, up to five times as long.',
    ),
  AIAS_SANDBOX: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe(
      'Sandbox of the processes that read uploads, train, and predict. `auto` uses the strongest that works on this machine (see `aias doctor`); `off` disables it, for troubleshooting.',
    ),
  AIAS_SANDBOX_ENVIRONMENT: z
    .string()
    .refine((text) => splitList(text).every((name) => /^\w+$/.test(name)), 'must be names of environment variables')
    .default('')
    .describe(
      'Comma-separated environment variables that sandboxed processes receive, in addition to those of numeric libraries.',
    ),
  AIAS_SANDBOX_READABLE: z
    .string()
    .transform((text, context) => splitList(text).map((item) => withHome(item, context)))
    .refine((paths) => paths.every(isAbsolute), 'must be absolute paths')
    .default([])
    .describe(
      "Comma-separated files and directories that sandboxed processes may read, in addition to the system's programs.",
    ),
  AIAS_SESSION_DAYS: boundedInteger(1, 365).default(30).describe('Days until an unused session expires.'),
  AIAS_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Minimum log level.'),
});

export type Config = Readonly<ReturnType<typeof parseConfig>>;

/** Headings of the settings in `aias --help`. The first pattern that matches a name decides. */
const groups: [title: string, names: RegExp][] = [
  ['Database', /^AIAS_(DATABASE|REDIS)_/],
  ['Files and artifacts', /^AIAS_(S3_|DATA_DIR)/],
  ['Workers', /^AIAS_(WORKER|SHUTDOWN_GRACE|BACKEND|LEASE|MAX_ATTEMPTS|CHECKPOINT|MAX_SPOOL|STALL)/],
  ['Retention', /_DAYS$/],
  ['Gateway', /./],
];

export interface SettingDescription {
  name: string;
  /** Default as text. Null when the setting may be unset. */
  default: string | null;
  description: string;
  group: string;
}

/** Lists every setting, for the documentation. */
export function describeConfig(): SettingDescription[] {
  return Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const fallback = name === 'AIAS_DATA_DIR' ? '~/.aias' : schema.safeParse(undefined).data;
    return {
      name,
      default: fallback === undefined ? null : String(fallback),
      description: schema.description ?? '',
      group: groups.find(([, names]) => names.test(name))?.[0] ?? '',
    };
  });
}

/** Returns a warning for every variable that looks like a setting but is not one. Values are not included. */
export function settingWarnings(environment: Record<string, string | undefined> = process.env): string[] {
  return unknownSettings(environment, Object.keys(environmentSchema.shape));
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
  if (parsed.success) problems.push(...missingStoreSettings(parsed.data, Object.keys(present)));
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

/** Settings whose value is, or holds, a secret. */
const secretName = /_(DATABASE_URL|REDIS_URL|KEY|TOKEN)$/;

/** Escapes control characters, such as the CR of a file with Windows line ends. */
const escapeControls = (text: string) =>
  text.replaceAll('\r', '\\r').replace(/\p{Cc}/gu, (control) => encodeURIComponent(control));

/** Describes an invalid setting in one line without secrets. */
function problemOf(name: string, message: string, environment: Record<string, string | undefined>): string {
  if (message.startsWith(name)) return message;
  // A password may contain any character, but ends before the last "@".
  const shown = (environment[name] ?? '').replace(/^([a-z][a-z0-9+.-]*:\/\/).*@/is, '$1[redacted]@');
  const assignment = secretName.test(name) ? name : `${name}=${escapeControls(redact(shown))}`;
  return `${assignment} is not valid: ${message}. ${describe(name)}`;
}

type Environment = z.infer<typeof environmentSchema>;

/** @param present names of the variables that are set; the defaults of the others select no store */
function missingStoreSettings(value: Environment, present: string[]): string[] {
  if (!value.AIAS_S3_ENDPOINT) {
    const own = Object.keys(environmentSchema.shape).filter((name) => name.startsWith('AIAS_S3_'));
    const unused = own.filter((name) => present.includes(name));
    if (unused.length === 0) return [];
    return [
      `AIAS_S3_ENDPOINT is not set, but ${unused.join(', ')} ${unused.length === 1 ? 'requires' : 'require'} it. Set it (for Amazon S3: https://s3.<region>.amazonaws.com), or remove ${unused.length === 1 ? 'that setting' : 'those settings'} to keep artifacts in AIAS_DATA_DIR.`,
    ];
  }
  const keys = ['AIAS_S3_ACCESS_KEY', 'AIAS_S3_SECRET_KEY'] as const;
  // Without keys, the S3 client requests those of an AWS role and misreads the response.
  return keys
    .filter((name) => !value[name])
    .map(
      (name) =>
        `${name} is not set, but AIAS_S3_ENDPOINT requires it. Keys of an AWS role are not fetched. ${describe(name)}`,
    );
}

/** Adds the CA file to the URL, so that the URL alone describes the connection. */
function withAuthority(url: string | undefined, caFile: string | undefined): string | undefined {
  if (!url || !caFile) return url;
  const { parameters } = parsePostgresUrl(url);
  if (parameters.has('sslrootcert')) return url;
  const mode = parameters.has('sslmode') ? '' : '&sslmode=verify-full';
  return `${url}${url.includes('?') ? '&' : '?'}sslrootcert=${encodeURIComponent(caFile)}${mode}`;
}

/** Lists the passwords and keys of the settings, which must not be printed. */
export function secretsOf({ databaseUrl, redisUrl, s3, metricsToken }: Config): string[] {
  const passwords = [
    databaseUrl && parsePostgresUrl(databaseUrl).password,
    redisUrl && parseRedisUrl(redisUrl).password,
  ];
  return [...passwords, s3?.secretKey, s3?.sessionToken, metricsToken].filter((secret) => secret !== undefined);
}

/** Returns an equal share of 80% of the memory of the machine, or of the container's limit. */
function defaultWorkerMemory(workers: number): number {
  return Math.floor((Math.min(totalmem(), process.constrainedMemory() || totalmem()) * 0.8) / Math.max(workers, 1));
}

function describe(name: string): string {
  return describeConfig().find((row) => row.name === name)?.description ?? '';
}

/** Reads the settings of this process. */
export function loadConfig(overrides: Record<string, string | undefined> = {}): Config {
  return parseConfig({ ...process.env, ...overrides });
}

/** Returns the environment for a child process with the same settings, including overridden ones. */
export function toEnvironment(config: Config): Record<string, string | undefined> {
  return {
    ...process.env,
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

/** Returns all environment variables of this process, including secrets. */
export function ownEnvironment(): Record<string, string | undefined> {
  return process.env;
}
