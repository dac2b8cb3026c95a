/** Hints over Postgres's own LISTEN and NOTIFY. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Logger } from '../log.ts';
import { openPostgres } from './connection.ts';
import type { Hints } from './hints.ts';

const probeMilliseconds = 15_000;
const answerSeconds = 10;
const longestPauseMilliseconds = 1000;

interface Listener {
  onHint(payload: string): void;
  onListening(): void;
  onGivenUp(error: unknown): void;
}

/**
 * One connection of its own, opened with the first listener, and opened again when it is lost or answers no more: one that a
 * firewall forgot is silent, not closed.
 */
export function createPostgresHints(url: string, log?: Logger): Hints {
  const channels = new Map<string, Set<Listener>>();
  const listeners = () => [...channels.values()].flatMap((ofChannel) => [...ofChannel]);
  const closing = new AbortController();
  const closed = new Promise<never>((_, reject) => {
    closing.signal.addEventListener('abort', () => reject(closing.signal.reason));
  });
  closed.catch(() => undefined); // nobody may be waiting
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
          for (const listener of listeners()) listener.onGivenUp(error);
          return channels.clear();
        }
        if (Date.now() - since > probeMilliseconds) failures = 0;
        if (failures === 0 && !closing.signal.aborted)
          log?.warn({ err: error }, 'hears no notifications of the database; goes on trying');
      }
      const pause = Math.min(50 * 2 ** failures++, longestPauseMilliseconds) * (0.5 + Math.random() / 2);
      await Promise.race([delay(pause), closed]).catch(() => undefined); // closed meanwhile: the loop ends
    }
  }

  /** Rejects when the connection is lost, or this is closed. */
  async function listenUntilLost(): Promise<never> {
    let onclose = (): void => undefined;
    const lost = new Promise<never>((_, reject) => {
      onclose = () => reject(new Error('The connection was closed.'));
    });
    const client = openPostgres(url, {
      max: 1,
      max_lifetime: null,
      connect_timeout: answerSeconds,
      silence_timeout: answerSeconds,
      fetch_types: false,
      onclose,
      onnotify: hear,
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
      await delay(probeMilliseconds, undefined, { signal: closing.signal });
      await client`select 1`;
    }
  }

  async function listenTo(client: Sql, channel: string): Promise<void> {
    await client`listen ${client(channel)}`;
    for (const listener of channels.get(channel) ?? []) listener.onListening();
  }

  function hear(channel: string, payload: string): void {
    for (const listener of channels.get(channel) ?? []) listener.onHint(payload);
  }

  return {
    async listen(channel, onHint, onListening = () => undefined) {
      const ofChannel = channels.get(channel) ?? new Set();
      channels.set(channel, ofChannel);
      const listener = await new Promise<Listener>((resolve, reject) => {
        const added: Listener = {
          onHint,
          onListening() {
            onListening();
            resolve(added);
          },
          onGivenUp: reject,
        };
        ofChannel.add(added);
        // A failure is one of the connection, which is then opened again and listens to everything.
        if (current) listenTo(current, channel).catch(() => undefined);
        else running ??= keepListening();
      });
      return {
        unlisten() {
          ofChannel.delete(listener);
          if (ofChannel.size === 0) channels.delete(channel);
        },
      };
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}
