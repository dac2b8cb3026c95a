/** Hints over Postgres LISTEN and NOTIFY. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Logger } from '../log.ts';
import { openPostgres } from './connection.ts';
import type { Hints } from './hints.ts';

const probeMs = 15_000;
const responseTimeoutSeconds = 10;
const maxRetryDelayMs = 1000;

interface Listener {
  onHint(payload: string): void;
  onListening(): void;
  onFailed(error: unknown): void;
}

/**
 * Uses a dedicated connection, opened with the first listener and reopened when it is lost or stops responding: a connection that
 * a firewall dropped is silent, not closed.
 */
export function createPostgresHints(url: string, log?: Logger): Hints {
  const channels = new Map<string, Set<Listener>>();
  const listeners = () => [...channels.values()].flatMap((channelListeners) => [...channelListeners]);
  const closing = new AbortController();
  const closed = new Promise<never>((_, reject) => {
    closing.signal.addEventListener('abort', () => reject(closing.signal.reason));
  });
  closed.catch(() => undefined); // prevents an unhandled rejection
  let current: Sql | null = null;
  let hasListened = false;
  let running: Promise<void> | null = null;

  async function keepListening(): Promise<void> {
    let failures = 0;
    while (!closing.signal.aborted) {
      const since = Date.now();
      try {
        await listenUntilLost();
      } catch (error) {
        if (closing.signal.aborted) return;
        if (!hasListened) {
          running = null;
          for (const listener of listeners()) listener.onFailed(error);
          return channels.clear();
        }
        if (Date.now() - since > probeMs) failures = 0;
        if (failures === 0 && !closing.signal.aborted)
          log?.warn({ err: error }, 'cannot receive database notifications; retrying');
      }
      const pause = Math.min(50 * 2 ** failures++, maxRetryDelayMs) * (0.5 + Math.random() / 2);
      await Promise.race([delay(pause), closed]).catch(() => undefined); // closed: the loop condition ends it
    }
  }

  /** Rejects when the connection is lost or close() is called. */
  async function listenUntilLost(): Promise<never> {
    let onclose = (): void => undefined;
    const lost = new Promise<never>((_, reject) => {
      onclose = () => reject(new Error('The connection was closed.'));
    });
    const client = openPostgres(url, {
      max: 1,
      max_lifetime: null,
      connect_timeout: responseTimeoutSeconds,
      silence_timeout: responseTimeoutSeconds,
      fetch_types: false,
      onclose,
      onnotify: dispatch,
    });
    current = client;
    try {
      return await Promise.race([listenAndProbe(client), lost, closed]);
    } finally {
      current = null;
      await client.end({ timeout: 0 });
    }
  }

  async function listenAndProbe(client: Sql): Promise<never> {
    for (const channel of channels.keys()) await listenTo(client, channel);
    hasListened = true;
    for (;;) {
      await delay(probeMs, undefined, { signal: closing.signal });
      await client`select 1`;
    }
  }

  async function listenTo(client: Sql, channel: string): Promise<void> {
    await client`listen ${client(channel)}`;
    for (const listener of channels.get(channel) ?? []) listener.onListening();
  }

  function dispatch(channel: string, payload: string): void {
    for (const listener of channels.get(channel) ?? []) listener.onHint(payload);
  }

  return {
    async listen(channel, onHint, onListening = () => undefined) {
      const channelListeners = channels.get(channel) ?? new Set();
      channels.set(channel, channelListeners);
      const listener = await new Promise<Listener>((resolve, reject) => {
        const added: Listener = {
          onHint,
          onListening() {
            onListening();
            resolve(added);
          },
          onFailed: reject,
        };
        channelListeners.add(added);
        // A failure means a lost connection, which is then reopened with all channels.
        if (current) listenTo(current, channel).catch(() => undefined);
        else running ??= keepListening();
      });
      return {
        unlisten() {
          channelListeners.delete(listener);
          if (channelListeners.size === 0) channels.delete(channel);
        },
      };
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}
