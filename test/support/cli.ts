/** The command line as a person runs it: a process with an environment of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

export interface CommandRun {
  child: ChildProcess;
  output: { out: string; err: string };
  /** Resolves with the exit code when everything that was written has been read. */
  exited: Promise<number | null>;
}

/** @param environment all that it sees besides PATH */
export function runAias(args: string[], environment: Record<string, string> = {}): CommandRun {
  const child = spawn(process.execPath, [resolve('bin/aias.js'), ...args], {
    // From anywhere: nothing may depend on the folder that it is started in.
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    output.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.err += chunk;
  });
  return { child, output, exited: once(child, 'close').then(([code]) => code as number | null) };
}
