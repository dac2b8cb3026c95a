/**
 * What may stand behind the "?" of a Postgres URL. Every parameter of libpq is either obeyed or refused by its name; any other name is
 * a setting of the server's, which refuses what it does not know.
 *
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
 */
import { z } from 'zod';
import { InvalidConfiguration } from './errors.ts';
import { settingSentence } from './setting-sentences.ts';

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
const tlsVersion = z.enum(['TLSv1.2', 'TLSv1.3']).optional();
const path = z.string().min(1).optional();
const seconds = z.coerce.number().int().min(0).max(86_400).optional();
const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

const schema = z.looseObject({
  sslmode: z.enum(sslModes).optional(),
  /** The same in JDBC's words. */
  ssl: flag.optional(),
  sslrootcert: path,
  sslcert: path,
  sslkey: path,
  sslpassword: z.string().optional(),
  sslnegotiation: z.enum(['postgres', 'direct']).optional(),
  ssl_min_protocol_version: tlsVersion,
  ssl_max_protocol_version: tlsVersion,
  channel_binding: z.enum(['disable', 'prefer', 'require']).default('prefer'),
  connect_timeout: seconds,
  keepalives: flag.default(true),
  keepalives_idle: seconds,
  target_session_attrs: z
    .enum(['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'])
    .transform((wanted) => (wanted === 'any' ? undefined : wanted))
    .optional(),
  load_balance_hosts: z.enum(['disable', 'random']).optional(),
  /** Prisma's name for a pooler in transaction mode. */
  pgbouncer: flag.default(false),
  application_name: z.string().optional(),
  fallback_application_name: z.string().default('aias'),
  /** Prisma's name for the search path. */
  schema: z.string().optional(),
  search_path: z.string().optional(),
  options: z.string().optional(),
  client_encoding: z.enum(['UTF8', 'utf8', 'UTF-8', 'utf-8', 'auto']).optional(),
  gssencmode: z.enum(['disable', 'prefer']).optional(),
  sslcompression: z.literal('0').optional(),
});

/** What the driver cannot do, and what to do instead. */
const refused: Record<string, string> = {
  hostaddr: 'Give the address as the host.',
  passfile: 'Give the password in the URL.',
  service: 'Write out what the service stands for.',
  servicefile: 'Write out what the service stands for.',
  sslcrl: 'The driver reads no revocation lists.',
  sslcrldir: 'The driver reads no revocation lists.',
  sslsni: 'The driver always sends the name of the host.',
  sslcertmode: 'Leave sslcert out to send no certificate.',
  require_auth: 'channel_binding=require and sslmode=verify-full protect the password.',
  requirepeer: 'The driver does not ask who owns a socket.',
  replication: 'Aias opens ordinary sessions only.',
  krbsrvname: 'The driver has no GSSAPI.',
  gsslib: 'The driver has no GSSAPI.',
  gssdelegation: 'The driver has no GSSAPI.',
  connection_limit: 'Aias sizes its pools itself.',
  pool_timeout: 'Aias sizes its pools itself.',
  socket_timeout: 'Use connect_timeout.',
  statement_cache_size: 'Use pgbouncer=true behind a pooler in transaction mode.',
  prepareThreshold: 'Use pgbouncer=true behind a pooler in transaction mode.',
};

/** They change nothing here: a silent connection is given up by `silence_timeout`, and the rest concerns other drivers. */
const ignored = new Set([
  'keepalives_interval',
  'keepalives_count',
  'tcp_user_timeout',
  'min_protocol_version',
  'max_protocol_version',
  'uselibpqcompat',
]);

export type PostgresParameters = ReturnType<typeof readPostgresParameters>;

/** @throws InvalidConfiguration naming the parameter */
export function readPostgresParameters(parameters: ReadonlyMap<string, string>) {
  for (const name of parameters.keys()) {
    const reason = refused[name];
    if (reason) throw new InvalidConfiguration(`AIAS_DATABASE_URL has ${name}=, which Aias does not take. ${reason}`);
  }
  const { data, error } = schema.safeParse(Object.fromEntries(parameters), { error: settingSentence });
  if (!data) {
    const [issue] = error.issues;
    throw new InvalidConfiguration(`AIAS_DATABASE_URL has a wrong ${String(issue?.path[0])}=: ${issue?.message}.`);
  }
  const own = Object.keys(schema.shape);
  const others = [...parameters].filter(([name]) => !own.includes(name) && !ignored.has(name));
  return {
    tls: tlsOf(data),
    channelBinding: data.channel_binding,
    connectTimeoutSeconds: data.connect_timeout,
    keepAliveSeconds: data.keepalives ? data.keepalives_idle : 0,
    targetSessionAttrs: data.target_session_attrs,
    randomHost: data.load_balance_hosts === 'random',
    /** A pooler in transaction mode: nothing that belongs to a session lasts. */
    pooled: data.pgbouncer,
    /** Settings of the server for the session. */
    session: {
      ...Object.fromEntries(others),
      application_name: data.application_name ?? data.fallback_application_name,
      ...searchPathOf(data),
    },
  };
}

type Given = z.infer<typeof schema>;

function tlsOf(data: Given) {
  const system = data.sslrootcert === 'system';
  const wanted = data.sslmode ?? (data.ssl === true ? 'require' : data.ssl === false ? 'disable' : 'prefer');
  // libpq: a root certificate turns `require` into `verify-ca`, and the system's are good for `verify-full` alone.
  const strict = system ? 'verify-full' : data.sslrootcert && wanted === 'require' ? 'verify-ca' : wanted;
  if (system && data.sslmode && data.sslmode !== 'verify-full') {
    throw new InvalidConfiguration('AIAS_DATABASE_URL has sslrootcert=system, which needs sslmode=verify-full.');
  }
  if (data.channel_binding === 'require' && ['disable', 'allow', 'prefer'].includes(strict)) {
    throw new InvalidConfiguration(
      'AIAS_DATABASE_URL has channel_binding=require, which needs sslmode=require or more.',
    );
  }
  return {
    mode: strict,
    direct: data.sslnegotiation === 'direct',
    rootCertificate: system ? undefined : data.sslrootcert,
    certificate: data.sslcert,
    key: data.sslkey,
    keyPassword: data.sslpassword,
    minVersion: data.ssl_min_protocol_version,
    maxVersion: data.ssl_max_protocol_version,
  };
}

/** The migrations name the schema `public`, so nothing may stand before it. */
function searchPathOf({ schema: prisma, search_path = prisma, options }: Given): Record<string, string> {
  const inOptions = /search_path\s*=\s*((?:\\.|[^\s])+)/.exec(options ?? '')?.[1];
  for (const searchPath of [search_path, inOptions]) {
    const [first] = (searchPath ?? 'public').split(',').filter((part) => !/\$user/.test(part));
    if (first?.trim().replaceAll('"', '') === 'public') continue;
    throw new InvalidConfiguration(
      'AIAS_DATABASE_URL names another schema than public, where Aias keeps its tables. Remove it, or give Aias a database of its own.',
    );
  }
  return { ...(options && { options }), ...(search_path && { search_path }) };
}
