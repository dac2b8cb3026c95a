/**
 * The one place that runs work on foreign bytes: reading uploads, trying imported networks out, decoding images, predicting,
 * training. Each runs in a child process that holds no secret, reaches neither the database nor the artifact store, and is bounded
 * in memory, files and privilege. What it needs and what it makes are files that its parent hands over (artifact-server.ts) and
 * messages, which the parent treats as foreign too.
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
import { createScratch, type Scratch, sweepScratch, touchMilliseconds } from './scratch.ts';

/** How this program starts again as another part of itself; app.ts knows. */
export interface Program {
  modulePath: string;
  /** The path of the process's scratch folder follows them. */
  args: string[];
  execArgv: string[];
  /** Variables that the part needs. Whatever else is in this process's environment stays here. */
  env: Record<string, string | undefined>;
  /** Files and folders that the program consists of. */
  readable: readonly string[];
}

export interface SandboxOptions {
  /** `off` leaves out every guard that may be missing, but an end with this process. */
  mode: 'auto' | 'off';
  /** Of this process. What numeric libraries read of it is passed on, see environment.ts. */
  ownEnvironment: Record<string, string | undefined>;
  /** Further variables of it to pass on. */
  environment: readonly string[];
  /** Further files and folders that may be read. */
  readable: readonly string[];
  log: Logger;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface SandboxedProcess extends SessionPriority {
  /** As this process sees it. */
  readonly pid: number;
  readonly connected: boolean;
  readonly alive: boolean;
  readonly scratch: Scratch;
  /** Resolves when the process is gone and its files are removed. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Does nothing when the process is gone. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  kill(signal?: NodeJS.Signals): void;
}

export interface Sandbox {
  /** Which guards hold here. @param readable what a program consists of (Program) */
  guards(readable: readonly string[]): Promise<{ name: Confinement['name']; guards: Guards }>;
  /** @param priority until a piece of work begins */
  start(program: Program, limits: Limits, priority?: Priority): Promise<SandboxedProcess>;
}

const pidDescriptor = 4;

export function createSandbox(options: SandboxOptions): Sandbox {
  let found: Promise<Confinement> | null = null;
  let nice: ReturnType<typeof niceArguments> | null = null;

  function confinement(readable: readonly string[]): Promise<Confinement> {
    found ??= look(readable);
    return found;
  }

  async function look(readable: readonly string[]): Promise<Confinement> {
    const [chosen] = await Promise.all([
      findConfinement({ readable, mode: options.mode, path: options.ownEnvironment.PATH ?? '' }),
      sweepScratch().catch((error) => options.log.warn({ err: error }, 'could not remove old scratch folders')),
    ]);
    const missing = missingGuards(chosen.guards);
    if (missing.length > 0) {
      const lacks = missing.map((name) => `${name} (a computing process ${guardTexts[name].protects})`).join(', ');
      options.log.warn(
        { confinement: chosen.name, missing },
        `not every guard of the sandbox holds here: ${lacks}; see aias doctor`,
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
        const before = chosen.wrap({ owner, limits, readable, scratch, pidDescriptor });
        const args = [...program.args, scratch.path];
        nice ??= niceArguments(options.ownEnvironment.PATH ?? '');
        const lowered = await nice;
        const child = forkBehind(
          [...(lowered ?? []), ...before],
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

function forkBehind(before: string[], program: Program, env: Record<string, string>): ChildProcess {
  const [first, ...rest] = [...before, process.execPath, ...program.execArgv];
  return fork(program.modulePath, program.args, {
    execPath: first,
    execArgv: rest,
    env,
    cwd: '/',
    // Structured clone: arrays of numbers travel as bytes.
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
    child.once('error', () => resolve({ code: null, signal: null })); // it never started
  });
  const exited = gone.then(async (exit) => {
    await scratch
      .remove()
      .catch((error) => log.warn({ err: error }, 'could not remove a scratch folder; the next start does'));
    return exit;
  });
  let isGone = false;
  void gone.then(() => {
    isGone = true;
  });
  const told = child.stdio[pidDescriptor] as Readable; // a pipe, by `stdio`
  const pid = staysBetween ? await programPid(told, () => isGone) : (child.pid ?? -1);
  // A process that closed its channel cannot be controlled any more.
  child.once('disconnect', () => end('SIGKILL'));
  if (!child.connected) end('SIGKILL');
  const { beginWork, endWork, stop } = lowerSession(pid, priority, (error) =>
    log.warn({ err: error, pid }, 'could not give a computing session a lower priority'),
  );
  const touching = setInterval(() => {
    scratch.touch().catch((error) => {
      log.error({ err: error, pid }, 'a sandboxed process has lost its scratch folder; it is ended');
      end('SIGKILL');
    });
  }, touchMilliseconds).unref();
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
      // One that is gone answers through `exited`.
      if (child.connected) child.send(message as never, () => undefined); // structured clone takes any of our messages
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
      // It is gone, and what stands before it has not said so yet.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** A program in between tells the signal as a code. */
function exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
  if (signal !== null || code === null || code <= 128) return { code, signal };
  const told = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return told ? { code: null, signal: told[0] as NodeJS.Signals } : { code, signal }; // keys of that table are signals
}
