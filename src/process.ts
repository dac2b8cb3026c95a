/** Which process is which, also where numbers of processes are used again, and mean something else in another container. */
import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Names a process for processes that read the name later or elsewhere. */
export interface ProcessIdentity {
  /** Where its number means the same (processPlace). */
  place: string;
  pid: number;
  /** When it began, as the system tells; null where it does not. */
  started: string | null;
}

/** Where numbers of processes mean the same: this container of this machine. Hexadecimal. */
export const processPlace = createHash('sha256').update(`${hostname()} ${pidNamespace()}`).digest('hex').slice(0, 8);

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // a system that has none
  }
}

export async function processIdentity(): Promise<ProcessIdentity> {
  return { place: processPlace, pid: process.pid, started: await startOf(process.pid) };
}

/** Whether the process still runs; null: that cannot be seen from here. */
export async function isRunning({ place, pid, started }: ProcessIdentity): Promise<boolean | null> {
  if (place !== processPlace) return null;
  if (!isAlive(pid)) return false;
  if (started === null) return pid === process.pid ? false : null;
  return (await startOf(pid)) === started;
}

/** The boot of the machine, and the ticks from then to the process's start (proc(5)). */
async function startOf(pid: number): Promise<string | null> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Behind the program's name, which may hold blanks and parentheses, the 20th value.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot} ${ticks}`;
  } catch {
    return null;
  }
}

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // there, and somebody else's
  }
}

/** How a process is asked to end: by Ctrl-C, by a service manager, by a terminal that closes. */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when this process is asked to end, or the one that started it is gone. */
export function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of endSignals) process.on(signal, () => resolve());
    process.once('disconnect', resolve);
  });
}

/** Ctrl-C and a closed terminal reach the whole process group. The parent decides when this process ends. */
export function leaveEndToParent(): void {
  process.once('disconnect', () => process.exit(0));
  for (const signal of endSignals) process.on(signal, () => undefined);
}

/**
 * Lets a stream of output fail when its reader, a terminal or a pipe, is gone: an orderly stop must not break off because no one
 * reads about it. Any other error is thrown.
 */
export function outliveReader(output: NodeJS.EventEmitter): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}
