/** The whole platform on one machine: embedded Postgres where none is given, the gateway, and worker processes. */
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { type ConnectedConfig, checkPlatform, loadGateway, type Running, selfCommand, startGateway } from './app.ts';
import type { Config } from './config.ts';
import { lockFolder } from './database/folder-lock.ts';
import { migrate } from './database/migrate.ts';
import { AlreadyReported } from './errors.ts';
import type { Logger } from './log.ts';

const restartMilliseconds = 1000;
const configurationExitCode = 2;
/** A worker that ends so often before it was ready once will not be. */
const maxFirstStarts = 3;

export interface Platform extends Running {
  url: string;
  /** Resolves when another platform has taken the data folder over: this one has to stop. */
  lost: Promise<void>;
}

const never = new Promise<void>(() => undefined);

/** The database of the settings, or one of our own below the data folder. */
async function openDatabase(
  config: Config,
  log: Logger,
): Promise<{ config: ConnectedConfig; lost: Promise<void>; stop(): Promise<void> }> {
  const { databaseUrl } = config;
  if (databaseUrl) return { config: { ...config, databaseUrl }, lost: never, stop: async () => undefined };
  const lock = await lockFolder(config.dataDir);
  try {
    const { startEmbeddedPostgres } = await import('./database/embedded.ts');
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, restarting: log });
    const stop = async () => {
      await postgres.stop();
      await lock.release();
    };
    return { config: { ...config, databaseUrl: postgres.url }, lost: lock.lost, stop };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * Starts everything, and waits until the gateway answers and every worker can compute.
 * @param stopped resolves when it is to stop: the workers are not waited for any longer
 */
export async function startPlatform(given: Config, log: Logger, stopped?: Promise<void>): Promise<Platform> {
  const started: Running[] = [];
  const stop = async () => {
    // The last that was started goes first: nothing loses what it stands on.
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    await checkPlatform(given);
    const loading = loadGateway(); // while Postgres starts, which is another process's work
    const database = await openDatabase(given, log);
    started.push(database);
    const { config } = database;
    await migrate(config.databaseUrl);
    const workers = Array.from({ length: config.workers }, () => superviseWorker(config, log));
    started.push({ stop: async () => void (await Promise.all(workers.map((worker) => worker.stop()))) });
    await loading;
    const gateway = await startGateway(config, log);
    started.push(gateway);
    const ready = Promise.all(workers.map((worker) => worker.ready));
    await (stopped ? Promise.race([ready, stopped]) : ready);
    return { url: gateway.url, lost: database.lost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Keeps one worker process alive until it is stopped. */
function superviseWorker(config: ConnectedConfig, log: Logger): Running & { ready: Promise<void> } {
  const command = selfCommand('worker', config);
  let stopping = false;
  let wasReady = false;
  let child: ChildProcess | null = null;
  let settleReady: (error?: Error) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    settleReady = (error) => (error ? reject(error) : resolve());
  });
  ready.catch(() => undefined); // startPlatform waits for it, and hears of it, later

  async function keepRunning(): Promise<void> {
    for (let starts = 1; !stopping; starts++) {
      const code = await runOnce();
      // A worker that could start once may do so again: its S3 may be away, for one.
      if (code === configurationExitCode && !wasReady) {
        settleReady(new AlreadyReported('A worker cannot start with these settings.'));
        return;
      }
      if (stopping) return;
      if (!wasReady && starts === maxFirstStarts) {
        settleReady(new Error(`A worker ended ${starts} times (code ${code}) before it was ready; it said why above.`));
        return;
      }
      log.warn({ code }, 'a worker process ended; starting another');
      await delay(restartMilliseconds);
    }
  }

  function runOnce(): Promise<number | null> {
    return new Promise((resolve) => {
      const { modulePath, args, execArgv, env } = command;
      const started = fork(modulePath, args, { execArgv, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      child = started;
      started.once('message', () => {
        wasReady = true;
        settleReady();
      });
      started.once('exit', resolve);
      started.once('error', () => resolve(null));
    });
  }

  const running = keepRunning();
  return {
    ready,
    async stop() {
      stopping = true;
      child?.kill('SIGTERM');
      const timer = setTimeout(() => child?.kill('SIGKILL'), config.graceSeconds * 1000);
      await running;
      clearTimeout(timer);
    },
  };
}
