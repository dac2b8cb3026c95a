/** A real PgBouncer for tests, from Debian's package, in transaction mode on a free loopback port. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acceptsConnections, freePort } from './ports.ts';
import { waitFor } from './wait-for.ts';

const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(existsSync);

/** The command that installs PgBouncer, or null when it is installed. */
export const pgBouncerHint = program ? null : 'apt-get install pgbouncer';

export interface PgBouncer {
  port: number;
  stop(): Promise<void>;
}

/** @param target the server behind it, and the role that it connects as, regardless of the client's role */
export async function startPgBouncer(target: { port: number; user: string; password: string }): Promise<PgBouncer> {
  if (!program) throw new Error('PgBouncer is not installed.');
  const folder = await mkdtemp(join(tmpdir(), 'aias-pgbouncer-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, settings(port, target), { mode: 0o644 });
  // PgBouncer refuses to run as root.
  const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(program, [...asUser, file], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await waitFor('PgBouncer', () => acceptsConnections(port));
  return {
    port,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const settings = (port: number, target: { port: number; user: string; password: string }) => `[databases]
aias = host=127.0.0.1 port=${target.port} dbname=aias user=${target.user} password=${target.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
`;
