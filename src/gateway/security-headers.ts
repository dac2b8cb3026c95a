/** Headers of every answer. Pages set a Content-Security-Policy of their own in place of this one. */

const yearSeconds = 31_536_000;

/** @param isHttps clients reach the gateway over HTTPS alone, so browsers may hold on to that */
export function securityHeaders(isHttps: boolean): Record<string, string> {
  return {
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(isHttps && { 'Strict-Transport-Security': `max-age=${yearSeconds}` }),
  };
}
