/** The composition root of `aias start`: the gateway, worker processes, and an embedded PostgreSQL unless a database is set. */
import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config, ConnectedConfig } from '../config/config.ts';
import { lockFolder } from '../database/folder-lock.ts';
import { migrate } from '../database/migrate.ts';
import { AlreadyReported } from '../errors.ts';
import type { Logger } from '../log.ts';
import { openStore } from './wiring/artifact-store.ts';
import { childCommand } from './wiring/child-programs.ts';
import { checkPrerequisites } from './wiring/prerequisites.ts';
import type { Stoppable } from './wiring/stoppable.ts';

const restartMs = 1000;
const configurationExitCode = 2;
/** Starts of a worker that was never ready before the platform gives up. */
const maxFirstStarts = 3;

export interface Platform extends Stoppable {
  url: string;
  /** Resolves when another platform has taken over the data folder; this one must then stop. */
  lost: Promise<void>;
}

const never = new Promise<void>(() => undefined);

/** Returns the database of the settings, or starts an embedded one in the data folder. */
async function openDatabase(
  config: Config,
  log: Logger,
): Promise<{ config: ConnectedConfig; lost: Promise<void>; stop(): Promise<void> }> {
  const { databaseUrl } = config;
  if (databaseUrl) return { config: { ...config, databaseUrl }, lost: never, stop: async () => undefined };
  const lock = await lockFolder(config.dataDir);
  try {
    const { startEmbeddedPostgres } = await import('../database/embedded.ts');
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, restartLog: log });
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
 * Checks the prerequisites of all parts on one machine, and the store, so that a problem is reported once and not by every part.
 * @throws InvalidConfiguration naming TMPDIR, AIAS_BACKEND or a setting of the store
 */
async function checkPlatform(config: Config): Promise<void> {
  await checkPrerequisites(config, true);
  if (config.s3) await openStore(config);
}

/**
 * Starts the platform and waits until the gateway responds and every worker is ready.
 * @param stopped resolves when the platform is asked to stop, which ends the wait for the workers
 */
export async function startPlatform(config: Config, log: Logger, stopped?: Promise<void>): Promise<Platform> {
  const started: Stoppable[] = [];
  const stop = async () => {
    // Stops in reverse order of start, so that no part loses a dependency.
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    await checkPlatform(config);
    // The gateway's code takes as long to load as PostgreSQL takes to start, in another process.
    const loading = import('./gateway.ts');
    const database = await openDatabase(config, log);
    started.push(database);
    const connected = database.config;
    await migrate(connected.databaseUrl);
    const workers = Array.from({ length: connected.workers }, () => superviseWorker(connected, log));
    started.push({ stop: async () => void (await Promise.all(workers.map((worker) => worker.stop()))) });
    const { startGateway } = await loading;
    const gateway = await startGateway(connected, log);
    started.push(gateway);
    const ready = Promise.all(workers.map((worker) => worker.ready));
    await (stopped ? Promise.race([ready, stopped]) : ready);
    return { url: gateway.url, lost: database.lost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs one worker process and restarts it until it is stopped. */
function superviseWorker(config: ConnectedConfig, log: Logger): Stoppable & { ready: Promise<void> } {
  const command = childCommand('worker', config);
  let stopping = false;
  let wasReady = false;
  let child: ChildProcess | null = null;
  let settleReady: (error?: Error) => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    settleReady = (error) => (error ? reject(error) : resolve());
  });
  ready.catch(() => undefined); // startPlatform awaits it later and handles the rejection there

  async function keepRunning(): Promise<void> {
    for (let starts = 1; !stopping; starts++) {
      const code = await runOnce();
      // A worker that was ready once may start again: its S3 may be unavailable, for example.
      if (code === configurationExitCode && !wasReady) {
        settleReady(new AlreadyReported('A worker cannot start with these settings.'));
        return;
      }
      if (stopping) return;
      if (!wasReady && starts === maxFirstStarts) {
        settleReady(
          new Error(`A worker exited ${starts} times (code ${code}) before it was ready. Its error is printed above.`),
        );
        return;
      }
      log.warn({ code }, 'a worker process exited; restarting it');
      await delay(restartMs);
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
