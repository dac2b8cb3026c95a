/** The connection to the API: queries and mutations over HTTP, subscriptions over one WebSocket. */
import { createClient as createSocket } from 'graphql-ws';
import {
  Client,
  cacheExchange,
  fetchExchange,
  makeOperation,
  mapExchange,
  stringifyDocument,
  type TypedDocumentNode,
} from 'urql';
import { setConnection } from './connection.ts';

const endpoint = '/graphql';
/** Request timeouts. Mutations get more time, because the server may have to load a model first. */
const patienceMilliseconds = { query: 30_000, mutation: 120_000 };
const pingMilliseconds = 10_000;
const pongMilliseconds = 5_000;
const maxRetryMs = 4_000;

export const createApi = () =>
  new Client({
    url: endpoint,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [cacheExchange, patience, fetchExchange],
  });

/** Fetches with a timeout, so that no request waits forever. */
const patience = mapExchange({
  onOperation: ({ kind, ...operation }) =>
    makeOperation(
      kind,
      { ...operation, kind },
      {
        ...operation.context,
        fetch:
          kind === 'mutation' ? fetchWithin(patienceMilliseconds.mutation) : fetchWithin(patienceMilliseconds.query),
      },
    ),
});

const fetchWithin =
  (milliseconds: number): typeof fetch =>
  async (input, init) => {
    // urql's own signal is ignored, because aborting through it leaves a rejection unhandled. urql drops late responses anyway.
    const signal = AbortSignal.timeout(milliseconds);
    try {
      return await fetch(input, { ...init, signal });
    } catch (cause) {
      if (!signal.aborted) throw cause;
      return new Response(null, { status: 504, statusText: 'The server did not respond in time.' });
    }
  };

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
