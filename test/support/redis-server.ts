/** A real Redis for tests, from Debian's package, on a free loopback port. Stores nothing on disk. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { acceptsConnections, freePort } from './ports.ts';
import { waitFor } from './wait-for.ts';

export const redisHint = 'apt-get install redis-server';

export interface RedisServer {
  port: number;
  stop(): Promise<void>;
}

/** Returns null when the package is not installed. */
export async function startRedisServer(): Promise<RedisServer | null> {
  const path = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
    .map((folder) => join(folder, 'redis-server'))
    .find(existsSync);
  if (!path) return null;
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'];
  const child = spawn(path, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await waitFor('Redis', () => acceptsConnections(port));
  return {
    port,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
