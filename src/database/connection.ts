/** Opens connections from a Postgres URL. The only place that passes addresses to the driver. */
import { readFileSync } from 'node:fs';
import type { SecureContextOptions } from 'node:tls';
import postgres, { type Options, type Sql } from 'postgres';
import { type PostgresParameters, readPostgresParameters } from '../config/postgres-parameters.ts';
import { type PostgresHost, parsePostgresUrl } from '../config/postgres-url.ts';
import { InvalidConfiguration } from '../errors.ts';

type DriverOptions = Options<Record<string, never>>;

export interface PostgresOptions
  extends Omit<DriverOptions, 'host' | 'port' | 'path' | 'ssl' | 'user' | 'pass' | 'prepare'> {
  /** Parameters of every session. Not set through a pooler in transaction mode, which does not support them. */
  session?: Record<string, string | number>;
  /** Seconds without a response, while a statement waits, after which a connection is closed. (An option of our patch.) */
  silence_timeout?: number;
  /** Called with each notification. (The driver has this option, but its types do not.) */
  onnotify?: (channel: string, payload: string) => void;
}

/**
 * Returns a pool of connections to the database at `url`. The first statement opens the first connection.
 * @throws InvalidConfiguration when the URL, or a file that it refers to, cannot be used
 */
export function openPostgres(url: string, { session, ...options }: PostgresOptions = {}): Sql {
  if (!('survivesLostConnections' in postgres && 'bindsChannels' in postgres)) {
    throw new InvalidConfiguration(
      'The database driver is not patched, so a lost connection could end the process. Run `npm ci`.',
    );
  }
  const { hosts, user, password, database, parameters } = parsePostgresUrl(url);
  const settings = readPostgresParameters(parameters);
  const { targetSessionAttrs, connectTimeoutSeconds, keepAliveSeconds } = settings;
  return postgres({
    onnotice: () => undefined,
    ...options,
    ...addressOf(settings.randomHost ? shuffled(hosts) : hosts),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { pass: password }),
    ...(database !== undefined && { database }),
    ...(connectTimeoutSeconds !== undefined && { connect_timeout: connectTimeoutSeconds }),
    ...(keepAliveSeconds !== undefined && { keep_alive: keepAliveSeconds }),
    ...(targetSessionAttrs && { target_session_attrs: targetSessionAttrs }),
    // As in libpq, there is no TLS over a Unix socket, regardless of the mode.
    ssl: hosts.some(isSocket) ? false : tlsOptions(settings.tls),
    ...{ sslnegotiation: settings.tls.direct ? 'direct' : null, channel_binding: settings.channelBinding },
    prepare: !settings.pooled,
    connection: { ...(settings.pooled ? {} : session), ...settings.session },
  });
}

/** Returns whether the URL declares a pooler in transaction mode, through which LISTEN receives nothing. */
export function isPooled(url: string): boolean {
  return readPostgresParameters(parsePostgresUrl(url).parameters).pooled;
}

const isSocket = ({ host }: PostgresHost) => host.startsWith('/');

/** The driver accepts lists of hosts and ports, but its types do not. */
function addressOf(hosts: PostgresHost[]): object {
  const [first, ...others] = hosts;
  if (!first) return {};
  if (!hosts.some(isSocket)) return { host: hosts.map(({ host }) => host), port: hosts.map(({ port }) => port) };
  if (others.length > 0) {
    throw new InvalidConfiguration(
      'AIAS_DATABASE_URL has a Unix socket among several hosts. Use one socket, or only hosts.',
    );
  }
  return { path: `${first.host}/.s.PGSQL.${first.port}` };
}

function shuffled<T>(items: T[]): T[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(Math.floor(Math.random() * rest.length), 1));
}

function tlsOptions(tls: PostgresParameters['tls']): DriverOptions['ssl'] {
  if (tls.mode === 'disable') return false;
  const own: SecureContextOptions = {
    ...(tls.certificate && { cert: readCredential(tls.certificate, 'sslcert') }),
    ...(tls.key && { key: readCredential(tls.key, 'sslkey') }),
    ...(tls.keyPassword !== undefined && { passphrase: tls.keyPassword }),
    ...(tls.minVersion && { minVersion: tls.minVersion }),
    ...(tls.maxVersion && { maxVersion: tls.maxVersion }),
  };
  // The driver falls back to plain text only for the string 'prefer', not for an object.
  if (tls.mode === 'allow' || tls.mode === 'prefer')
    return Object.keys(own).length > 0 ? { ...own, rejectUnauthorized: false } : 'prefer';
  if (tls.mode === 'require') return { ...own, rejectUnauthorized: false };
  const trusted = { ...own, ...(tls.rootCertificate && { ca: readCredential(tls.rootCertificate, 'sslrootcert') }) };
  if (tls.mode === 'verify-ca') return { ...trusted, rejectUnauthorized: true, checkServerIdentity: () => undefined };
  return { ...trusted, rejectUnauthorized: true };
}

function readCredential(path: string, parameter: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const setting =
      parameter === 'sslrootcert'
        ? 'AIAS_DATABASE_CA_FILE, or sslrootcert= of AIAS_DATABASE_URL,'
        : `${parameter}= of AIAS_DATABASE_URL`;
    throw new InvalidConfiguration(`${setting} is set to ${path}, which cannot be read (${code}).`);
  }
}
