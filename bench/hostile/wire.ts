/** HTTP client of an attacker, with an address of its own. It counts requests by their outcome. */
import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Tally } from './tally.ts';

/** Maximum size of a response that is kept; the rest is read and discarded. */
const maxKeptBytes = 65_536;
const maxSockets = 200;

export interface Answer {
  status: number;
  text: string;
}

export interface Sending {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body: string | Buffer | Buffer[] | Readable;
  /** Loopback address that the request is sent from. */
  from?: string;
  signal?: AbortSignal;
}

export interface Wire {
  /** Rejects when no response arrives. */
  send(sending: Sending): Promise<Answer>;
  /** Sends a GraphQL operation and counts its outcome; never rejects. */
  attack(sending: Sending): Promise<void>;
  /** Sends a GraphQL operation that must succeed. @throws Error with the response when it has no data */
  ask<T>(query: string, variables: object, token?: string): Promise<T>;
}

/** Address of the attackers; the victim uses 127.0.0.1. */
export const strangersAddress = '127.0.0.2';

export const jsonHeaders = { 'content-type': 'application/json' };

export function createWire(url: URL, tally: Tally): Wire {
  const agents = new Map<string, Agent>();
  function agentOf(from: string): Agent {
    const agent = agents.get(from) ?? new Agent({ keepAlive: true, maxSockets });
    agents.set(from, agent);
    return agent;
  }

  async function send(sending: Sending): Promise<Answer> {
    const {
      path = '/graphql',
      method = 'POST',
      headers = jsonHeaders,
      body,
      from = strangersAddress,
      signal,
    } = sending;
    const parts = body instanceof Readable ? body : Array.isArray(body) ? body : [Buffer.from(body)];
    const length = Array.isArray(parts) ? parts.reduce((sum, { length }) => sum + length, 0) : null;
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: url.hostname,
          port: url.port,
          path,
          method,
          headers: { ...headers, ...(length !== null && { 'content-length': length }) },
          localAddress: from,
          agent: agentOf(from),
          ...(signal && { signal }),
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            if (text.length < maxKeptBytes) text += chunk.toString('latin1', 0, maxKeptBytes - text.length);
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      pipeline(Readable.from(parts), sent).catch(reject);
    });
  }

  return {
    send,
    async attack(sending) {
      const outcome = await send(sending).then(outcomeOf, (error: NodeJS.ErrnoException) =>
        sending.signal?.aborted ? 'unanswered at the end of the round' : (error.code ?? error.message),
      );
      tally.add(outcome);
    },
    async ask<T>(query: string, variables: object, token?: string) {
      const headers = { ...jsonHeaders, ...(token && { authorization: `Bearer ${token}` }) };
      const { text } = await send({ headers, body: JSON.stringify({ query, variables }) });
      const { data } = JSON.parse(text) as { data?: T };
      if (!data) throw new Error(`An attacker's preparation failed. The response was ${text.slice(0, 500)}`);
      return data;
    },
  };
}

/** Returns "200", "200 RateLimited" or "400 LIMIT_EXCEEDED": the status, and the first error's code or the result's type. */
function outcomeOf({ status, text }: Answer): string {
  const [, code] = /"code":\s*"(\w+)"/.exec(text) ?? [];
  const [, type] = /"__typename":\s*"(\w+)"/.exec(text) ?? [];
  const [, message] = /"message":\s*"([^"]{1,60})/.exec(text) ?? [];
  return [status, code ?? type ?? message].filter(Boolean).join(' ');
}
