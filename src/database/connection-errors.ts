/** Explains in one line, for the operator, why a database could not be reached or used. */

import { parsePostgresUrl } from '../config/postgres-url.ts';
import { InvalidConfiguration } from '../errors.ts';

interface Cause {
  code: string;
  message: string;
}

/** Message for a database that accepts no writes. */
export const readOnly = (database: string) =>
  `${database} is read-only, perhaps a standby. Add target_session_attrs=read-write, or use the address of the primary.`;

type Explain = (target: { server: string; user: string; database: string }, message: string) => string;

const unreachable: Explain = ({ server }) => `${server} does not respond. Check the host, the port and the firewall.`;
const untrusted: Explain = ({ server }, message) =>
  `the certificate of ${server} is not trusted (${message}). Set AIAS_DATABASE_CA_FILE to the certificate of its authority.`;
const closed: Explain = ({ server }) =>
  `${server} closed the connection during the handshake. Check that Postgres listens there, and check its log.`;

/** Explanations by SQLSTATE, driver code or system code. */
const explanations: Record<string, Explain> = {
  ENOTFOUND: ({ server }) => `the host of ${server} is unknown. Check its name and the DNS of this machine.`,
  EAI_AGAIN: ({ server }) => `the host of ${server} cannot be looked up. Check the DNS of this machine.`,
  ECONNREFUSED: ({ server }) => `nothing listens at ${server}. Start Postgres there, or correct the host and port.`,
  ENOENT: ({ server }) => `there is no socket ${server}. Start Postgres, or correct the folder and port.`,
  EACCES: ({ server }) =>
    `this process has no permission to connect to ${server}. Check the permissions of the socket.`,
  ETIMEDOUT: unreachable,
  CONNECT_TIMEOUT: unreachable,
  CONNECTION_SILENT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ECONNRESET: closed,
  EPIPE: closed,
  CONNECTION_CLOSED: closed,
  CONNECTION_DESTROYED: ({ server }) => `no host of ${server} satisfies target_session_attrs.`,
  '28P01': ({ user }) => `the password of the role ${user} is wrong.`,
  '28000': ({ user, database }, message) =>
    /no encryption/.test(message)
      ? `the server accepts ${user} in ${database} only over TLS. Add sslmode=require to the URL.`
      : `the server does not accept ${user} in ${database}: ${message}. Check the role and pg_hba.conf.`,
  '3D000': ({ server, database }) =>
    `the database ${database} does not exist at ${server}. Create it, or correct its name.`,
  '3F000': (_, message) => `${message}. Create the schema public, or correct search_path.`,
  '42501': ({ user, database }, message) =>
    `the role ${user} lacks a privilege: ${message}. Make it the owner of ${database}, or grant the privilege.`,
  '53300': (_, message) =>
    `the server accepts no more connections: ${message}. Raise max_connections, or run fewer processes.`,
  '57P03': ({ server }, message) => `${server} is not ready: ${message}. Try again.`,
  '25006': ({ server }) => readOnly(server),
  '42704': (_, message) => `a parameter after the "?" is unknown: ${message}. Remove it.`,
  '22023': (_, message) => `a parameter after the "?" has an invalid value: ${message}.`,
  '08P01': ({ server }, message) =>
    /startup parameter/.test(message)
      ? `${server} is a pooler that does not support session parameters (${message}). Add pgbouncer=true to the URL.`
      : `${server} rejected the connection: ${message}.`,
  TLS_REFUSED: ({ server }) =>
    `${server} does not offer TLS. Enable it there (ssl = on), or set sslmode=disable in the URL.`,
  CHANNEL_BINDING_REFUSED: ({ server }) =>
    `${server} does not offer channel binding. Set channel_binding=prefer in the URL, or connect without the proxy.`,
  SASL_SIGNATURE_MISMATCH: ({ server }) =>
    `${server} could not prove that it knows the password, so it may be an impostor. Check the host.`,
  ERR_TLS_CERT_ALTNAME_INVALID: ({ server }, message) =>
    `the certificate of ${server} is for another host (${message}). Correct the host, or set sslmode=verify-ca in the URL.`,
  CERT_HAS_EXPIRED: ({ server }) =>
    `the certificate of ${server} has expired. Renew it, and check the clock of this machine.`,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
};

/**
 * Explains an error of the first connection or of a migration.
 * @returns null when the environment is not the cause: such an error is a defect and must be shown unchanged
 */
export function explainDatabaseError(error: unknown, url: string): InvalidConfiguration | null {
  for (const { code, message } of causesOf(error)) {
    const explain = explanations[code] ?? (/^(ERR_SSL_|EPROTO)/.test(code) ? tlsFailed : undefined);
    if (!explain) continue;
    return new InvalidConfiguration(
      `AIAS_DATABASE_URL: ${oneLine(explain(describeTarget(url), message.replace(/\.$/, '')))}`,
    );
  }
  return null;
}

const tlsFailed: Explain = ({ server }, message) =>
  `TLS with ${server} failed (${message}). Check its certificate and TLS versions.`;

/** drizzle wraps what the driver throws. */
function* causesOf(error: unknown): Generator<Cause> {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    yield { code: typeof code === 'string' ? code : '', message: at.message };
  }
}

function describeTarget(url: string) {
  const { hosts, user, database } = parsePostgresUrl(url);
  const names = hosts.map(({ host, port }) =>
    host.startsWith('/') ? `${host}/.s.PGSQL.${port}` : `${host.includes(':') ? `[${host}]` : host}:${port}`,
  );
  const role = user ?? 'of this user';
  return { server: names.join(', ') || 'localhost:5432', user: `"${role}"`, database: `"${database ?? role}"` };
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');
