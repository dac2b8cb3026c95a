/**
 * The fixture of all parts: a platform (embedded Postgres, a gateway and a worker, each in its own process), a signed-in user, a
 * finished run of a worker, and a browser.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { type ApiClient, createApiClient, unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { chromiumPath } from '../../test/support/browser.ts';
import { withoutS3 } from '../own-stores.ts';
import { configure, launch, upload, watch } from '../platform.ts';
import { modulePath, type Runner, startRunner } from '../runner-process.ts';

/** A pool without workers: only the reporter claims its tasks. */
const pool = 'bench';

export interface Stage {
  url: string;
  browser: Browser;
  client: ApiClient;
  /** Opens a browser with an empty cache. @param signedIn whether it has a session cookie */
  open(signedIn?: boolean): Promise<BrowserContext>;
  /** Id of a task that a worker has finished. */
  trainedTaskId: string;
  /** Starts a task whose reports are written by the benchmark instead of a trainer. */
  startFed(): Promise<{ taskId: string; reporter: Runner }>;
}

export async function withStage(use: (stage: Stage) => Promise<void>): Promise<void> {
  if (!chromiumPath) throw new Error('This benchmark needs Chromium. On Debian: apt-get install chromium');
  await import('../../scripts/ensure-dashboard.js');
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const folder = await mkdtemp(join(tmpdir(), 'aias-dashboard-'));
    undo.push(() => rm(folder, { recursive: true, force: true }));
    const database = await startEmbeddedPostgres({ dataDir: folder });
    undo.push(database.stop);
    const gateway = await startGateway(folder, database.url);
    undo.push(gateway.stop);
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
    undo.push(() => browser.close());
    await use(await prepare({ url: gateway.url, databaseUrl: database.url, browser, undo }));
  } finally {
    for (const stop of undo.reverse()) await stop();
  }
}

async function prepare({
  url,
  databaseUrl,
  browser,
  undo,
}: {
  url: string;
  databaseUrl: string;
  browser: Browser;
  undo: (() => Promise<unknown>)[];
}): Promise<Stage> {
  const client = createApiClient(url);
  undo.push(client.close);
  const input = { username: 'bench', password: crypto.randomUUID() };
  const { register } = await client.request<{ register: { token: string } }>(operations.register, { input });
  const { token } = unwrapResult(register);
  client.useToken(token);
  const datasetId = await upload(client, 'points', pointsCsv());
  const configurationId = await configure(client, {
    datasetId,
    target: 'side',
    parameters: { mlp: {} },
    training: { epochs: 200, earlyStopping: null },
  });
  const trainedTaskId = await launch(client, configurationId);
  await watch(client, trainedTaskId);
  return {
    url,
    browser,
    client,
    trainedTaskId,
    async open(signedIn = true) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
      if (signedIn) await context.addCookies([{ name: 'aias_session', value: token, url }]);
      return context;
    },
    async startFed() {
      const { launchTask } = await client.request<{ launchTask: { id: string } }>(operations.launchTask, {
        input: { train: { configurationId, pool } },
      });
      const path = modulePath(import.meta.url, './report-runner.ts');
      const reporter = startRunner(process.execPath, ['--import', 'tsx', path, databaseUrl, pool]);
      undo.push(async () => reporter.end());
      await reporter.request('claim');
      return { taskId: unwrapResult(launchTask).id, reporter: reporter };
    },
  };
}

/** Runs `aias start` on an existing database; resolves when it is ready. */
async function startGateway(folder: string, databaseUrl: string) {
  const environment = {
    ...process.env,
    AIAS_DATA_DIR: folder,
    AIAS_DATABASE_URL: databaseUrl,
    ...withoutS3(),
    AIAS_PUBLIC_URL: '',
    AIAS_PORT: '0',
    AIAS_BACKEND: 'wasm',
    AIAS_WORKERS: '1',
    AIAS_LOG_LEVEL: 'warn',
  };
  const script = modulePath(import.meta.url, '../../bin/aias.js');
  const child = spawn(process.execPath, [script, 'start'], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await readyAt(child);
  const exited = once(child, 'exit');
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function readyAt(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The platform was started without a stdout pipe.');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /Dashboard\s+(\S+)/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('The platform exited before it was ready.');
}

function pointsCsv(): string {
  const rows = Array.from({ length: 300 }, (_, row) => {
    const [x, y] = [(row * 37) % 101, (row * 61) % 103];
    return `${x},${y},${x > y ? 'left' : 'right'}`;
  });
  return ['x,y,side', ...rows].join('\n');
}
