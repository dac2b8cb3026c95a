/**
 * Hints over Redis PUBLISH and SUBSCRIBE, for installations behind a pooler without LISTEN, or whose commits must not contend for
 * NOTIFY's global lock. Redis stores nothing; while it is unavailable, only latency suffers, even at startup. Installations that
 * share a Redis ignore each other's hints.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';
import type { Logger } from '../log.ts';
import type { Hint, Hints } from './hints.ts';

const probeMs = 15_000;
const responseMs = 10_000;
const maxRetryDelayMs = 1000;
const closeTimeoutMs = 1000;
/** Maximum number of hints that wait for a connection; further hints are dropped. */
const maxPendingHints = 1000;

export interface RedisHints extends Hints {
  /** Sends a hint; must be called after the commit. Returns immediately. A hint that cannot be sent is lost. */
  send(hint: Hint): void;
}

interface Listener {
  onHint(payload: string): void;
  onListening(): void;
}

/** Uses one connection, opened with the first listener or hint. @param log reports when Redis becomes unavailable or available */
export function createRedisHints(url: string, log?: Logger): RedisHints {
  const channels = new Map<string, Set<Listener>>();
  let isUnavailable = false;
  let started = false;

  const client = createClient({
    url,
    commandsQueueMaxLength: maxPendingHints,
    // A connection that a firewall dropped is silent, not closed.
    pingInterval: probeMs,
    socket: {
      connectTimeout: responseMs,
      socketTimeout: probeMs + responseMs,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, maxRetryDelayMs) * (0.5 + Math.random() / 2),
    },
  });
  client.on('error', (error) => {
    if (!isUnavailable) {
      const reason = error instanceof Error ? error.message || error.name : String(error);
      log?.warn(`AIAS_REDIS_URL: Redis is unavailable (${reason}). Changes are noticed later than usual; retrying`);
    }
    isUnavailable = true;
  });
  client.on('ready', () => {
    if (isUnavailable) log?.info('Redis is available again');
    isUnavailable = false;
    for (const channel of channels.keys()) void listenTo(channel);
  });

  function start(): void {
    if (started) return;
    started = true;
    client.connect().catch(noop); // the client retries until it is closed
  }

  /** Idempotent: the client ignores a second subscription with the same listener. */
  async function listenTo(channel: string): Promise<void> {
    try {
      await client.subscribe(channel, dispatch);
    } catch {
      return; // the connection is lost; the next one subscribes again
    }
    for (const listener of channels.get(channel) ?? []) listener.onListening();
  }

  function dispatch(payload: string, channel: string): void {
    for (const listener of channels.get(channel) ?? []) listener.onHint(payload);
  }

  return {
    async listen(channel, onHint, onListening = () => undefined) {
      const channelListeners = channels.get(channel) ?? new Set();
      channels.set(channel, channelListeners);
      const listener = await new Promise<Listener>((resolve) => {
        const added: Listener = {
          onHint,
          onListening() {
            onListening();
            resolve(added);
          },
        };
        channelListeners.add(added);
        // A process that starts while Redis is unavailable does not wait for it.
        if (isUnavailable) return resolve(added);
        client.once('error', () => resolve(added));
        start();
        if (client.isReady) void listenTo(channel);
      });
      return {
        unlisten() {
          channelListeners.delete(listener);
          if (channelListeners.size === 0) channels.delete(channel);
        },
      };
    },

    send({ channel, payload }) {
      start();
      client.publish(channel, payload).catch(noop);
    },

    async close() {
      if (!client.isOpen) return;
      // The last hints may still be in transit.
      if (client.isReady) await Promise.race([client.close(), delay(closeTimeoutMs, undefined, { ref: false })]);
      if (client.isOpen) client.destroy();
    },
  };
}

/** Ignores a failure, because the client's `error` event reports the cause. */
const noop = () => undefined;
