/**
 * The connections of the gateway: how many long-lived ones (sockets and event streams) an address may have, and which of all do not
 * take what they are sent.
 *
 * A peer that is gone answers no ping. One that is there and does not read answers none either, because the ping waits behind what
 * it has not read: it is told from a slow one by whether anything leaves for it at all. And one that is busy answers late, behind
 * all that it has sent before: whatever it sends shows that it is there, and while the gateway reads none of that, nothing is asked.
 */
import type { Socket } from 'node:net';

const pingMilliseconds = 15_000;

export interface Connection {
  /** The TCP socket below. */
  readonly socket: Pick<Socket, 'bytesRead' | 'isPaused' | 'writableLength'>;
  /** Asks the peer to show that it is there. */
  ping(): void;
  /** Ends it without a word. */
  terminate(): void;
}

interface Watched extends Connection {
  address: string;
  /** It has answered the last ping. */
  answered: boolean;
  /** Bytes that had been read from it at the last ping. */
  bytesRead: number;
}

/** Bytes that had left when we looked last, and when that was a new number. */
interface Delivery {
  delivered: number;
  deliveredAt: number;
}

export interface OpenConnection {
  /** The peer showed that it is there. */
  heard(): void;
  /** It is closed. */
  close(): void;
}

export type Connections = ReturnType<typeof createConnections>;

/**
 * @param mostPerAddress      connections that one address may have at the same time
 * @param stalledMilliseconds a peer that takes nothing for this long, of what waits for it, is cut off; its client comes back with
 *                            its cursor and has lost nothing
 */
export function createConnections(options: { mostPerAddress: number; stalledMilliseconds: number }) {
  const { mostPerAddress, stalledMilliseconds } = options;
  const open = new Set<Watched>();
  const tracked = new Map<Socket, Delivery>();
  const perAddress = new Map<string, number>();
  // One timer for all of them: ten thousand would cost more than their connections.
  const timer = setInterval(look, Math.min(pingMilliseconds, stalledMilliseconds));

  function look(): void {
    cutStalled();
    for (const connection of open) {
      const { socket, answered, bytesRead } = connection;
      if (socket.writableLength > 0) continue; // slow, or stalled: the other loop tells
      if (answered || socket.isPaused() || socket.bytesRead !== bytesRead) {
        connection.answered = false;
        connection.bytesRead = socket.bytesRead;
        connection.ping();
      } else connection.terminate();
    }
  }

  function cutStalled(): void {
    const now = performance.now();
    for (const [socket, delivery] of tracked) {
      const delivered = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength === 0 || delivered !== delivery.delivered) delivery.deliveredAt = now;
      delivery.delivered = delivered;
      if (now - delivery.deliveredAt >= stalledMilliseconds) socket.destroy();
    }
  }

  return {
    /** Whether one more from this address is too many. */
    isFull: (address: string) => (perAddress.get(address) ?? 0) >= mostPerAddress,

    /**
     * Cuts a TCP connection off when its peer takes nothing of what waits for it, also where it carries plain answers. False: it is
     * tracked already.
     */
    track(socket: Socket): boolean {
      if (tracked.has(socket)) return false;
      tracked.set(socket, { delivered: 0, deliveredAt: performance.now() });
      socket.once('close', () => tracked.delete(socket));
      return true;
    },

    add(address: string, connection: Connection): OpenConnection {
      const watched: Watched = { ...connection, address, answered: true, bytesRead: 0 };
      open.add(watched);
      perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
      return {
        heard() {
          watched.answered = true;
        },
        close() {
          if (!open.delete(watched)) return;
          const left = (perAddress.get(address) ?? 1) - 1;
          if (left > 0) perAddress.set(address, left);
          else perAddress.delete(address);
        },
      };
    },

    count: () => open.size,

    /** Ends those that are open, and the looking. */
    terminate() {
      clearInterval(timer);
      for (const connection of open) connection.terminate();
    },
  };
}
