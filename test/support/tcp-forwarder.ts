import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpForwarder {
  port: number;
  /** Redirects new connections to a local port. Null refuses them and cuts the existing ones. */
  redirect(to: number | null): void;
  /** Silently drops the traffic of existing connections; new connections work. */
  blackhole(): void;
  /** Number of connections refused so far. */
  refused(): number;
  close(): void;
}

/** Opens a port that forwards to another one, so that a restarted server stays reachable at the same port. */
export async function startForwarder(target: number): Promise<TcpForwarder> {
  let to: number | null = target;
  let refused = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (to === null) {
      refused++;
      return near.destroy();
    }
    const far = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    redirect(port) {
      to = port;
      if (port === null) for (const socket of sockets) socket.destroy();
    },
    blackhole() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    refused: () => refused,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
