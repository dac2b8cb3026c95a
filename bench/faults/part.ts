/** One process of the platform, kept alive as an orchestrator would: when it dies, another one is started. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../test/support/until.ts';

const restartMilliseconds = 200;
const serveMilliseconds = 300_000;

export interface Command {
  modulePath: string;
  args: string[];
  execArgv: string[];
  env: Record<string, string | undefined>;
}

export interface Part {
  readonly name: string;
  /** -1 while there is no process. */
  readonly pid: number;
  /** The process that runs now does its work. */
  readonly serving: boolean;
  /** How often a process ended by itself: nobody had ended it, nor was it killed. */
  readonly deaths: number;
  /** Resolves when a process serves. @throws Error when none does in time */
  ready(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL. Resolves when the process is gone; another one follows. */
  kill(): Promise<void>;
  /** Replaces the process by one with these variables besides. Resolves when it serves. */
  restart(environment?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param serves resolves when the process that was started does its work
 * @param logPath where it says what it has to say
 */
export function startPart(
  name: string,
  command: Command,
  serves: (child: ChildProcess) => Promise<unknown>,
  logPath: string,
): Part {
  let child: ChildProcess | null = null;
  let serving = false;
  let stopped = false;
  /** Ended from here. */
  let ended = false;
  let deaths = 0;
  let extra: Record<string, string> = {};

  async function live(): Promise<void> {
    for (; !stopped; await delay(restartMilliseconds)) {
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
        () => undefined, // it has ended: the next one may serve
      );
      const [, signal] = await exited;
      child = null;
      serving = false;
      if (!ended && !stopped && signal !== 'SIGKILL') deaths++;
    }
  }

  const living = live();
  const killOnExit = () => void child?.kill('SIGKILL');
  process.once('exit', killOnExit);

  async function end(signal: NodeJS.Signals): Promise<void> {
    ended = true;
    const ending = child;
    ending?.kill(signal);
    if (ending && ending.exitCode === null && ending.signalCode === null) await once(ending, 'exit');
  }

  const part: Part = {
    name,
    get pid() {
      return child?.pid ?? -1;
    },
    get serving() {
      return serving;
    },
    get deaths() {
      return deaths;
    },
    async ready() {
      await until(`${name} to serve`, async () => serving, serveMilliseconds);
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
