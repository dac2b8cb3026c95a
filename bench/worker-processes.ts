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
  currentTasks: { id: string }[];
}

interface Process {
  pid: number;
  parent: number;
  command: string;
}

export async function workersOf(client: ApiClient): Promise<WorkerSeen[]> {
  const query = 'query { workers { pid currentTasks { id } } }';
  return (await client.request<{ workers: WorkerSeen[] }>(query)).workers;
}

/** The trainer processes of a worker: one for each slot. */
export async function trainersOf(workerPid: number): Promise<number[]> {
  const children = (await listProcesses()).filter(({ parent }) => parent === workerPid);
  return children.filter(({ command }) => command.endsWith(' trainer')).map(({ pid }) => pid);
}

async function listProcesses(): Promise<Process[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (pid === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
