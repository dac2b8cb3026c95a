/**
 * Tracks the gateway's connections: limits long-lived ones (sockets and event streams) per address, and closes dead and stalled
 * ones.
 *
 * A dead peer answers no ping. Neither does one that does not read, because the ping waits in its send buffer; it is
 * distinguished from a slow one by whether any bytes leave the buffer. A busy peer answers late, after everything that it has
 * sent before. Therefore any received byte counts as a sign of life, and no answer is expected while the gateway has paused
 * reading.
 */
import type { Socket } from 'node:net';

const pingMs = 15_000;

export interface Connection {
  /** The underlying TCP socket. */
  readonly socket: Pick<Socket, 'bytesRead' | 'isPaused' | 'writableLength'>;
  /** Sends a ping to the peer. */
  ping(): void;
  /** Closes the connection without a handshake. */
  terminate(): void;
}

interface TrackedConnection extends Connection {
  address: string;
  /** Whether the peer has answered the last ping. */
  hasPonged: boolean;
  /** Number of bytes read from the peer by the last ping. */
  bytesRead: number;
}

/** Number of bytes sent by the last check, and the time at which that number last changed. */
interface Delivery {
  bytesDelivered: number;
  deliveredAt: number;
}

export interface OpenConnection {
  /** Records a sign of life of the peer. */
  markAlive(): void;
  /** Records that the connection is closed. */
  close(): void;
}

export type Connections = ReturnType<typeof createConnections>;

/**
 * @param options.maxPerAddress  maximum number of long-lived connections per address
 * @param options.stalledMs      a peer with buffered data that reads nothing for this long is disconnected; its client
 *                               reconnects with its cursor and loses nothing
 */
export function createConnections(options: { maxPerAddress: number; stalledMs: number }) {
  const { maxPerAddress, stalledMs } = options;
  const open = new Set<TrackedConnection>();
  const tracked = new Map<Socket, Delivery>();
  const perAddress = new Map<string, number>();
  // One timer for all connections: a timer for each would cost more than the connections.
  const timer = setInterval(checkAll, Math.min(pingMs, stalledMs));

  function checkAll(): void {
    cutStalled();
    for (const connection of open) {
      const { socket, hasPonged, bytesRead } = connection;
      if (socket.writableLength > 0) continue; // slow or stalled; cutStalled() decides
      if (hasPonged || socket.isPaused() || socket.bytesRead !== bytesRead) {
        connection.hasPonged = false;
        connection.bytesRead = socket.bytesRead;
        connection.ping();
      } else connection.terminate();
    }
  }

  function cutStalled(): void {
    const now = performance.now();
    for (const [socket, delivery] of tracked) {
      const bytesDelivered = socket.bytesWritten - socket.writableLength;
      if (socket.writableLength === 0 || bytesDelivered !== delivery.bytesDelivered) delivery.deliveredAt = now;
      delivery.bytesDelivered = bytesDelivered;
      if (now - delivery.deliveredAt >= stalledMs) socket.destroy();
    }
  }

  return {
    /** Returns whether an address has reached its limit of long-lived connections. */
    isAtLimit: (address: string) => (perAddress.get(address) ?? 0) >= maxPerAddress,

    /**
     * Watches a TCP connection and closes it when its peer stalls, even if it carries only plain responses. Returns false if it
     * is already tracked.
     */
    track(socket: Socket): boolean {
      if (tracked.has(socket)) return false;
      tracked.set(socket, { bytesDelivered: 0, deliveredAt: performance.now() });
      socket.once('close', () => tracked.delete(socket));
      return true;
    },

    add(address: string, connection: Connection): OpenConnection {
      const added: TrackedConnection = { ...connection, address, hasPonged: true, bytesRead: 0 };
      open.add(added);
      perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
      return {
        markAlive() {
          added.hasPonged = true;
        },
        close() {
          if (!open.delete(added)) return;
          const left = (perAddress.get(address) ?? 1) - 1;
          if (left > 0) perAddress.set(address, left);
          else perAddress.delete(address);
        },
      };
    },

    count: () => open.size,

    /** Terminates all long-lived connections and stops checking. */
    terminate() {
      clearInterval(timer);
      for (const connection of open) connection.terminate();
    },
  };
}
