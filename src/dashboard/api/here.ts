/**
 * An address that the API gave, as this page reaches it: the gateway may know itself by another name ("127.0.0.1" for "localhost", or
 * what is behind a proxy), where neither the session nor the policy of this page would hold.
 */
export function here(address: string): string {
  const { pathname, search } = new URL(address, location.href);
  return pathname + search;
}
