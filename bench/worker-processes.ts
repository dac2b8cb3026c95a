/**
 * The processes behind a task. The API tells each worker's process and its tasks; what that process has started, the system
 * tells (ps: not on Windows).
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ApiClient } from '../src/demo/client.ts';

const run = promisify(execFile);

interface WorkerSeen {
  pid: number;
  state: string;
  currentTasks: { id: string }[];
}

interface Process {
  pid: number;
  parent: number;
  residentBytes: number;
  command: string;
}

export async function workersOf(client: ApiClient): Promise<WorkerSeen[]> {
  const query = 'query { workers { pid state currentTasks { id } } }';
  return (await client.request<{ workers: WorkerSeen[] }>(query)).workers;
}

/** A trainer process, and the programs that confine it and stay between it and its worker, the outermost first. */
export interface TrainerProcess {
  pid: number;
  confinerPids: number[];
}

/** Of the trainer, or of a program that starts it: its part, and the path of its scratch folder. */
const trainerCommand = / trainer \S+$/;

/** The trainer processes of a worker: one for each slot. */
export async function trainersOf(workerPid: number): Promise<TrainerProcess[]> {
  const all = (await listProcesses()).filter(({ command }) => trainerCommand.test(command));
  const startedBy = (pid: number) => all.find(({ parent }) => parent === pid)?.pid;
  return all
    .filter(({ parent }) => parent === workerPid)
    .map(({ pid: outermost }) => {
      const confinerPids: number[] = [];
      let pid = outermost;
      for (let next = startedBy(pid); next !== undefined; next = startedBy(pid)) {
        confinerPids.push(pid);
        pid = next;
      }
      return { pid, confinerPids };
    });
}

/** Does nothing when there is no such process any more. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** What a process and everything that it has started have resident together. Pages that they share count for each. */
export async function residentBytesBelow(pid: number): Promise<number> {
  const all = await listProcesses();
  const below = (parent: number): Process[] =>
    all.filter((child) => child.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  const family = [...all.filter((process) => process.pid === pid), ...below(pid)];
  return family.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
}

export async function listProcesses(): Promise<Process[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,ppid=,rss=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, kibibytes, command = ''] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (pid === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), residentBytes: Number(kibibytes) * 1024, command }];
  });
}
