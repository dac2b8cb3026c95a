/** A client that does not give up: it asks one gateway after the other until one answers. */
import { setTimeout as delay } from 'node:timers/promises';

const answerMilliseconds = 5000;
const patienceMilliseconds = 120_000;
const retryMilliseconds = 100;

export interface Api {
  /** Resolves with the data of the first answer that is one. @throws Error when none comes in time */
  request<T>(query: string, variables?: object): Promise<T>;
  /** From now on as this user. */
  useToken(token: string): void;
}

/** @param urls of the gateways, any of which will do */
export function createApi(urls: readonly string[]): Api {
  let token = '';
  let turn = 0;

  async function ask<T>(url: string, query: string, variables: object): Promise<T> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(answerMilliseconds),
    });
    const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
    if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
    return data;
  }

  return {
    async request<T>(query: string, variables: object = {}): Promise<T> {
      for (const end = Date.now() + patienceMilliseconds; ; await delay(retryMilliseconds)) {
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
