/** A minimal client of the public API: GraphQL over fetch, live events over graphql-ws. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface ApiClient {
  /** @throws Error with the messages when the response has errors */
  request<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Calls `onEvent` for each result; resolves when the stream completes. */
  subscribe<T>(query: string, variables: Record<string, unknown>, onEvent: (event: T) => void): Promise<void>;
  upload(url: string, path: string): Promise<void>;
  /** Downloads the content of a URL. */
  download(url: string): Promise<Buffer>;
  /** Authenticates later requests with this token. */
  useToken(token: string): void;
  close(): Promise<void>;
}

export function createApiClient(url: string): ApiClient {
  let token: string | null = null;
  const sockets: Client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: true,
    connectionParams: () => (token ? { token } : {}),
  });
  return {
    async request<T>(query: string, variables: Record<string, unknown> = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
      if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
      return data;
    },
    subscribe: <T>(query: string, variables: Record<string, unknown>, onEvent: (event: T) => void) =>
      new Promise<void>((resolve, reject) => {
        sockets.subscribe<T>(
          { query, variables },
          {
            next: ({ data, errors }) => (errors ? reject(new Error(errors[0]?.message)) : data && onEvent(data)),
            error: (error) => reject(error instanceof Error ? error : new Error(JSON.stringify(error))),
            complete: resolve,
          },
        );
      }),
    async upload(target, path) {
      const response = await fetch(target, {
        method: 'PUT',
        headers: { 'content-length': String((await stat(path)).size) },
        // The types of fetch only accept the browser's web streams.
        body: Readable.toWeb(createReadStream(path)) as unknown as BodyInit,
        duplex: 'half',
      } as RequestInit);
      if (!response.ok) throw new Error(`The upload failed: ${response.status} ${await response.text()}`);
    },
    async download(source) {
      const response = await fetch(source, { headers: token ? { authorization: `Bearer ${token}` } : {} });
      if (!response.ok) throw new Error(`The download failed: ${response.status} ${await response.text()}`);
      return Buffer.from(await response.arrayBuffer());
    },
    useToken(value) {
      token = value;
    },
    close: async () => void (await sockets.dispose()),
  };
}

/** Returns the success type of a mutation's result union. @throws Error with the message of a typed error */
export function unwrapResult<T extends object>(
  result: T & { __typename?: string; message?: string; field?: string },
): T {
  if (result.message === undefined) return result;
  throw new Error(`${result.field ? `${result.field}: ` : ''}${result.message}`);
}
