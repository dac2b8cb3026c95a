/** An embedded Postgres that can be shut down in every way that a database server ends, and restarted. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { isAlive } from '../../src/process.ts';
import { waitFor } from '../../test/support/wait-for.ts';

/** kill: all of its processes at once. backend: one session's process, after which the server recovers. immediate: SIGQUIT. */
export const shutdownModes = ['kill', 'immediate', 'backend'] as const;
export type ShutdownMode = (typeof shutdownModes)[number];

export interface ControllablePostgres {
  /** Port of the current server: each start uses another one. */
  readonly port: number;
  readonly password: string;
  /** Shuts the server down, and resolves when it is gone (backend: immediately). */
  end(how: ShutdownMode): Promise<void>;
  /** Starts the server if it is not running. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const startMs = 60_000;

/** Starts a durable server in `dataDir` that records commit timestamps. */
export async function startFragilePostgres(dataDir: string): Promise<ControllablePostgres> {
  let server = await startEmbeddedPostgres({ dataDir });
  const sql = postgres(server.url, { max: 1 });
  await sql`alter system set track_commit_timestamp = on`;
  await sql.end();
  await server.stop();
  server = await startEmbeddedPostgres({ dataDir });
  const rootPid = async () =>
    Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

  async function end(how: ShutdownMode): Promise<void> {
    const root = await rootPid();
    const backends = childrenOf(root);
    if (how === 'backend') return kill(backends.find(({ command }) => command.includes('aias'))?.pid ?? root);
    const all = [root, ...backends.map(({ pid }) => pid)];
    if (how === 'immediate') process.kill(root, 'SIGQUIT');
    else all.forEach(kill);
    await waitFor('Postgres to be gone', async () => !all.some(isAlive));
  }

  return {
    get port() {
      return Number(new URL(server.url).port);
    },
    password: new URL(server.url).password,
    end,
    async start() {
      // A server that is recovering blocks a new one, and cannot be found until it is ready.
      await waitFor(
        'Postgres to run',
        async () => {
          const started = await startEmbeddedPostgres({ dataDir }).catch(() => null);
          server = started ?? server;
          return started;
        },
        startMs,
      );
    },
    stop: () => server.stop(),
  };
}

function childrenOf(pid: number): { pid: number; command: string }[] {
  const lines = execFileSync('ps', ['--ppid', String(pid), '-ww', '-o', 'pid=,args='], { encoding: 'utf8' }).split(
    '\n',
  );
  return lines.filter(Boolean).map((line) => ({ pid: Number.parseInt(line, 10), command: line }));
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has already exited
  }
}
