/** Redis's connection URLs. No message of this file quotes the text that it was given: a part of it may be the password. */
import { InvalidConfiguration } from './errors.ts';
import { unencodedDelimiter } from './postgres-url.ts';

const form =
  'Write it as redis://<user>:<password>@<host>:<port>, with "@", "/", "?", "#" and "%" of the password percent-encoded.';

export interface RedisUrl {
  password: string | undefined;
}

/**
 * Checks a URL as the client will read it.
 * @throws InvalidConfiguration naming the part that is wrong, never its text
 */
export function parseRedisUrl(text: string): RedisUrl {
  const [, rest = ''] = /^rediss?:\/\/(.*)$/is.exec(text.trim()) ?? [];
  // Everything from the first of these on is no part of user, password, host and port.
  const end = rest.search(/[/?#]/);
  if (end >= 0 && rest.includes('@', end)) fail(unencodedDelimiter);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^rediss?:$/.test(url.protocol)) return fail(`is not a Redis URL. ${form}`);
  if (!/^\/?\d*$/.test(url.pathname)) fail('has something behind its host that is not the number of a database.');
  try {
    decodeURIComponent(url.username);
    return { password: decodeURIComponent(url.password) || undefined };
  } catch {
    return fail('has a "%" that begins no percent-encoded character. A "%" of its own is written as %25.');
  }
}

function fail(problem: string): never {
  throw new InvalidConfiguration(`AIAS_REDIS_URL ${problem}`);
}
