/** Identifies processes, even though PIDs are reused and differ between containers. */
import { createHash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Identifies a process to other processes, at a later time or on another machine. */
export interface ProcessIdentity {
  /** PID namespace of the process (see processPlace). */
  place: string;
  pid: number;
  /** Start time as reported by the system. Null when the system does not report it. */
  started: string | null;
}

/** Hexadecimal id of the PID namespace: this container on this machine. */
export const processPlace = createHash('sha256').update(`${hostname()} ${pidNamespace()}`).digest('hex').slice(0, 8);

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // the system has no PID namespaces
  }
}

export async function processIdentity(): Promise<ProcessIdentity> {
  return { place: processPlace, pid: process.pid, started: await startOf(process.pid) };
}

/** Returns whether the process is still running. Null when this cannot be determined from here. */
export async function isRunning({ place, pid, started }: ProcessIdentity): Promise<boolean | null> {
  if (place !== processPlace) return null;
  if (!isAlive(pid)) return false;
  if (started === null) return pid === process.pid ? false : null;
  return (await startOf(pid)) === started;
}

/** Returns the boot id of the machine and the start time of the process in ticks since boot (proc(5)). */
async function startOf(pid: number): Promise<string | null> {
  try {
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The 20th value after the program's name, which may contain blanks and parentheses.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot} ${ticks}`;
  } catch {
    return null;
  }
}

/** Returns whether a process with this PID exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it exists and belongs to another user
  }
}

/** Signals that ask a process to stop: Ctrl-C, a service manager, a closing terminal. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when this process is asked to stop, or when its parent has exited. */
export function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of stopSignals) process.on(signal, () => resolve());
    process.once('disconnect', resolve);
  });
}

/** Ignores stop signals, which a terminal sends to the whole process group: the parent decides when this process exits. */
export function leaveEndToParent(): void {
  process.once('disconnect', () => process.exit(0));
  for (const signal of stopSignals) process.on(signal, () => undefined);
}

/**
 * Ignores write errors of an output stream whose reader, a terminal or a pipe, is gone, so that they do not interrupt a graceful
 * shutdown. Any other error is thrown.
 */
export function outliveReader(output: NodeJS.EventEmitter): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}
