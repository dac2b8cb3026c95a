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

/** The trainer processes of a worker: one for each slot. */
export async function trainersOf(workerPid: number): Promise<number[]> {
  const children = (await listProcesses()).filter(({ parent }) => parent === workerPid);
  return children.filter(({ command }) => command.endsWith(' trainer')).map(({ pid }) => pid);
}

/** What a process and everything that it has started have resident together. Pages that they share count for each. */
export async function residentBytesBelow(pid: number): Promise<number> {
  const all = await listProcesses();
  const below = (parent: number): Process[] =>
    all.filter((child) => child.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  const family = [...all.filter((process) => process.pid === pid), ...below(pid)];
  return family.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
}

async function listProcesses(): Promise<Process[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,ppid=,rss=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, kibibytes, command = ''] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (pid === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), residentBytes: Number(kibibytes) * 1024, command }];
  });
}
