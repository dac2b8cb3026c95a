/** An embedded Postgres that can be ended in every way that a database server ends, and brought back. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { isAlive } from '../../src/process.ts';
import { until } from '../../test/support/until.ts';

/** kill: all of its processes at once. backend: one session's process, which makes the server start over. immediate: SIGQUIT. */
export const endings = ['kill', 'immediate', 'backend'] as const;
export type Ending = (typeof endings)[number];

export interface FragilePostgres {
  /** Of the server that runs now: each start takes another. */
  readonly port: number;
  readonly password: string;
  /** Ends the server, and resolves when it is gone (backend: at once). */
  end(how: Ending): Promise<void>;
  /** Starts it again, if it does not run. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const startMilliseconds = 60_000;

/** Starts a durable server in `dataDir`, which keeps the times of its commits. */
export async function startFragilePostgres(dataDir: string): Promise<FragilePostgres> {
  let server = await startEmbeddedPostgres({ dataDir });
  const sql = postgres(server.url, { max: 1 });
  await sql`alter system set track_commit_timestamp = on`;
  await sql.end();
  await server.stop();
  server = await startEmbeddedPostgres({ dataDir });
  const rootPid = async () =>
    Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

  async function end(how: Ending): Promise<void> {
    const root = await rootPid();
    const backends = childrenOf(root);
    if (how === 'backend') return kill(backends.find(({ command }) => command.includes('aias'))?.pid ?? root);
    const all = [root, ...backends.map(({ pid }) => pid)];
    if (how === 'immediate') process.kill(root, 'SIGQUIT');
    else all.forEach(kill);
    await until('Postgres to be gone', async () => !all.some(isAlive));
  }

  return {
    get port() {
      return Number(new URL(server.url).port);
    },
    password: new URL(server.url).password,
    end,
    async start() {
      // One that is starting over by itself is in the way of another until it is ready to be found.
      await until(
        'Postgres to run',
        async () => {
          const started = await startEmbeddedPostgres({ dataDir }).catch(() => null);
          server = started ?? server;
          return started;
        },
        startMilliseconds,
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
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // gone by itself
  }
}
