import { InvalidInput } from '../../errors.ts';

export interface Target {
  pathname: string;
  searchParams: URLSearchParams;
  /** Path and query in origin form, safe for the rest of the gateway to read as `request.url`. */
  href: string;
}

/**
 * Parses the target of a request line (RFC 9112, section 3.2): the origin form "/path?query", even if the path begins with "//",
 * or the absolute form that is sent to proxies.
 * @throws InvalidInput
 */
export function parseTarget(given: string | undefined): Target {
  const absolute = given?.startsWith('/') ? `http://localhost${given}` : (given ?? '');
  if (!URL.canParse(absolute) || !/^https?:/i.test(absolute)) {
    throw new InvalidInput('target', 'The request line has no valid path. Send "/path" or "http://host/path".');
  }
  const { pathname, search, searchParams } = new URL(absolute);
  return { pathname, searchParams, href: pathname + search };
}
