/** Why a database could not be reached or used, as one line for the person who set the address. */
import { InvalidConfiguration } from '../errors.ts';
import { parsePostgresUrl } from '../postgres-url.ts';

interface Cause {
  code: string;
  message: string;
}

/** What to do about a database that takes no writes. */
export const readOnly = (database: string) =>
  `${database} is read-only, perhaps a standby. Add target_session_attrs=read-write, or name the primary.`;

type Explain = (place: { server: string; user: string; database: string }, message: string) => string;

const unreachable: Explain = ({ server }) =>
  `${server} does not answer. Check the host and the port, and that a firewall lets this machine through.`;
const untrusted: Explain = ({ server }, message) =>
  `the certificate of ${server} is not trusted (${message}). Name the file of its authority in AIAS_DATABASE_CA_FILE.`;
const closed: Explain = ({ server }) =>
  `${server} closed the connection while it was opened. Check that Postgres listens there, and its log.`;

/** By SQLSTATE, the driver's code or the system's. */
const explanations: Record<string, Explain> = {
  ENOTFOUND: ({ server }) => `the host of ${server} is unknown. Check its name, and the DNS of this machine.`,
  EAI_AGAIN: ({ server }) => `the host of ${server} cannot be looked up. Check the DNS of this machine.`,
  ECONNREFUSED: ({ server }) => `nothing listens at ${server}. Start Postgres there, or correct the host and the port.`,
  ENOENT: ({ server }) => `there is no socket ${server}. Start Postgres, or correct the folder and the port.`,
  EACCES: ({ server }) => `this process may not connect to ${server}. Check its permissions.`,
  ETIMEDOUT: unreachable,
  CONNECT_TIMEOUT: unreachable,
  CONNECTION_SILENT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ECONNRESET: closed,
  EPIPE: closed,
  CONNECTION_CLOSED: closed,
  CONNECTION_DESTROYED: ({ server }) => `no host of ${server} is what target_session_attrs= asks for.`,
  '28P01': ({ user }) => `the password of the role ${user} is wrong.`,
  '28000': ({ user, database }, message) =>
    /no encryption/.test(message)
      ? `the server lets ${user} into ${database} over TLS alone. Add sslmode=require to the URL.`
      : `the server does not let ${user} into ${database}: ${message}. Check the role, and pg_hba.conf.`,
  '3D000': ({ server, database }) =>
    `the database ${database} does not exist at ${server}. Create it, or correct its name.`,
  '3F000': (_, message) => `${message}. Create the schema public, or correct the search path.`,
  '42501': ({ user, database }, message) =>
    `the role ${user} lacks a right: ${message}. Make it the owner of ${database}, or grant it what is missing.`,
  '53300': (_, message) => `the server takes no more connections: ${message}. Raise max_connections, or run less.`,
  '57P03': ({ server }, message) => `${server} is not ready: ${message}. Try again.`,
  '25006': ({ server }) => readOnly(server),
  '42704': (_, message) => `a parameter behind the "?" is unknown: ${message}. Remove it.`,
  '22023': (_, message) => `a parameter behind the "?" has a wrong value: ${message}.`,
  '08P01': ({ server }, message) =>
    /startup parameter/.test(message)
      ? `${server} is a pooler that does not pass settings on (${message}). Add pgbouncer=true to the URL.`
      : `${server} refuses the connection: ${message}.`,
  TLS_REFUSED: ({ server }) =>
    `${server} does not offer TLS. Turn it on there (ssl = on), or set sslmode=disable in the URL.`,
  CHANNEL_BINDING_REFUSED: ({ server }) =>
    `${server} does not offer channel binding. Set channel_binding=prefer in the URL, or connect around the proxy.`,
  SASL_SIGNATURE_MISMATCH: ({ server }) =>
    `${server} does not know the password itself: it is not the server that it claims to be.`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ server }, message) =>
    `the certificate of ${server} is for another host (${message}). Correct the host, or set sslmode=verify-ca in the URL.`,
  CERT_HAS_EXPIRED: ({ server }) =>
    `the certificate of ${server} has expired. Renew it there, and check the clock of this machine.`,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
};

/**
 * What to tell about an error that a first connection, or a migration, met.
 * @returns null when the error is not the environment's: a defect, which has to be seen as it is
 */
export function explainDatabaseError(error: unknown, url: string): InvalidConfiguration | null {
  for (const { code, message } of causesOf(error)) {
    const explain = explanations[code] ?? (/^(ERR_SSL_|EPROTO)/.test(code) ? tlsFailed : undefined);
    if (!explain) continue;
    return new InvalidConfiguration(`AIAS_DATABASE_URL: ${oneLine(explain(placeOf(url), message.replace(/\.$/, '')))}`);
  }
  return null;
}

const tlsFailed: Explain = ({ server }, message) =>
  `TLS with ${server} failed (${message}). Check its certificate and its versions of TLS.`;

/** drizzle wraps what the driver throws. */
function* causesOf(error: unknown): Generator<Cause> {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    yield { code: typeof code === 'string' ? code : '', message: at.message };
  }
}

function placeOf(url: string) {
  const { hosts, user, database } = parsePostgresUrl(url);
  const names = hosts.map(({ host, port }) =>
    host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host.includes(':') ? `[${host}]` : host}:${port}`,
  );
  const role = user ?? 'of this user';
  return { server: names.join(', ') || 'localhost:5432', user: `"${role}"`, database: `"${database ?? role}"` };
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');
