/** One process of the platform that is restarted when it exits, as an orchestrator would do. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../test/support/wait-for.ts';

const restartMs = 200;
const serveMs = 300_000;

export interface ProcessCommand {
  modulePath: string;
  args: string[];
  execArgv: string[];
  env: Record<string, string | undefined>;
}

export interface ManagedProcess {
  readonly name: string;
  /** -1 while no process is running. */
  readonly pid: number;
  /** Whether the current process is ready. */
  readonly serving: boolean;
  /** Number of unexpected exits: the process was neither stopped from here nor killed. */
  readonly unexpectedExits: number;
  /** Resolves when a process is ready. @throws Error when that takes too long */
  ready(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Sends SIGKILL. Resolves when the process is gone; another one is started. */
  kill(): Promise<void>;
  /** Replaces the process by one with these additional variables. Resolves when it is ready. */
  restart(environment?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param serves resolves when the started process is ready
 * @param logPath file for its output
 */
export function startPart(
  name: string,
  command: ProcessCommand,
  serves: (child: ChildProcess) => Promise<unknown>,
  logPath: string,
): ManagedProcess {
  let child: ChildProcess | null = null;
  let serving = false;
  let stopped = false;
  /** Whether the current process was killed from here. */
  let ended = false;
  let unexpectedExits = 0;
  let extra: Record<string, string> = {};

  async function supervise(): Promise<void> {
    for (; !stopped; await delay(restartMs)) {
      const log = openSync(logPath, 'a');
      const { modulePath, args, execArgv, env } = command;
      const started = fork(modulePath, args, {
        execArgv,
        env: { ...env, ...extra },
        stdio: ['ignore', log, log, 'ipc'],
      });
      closeSync(log);
      child = started;
      ended = false;
      const exited = once(started, 'exit');
      serves(started).then(
        () => {
          serving = child === started;
        },
        () => undefined, // it has exited; the next one may become ready
      );
      const [, signal] = await exited;
      child = null;
      serving = false;
      if (!ended && !stopped && signal !== 'SIGKILL') unexpectedExits++;
    }
  }

  const living = supervise();
  const killOnExit = () => void child?.kill('SIGKILL');
  process.once('exit', killOnExit);

  async function end(signal: NodeJS.Signals): Promise<void> {
    ended = true;
    const ending = child;
    ending?.kill(signal);
    if (ending && ending.exitCode === null && ending.signalCode === null) await once(ending, 'exit');
  }

  const part: ManagedProcess = {
    name,
    get pid() {
      return child?.pid ?? -1;
    },
    get serving() {
      return serving;
    },
    get unexpectedExits() {
      return unexpectedExits;
    },
    async ready() {
      await waitFor(`${name} to be ready`, async () => serving, serveMs);
    },
    signal: (signal) => void child?.kill(signal),
    kill: () => end('SIGKILL'),
    async restart(environment = {}) {
      extra = environment;
      await end('SIGKILL');
      await part.ready();
    },
    async stop() {
      stopped = true;
      child?.kill('SIGCONT');
      const timer = setTimeout(() => child?.kill('SIGKILL'), 10_000);
      child?.kill('SIGTERM');
      await living;
      clearTimeout(timer);
      process.off('exit', killOnExit);
    },
  };
  return part;
}
