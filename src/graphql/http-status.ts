/** Status and headers of the HTTP response to an error. yoga reads them from `extensions.http`, which is not sent to clients. */
interface HttpResponse {
  status: number;
  headers?: Record<string, string>;
}

/** Adds an HTTP status to the extensions of an error, as a non-enumerable property, so that it is not serialized. */
export function withHttp<Extensions extends object>(extensions: Extensions, response: HttpResponse): Extensions {
  // With `spec: false`, the status also applies to clients that accept application/json.
  return Object.defineProperty(extensions, 'http', { value: { ...response, spec: false }, enumerable: false });
}
