/**
 * The processes behind a task. The API reports the process of each worker and its tasks; ps lists the processes that it started
 * (not on Windows).
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ApiClient } from '../src/demo/client.ts';

const run = promisify(execFile);

interface WorkerStatus {
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

export async function workersOf(client: ApiClient): Promise<WorkerStatus[]> {
  const query = 'query { workers { pid state currentTasks { id } } }';
  return (await client.request<{ workers: WorkerStatus[] }>(query)).workers;
}

/** A trainer process, and the sandbox programs between it and its worker, outermost first. */
export interface TrainerProcess {
  pid: number;
  confinerPids: number[];
}

/** Matches the command of the trainer, and of programs that start it: its role, and the path of its scratch folder. */
const trainerCommand = / trainer \S+$/;

/** Returns the trainer processes of a worker, one per slot. */
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

/** Sends a signal. Does nothing if the process no longer exists. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Returns the resident memory of a process and all its descendants. Shared pages count for each process. */
export async function processTreeResidentBytes(pid: number): Promise<number> {
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
