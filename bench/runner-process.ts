/** Child processes that answer each line on stdin with a line of JSON on stdout. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Runner {
  /** Sends a line, and resolves with the reply. @throws Error when the process has exited */
  request<T>(what: string): Promise<T>;
  measure(what: string): Promise<{ samplesPerSecond: number; device: string }>;
  end(): void;
}

/** @param environment added to the environment of this process */
export function startRunner(command: string, args: string[], environment: Record<string, string> = {}): Runner {
  const env = { ...process.env, ...environment };
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const lines = createInterface({ input: child.stdout });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`${command} ${args.join(' ')} exited with code ${code}.`);
  });
  died.catch(() => undefined); // request() throws it
  async function request<T>(what: string): Promise<T> {
    const answer = once(lines, 'line');
    child.stdin.write(`${what}\n`);
    const [line] = await Promise.race([answer, died]);
    return JSON.parse(line) as T; // each runner defines its replies
  }
  return {
    request,
    measure: request,
    end: () => void child.kill(),
  };
}

/** Returns the path of a file relative to the module at `from` (its import.meta.url). */
export function modulePath(from: string, relative: string): string {
  return fileURLToPath(new URL(relative, from));
}
