/** GraphiQL, from this server alone: the page needs no other host. It is 9 MB, so it is compressed once and cached. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { exampleOperations } from './examples.ts';

/** The page brings its scripts with it, inline, and runs its editor in workers made of blobs. */
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

  /** Answers with the page. */
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    page ??= render();
    const { body, etag } = await page;
    const headers = { ETag: etag, 'Cache-Control': 'no-cache', 'Content-Security-Policy': policy, Vary: 'Accept' };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    // Every browser takes gzip; what does not is no browser and does not ask for HTML.
    response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8', 'Content-Encoding': 'gzip' });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
