/** Parses Redis connection URLs. The messages of this file never quote the URL, because it may contain a password. */
import { InvalidConfiguration } from '../errors.ts';
import { unencodedDelimiter } from './postgres-url.ts';

const form =
  'Write it as redis://<user>:<password>@<host>:<port>, with "@", "/", "?", "#", and "%" in the password percent-encoded.';

export interface RedisUrl {
  password: string | undefined;
}

/**
 * Validates a URL as the client will parse it.
 * @throws InvalidConfiguration naming the invalid part, without its text
 */
export function parseRedisUrl(text: string): RedisUrl {
  const [, rest = ''] = /^rediss?:\/\/(.*)$/is.exec(text.trim()) ?? [];
  // User, password, host and port end before the first of these.
  const end = rest.search(/[/?#]/);
  if (end >= 0 && rest.includes('@', end)) fail(unencodedDelimiter);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^rediss?:$/.test(url.protocol)) return fail(`is not a Redis URL. ${form}`);
  if (!/^\/?\d*$/.test(url.pathname)) fail('has a path that is not a database number.');
  try {
    decodeURIComponent(url.username);
    return { password: decodeURIComponent(url.password) || undefined };
  } catch {
    return fail('has a "%" that does not start a percent-encoded character. Write a literal "%" as %25.');
  }
}

function fail(problem: string): never {
  throw new InvalidConfiguration(`AIAS_REDIS_URL ${problem}`);
}
