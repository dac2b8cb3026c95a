/** Sends one operation over each transport of the gateway, as raw as an arbitrary client would. */
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface RawAnswer {
  data?: unknown;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
  extensions?: { cost?: Record<string, unknown> };
}

export interface Sent {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** An operation whose document may be named by its hash. */
export interface SentByHash extends Omit<Sent, 'query'> {
  query?: string;
  documentId?: string;
  extensions?: Record<string, unknown>;
}

/** @param address the client address that a proxy reports; AIAS_TRUSTED_PROXIES must count that proxy */
type Transport = (url: string, sent: SentByHash, token?: string, address?: string) => Promise<RawAnswer>;

const authorization = (token: string | undefined, address: string | undefined): Record<string, string> => ({
  ...(token && { authorization: `Bearer ${token}` }),
  ...(address && { 'x-forwarded-for': address }),
});

/** Creates a WebSocket class for graphql-ws whose client address is `address`, as a proxy reports it. */
export function socketFrom(address: string | undefined) {
  return class extends WebSocket {
    constructor(to: string | URL, protocol?: string | string[]) {
      super(to, protocol, { headers: authorization(undefined, address) });
    }
  };
}

export const transports: Record<'HTTP' | 'server-sent events' | 'WebSocket', Transport> = {
  async HTTP(url, sent, token, address) {
    const headers = { 'content-type': 'application/json', ...authorization(token, address) };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(sent) });
    return (await response.json()) as RawAnswer;
  },

  async 'server-sent events'(url, sent, token, address) {
    const headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...authorization(token, address),
    };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(sent) });
    const [, data] = /^data: (.+)$/m.exec(await response.text()) ?? [];
    if (!data) throw new Error('The stream has no event.');
    return JSON.parse(data) as RawAnswer;
  },

  WebSocket(url, sent, token, address) {
    const client = createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: socketFrom(address),
      retryAttempts: 0,
      connectionParams: token ? { token } : {},
    });
    const answer = new Promise<RawAnswer>((resolve, reject) => {
      // The protocol requires a text, so clients send an empty one beside a hash.
      client.subscribe(
        { query: '', ...sent },
        {
          next: (result) => resolve(result as RawAnswer),
          // Errors of an operation come as a list; anything else means that the connection failed.
          error: (errors) => (Array.isArray(errors) ? resolve({ errors }) : reject(errors)),
          complete: () => resolve({}),
        },
      );
    });
    return answer.finally(() => client.dispose());
  },
};
