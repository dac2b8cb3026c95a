/**
 * Parses PostgreSQL connection URLs as libpq does. `new URL` is unsuitable: it supports neither several hosts nor the folder of a
 * Unix socket, and its errors quote the password. The messages of this file never quote the URL.
 *
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
 */
import { InvalidConfiguration } from '../errors.ts';

export interface PostgresHost {
  /** Host name, IP address without brackets, or folder of a Unix socket, which begins with "/". */
  host: string;
  port: number;
}

export interface PostgresUrl {
  /** Hosts in the order in which they are tried. Empty means the driver's default. */
  hosts: PostgresHost[];
  user: string | undefined;
  password: string | undefined;
  database: string | undefined;
  /** All other query parameters. */
  parameters: ReadonlyMap<string, string>;
}

const defaultPort = 5432;
const form = 'Write it as postgres://<user>:<password>@<host>:<port>/<database>.';

/** End of a sentence about a URL in which the end of the password is ambiguous. */
export const unencodedDelimiter =
  'has an unencoded "/", "?", "#", or "@" in its user or password, or an "@" after its host. Percent-encode it: "@" is %40, "/" is %2F, "?" is %3F, and "#" is %23.';

/** @throws InvalidConfiguration naming the invalid part, without its text where that may be a password */
export function parsePostgresUrl(text: string): PostgresUrl {
  const [, scheme, rest = ''] = /^((?:jdbc:)?[a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text.trim()) ?? [];
  if (!scheme) fail(/^\s*\w+\s*=/.test(text) ? `is a list of keywords, not a URL. ${form}` : `is not a URL. ${form}`);
  if (!/^postgres(ql)?$/i.test(scheme)) fail(`begins with "${scheme}://". ${form}`);
  const [address = '', ...queries] = rest.split('?');
  const slash = address.indexOf('/');
  const authority = slash < 0 ? address : address.slice(0, slash);
  const path = slash < 0 ? '' : address.slice(slash + 1);
  // A later "@" may be the one that ends the password: the text before the first "/" would then belong to the password.
  if (rest.includes('@', authority.length)) fail(unencodedDelimiter);
  const at = authority.lastIndexOf('@');
  const [user, ...password] = at < 0 ? [] : authority.slice(0, at).split(':');
  const parameters = parseParameters(queries.join('?'));
  const take = (name: string) => {
    const value = parameters.get(name);
    parameters.delete(name);
    return value || undefined;
  };
  return {
    hosts: hostsOf(authority.slice(at + 1), take('host'), take('port')),
    user: take('user') ?? (user ? decode(user) : undefined),
    password: take('password') ?? (password.length > 0 ? decode(password.join(':')) : undefined),
    database: take('dbname') ?? (path ? decode(path) : undefined),
    parameters,
  };
}

function parseParameters(query: string): Map<string, string> {
  const pairs = query.split('&').filter(Boolean);
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      if (!/^[A-Za-z_][\w.]*$/.test(name)) fail('has a query parameter that is not name=value.');
      return [name, decode(value.join('='))];
    }),
  );
}

/** @param hosts the parameter `host=`, and `ports` the parameter `port=`: both override the hosts before the path */
function hostsOf(authority: string, hosts: string | undefined, ports: string | undefined): PostgresHost[] {
  const listed = authority === '' ? [] : authority.split(',').map(hostOf);
  const named = hosts?.split(',').map((host) => ({ host, port: listed[0]?.port ?? defaultPort })) ?? listed;
  const numbers = ports?.split(',').map(portOf) ?? [];
  if (numbers.length > 1 && numbers.length !== named.length) fail('has a different number of ports than of hosts.');
  const found = numbers.length > 0 && named.length === 0 ? [{ host: 'localhost', port: defaultPort }] : named;
  return found.map(({ host, port }, index) => ({ host, port: numbers[index] ?? numbers[0] ?? port }));
}

function hostOf(text: string): PostgresHost {
  const [, address, name, port] = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(.*))?$/.exec(text) ?? [];
  if (address === undefined && name === undefined) {
    fail('has an invalid host. Put an IPv6 address in brackets: [::1].');
  }
  return { host: decode(address ?? name ?? '') || 'localhost', port: port ? portOf(port) : defaultPort };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  // The text may be the rest of a password: "user:pass@word:5432".
  return fail('has a port that is not a number from 1 to 65535.');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return fail('has a "%" that does not start a percent-encoded character. Write a literal "%" as %25.');
  }
}

function fail(problem: string): never {
  throw new InvalidConfiguration(`AIAS_DATABASE_URL ${problem}`);
}
