/**
 * The query parameters of a PostgreSQL URL. Every libpq parameter is either applied or rejected by name. Any other name is sent
 * to the server as a setting; the server rejects unknown ones.
 *
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
 */
import { z } from 'zod';
import { InvalidConfiguration } from '../errors.ts';
import { settingSentence } from './setting-sentences.ts';

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
const tlsVersion = z.enum(['TLSv1.2', 'TLSv1.3']).optional();
const path = z.string().min(1).optional();
const seconds = z.coerce.number().int().min(0).max(86_400).optional();
const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1');

const schema = z.looseObject({
  sslmode: z.enum(sslModes).optional(),
  /** JDBC's name for `sslmode`. */
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

/** Unsupported parameters, and what to do instead. */
const unsupported: Record<string, string> = {
  hostaddr: 'Give the address as the host.',
  passfile: 'Give the password in the URL.',
  service: 'Write out what the service stands for.',
  servicefile: 'Write out what the service stands for.',
  sslcrl: 'The driver does not support revocation lists.',
  sslcrldir: 'The driver does not support revocation lists.',
  sslsni: 'The driver always sends the host name.',
  sslcertmode: 'Leave sslcert out to send no certificate.',
  require_auth: 'channel_binding=require and sslmode=verify-full protect the password.',
  requirepeer: 'The driver does not check the owner of a socket.',
  replication: 'Aias only opens ordinary sessions.',
  krbsrvname: 'The driver does not support GSSAPI.',
  gsslib: 'The driver does not support GSSAPI.',
  gssdelegation: 'The driver does not support GSSAPI.',
  connection_limit: 'Aias sets the size of its pools.',
  pool_timeout: 'Aias sets the size of its pools.',
  socket_timeout: 'Use connect_timeout.',
  statement_cache_size: 'Use pgbouncer=true behind a pooler in transaction mode.',
  prepareThreshold: 'Use pgbouncer=true behind a pooler in transaction mode.',
};

/** Parameters without an effect: `silence_timeout` already closes silent connections, and the rest belongs to other drivers. */
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
    const reason = unsupported[name];
    if (reason)
      throw new InvalidConfiguration(`AIAS_DATABASE_URL has ${name}=, which Aias does not support. ${reason}`);
  }
  const { data, error } = schema.safeParse(Object.fromEntries(parameters), { error: settingSentence });
  if (!data) {
    const [issue] = error.issues;
    throw new InvalidConfiguration(`AIAS_DATABASE_URL has an invalid ${String(issue?.path[0])}=: ${issue?.message}.`);
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
    /** Whether connections go through a pooler in transaction mode, which keeps no session state. */
    pooled: data.pgbouncer,
    /** Server settings of the session. */
    session: {
      ...Object.fromEntries(others),
      application_name: data.application_name ?? data.fallback_application_name,
      ...searchPathOf(data),
    },
  };
}

type ParsedParameters = z.infer<typeof schema>;

function tlsOf(data: ParsedParameters) {
  const system = data.sslrootcert === 'system';
  const wanted = data.sslmode ?? (data.ssl === true ? 'require' : data.ssl === false ? 'disable' : 'prefer');
  // As in libpq, a root certificate turns `require` into `verify-ca`, and the system's certificates require `verify-full`.
  const strict = system ? 'verify-full' : data.sslrootcert && wanted === 'require' ? 'verify-ca' : wanted;
  if (system && data.sslmode && data.sslmode !== 'verify-full') {
    throw new InvalidConfiguration('AIAS_DATABASE_URL has sslrootcert=system, which requires sslmode=verify-full.');
  }
  if (data.channel_binding === 'require' && ['disable', 'allow', 'prefer'].includes(strict)) {
    throw new InvalidConfiguration(
      'AIAS_DATABASE_URL has channel_binding=require, which requires sslmode=require or stricter.',
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

/** Returns the search path. The migrations use the schema `public`, so it must come first. */
function searchPathOf({ schema: prisma, search_path = prisma, options }: ParsedParameters): Record<string, string> {
  const inOptions = /search_path\s*=\s*((?:\\.|[^\s])+)/.exec(options ?? '')?.[1];
  for (const searchPath of [search_path, inOptions]) {
    const [first] = (searchPath ?? 'public').split(',').filter((part) => !/\$user/.test(part));
    if (first?.trim().replaceAll('"', '') === 'public') continue;
    throw new InvalidConfiguration(
      'AIAS_DATABASE_URL sets a schema other than public, where Aias keeps its tables. Remove it, or use a separate database for Aias.',
    );
  }
  return { ...(options && { options }), ...(search_path && { search_path }) };
}
