/**
 * Hints over Redis's PUBLISH and SUBSCRIBE, for an installation whose Postgres is reached through a pooler that knows no
 * LISTEN, or whose commits shall not queue for the one lock of NOTIFY. Redis keeps nothing, and one that is away costs time
 * only, at a start too. Installations that share a Redis hear each other's hints, and make nothing of them.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';
import type { Logger } from '../log.ts';
import type { Hint, Hints } from './hints.ts';

const probeMilliseconds = 15_000;
const answerMilliseconds = 10_000;
const longestPauseMilliseconds = 1000;
const partingMilliseconds = 1000;
/** Hints that wait for a connection; those beyond are lost. */
const mostWaiting = 1000;

export interface RedisHints extends Hints {
  /** To be called after the commit. Returns at once; a hint that cannot be sent is lost. */
  send(hint: Hint): void;
}

interface Listener {
  onHint(payload: string): void;
  onListening(): void;
}

/** One connection, opened with the first listener or the first hint. @param log told when Redis is away, and when it is back */
export function createRedisHints(url: string, log?: Logger): RedisHints {
  const channels = new Map<string, Set<Listener>>();
  let away = false;
  let started = false;

  const client = createClient({
    url,
    commandsQueueMaxLength: mostWaiting,
    // A connection that a firewall forgot is silent, not closed.
    pingInterval: probeMilliseconds,
    socket: {
      connectTimeout: answerMilliseconds,
      socketTimeout: probeMilliseconds + answerMilliseconds,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, longestPauseMilliseconds) * (0.5 + Math.random() / 2),
    },
  });
  client.on('error', (error) => {
    if (!away) {
      const reason = error instanceof Error ? error.message || error.name : String(error);
      log?.warn(`AIAS_REDIS_URL: Redis cannot be used (${reason}). Changes are seen later than usual; goes on trying`);
    }
    away = true;
  });
  client.on('ready', () => {
    if (away) log?.info('Redis is back');
    away = false;
    for (const channel of channels.keys()) void listenTo(channel);
  });

  function start(): void {
    if (started) return;
    started = true;
    client.connect().catch(ignore); // it goes on trying, until it is closed
  }

  /** Subscribing again is no second subscription: it only tells that there is one. */
  async function listenTo(channel: string): Promise<void> {
    try {
      await client.subscribe(channel, hear);
    } catch {
      return; // the connection is lost, and the next one begins with this
    }
    for (const listener of channels.get(channel) ?? []) listener.onListening();
  }

  function hear(payload: string, channel: string): void {
    for (const listener of channels.get(channel) ?? []) listener.onHint(payload);
  }

  return {
    async listen(channel, onHint, onListening = () => undefined) {
      const ofChannel = channels.get(channel) ?? new Set();
      channels.set(channel, ofChannel);
      const listener = await new Promise<Listener>((resolve) => {
        const added: Listener = {
          onHint,
          onListening() {
            onListening();
            resolve(added);
          },
        };
        ofChannel.add(added);
        // Whoever starts while Redis is away starts without.
        if (away) return resolve(added);
        client.once('error', () => resolve(added));
        start();
        if (client.isReady) void listenTo(channel);
      });
      return {
        unlisten() {
          ofChannel.delete(listener);
          if (ofChannel.size === 0) channels.delete(channel);
        },
      };
    },

    send({ channel, payload }) {
      start();
      client.publish(channel, payload).catch(ignore);
    },

    async close() {
      if (!client.isOpen) return;
      // What was sent last is on its way still.
      if (client.isReady) await Promise.race([client.close(), delay(partingMilliseconds, undefined, { ref: false })]);
      if (client.isOpen) client.destroy();
    },
  };
}

/** The client's `error` says why. */
const ignore = () => undefined;
