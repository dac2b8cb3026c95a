/** Serves GraphiQL as one page that needs no other host. It is 9 MB, so it is compressed once and cached. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { exampleOperations } from './graphiql-examples.ts';

/** The page has inline scripts and runs its editor in workers created from blobs. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss: data:",
  "worker-src 'self' blob: data:",
  "frame-ancestors 'none'",
].join('; ');

export function createGraphiqlPage(endpoint: string) {
  let page: Promise<{ body: Buffer; etag: string }> | null = null;

  async function render() {
    const html = renderGraphiQL({
      endpoint,
      title: 'Aias',
      subscriptionsProtocol: 'WS',
      defaultQuery: exampleOperations,
    });
    const body = await promisify(gzip)(html as string);
    return { body, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
  }

  /** Responds with the page. */
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    page ??= render();
    const { body, etag } = await page;
    const headers = { ETag: etag, 'Cache-Control': 'no-cache', 'Content-Security-Policy': policy, Vary: 'Accept' };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    // Every client that requests HTML is a browser, and every browser accepts gzip.
    response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8', 'Content-Encoding': 'gzip' });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
