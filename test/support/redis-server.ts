/** A real Redis for tests, from Debian's package, on a free loopback port. Stores nothing on disk. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
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
  await waitFor('Redis', () => answers(port));
  return {
    port,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other kind of address
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port: number): Promise<true | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(() => resolve(true)));
    socket.on('error', () => resolve(null));
  });
}
