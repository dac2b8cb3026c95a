/** Builds the dashboard into dist/dashboard: hashed files, each with its compressed twins, which the gateway serves as they are. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { DocumentNode } from 'graphql';
import { formatDocument, stringifyDocument } from 'urql';
import { defineConfig, type Plugin } from 'vite';
import { texts, widgetLanguages } from './scripts/dashboard/texts-plugin.ts';
import * as generated from './src/dashboard/api/generated.ts';

const outDir = resolve('dist/dashboard');
const smallestCompressed = 1024;

function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    writeBundle() {
      for (const entry of readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
        const path = join(outDir, entry);
        if (!/\.(html|js|css|svg|json|wasm)$/.test(entry) || statSync(path).size < smallestCompressed) continue;
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  };
}

/**
 * Writes documents.json: the dashboard's operations by the SHA-256 hash of their text, which every gateway trusts. urql adds
 * `__typename` to queries and mutations; subscriptions are sent as they are written.
 */
function listDocuments(): Plugin {
  return {
    name: 'list-documents',
    apply: 'build',
    generateBundle() {
      const { possibleTypes: _, ...documentsAndFragments } = generated;
      const documents = Object.values<DocumentNode>(documentsAndFragments).filter(({ definitions }) =>
        definitions.some(({ kind }) => kind === 'OperationDefinition'),
      );
      const texts = documents.flatMap((document) => [
        stringifyDocument(document),
        stringifyDocument(formatDocument(document)),
      ]);
      const byHash = texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]);
      this.emitFile({ type: 'asset', fileName: 'documents.json', source: JSON.stringify(Object.fromEntries(byHash)) });
    },
  };
}

/**
 * Names the classes of CSS modules after the file and the rule: .head of dialog.module.css is dialog-head, .dialog is dialog. The
 * names are stable, so that tests and other modules can refer to them, and no two files may have the same name.
 */
const moduleFiles = new Map<string, string>();
function classNameOf(rule: string, path: string): string {
  const file = basename(path.replace(/\?.*/, ''), '.module.css');
  const owner = moduleFiles.get(file) ?? path;
  if (owner !== path)
    throw new Error(`Two CSS modules are called ${file}.module.css: ${owner} and ${path}. Rename one.`);
  moduleFiles.set(file, owner);
  const name = rule.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return name === file ? file : `${file}-${name}`;
}

/** Widgets that pages use and the frame around them does not: each would become two small files of its own. */
const widgetsOfPages =
  /ui[\\/]\w+[\\/](badge|bubble|card|dialog|drop-area|facts|file-button|listing|progress-bar|scroll-region|select|switch|tabs)\./;

export default defineConfig({
  root: resolve('src/dashboard'),
  base: '/',
  plugins: [react(), texts(), widgetLanguages(), listDocuments(), compress()],
  css: { modules: { generateScopedName: classNameOf } },
  // The engine that predicts in the browser: loaded as a module, which every browser that runs the app can.
  worker: { format: 'es' },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of its own: the page's policy allows no data in scripts or styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // All styles together are smaller than the headers of a file for each page.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // What changes with its package alone: several files come and are compiled at once, and a new Aias leaves them in the cache.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            // Divided by the pages that need them, so that the first page loads no widget of another one.
            {
              name: 'widgets',
              test: /node_modules[\\/](react-aria|react-aria-components|react-stately|@internationalized)[\\/]/,
              entriesAware: true,
              entriesAwareMergeThreshold: 40_000,
            },
            {
              name: 'ui',
              test: widgetsOfPages,
              includeDependenciesRecursively: false,
              entriesAware: true,
              entriesAwareMergeThreshold: 2000,
            },
          ],
        },
      },
    },
  },
  server: {
    // `npm run dev:dashboard`, beside a platform that runs.
    proxy: Object.fromEntries(
      ['/graphql', '/uploads', '/imports', '/models', '/tasks'].map((path) => [
        path,
        {
          target: process.env.AIAS_DEV_TARGET ?? 'http://127.0.0.1:4000',
          ws: path === '/graphql',
          bypass: bypassPages,
        },
      ]),
    ),
  },
});

/** Pages have paths like those of downloads; who asks for HTML wants the page. */
function bypassPages({ headers, url }: { headers: { accept?: string | undefined }; url?: string | undefined }) {
  return headers.accept?.includes('text/html') && !url?.startsWith('/graphql') ? '/index.html' : undefined;
}
