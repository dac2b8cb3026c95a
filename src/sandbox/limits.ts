/** Resource limits of a sandboxed process (Linux; setrlimit(2), applied by util-linux's prlimit before the program starts). */
import { readFile } from 'node:fs/promises';

export interface Limits {
  /** Private writable memory in bytes (RLIMIT_DATA): V8's heap, array buffers and wasm alike. Null: no limit. */
  memoryBytes: number | null;
  /** Processor time of the whole process in seconds (RLIMIT_CPU). Null: no limit. */
  cpuSeconds: number | null;
  /** Size of each file that it writes, in bytes (RLIMIT_FSIZE). */
  maxFileBytes: number;
  /** Open files and sockets (RLIMIT_NOFILE). */
  maxOpenFiles: number;
}

/** The hard limits that this process has itself: a limit can be lowered by anyone and raised by few. */
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
  const table = await readFile('/proc/self/limits', 'utf8').catch(() => ''); // no /proc: prlimit will say what it cannot do
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

/** The arguments of prlimit. Limits above the ceiling are lowered to it. */
export function prlimitArguments(limits: Limits, ceiling: Ceiling): string[] {
  const options = {
    data: Math.min(limits.memoryBytes ?? Number.POSITIVE_INFINITY, ceiling.memoryBytes),
    cpu: Math.min(limits.cpuSeconds ?? Number.POSITIVE_INFINITY, ceiling.cpuSeconds),
    fsize: Math.min(limits.maxFileBytes, ceiling.maxFileBytes),
    nofile: Math.min(limits.maxOpenFiles, ceiling.maxOpenFiles),
    core: 0, // a core file would hold other people's data
  };
  return Object.entries(options).flatMap(([name, value]) =>
    Number.isFinite(value) ? [`--${name}=${Math.ceil(value)}`] : [],
  );
}
