/**
 * Serves the dashboard's Vite build from memory, with precompressed variants. Requests for HTML that match no other route get
 * index.html (single-page-app fallback).
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

/** Allows no inline code and no other origins. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** A worker script has its own policy: the engine in it may run WebAssembly, the page may not. */
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

interface StaticFile {
  body: Buffer;
  /** Compressed variants by content encoding. */
  compressed: Map<string, Buffer>;
  headers: Record<string, string>;
}

/** Responds and returns true if there is a file for the path. */
export type StaticFileHandler = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** @param folder output of `npm run build:dashboard` @returns null when it does not exist */
export async function loadStaticFiles(folder: string): Promise<StaticFileHandler | null> {
  const files = await readFiles(folder);
  const page = files.get('/index.html');
  if (!page) return null;
  return (request, response, path) => {
    if (!['GET', 'HEAD'].includes(request.method ?? '')) return false;
    const wantsPage = /\btext\/html\b/.test(request.headers.accept ?? '') && !extname(path);
    const file = files.get(path) ?? (wantsPage || path === '/' ? page : undefined);
    if (!file) return false;
    send(request, response, file);
    return true;
  };
}

async function readFiles(folder: string): Promise<Map<string, StaticFile>> {
  const found = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = new Set(found);
  const files = new Map<string, StaticFile>();
  for (const name of names) {
    const type = types[extname(name)];
    if (!type) continue; // a folder, or a compressed variant
    const body = await readFile(join(folder, name));
    const compressed = new Map<string, Buffer>();
    for (const [encoding, extension] of [
      ['br', 'br'],
      ['gzip', 'gz'],
    ] as const) {
      if (names.has(`${name}.${extension}`))
        compressed.set(encoding, await readFile(join(folder, `${name}.${extension}`)));
    }
    const path = `/${name.split(sep).join('/')}`;
    files.set(path, {
      body,
      compressed,
      headers: {
        'Content-Type': type,
        ETag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
        // Asset names have a content hash; other files are revalidated by their ETag.
        'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        Vary: 'Accept, Accept-Encoding',
        ...(type.startsWith('text/javascript') && { 'Content-Security-Policy': workerPolicy }),
        ...(type.startsWith('text/html') && { 'Content-Security-Policy': policy, 'X-Frame-Options': 'DENY' }),
      },
    });
  }
  return files;
}

function send(request: IncomingMessage, response: ServerResponse, { body, compressed, headers }: StaticFile): void {
  if (request.headers['if-none-match'] === headers.ETag) {
    response.writeHead(304, headers).end();
    return;
  }
  const accepted = request.headers['accept-encoding'] ?? '';
  const encoding = [...compressed.keys()].find((name) => new RegExp(`\\b${name}\\b`).test(accepted.toString()));
  const bytes = (encoding && compressed.get(encoding)) || body;
  response.writeHead(200, {
    ...headers,
    'Content-Length': String(bytes.length),
    ...(encoding && { 'Content-Encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
