/**
 * Lowers the priority of computing processes, so that the processes that renew leases and answer requests stay responsive on a
 * saturated machine.
 *
 * Linux divides CPU time among sessions first, and then among the processes of a session (autogroups, sched(7)). A sandboxed
 * process has its own session, so its nice value alone would have no effect on other sessions.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { constants, getPriority, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Values added to the niceness of the parent. `begun`: work that a user has just started waiting for. `ordinary`: training, and
 * processes that start because work waits for them. `long`: other long-running work, and spare processes that start. Higher
 * values would leave too little CPU time when other programs are busy.
 */
const added = { begun: 5, ordinary: 7, long: 12 } as const;
export type Priority = keyof typeof added;
/** Work that takes longer than this counts as long-running. */
export const longMs = 500;
/** The kernel accepts ten writes per second from unprivileged users, all users together. */
const [attempts, retryMs] = [50, 120];

/** Returns the command prefix that starts a program with a lower priority, or null if the system has no `nice` command. */
export async function niceArguments(path: string): Promise<readonly string[] | null> {
  return (await hasNice(path)) ? ['nice', '-n', String(added.ordinary)] : null;
}

/** `nice` acts before the process has threads or children, which inherit the value. A minimal container may lack it. */
function hasNice(path: string): Promise<boolean> {
  return new Promise((resolve) => execFile('nice', { env: { PATH: path } }, (error) => resolve(error === null)));
}

/** Lowers a running process, for systems without `nice`. Threads and children that exist already keep their priority. */
export function lowerProcess(pid: number): void {
  try {
    setPriority(pid, Math.min(getPriority() + added.ordinary, constants.priority.PRIORITY_LOW));
  } catch {
    // The process has exited, or the system has no priorities.
  }
}

export interface SessionPriority {
  /** Call it when a piece of work begins. @param then priority of the work once it counts as long-running */
  beginWork(then: Exclude<Priority, 'begun'>): void;
  /** Call it when the work is done. */
  endWork(): void;
}

/** Call `stop` when the process has exited: the system may reuse its process ID. */
interface StoppablePriority extends SessionPriority {
  stop(): void;
}

/**
 * Lowers the priority of a process's session. No effect if the process shares the session of this one, or without autogroups.
 * @param first priority until a piece of work begins
 * @param onError called once if the system rejects a priority; the session then keeps its current one
 */
export function lowerSession(pid: number, first: Priority, onError: (error: unknown) => void): StoppablePriority {
  let [wanted, written] = [0, 0];
  let timer: NodeJS.Timeout | undefined;
  let isWriting = false;
  let isStopped = false;

  async function apply(priority: Priority): Promise<void> {
    wanted = added[priority];
    if (isWriting || isStopped) return;
    isWriting = true;
    try {
      while (written !== wanted && !isStopped) {
        const niceness = wanted;
        await setSession(pid, niceness);
        written = niceness;
      }
      isWriting = false;
    } catch (error) {
      onError(error);
    }
  }

  void apply(first);
  return {
    beginWork(then) {
      clearTimeout(timer);
      timer = setTimeout(() => void apply(then), longMs).unref();
      void apply('begun');
    },
    endWork() {
      clearTimeout(timer);
      void apply('ordinary');
    },
    stop() {
      clearTimeout(timer);
      isStopped = true;
    },
  };
}

/** @throws Error when the system has autogroups but rejects the value */
async function setSession(pid: number, niceness: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const [own, target] = await Promise.all([sessionOf('self'), sessionOf(pid)]);
    if (!own || !target || own.name === target.name) return;
    const total = Math.min(own.niceness + niceness, constants.priority.PRIORITY_LOW);
    try {
      return await writeFile(`/proc/${pid}/autogroup`, String(total));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ESRCH') return; // the process has exited
      if (code !== 'EAGAIN' || attempt === attempts) throw error;
      await delay(retryMs);
    }
  }
}

/** Returns the autogroup of a process, or null without autogroups or if the process has exited. */
export async function sessionOf(pid: number | 'self'): Promise<{ name: string; niceness: number } | null> {
  const text = await readFile(`/proc/${pid}/autogroup`, 'utf8').catch(() => '');
  const [, name, niceness] = /^\/(\S+) nice (-?\d+)/.exec(text) ?? [];
  return name === undefined ? null : { name, niceness: Number(niceness) };
}
