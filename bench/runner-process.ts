/** Child processes that answer every line they are told with a line of JSON. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Runner {
  /** @throws Error when the process has ended */
  ask<T>(what: string): Promise<T>;
  measure(what: string): Promise<{ samplesPerSecond: number; device: string }>;
  end(): void;
}

/** @param environment what the process has besides this one's */
export function startRunner(command: string, args: string[], environment: Record<string, string> = {}): Runner {
  const env = { ...process.env, ...environment };
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const lines = createInterface({ input: child.stdout });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`${command} ${args.join(' ')} ended with code ${code}.`);
  });
  died.catch(() => undefined); // ask() tells
  async function ask<T>(what: string): Promise<T> {
    const answer = once(lines, 'line');
    child.stdin.write(`${what}\n`);
    const [line] = await Promise.race([answer, died]);
    return JSON.parse(line) as T; // what the runner says of itself
  }
  return {
    ask,
    measure: ask,
    end: () => void child.kill(),
  };
}

/** Of a file beside the module at `from` (its import.meta.url). */
export function modulePath(from: string, relative: string): string {
  return fileURLToPath(new URL(relative, from));
}
