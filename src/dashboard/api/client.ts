/** The connection to the API: queries and mutations over HTTP, subscriptions over one WebSocket. */
import { Client, fetchExchange, makeOperation, mapExchange } from 'urql';
import { cache } from './cache.ts';
import { streams } from './streams.ts';

const endpoint = '/graphql';
/** Request timeouts. Mutations get more time, because the server may have to load a model first. */
const patienceMilliseconds = { query: 30_000, mutation: 120_000 };

export const createApi = () =>
  new Client({
    url: endpoint,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [cache(), patience, streams, fetchExchange],
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
