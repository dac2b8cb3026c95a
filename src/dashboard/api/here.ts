/**
 * Rewrites a URL from the API to the origin of this page. The gateway may know itself by another host name ("127.0.0.1" instead
 * of "localhost", or a name behind a proxy), for which neither the session cookie nor the Content-Security-Policy of this page
 * applies.
 */
export function here(address: string): string {
  const { pathname, search } = new URL(address, location.href);
  return pathname + search;
}
