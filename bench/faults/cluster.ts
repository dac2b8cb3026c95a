/**
 * A platform in which every part is a process of its own that can be killed individually, and every connection goes through a
 * proxy that can break it:
 *
 *   clients ──(clients)──> gateway ──(database)──> Postgres <──(database)── worker
 *                             └─────(store)───────> S3 <───────(store)────────┘      or a folder, which needs no network
 */

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { childCommand } from '../../src/app/wiring/child-programs.ts';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { createMinioStore } from '../../src/artifacts/minio.ts';
import { parseConfig } from '../../src/config/config.ts';
import { isConnectionError } from '../../src/database/client.ts';
import { migrate } from '../../src/database/migrate.ts';
import { freePort } from '../../test/support/ports.ts';
import { installHint, type S3Server, startS3Server } from '../../test/support/s3-server.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { failpointEnvironment, poisonEnvironment } from './failpoints.ts';
import { type ManagedProcess, type ProcessCommand, startPart } from './managed-process.ts';
import { type ControllablePostgres, startFragilePostgres } from './postgres.ts';
import { type FaultProxy, startProxy } from './proxy.ts';
import { mountTmpfs } from './tmpfs.ts';

export interface ClusterOptions {
  gateways: number;
  workers: number;
  store: 'folder' | 's3';
  /** Size of the file systems for artifacts and temporary files, so that they can be filled. Needs root. */
  diskBytes?: number;
  /** Module that is preloaded: failpoints (failpoints.ts, without a sandbox), or poison for trainers (poison-preload.ts). */
  preload?: 'failpoints' | 'poison';
  settings?: Record<string, string>;
}

export interface ClusterNode {
  readonly part: ManagedProcess;
  readonly database: FaultProxy;
  /** Null if the store is a folder. */
  readonly store: FaultProxy | null;
}

export interface Gateway extends ClusterNode {
  readonly clients: FaultProxy;
  /** URL for clients: that of the proxy. */
  readonly url: string;
  /** URL of the gateway itself. */
  readonly directUrl: string;
}

export interface Cluster {
  readonly folder: string;
  /** Folder of temporary files of all parts. */
  readonly temporary: string;
  readonly gateways: Gateway[];
  readonly workers: ClusterNode[];
  readonly postgres: ControllablePostgres;
  readonly s3: S3Server | null;
  /** The observer's access to the store, which bypasses the proxies. */
  readonly observerStore: ArtifactStore;
  /** Queries the database; retries while it is unavailable. */
  ask<T>(query: (sql: Sql) => Promise<T>): Promise<T>;
  /** Restarts every part and restores every network. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

const shortTimeouts = {
  AIAS_BACKEND: 'wasm',
  AIAS_LEASE_SECONDS: '2',
  AIAS_CHECKPOINT_SECONDS: '1',
  // A task may be hit many times. The row `poison` tests that tasks run out of attempts.
  AIAS_MAX_ATTEMPTS: '1000',
  AIAS_WORKER_SLOTS: '1',
  AIAS_WORKER_MEMORY_BYTES: String(2 ** 31),
};

/** @throws Error when the machine lacks what the options need */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-faults-'));
  const [dataDir, temporary] = [join(folder, 'data'), join(folder, 'tmp')];
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    for (const path of [dataDir, temporary]) {
      await mkdir(path);
      if (options.diskBytes) stops.push(await mountTmpfs(path, options.diskBytes));
    }
    const database = await startFragilePostgres(join(folder, 'database'));
    stops.push(database.stop);
    const s3 = options.store === 's3' ? await requireS3() : null;
    if (s3) stops.push(s3.stop);

    const proxy = async (target: () => number, probed: boolean) => {
      const made = await startProxy(target, { probed });
      stops.push(made.close);
      return made;
    };
    const urlOf = (port: number) => `postgres://postgres:${database.password}@127.0.0.1:${port}/aias`;
    const observed = await proxy(() => database.port, true);
    await migrate(urlOf(observed.port));
    const sql = postgres(urlOf(observed.port), { max: 4, onnotice: () => undefined });
    stops.push(() => sql.end({ timeout: 1 }));

