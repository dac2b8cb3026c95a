/** The one connection to the API: queries and mutations over HTTP, streams over one socket. */
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
/** After this a question counts as not answered; an order may make the server load a model first. */
const patienceMilliseconds = { query: 30_000, mutation: 120_000 };
const pingMilliseconds = 10_000;
const pongMilliseconds = 5_000;
const longestRetryMilliseconds = 4_000;

export const createApi = () =>
  new Client({
    url: endpoint,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [cacheExchange, patience, fetchExchange],
  });

/** So that nobody waits for ever: what is not answered in time has failed. */
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
    // urql's own signal is not heeded: it leaves the rejection to nobody. What comes too late is dropped anyway.
    const signal = AbortSignal.timeout(milliseconds);
    try {
      return await fetch(input, { ...init, signal });
    } catch (cause) {
      if (!signal.aborted) throw cause;
      return new Response(null, { status: 504, statusText: 'There was no answer in time.' });
    }
  };

let pong: ReturnType<typeof setTimeout> | undefined;
const socket = createSocket({
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${endpoint}`,
  lazy: true,
  keepAlive: pingMilliseconds,
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  // At once when the network is back, and else ever more rarely, not all clients at the same moment.
  retryWait: (retries) =>
    new Promise((resolve) => {
      const wait = Math.min(200 * 2 ** retries, longestRetryMilliseconds) * (0.5 + Math.random() / 2);
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
    // A socket that a sleeping machine or a lost network left behind says nothing: it is given up.
    ping: (received) => {
      if (!received) pong = setTimeout(() => socket.terminate(), pongMilliseconds);
    },
    pong: (received) => {
      if (received) clearTimeout(pong);
    },
  },
});

export interface FollowOptions<Result> {
  /** Called with each result; what it returns is where a new connection goes on from. */
  onResult(result: Result): string;
  /** The stream is complete. */
  onEnd(): void;
  /** It cannot be followed: nobody is signed in any more, or the API refuses it. */
  onError(error: unknown): void;
}

/** Follows a stream across lost connections: none of its results is missed, none comes twice. Returns how to stop. */
export function follow<Result, Variables extends { after?: string | null }>(
  document: TypedDocumentNode<Result, Variables>,
  given: Variables,
  { onResult, onEnd, onError }: FollowOptions<Result>,
): () => void {
  const variables = { ...given };
  // The client sends this very object again when it subscribes again.
  const payload = { query: stringifyDocument(document), variables };
  let stopped = false;
  const stop = socket.subscribe<Result>(payload, {
    next({ data, errors }) {
      if (stopped) return;
      if (data) variables.after = onResult(data);
      else onError(errors);
    },
    error: (error) => void (stopped || onError(error)),
    complete: () => void (stopped || onEnd()), // the client completes what is stopped, too
  });
  return () => {
    stopped = true;
    stop();
  };
}
