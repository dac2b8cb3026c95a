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

/** Added to the niceness of the parent. Not more, since other programs of the machine would leave it too little then. */
const addedNiceness = 5;
/** The kernel lets an ordinary user write ten values a second, all users together. */
const [attempts, retryMilliseconds] = [50, 120];

/** What stands before a program that is to be nicer than this process; null: this system has no `nice`. */
export async function niceArguments(path: string): Promise<readonly string[] | null> {
  return (await hasNice(path)) ? ['nice', '-n', String(addedNiceness)] : null;
}

/** `nice` lowers a process before it has threads or children; they inherit it. POSIX has it, a bare container may not. */
function hasNice(path: string): Promise<boolean> {
  return new Promise((resolve) => execFile('nice', { env: { PATH: path } }, (error) => resolve(error === null)));
}

/** Without `nice`: threads and children that it has by now stay as they are. */
export function lowerProcess(pid: number): void {
  try {
    setPriority(pid, Math.min(getPriority() + addedNiceness, constants.priority.PRIORITY_LOW));
  } catch {
    // The process ended already, or the system has no priorities: then all processes are alike.
  }
}

/**
 * Lowers the session of a process, where it has one of its own and the system weighs sessions.
 * @throws Error when the system does, and refuses
 */
export async function lowerSession(pid: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const [own, its] = await Promise.all([sessionOf('self'), sessionOf(pid)]);
    if (!own || !its || own.name === its.name) return;
    const niceness = Math.min(own.niceness + addedNiceness, constants.priority.PRIORITY_LOW);
    try {
      return await writeFile(`/proc/${pid}/autogroup`, String(niceness));
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
