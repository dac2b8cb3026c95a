/** One operation over each transport of the gateway, as raw as a stranger would send it. */
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface RawAnswer {
  data?: unknown;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

export interface Sent {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** @param address that a proxy says the request comes from; AIAS_PROXIES must count it */
type Transport = (url: string, sent: Sent, token?: string, address?: string) => Promise<RawAnswer>;

const authorization = (token: string | undefined, address: string | undefined): Record<string, string> => ({
  ...(token && { authorization: `Bearer ${token}` }),
  ...(address && { 'x-forwarded-for': address }),
});

/** For graphql-ws: WebSockets that come from an address, as a proxy says. */
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
      client.subscribe(sent, {
        next: (result) => resolve(result as RawAnswer),
        // Errors of an operation come as a list; anything else means that the socket broke.
        error: (errors) => (Array.isArray(errors) ? resolve({ errors }) : reject(errors)),
        complete: () => resolve({}),
      });
    });
    return answer.finally(() => client.dispose());
  },
};
