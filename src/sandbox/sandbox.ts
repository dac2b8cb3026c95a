/**
 * Runs all work on untrusted data: reading uploads, testing imported networks, decoding images, prediction and training. It runs
 * in child processes that have no secrets and no access to the database or the artifact store, and whose memory, files and
 * privileges are limited. Inputs and outputs are files that the parent exchanges (artifact-server.ts) and messages, which the
 * parent does not trust either.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { Logger } from '../log.ts';
import { type Confinement, findConfinement, pickOwner } from './confinement.ts';
import { sandboxEnvironment } from './environment.ts';
import { type Guards, guardTexts, missingGuards } from './guards.ts';
import type { Limits } from './limits.ts';
import { lowerProcess, lowerSession, niceArguments, type Priority, type SessionPriority } from './priority.ts';
import { programPid } from './program-pid.ts';
import { createScratch, type Scratch, sweepScratch, touchMs } from './scratch.ts';

/** How to start this program as one of its child processes. Set by app/wiring/child-programs.ts. */
export interface Program {
  modulePath: string;
  /** Arguments. The path of the scratch folder is appended. */
  args: string[];
  execArgv: string[];
  /** Environment variables that the child needs. Other variables are passed on only as environment.ts allows. */
  env: Record<string, string | undefined>;
  /** Files and folders of the program. */
  readable: readonly string[];
}

export interface SandboxOptions {
  /** `off` disables every optional guard, except that the child ends with this process. */
  mode: 'auto' | 'off';
  /** Environment of this process. The variables that environment.ts allows are passed on. */
  ownEnvironment: Record<string, string | undefined>;
  /** Names of additional variables to pass on. */
  environment: readonly string[];
  /** Additional files and folders that the process may read. */
  readable: readonly string[];
  log: Logger;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface SandboxedProcess extends SessionPriority {
  /** Process ID as seen from this process, not from within a namespace. */
  readonly pid: number;
  readonly connected: boolean;
  readonly alive: boolean;
  readonly scratch: Scratch;
  /** Resolves when the process has exited and its files are removed. Never rejects. */
  readonly exited: Promise<Exit>;
  /** No effect if the process has exited. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  kill(signal?: NodeJS.Signals): void;
}

export interface Sandbox {
  /** Returns the guards that are effective on this machine. @param readable files and folders of the program */
  guards(readable: readonly string[]): Promise<{ name: Confinement['name']; guards: Guards }>;
  /** Starts a sandboxed process. @param priority priority until a piece of work begins. Default: ordinary */
  start(program: Program, limits: Limits, priority?: Priority): Promise<SandboxedProcess>;
}

const pidDescriptor = 4;

export function createSandbox(options: SandboxOptions): Sandbox {
  let found: Promise<Confinement> | null = null;
  let nice: ReturnType<typeof niceArguments> | null = null;

  function confinement(readable: readonly string[]): Promise<Confinement> {
    found ??= detectConfinement(readable);
    return found;
  }

  async function detectConfinement(readable: readonly string[]): Promise<Confinement> {
    const [chosen] = await Promise.all([
      findConfinement({ readable, mode: options.mode, path: options.ownEnvironment.PATH ?? '' }),
      sweepScratch().catch((error) => options.log.warn({ err: error }, 'could not remove old scratch folders')),
    ]);
    const missing = missingGuards(chosen.guards);
    if (missing.length > 0) {
      const details = missing.map((name) => `${name} (a computing process ${guardTexts[name].protects})`).join(', ');
      options.log.warn(
        { confinement: chosen.name, missing },
        `the sandbox lacks these guards on this machine: ${details}; run aias doctor for remedies`,
      );
    }
    return chosen;
  }

  return {
    async guards(readable) {
      const { name, guards } = await confinement([...readable, ...options.readable]);
      return { name, guards };
    },

    async start(program, limits, priority = 'ordinary') {
      const readable = [...program.readable, ...options.readable];
      const chosen = await confinement(readable);
      const owner = pickOwner(chosen);
      const scratch = await createScratch(owner);
      try {
        const wrapper = chosen.wrap({ owner, limits, readable, scratch, pidDescriptor });
        const args = [...program.args, scratch.path];
        nice ??= niceArguments(options.ownEnvironment.PATH ?? '');
        const lowered = await nice;
        const child = forkWrapped(
          [...(lowered ?? []), ...wrapper],
          { ...program, args },
          {
            ...sandboxEnvironment(program.env, options.ownEnvironment, options.environment),
            HOME: scratch.out,
            TMPDIR: scratch.out,
          },
        );
        if (!lowered && child.pid !== undefined) lowerProcess(child.pid);
        return await follow(child, scratch, chosen.staysBetween, priority, options.log);
      } catch (error) {
        await scratch.remove();
        throw error;
      }
    },
  };
}

function forkWrapped(wrapper: string[], program: Program, env: Record<string, string>): ChildProcess {
  const [first, ...rest] = [...wrapper, process.execPath, ...program.execArgv];
  return fork(program.modulePath, program.args, {
    execPath: first,
    execArgv: rest,
    env,
    cwd: '/',
    // Structured clone, which sends typed arrays as bytes.
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc', 'pipe'],
  });
}

async function follow(
  child: ChildProcess,
  scratch: Scratch,
  staysBetween: boolean,
  priority: Priority,
  log: Logger,
): Promise<SandboxedProcess> {
  const gone = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve(exitOf(code, signal)));
    child.once('error', () => resolve({ code: null, signal: null })); // the process did not start
  });
  const exited = gone.then(async (exit) => {
    await scratch
      .remove()
      .catch((error) => log.warn({ err: error }, 'could not remove a scratch folder; the next start removes it'));
    return exit;
  });
  let isGone = false;
  void gone.then(() => {
    isGone = true;
  });
  const infoPipe = child.stdio[pidDescriptor] as Readable; // a pipe, by `stdio`
  const pid = staysBetween ? await programPid(infoPipe, () => isGone) : (child.pid ?? -1);
  // A process that closed its IPC channel can no longer be controlled.
  child.once('disconnect', () => end('SIGKILL'));
  if (!child.connected) end('SIGKILL');
  const { beginWork, endWork, stop } = lowerSession(pid, priority, (error) =>
    log.warn({ err: error, pid }, 'could not lower the priority of a computing session'),
  );
  const touching = setInterval(() => {
    scratch.touch().catch((error) => {
      log.error({ err: error, pid }, 'a sandboxed process lost its scratch folder; ending the process');
      end('SIGKILL');
    });
  }, touchMs).unref();
  void gone.then(() => {
    clearInterval(touching);
    stop();
  });
  return {
    pid,
    scratch,
    exited,
    beginWork,
    endWork,
    get connected() {
      return child.connected;
    },
    get alive() {
      return child.connected && !isGone;
    },
    send(message) {
      // If the process has exited, callers learn it from `exited`.
      if (child.connected) child.send(message as never, () => undefined); // structured clone supports all of our messages
    },
    onMessage(listener) {
      child.on('message', listener);
      return () => void child.off('message', listener);
    },
    kill: (signal = 'SIGKILL') => end(signal),
  };

  function end(signal: NodeJS.Signals): void {
    if (isGone) return;
    try {
      if (pid > 0) process.kill(pid, signal);
      else child.kill(signal);
    } catch (error) {
      // The process has exited, but its wrapper has not yet.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Restores a signal that a wrapper reports as an exit code (128 + signal number). */
function exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
  if (signal !== null || code === null || code <= 128) return { code, signal };
  const found = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return found ? { code: null, signal: found[0] as NodeJS.Signals } : { code, signal }; // keys of that table are signals
}
