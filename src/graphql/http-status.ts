/** What yoga's answer over HTTP is to have besides an error: it looks under `extensions.http`, which no client is to see. */
interface HttpAnswer {
  status: number;
  headers?: Record<string, string>;
}

/** The extensions of an error, with a status for HTTP that other transports do not send. */
export function withHttp<Extensions extends object>(extensions: Extensions, answer: HttpAnswer): Extensions {
  // `spec: false`: the status also holds for clients that accept application/json.
  return Object.defineProperty(extensions, 'http', { value: { ...answer, spec: false }, enumerable: false });
}
