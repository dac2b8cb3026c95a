/** Runs the command line as a user does: in a process with its own environment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

export interface CommandRun {
  child: ChildProcess;
  output: { out: string; err: string };
  /** Resolves with the exit code once all output has been read. */
  exited: Promise<number | null>;
}

/** @param environment every variable that the process gets besides PATH */
export function runAias(args: string[], environment: Record<string, string> = {}): CommandRun {
  const child = spawn(process.execPath, [resolve('bin/aias.js'), ...args], {
    // Starts in another folder, because no command may depend on its working directory.
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
