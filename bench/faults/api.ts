/** An API client that retries across gateways until one responds. */
import { setTimeout as delay } from 'node:timers/promises';

const responseMs = 5000;
const patienceMs = 120_000;
const retryMs = 100;

export interface Api {
  /** Resolves with the data of the first successful response. @throws Error when none arrives in time */
  request<T>(query: string, variables?: object): Promise<T>;
  /** Authenticates all further requests with this token. */
  useToken(token: string): void;
}

/** @param urls of the gateways; any of them may be used */
export function createApi(urls: readonly string[]): Api {
  let token = '';
  let turn = 0;

  async function ask<T>(url: string, query: string, variables: object): Promise<T> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(responseMs),
    });
    const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
    if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
    return data;
  }

  return {
    async request<T>(query: string, variables: object = {}): Promise<T> {
      for (const end = Date.now() + patienceMs; ; await delay(retryMs)) {
        try {
          return await ask<T>(urls[turn++ % urls.length] ?? '', query, variables);
        } catch (error) {
          if (Date.now() > end) throw error;
        }
      }
    },
    useToken(value) {
      token = value;
    },
  };
}
