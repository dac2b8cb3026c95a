import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Forwarder {
  port: number;
  /** From now on to this port of this machine; null: nowhere, and what is connected is cut off. */
  lead(to: number | null): void;
  /** From now on nothing that is connected gets through any more, and nobody is told. What connects later does. */
  forget(): void;
  /** Connections that led nowhere so far. */
  refused(): number;
  close(): void;
}

/** A port that leads to another one, so that a server may come back at a new one and be found at the old. */
export async function startForwarder(target: number): Promise<Forwarder> {
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
    lead(port) {
      to = port;
      if (port === null) for (const socket of sockets) socket.destroy();
    },
    forget() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    refused: () => refused,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
