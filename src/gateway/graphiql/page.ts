/** Serves GraphiQL as one page that needs no other host. It is 9 MB, so it is compressed once and cached. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { exampleOperations } from './examples.ts';

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

/** Link to the dashboard, beside which tour.js shows its messages. */
const logo = '<a href="/" title="Dashboard"><img src="/icon.svg" alt="Dashboard" width="28" height="28"></a>';
const title = '<a href="/" style="color: inherit">Aias</a> <small id="tour-status" role="status"></small>';

export function createGraphiqlPage(endpoint: string) {
  let page: Promise<{ body: Buffer; etag: string }> | null = null;

  async function render() {
    const body = await promisify(gzip)(renderPage(endpoint));
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

function renderPage(endpoint: string): string {
  const html = String(
    renderGraphiQL({
      endpoint,
      title,
      logo,
      favicon: '/icon.svg',
      subscriptionsProtocol: 'WS',
      defaultQuery: exampleOperations,
    }),
  );
  const tour = readFileSync(new URL('tour.js', import.meta.url), 'utf8');
  const named = replaceOnce(html, `<title>${title}</title>`, '<title>Aias GraphiQL</title>');
  const open = replaceOnce(named, 'globalAPI: false', 'globalAPI: true'); // lets tour.js reach the editors
  return replaceOnce(open, /<\/body>\s*<\/html>\s*$/, `<script>${tour}</script></body></html>`);
}

/** @throws Error when the page does not have the text once, for example in a new version of GraphiQL */
function replaceOnce(html: string, found: string | RegExp, replacement: string): string {
  const [before, after, ...more] = html.split(found);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`GraphiQL's page does not have "${found}" exactly once.`);
  }
  return before + replacement + after;
}
