/**
 * A platform whose parts are all processes of their own, each of which can be hit by itself, and each of whose connections
 * leads through a proxy that can break it:
 *
 *   clients ──(clients)──> gateway ──(database)──> Postgres <──(database)── worker
 *                             └─────(store)───────> S3 <───────(store)────────┘      or a folder, which needs no network
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres, { type Sql } from 'postgres';
import { selfCommand } from '../../src/app.ts';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { createMinioStore } from '../../src/artifacts/minio.ts';
import { parseConfig } from '../../src/config.ts';
import { isConnectionError } from '../../src/database/client.ts';
import { migrate } from '../../src/database/migrate.ts';
import { installHint, type S3Server, startS3Server } from '../../test/support/s3-server.ts';
import { until } from '../../test/support/until.ts';
import { failpointEnvironment, poisonEnvironment } from './failpoints.ts';
import { mountMemory } from './memory-disk.ts';
import { type Command, type Part, startPart } from './part.ts';
import { type FragilePostgres, startFragilePostgres } from './postgres.ts';
import { type FaultProxy, startProxy } from './proxy.ts';

export interface ClusterOptions {
  gateways: number;
  workers: number;
  store: 'folder' | 's3';
  /** Artifacts and temporary files lie in file systems of this size, which can be filled. Needs root. */
  diskBytes?: number;
  /** What is loaded before the parts: failpoints (failpoints.ts), without a sandbox, or poison for trainers (poison-preload.ts). */
  preload?: 'failpoints' | 'poison';
  settings?: Record<string, string>;
}

export interface Member {
  readonly part: Part;
  readonly database: FaultProxy;
  /** Null where the store is a folder. */
  readonly store: FaultProxy | null;
}

export interface Gateway extends Member {
  readonly clients: FaultProxy;
  /** Where clients find it: at the proxy. */
  readonly url: string;
  /** Where it really listens. */
  readonly directUrl: string;
}

export interface Cluster {
  readonly folder: string;
  /** The parts' folder of temporary files. */
  readonly temporary: string;
  readonly gateways: Gateway[];
  readonly workers: Member[];
  readonly postgres: FragilePostgres;
  readonly s3: S3Server | null;
  /** The observer's way to the store, which nothing disturbs. */
  readonly storage: ArtifactStore;
  /** Asks the database; waits while it is away. */
  ask<T>(query: (sql: Sql) => Promise<T>): Promise<T>;
  /** Everything runs and every network is whole. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

const quickSettings = {
  AIAS_BACKEND: 'wasm',
  AIAS_LEASE_SECONDS: '2',
  AIAS_CHECKPOINT_SECONDS: '1',
  // One task may be hit again and again; that one is given up at some time is what the row `poison` looks at.
  AIAS_MAX_ATTEMPTS: '1000',
  AIAS_WORKER_SLOTS: '1',
  AIAS_WORKER_MEMORY_BYTES: String(2 ** 31),
};

/** @throws Error when the machine lacks what the options ask for */
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
      if (options.diskBytes) stops.push(await mountMemory(path, options.diskBytes));
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

    /** The environment and the proxies of one part. */
    async function outfit(): Promise<{
      database: FaultProxy;
      store: FaultProxy | null;
      settings: Record<string, string>;
    }> {
      const own = await proxy(() => database.port, true);
      const store = s3 ? await proxy(() => Number(new URL(s3.endpoint).port), false) : null;
      return { database: own, store, settings: { ...settings, ...settingsOf(urlOf(own.port), s3, store) } };
    }
    const settings = { ...unset, ...quickSettings, AIAS_DATA_DIR: dataDir, ...options.settings };
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
      const { settings: own, ...proxies } = await outfit();
      const directUrl = `http://127.0.0.1:${port}`;
      const part = start('gateway', index, { ...own, AIAS_PORT: String(port) }, (child) => answers(directUrl, child));
      const clients = await proxy(() => port, true);
      gateways.push({ ...proxies, part, clients, url: `http://127.0.0.1:${clients.port}`, directUrl });
    }
    const workers: Member[] = [];
    for (let index = 0; index < options.workers; index++) {
      const { settings: own, ...proxies } = await outfit();
      workers.push({ ...proxies, part: start('worker', index, own, (child) => once(child, 'message')) });
    }
    const storage = s3 ? await createMinioStore(s3) : await createFilesystemStore(join(dataDir, 'artifacts'));

    const cluster: Cluster = {
      folder,
      temporary,
      gateways,
      workers,
      postgres: database,
      s3,
      storage,
      ask: (query) => patiently(() => query(sql)),
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

/** Whatever the environment names: everything here is of the cluster's own. */
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

function commandOf(kind: string, settings: Record<string, string>): Command {
  return selfCommand(kind, parseConfig(settings));
}

async function requireS3(): Promise<S3Server> {
  const server = await startS3Server();
  if (!server) throw new Error(`There is no S3 server on this machine: ${installHint}`);
  return server;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  await until(
    `${url} to answer`,
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('It has ended.');
      return (await fetch(`${url}/healthz`).catch(() => null))?.ok;
    },
    300_000,
  );
}

async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 300_000; ; await delay(100)) {
    try {
      return await ask();
    } catch (error) {
      if (!isConnectionError(error) || Date.now() > end) throw error;
    }
  }
}

/** Below the range that the system gives to outgoing connections, so that it stays free while its owner is dead. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 5000);
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
