/** Headers of every response. Pages replace the Content-Security-Policy with their own. */

const yearSeconds = 31_536_000;

/** @param isHttps whether clients reach the gateway only over HTTPS, so that HSTS can be set */
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
