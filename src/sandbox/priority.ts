/**
 * Gives computing processes a lower priority than the processes that renew leases and answer requests, so that those stay responsive on
 * a saturated machine.
 *
 * Linux shares its processors among sessions first and among the processes of a session afterwards (autogroups, sched(7)). A
 * sandboxed process has a session of its own: its nice value alone would weigh against nothing but itself.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { constants, getPriority, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Added to the niceness of the parent. `begun`: work that people have just begun to wait for. `ordinary`: trainings, and processes that
 * start because work waits for them. `long`: other work that takes long, and spare processes that start. Not more, since other
 * programs of the machine would leave too little.
 */
const added = { begun: 5, ordinary: 7, long: 12 } as const;
export type Priority = keyof typeof added;
/** Work that has taken longer than this is long. */
export const longMilliseconds = 500;
/** The kernel lets an ordinary user write ten values a second, all users together. */
const [attempts, retryMilliseconds] = [50, 120];

/** What stands before a program that is to be nicer than this process; null: this system has no `nice`. */
export async function niceArguments(path: string): Promise<readonly string[] | null> {
  return (await hasNice(path)) ? ['nice', '-n', String(added.ordinary)] : null;
}

/** `nice` lowers a process before it has threads or children; they inherit it. POSIX has it, a bare container may not. */
function hasNice(path: string): Promise<boolean> {
  return new Promise((resolve) => execFile('nice', { env: { PATH: path } }, (error) => resolve(error === null)));
}

/** Without `nice`: threads and children that it has by now stay as they are. */
export function lowerProcess(pid: number): void {
  try {
    setPriority(pid, Math.min(getPriority() + added.ordinary, constants.priority.PRIORITY_LOW));
  } catch {
    // The process ended already, or the system has no priorities: then all processes are alike.
  }
}

export interface SessionPriority {
  /** A piece of work begins. @param then what it has when it takes long */
  beginWork(then: Exclude<Priority, 'begun'>): void;
  /** The work is done. */
  endWork(): void;
}

/** Changes the priority of a session until `stop`: the number of a process that is gone may be another's by then. */
interface StoppablePriority extends SessionPriority {
  stop(): void;
}

/**
 * Lowers the session of a process, where it has one of its own and the system weighs sessions.
 * @param first until a piece of work begins
 * @param onError called once, when the system weighs them and refuses: the session stays as it is from then on
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
      timer = setTimeout(() => void apply(then), longMilliseconds).unref();
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

/** @throws Error when the system weighs sessions, and refuses */
async function setSession(pid: number, niceness: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const [own, its] = await Promise.all([sessionOf('self'), sessionOf(pid)]);
    if (!own || !its || own.name === its.name) return;
    const total = Math.min(own.niceness + niceness, constants.priority.PRIORITY_LOW);
    try {
      return await writeFile(`/proc/${pid}/autogroup`, String(total));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ESRCH') return; // it ended
      if (code !== 'EAGAIN' || attempt === attempts) throw error;
      await delay(retryMilliseconds);
    }
  }
}

/** Null: the system weighs no sessions, or the process is gone. */
export async function sessionOf(pid: number | 'self'): Promise<{ name: string; niceness: number } | null> {
  const text = await readFile(`/proc/${pid}/autogroup`, 'utf8').catch(() => '');
  const [, name, niceness] = /^\/(\S+) nice (-?\d+)/.exec(text) ?? [];
  return name === undefined ? null : { name, niceness: Number(niceness) };
}
