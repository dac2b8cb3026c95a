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

/** The compute engines that a worker can be told to use; `auto` takes the first that starts, in this order. */
const backendNames = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;

/** As browsers send it; null: it is none. */
function originOf(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url && /^https?:$/.test(url.protocol) && /^\/?$/.test(url.pathname) && !/[?#@]/.test(text);
  return isOrigin ? url.origin : null;
}

/** In decimal digits: what looks blank is no number, nor is "0x10". */
const integer = (minimum: number, maximum: number) =>
  z
    .string()
    .trim()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum));

/** Of pools and labels: what Kubernetes takes as a label's value, in small letters. */
export const placeName = /^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$/;
export const placeNameRule =
  '1 to 63 small letters, digits, ".", "_" or "-", and begins and ends with a letter or a digit';

/** Null when this user has none, as in a container whose user id has no name. */
function homeFolder(): string | null {
  try {
    return homedir();
  } catch {
    return null;
  }
}

/** @throws InvalidConfiguration when this user has no home folder */
function defaultDataFolder(): string {
  const home = homeFolder();
  if (home !== null) return join(home, '.aias');
  throw new InvalidConfiguration('AIAS_DATA_DIR is missing, and this user has no home folder to put it in. Set it.');
}

/** Shells expand `~`, but neither within quotes nor in the files of Docker, systemd and Kubernetes. */
function withHome(path: string, context: z.RefinementCtx): string {
  if (!path.startsWith('~')) return path;
  const home = homeFolder();
  if (home !== null && /^~(\/|$)/.test(path)) return join(home, path.slice(1));
  const message =
    home === null
      ? 'this user has no home folder for "~". Write the path from "/" on'
      : 'only "~/" is expanded. Write another home folder from "/" on, and a name that begins with "~" as "./~"';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** A file or folder; "~/" is the home folder of this user. */
const path = z.string().min(1).transform(withHome);

const split = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

/** A host name without its port, every name below one, or any. */
const hostPattern = /^(\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/i;

/** An `http(s)://host[:port]` address without a path. */
const endpoint = z
  .url({ protocol: /^https?$/, error: 'it must be http://host:port or https://host:port', abort: true })
  .refine((url) => new URL(url).pathname === '/', 'it must have no path')
  .refine((url) => !new URL(url).username && !new URL(url).password, 'it must have no user and no password');

/** A text that `read` takes: what it throws says what is wrong. */
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
 * Every setting of the platform. The only place that reads the environment. Each variable's `describe` is its
 * documentation: `aias --help` and the README's table are generated from it.
 */
const environmentSchema = z.object({
  AIAS_DATABASE_URL: readable((url) => readPostgresParameters(parsePostgresUrl(url).parameters))
    .optional()
    .describe(
      'Postgres database, `postgres://<user>:<password>@<host>:<port>/<database>`, with the parameters of libpq (`?sslmode=verify-full`). Unset: an embedded Postgres in AIAS_DATA_DIR.',
    ),
  AIAS_DATABASE_CA_FILE: path
    .optional()
    .describe(
      'File of the certificate authority (PEM) that must have signed the certificate of Postgres. Implies `sslmode=verify-full` unless the URL sets another.',
    ),
  AIAS_REDIS_URL: readable(parseRedisUrl)
    .optional()
    .describe(
      'Redis for change notifications between processes, `redis://<user>:<password>@<host>:<port>`. Unset: LISTEN and NOTIFY of Postgres.',
    ),
  AIAS_DATA_DIR: path
    .default(defaultDataFolder)
    .describe('Folder of the embedded Postgres, of the filesystem store and of local caches.'),
  AIAS_S3_ENDPOINT: endpoint
    .optional()
    .describe(
      'S3 server for artifacts, http(s)://host:port, reached directly: HTTP_PROXY is not heeded. Unset: files in AIAS_DATA_DIR.',
    ),
  AIAS_S3_BUCKET: z
    .string()
    .min(3)
    .max(63)
    .default('aias')
    .describe('Bucket for artifacts. Created when it does not exist.'),
  AIAS_S3_STYLE: z
    .enum(['path', 'virtual'])
    .default('path')
    .describe(
      'How requests name the bucket: `path` is host/bucket, `virtual` is bucket.host, which some services require.',
    ),
  AIAS_S3_REGION: z.string().min(1).default('us-east-1').describe('Region of the S3 server.'),
  AIAS_S3_ACCESS_KEY: z.string().min(1).optional().describe('Access key of the S3 server.'),
  AIAS_S3_SECRET_KEY: z.string().min(1).optional().describe('Secret key of the S3 server.'),
  AIAS_S3_SESSION_TOKEN: z.string().min(1).optional().describe('Session token that goes with temporary S3 keys.'),
  AIAS_S3_CA_FILE: path
    .optional()
    .describe('File of a certificate authority (PEM) to trust for the S3 server, besides those that Node.js trusts.'),
  AIAS_HOST: z
    .string()
    .refine(
      (text) => isIP(text) !== 0 || (!text.startsWith('.') && text !== '*' && hostPattern.test(text)),
      'must be an IP address such as 0.0.0.0 or ::, without brackets and port, or a host name',
    )
    .default('127.0.0.1')
    .describe('Address that the gateway, and the health port of a worker, bind to.'),
  AIAS_PORT: integer(0, 65535).default(4000).describe('Port of the gateway; 0 takes a free one.'),
  AIAS_PUBLIC_URL: endpoint
    // Links are made of it, and compared with it: neither a final "/" nor the dot that ends a full name of DNS belongs there.
    .transform((url) => new URL(url).origin.replace(/\.(?=(:\d+)?$)/, ''))
    .optional()
    .describe(
      'Address under which clients reach the gateway; upload and download links start with it. Absent: from the bound address.',
    ),
  AIAS_ALLOWED_ORIGINS: z
    .string()
    .refine(
      (text) => split(text).every((origin) => originOf(origin) !== null),
      'each must be like https://app.example.com',
    )
    .default('')
    .describe('Comma-separated origins of other web pages that may call the gateway from a browser.'),
  AIAS_ALLOWED_HOSTS: z
    .string()
    .refine((text) => split(text).every((name) => hostPattern.test(name)), 'each must be a host name, ".domain" or "*"')
    .default('')
    .describe(
      'Comma-separated host names by which clients reach the gateway, besides AIAS_PUBLIC_URL, local names and IP addresses. `.example.com`: every name below it; `*`: any.',
    ),
  AIAS_GRAPHIQL: z.enum(['on', 'off']).default('on').describe('Whether browsers find GraphiQL at /graphql.'),
  AIAS_INTROSPECTION: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether clients may ask the gateway for its GraphQL schema. `off` refuses `__schema` and `__type`.'),
  AIAS_OPERATION_SECONDS: integer(1, 3600)
    .default(60)
    .describe('Seconds after which a GraphQL query or mutation is ended. A subscription may last for any time.'),
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
  AIAS_WORKER_INGESTIONS: integer(0, 64)
    .optional()
    .describe(
      'Uploads that one worker process reads at the same time, beside its tasks; absent: two, or one where there are less than four processors. One more is read for an organisation that has none in progress.',
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
  AIAS_UPLOAD_IDLE_SECONDS: integer(1, 3600)
    .default(60)
    .describe('An upload of which no byte comes for this long is ended with status 408. The whole may take any time.'),
  AIAS_INGEST_MEMORY_BYTES: integer(2 ** 28, 2 ** 50)
    .default(2 * 2 ** 30)
    .describe('Memory that the reading of one upload may take, in bytes. A file that needs more is rejected.'),
  AIAS_INGEST_SECONDS: integer(1, 86_400)
    .default(600)
    .describe(
      'Seconds that the reading of one upload may take, for each GiB of it that was begun; on a busy machine it gets up to five times as long.',
    ),
  AIAS_PREDICTORS: integer(1, 64)
    .default(4)
    .describe(
      'Organisations whose models a gateway keeps ready at the same time, each in a process of its own; when more predict at once, they take turns.',
    ),
  AIAS_PREDICTOR_SPARES: integer(0, 8)
    .default(1)
    .describe(
      'Processes that stand ready for the next organisation that predicts, so that it does not wait for a start.',
    ),
  AIAS_PREDICTOR_MEMORY_BYTES: integer(2 ** 28, 2 ** 50)
    .default(2 * 2 ** 30)
    .describe(
      'Memory that a process may take that predicts, reads samples of a dataset or tries an import out, in bytes.',
    ),
  AIAS_PREDICT_SECONDS: integer(1, 3600)
    .default(30)
    .describe(
      'Seconds that one prediction may compute before it is ended; a third of that while other organisations wait for a process.',
    ),
  AIAS_IMPORT_SECONDS: integer(5, 86_400)
    .default(120)
    .describe(
      'Seconds that reading an imported model and trying it out may take; on a busy machine it gets up to five times as long.',
    ),
  AIAS_SANDBOX: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe(
      'Confinement of the processes that read uploads, train and predict. `auto`: the strongest that works here, see `aias doctor`; `off`: none, for finding out whether it is in the way.',
    ),
  AIAS_SANDBOX_ENVIRONMENT: z
    .string()
    .refine((text) => split(text).every((name) => /^\w+$/.test(name)), 'must be names of variables')
    .default('')
    .describe('Comma-separated environment variables that confined processes get besides those of numeric libraries.'),
  AIAS_SANDBOX_READABLE: z
    .string()
    .transform((text, context) => split(text).map((one) => withHome(one, context)))
    .refine((paths) => paths.every(isAbsolute), 'must be absolute paths')
    .default([])
    .describe("Comma-separated files and folders that confined processes may read besides the system's programs."),
  AIAS_SESSION_DAYS: integer(1, 365).default(30).describe('Days that a session lives without being used.'),
  AIAS_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe log line that is written.'),
});

export type Config = Readonly<ReturnType<typeof parseConfig>>;

/** Headings of the settings in `aias --help`; the first whose pattern fits a name has it. */
const groups: [title: string, names: RegExp][] = [
  ['Database', /^AIAS_(DATABASE|REDIS)_/],
  ['Files and artifacts', /^AIAS_(S3_|DATA_DIR)/],
  ['Workers', /^AIAS_(WORKER|GRACE|BACKEND|LEASE|MAX_ATTEMPTS|CHECKPOINT|SPOOL|STALL)/],
  ['Retention', /_DAYS$/],
  ['Gateway', /./],
];

export interface SettingDescription {
  name: string;
  /** As text; `null` when the setting may be unset. */
  default: string | null;
  description: string;
  group: string;
}

/** One row a variable, for documentation. */
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

/** What to warn of at a start: variables that look like settings and are none. Their values are not told. */
export function settingWarnings(environment: Record<string, string | undefined> = process.env): string[] {
  return unknownSettings(environment, Object.keys(environmentSchema.shape));
}

/**
 * Reads the settings from `environment`.
 * @throws InvalidConfiguration naming every wrong variable and what is allowed.
 */
export function parseConfig(environment: Record<string, string | undefined>) {
  const problems: string[] = [];
  // An empty or blank variable counts as absent: that is what `AIAS_S3_ENDPOINT= aias start` means to the person who types it.
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
    allowedOrigins: split(value.AIAS_ALLOWED_ORIGINS).flatMap((origin) => originOf(origin) ?? []),
    allowedHosts: split(value.AIAS_ALLOWED_HOSTS),
    graphiql: value.AIAS_GRAPHIQL === 'on',
    introspection: value.AIAS_INTROSPECTION === 'on',
    operationSeconds: value.AIAS_OPERATION_SECONDS,
    proxies: value.AIAS_PROXIES,
    maxConnectionsPerAddress: value.AIAS_MAX_CONNECTIONS_PER_ADDRESS,
    metricsToken: value.AIAS_METRICS_TOKEN,
    workers: value.AIAS_WORKERS,
    workerSlots: value.AIAS_WORKER_SLOTS,
    workerMemoryBytes: value.AIAS_WORKER_MEMORY_BYTES ?? shareOfMemory(value.AIAS_WORKERS),
    workerIngestions: value.AIAS_WORKER_INGESTIONS ?? (availableParallelism() < 4 ? 1 : 2),
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
    uploadLimits: {
      maxBytes: value.AIAS_MAX_UPLOAD_BYTES,
      idleMilliseconds: value.AIAS_UPLOAD_IDLE_SECONDS * 1000,
    },
    ingestion: { memoryBytes: value.AIAS_INGEST_MEMORY_BYTES, seconds: value.AIAS_INGEST_SECONDS },
    predictors: value.AIAS_PREDICTORS,
    predictorSpares: value.AIAS_PREDICTOR_SPARES,
    predictorMemoryBytes: value.AIAS_PREDICTOR_MEMORY_BYTES,
    predictSeconds: value.AIAS_PREDICT_SECONDS,
    importSeconds: value.AIAS_IMPORT_SECONDS,
    sandbox: {
      mode: value.AIAS_SANDBOX,
      environment: split(value.AIAS_SANDBOX_ENVIRONMENT),
      readable: value.AIAS_SANDBOX_READABLE,
    },
    sessionDays: value.AIAS_SESSION_DAYS,
    logLevel: value.AIAS_LOG_LEVEL,
  };
}

/** Settings whose value is, or holds, a secret. */
const secretName = /_(DATABASE_URL|REDIS_URL|KEY|TOKEN)$/;

/** With escapes for what a terminal would act on, such as the CR of a file with Windows line ends. */
const visible = (text: string) =>
  text.replaceAll('\r', '\\r').replace(/\p{Cc}/gu, (control) => encodeURIComponent(control));

/** What is wrong with one setting, in one line that holds no secret. */
function problemOf(name: string, message: string, environment: Record<string, string | undefined>): string {
  if (message.startsWith(name)) return message;
  // A password may hold anything: all of it stands before the last "@".
  const shown = (environment[name] ?? '').replace(/^([a-z][a-z0-9+.-]*:\/\/).*@/is, '$1[redacted]@');
  const given = secretName.test(name) ? name : `${name}=${visible(redact(shown))}`;
  return `${given} is not valid: ${message}. ${describe(name)}`;
}

type Environment = z.infer<typeof environmentSchema>;

/** @param present names of the variables that are set: the defaults of the others name no store */
function missingStoreSettings(value: Environment, present: string[]): string[] {
  if (!value.AIAS_S3_ENDPOINT) {
    const own = Object.keys(environmentSchema.shape).filter((name) => name.startsWith('AIAS_S3_'));
    const idle = own.filter((name) => present.includes(name));
    if (idle.length === 0) return [];
    return [
      `AIAS_S3_ENDPOINT is missing: ${idle.join(', ')} ${idle.length === 1 ? 'needs' : 'need'} it. Set it, for Amazon to https://s3.<region>.amazonaws.com, or remove ${idle.length === 1 ? 'that setting' : 'those settings'} to keep artifacts in AIAS_DATA_DIR.`,
    ];
  }
  const keys = ['AIAS_S3_ACCESS_KEY', 'AIAS_S3_SECRET_KEY'] as const;
  // The S3 client asks AWS for the keys of a role, and then misreads what it gets.
  return keys
    .filter((name) => !value[name])
    .map(
      (name) => `${name} is missing: AIAS_S3_ENDPOINT needs it. Keys of an AWS role are not fetched. ${describe(name)}`,
    );
}

/** The URL says everything about the connection, so that it can be handed on alone. */
function withAuthority(url: string | undefined, caFile: string | undefined): string | undefined {
  if (!url || !caFile) return url;
  const { parameters } = parsePostgresUrl(url);
  if (parameters.has('sslrootcert')) return url;
  const mode = parameters.has('sslmode') ? '' : '&sslmode=verify-full';
  return `${url}${url.includes('?') ? '&' : '?'}sslrootcert=${encodeURIComponent(caFile)}${mode}`;
}

/** Passwords and keys among the settings, to be kept out of what is printed. */
export function secretsOf({ databaseUrl, redisUrl, s3, metricsToken }: Config): string[] {
  const passwords = [
    databaseUrl && parsePostgresUrl(databaseUrl).password,
    redisUrl && parseRedisUrl(redisUrl).password,
  ];
  return [...passwords, s3?.secretKey, s3?.sessionToken, metricsToken].filter((secret) => secret !== undefined);
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
    AIAS_S3_STYLE: config.s3?.style,
    AIAS_S3_REGION: config.s3?.region,
    AIAS_S3_SESSION_TOKEN: config.s3?.sessionToken,
    AIAS_S3_CA_FILE: config.s3?.caFile,
    AIAS_WORKER_SLOTS: String(config.workerSlots),
    AIAS_WORKER_MEMORY_BYTES: String(config.workerMemoryBytes),
    AIAS_WORKER_INGESTIONS: String(config.workerIngestions),
    AIAS_INGEST_MEMORY_BYTES: String(config.ingestion.memoryBytes),
    AIAS_INGEST_SECONDS: String(config.ingestion.seconds),
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

/** The settings of a confined process: how it computes, and nothing that it could misuse. */
export function confinedEnvironmentOf(config: Config): Record<string, string> {
  return {
    // Read when OpenBLAS is loaded: it would start a thread for every core, and none of them is used.
    OPENBLAS_NUM_THREADS: '1',
    AIAS_BACKEND: config.backend,
    AIAS_CHECKPOINT_SECONDS: String(config.checkpointSeconds),
    AIAS_LOG_LEVEL: config.logLevel,
  };
}

/** All variables of this process, secrets among them. */
export function ownEnvironment(): Record<string, string | undefined> {
  return process.env;
}