    /** Creates the proxies of one part, and the settings that use them. */
    async function createProxies(): Promise<{
      database: FaultProxy;
      store: FaultProxy | null;
      settings: Record<string, string>;
    }> {
      const own = await proxy(() => database.port, true);
      const store = s3 ? await proxy(() => Number(new URL(s3.endpoint).port), false) : null;
      return { database: own, store, settings: { ...settings, ...settingsOf(urlOf(own.port), s3, store) } };
    }
    const settings = { ...unset, ...shortTimeouts, AIAS_DATA_DIR: dataDir, ...options.settings };
    const environment = {
      TMPDIR: temporary,
      ...(options.preload === 'failpoints' && (await failpointEnvironment(folder))),
      ...(options.preload === 'poison' && poisonEnvironment()),
    };
    const start = (
      kind: string,
      index: number,
      own: Record<string, string>,
      serves: Parameters<typeof startPart>[2],
    ) => {
      const name = `${kind} ${index + 1}`;
      const command = { ...commandOf(kind, own), name };
      const env = { ...command.env, ...own, ...environment };
      const part = startPart(name, { ...command, env }, serves, join(folder, `${kind}-${index + 1}.log`));
      stops.push(part.stop);
      return part;
    };

    const gateways: Gateway[] = [];
    for (let index = 0; index < options.gateways; index++) {
      const port = await freePort();
      const { settings: own, ...proxies } = await createProxies();
      const directUrl = `http://127.0.0.1:${port}`;
      const part = start('gateway', index, { ...own, AIAS_PORT: String(port) }, (child) =>
        waitUntilReachable(directUrl, child),
      );
      const clients = await proxy(() => port, true);
      gateways.push({ ...proxies, part, clients, url: `http://127.0.0.1:${clients.port}`, directUrl });
    }
    const workers: ClusterNode[] = [];
    for (let index = 0; index < options.workers; index++) {
      const { settings: own, ...proxies } = await createProxies();
      workers.push({ ...proxies, part: start('worker', index, own, (child) => once(child, 'message')) });
    }
    const observerStore = s3 ? await createMinioStore(s3) : await createFilesystemStore(join(dataDir, 'artifacts'));

    const cluster: Cluster = {
      folder,
      temporary,
      gateways,
      workers,
      postgres: database,
      s3,
      observerStore: observerStore,
      ask: (query) => retry(() => query(sql)),
      async heal() {
        await database.start();
        for (const { database, store } of [...gateways, ...workers]) {
          database.set('pass');
          store?.set('pass');
        }
        for (const { clients } of gateways) clients.set('pass');
        for (const { part } of [...gateways, ...workers]) part.signal('SIGCONT');
        await Promise.all([...gateways, ...workers].map(({ part }) => part.ready()));
      },
      stop,
    };
    await cluster.heal();
    return cluster;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Overrides the environment's settings: the cluster uses only its own stores. */
const unset = { AIAS_S3_ENDPOINT: '', AIAS_PUBLIC_URL: '', AIAS_HOST: '127.0.0.1', AIAS_LOG_LEVEL: 'info' };

function settingsOf(databaseUrl: string, s3: S3Server | null, store: FaultProxy | null): Record<string, string> {
  const database = { AIAS_DATABASE_URL: databaseUrl };
  if (!s3 || !store) return database;
  return {
    ...database,
    AIAS_S3_ENDPOINT: `http://127.0.0.1:${store.port}`,
    AIAS_S3_BUCKET: s3.bucket,
    AIAS_S3_ACCESS_KEY: s3.accessKey,
    AIAS_S3_SECRET_KEY: s3.secretKey,
    AIAS_S3_REGION: s3.region,
  };
}

function commandOf(kind: string, settings: Record<string, string>): ProcessCommand {
  return childCommand(kind, parseConfig(settings));
}

async function requireS3(): Promise<S3Server> {
  const server = await startS3Server();
  if (!server) throw new Error(`No S3 server is installed on this machine: ${installHint}`);
  return server;
}

async function waitUntilReachable(url: string, child: ChildProcess): Promise<void> {
  await waitFor(
    `${url} to respond`,
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('The gateway has exited.');
      return (await fetch(`${url}/healthz`).catch(() => null))?.ok;
    },
    300_000,
  );
}

async function retry<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 300_000; ; await delay(100)) {
    try {
      return await ask();
    } catch (error) {
      if (!isConnectionError(error) || Date.now() > end) throw error;
    }
  }
}

/** Returns a port below the range of outgoing connections, so that it stays free while its owner is down. */
