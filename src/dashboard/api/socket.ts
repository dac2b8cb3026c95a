/** The WebSocket of the page, over which streams come. */
import { createClient as createSocket } from 'graphql-ws';
import { stringifyDocument, type TypedDocumentNode } from 'urql';
import { setConnection } from './connection.ts';

const endpoint = '/graphql';
const pingMilliseconds = 10_000;
const pongMilliseconds = 5_000;
const maxRetryMs = 4_000;

let pong: ReturnType<typeof setTimeout> | undefined;
const socket = createSocket({
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${endpoint}`,
  lazy: true,
  keepAlive: pingMilliseconds,
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  // Retries as soon as the network is back. Otherwise the delay grows, with jitter so that clients do not reconnect all at once.
  retryWait: (retries) =>
    new Promise((resolve) => {
      const wait = Math.min(200 * 2 ** retries, maxRetryMs) * (0.5 + Math.random() / 2);
      const timer = setTimeout(done, wait);
      addEventListener('online', done);
      function done() {
        clearTimeout(timer);
        removeEventListener('online', done);
        resolve();
      }
    }),
  on: {
    connecting: () => setConnection('connecting'),
    connected: () => setConnection('live'),
    closed: () => {
      clearTimeout(pong);
      setConnection('offline');
    },
    // After sleep or a network change, a dead socket reports no error, so it is closed.
    ping: (received) => {
      if (!received) pong = setTimeout(() => socket.terminate(), pongMilliseconds);
    },
    pong: (received) => {
      if (received) clearTimeout(pong);
    },
  },
});

export interface FollowOptions<Result> {
  /** Called with each result. Returns the position after which a new connection resumes the stream. */
  onResult(result: Result): string;
  /** Called when the stream is complete. */
  onEnd(): void;
  /** Called when the stream cannot be followed: the session has ended, or the API rejects the subscription. */
  onError(error: unknown): void;
}

/** Follows a stream across reconnects. Each result is delivered exactly once. @returns a function that stops it */
export function follow<Result, Variables extends { after?: string | null }>(
  document: TypedDocumentNode<Result, Variables>,
  given: Variables,
  { onResult, onEnd, onError }: FollowOptions<Result>,
): () => void {
  const variables = { ...given };
  // The client sends this same object when it resubscribes.
  const payload = { query: stringifyDocument(document), variables };
  let stopped = false;
  const stop = socket.subscribe<Result>(payload, {
    next({ data, errors }) {
      if (stopped) return;
      if (data) variables.after = onResult(data);
      else onError(errors);
    },
    error: (error) => void (stopped || onError(error)),
    complete: () => void (stopped || onEnd()), // the client also completes stopped subscriptions
  });
  return () => {
    stopped = true;
    stop();
  };
}
