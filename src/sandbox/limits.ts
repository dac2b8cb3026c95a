/** Resource limits of a sandboxed process (Linux; setrlimit(2), applied by util-linux's prlimit before the program starts). */
import { readFile } from 'node:fs/promises';

export interface Limits {
  /** Private writable memory in bytes (RLIMIT_DATA), including V8's heap, array buffers and wasm. Null means no limit. */
  memoryBytes: number | null;
  /** CPU time of the whole process in seconds (RLIMIT_CPU). Null means no limit. */
  cpuSeconds: number | null;
  /** Size in bytes of each file that the process writes (RLIMIT_FSIZE). */
  maxFileBytes: number;
  /** Number of open files and sockets (RLIMIT_NOFILE). */
  maxOpenFiles: number;
}

/** The hard limits of this process. A child process cannot have higher ones without privileges. */
export interface Ceiling {
  memoryBytes: number;
  cpuSeconds: number;
  maxFileBytes: number;
  maxOpenFiles: number;
}

const rows = {
  memoryBytes: 'Max data size',
  cpuSeconds: 'Max cpu time',
  maxFileBytes: 'Max file size',
  maxOpenFiles: 'Max open files',
} as const;

export async function readCeiling(): Promise<Ceiling> {
  const table = await readFile('/proc/self/limits', 'utf8').catch(() => ''); // without /proc, prlimit reports the error
  const hardLimit = (row: string) => {
    const [, hard] = new RegExp(`^${row} +\\S+ +(\\S+)`, 'm').exec(table) ?? [];
    return hard === undefined || hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
  };
  return {
    memoryBytes: hardLimit(rows.memoryBytes),
    cpuSeconds: hardLimit(rows.cpuSeconds),
    maxFileBytes: hardLimit(rows.maxFileBytes),
    maxOpenFiles: hardLimit(rows.maxOpenFiles),
  };
}

/** Returns the arguments for prlimit. Limits above the ceiling are lowered to it. */
export function prlimitArguments(limits: Limits, ceiling: Ceiling): string[] {
  const options = {
    data: Math.min(limits.memoryBytes ?? Number.POSITIVE_INFINITY, ceiling.memoryBytes),
    cpu: Math.min(limits.cpuSeconds ?? Number.POSITIVE_INFINITY, ceiling.cpuSeconds),
    fsize: Math.min(limits.maxFileBytes, ceiling.maxFileBytes),
    nofile: Math.min(limits.maxOpenFiles, ceiling.maxOpenFiles),
    core: 0, // a core dump would contain user data
  };
  return Object.entries(options).flatMap(([name, value]) =>
    Number.isFinite(value) ? [`--${name}=${Math.ceil(value)}`] : [],
  );
}
