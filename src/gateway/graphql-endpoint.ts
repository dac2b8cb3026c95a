/** GraphQL over HTTP: which requests are taken, and how one becomes an answer of yoga's or an event stream. */
import { isAscii } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RateLimited } from '../errors.ts';
import { graphQLErrorOf } from '../graphql/errors.ts';
import { BodyRefused } from './body.ts';
import { wantsEventStream } from './event-stream.ts';
import type { ReadOperationBody } from './operations.ts';
import { sendJson } from './routes.ts';
import { parseTarget } from './target.ts';

/** A page of any origin can make a browser send every other type without asking us first. */
const jsonType = /^application\/(graphql-response\+|graphql\+)?json\s*(;|$)/i;

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface GraphqlEndpointOptions {
  /** Null: GraphiQL is switched off. */
  graphiql: Handler | null;
  eventStreams: Handler;
  readBody: ReadOperationBody;
  /** Runs an operation that has one result. `text` is the body of the request, which comes without it; null: it has none. */
  execute(
    request: Request,
    text: string | null,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<Response> | Response;
}

export function createGraphqlEndpoint({ graphiql, eventStreams, readBody, execute }: GraphqlEndpointOptions): Handler {
  return async (request, response) => {
    if (graphiql && wantsPage(request)) return graphiql(request, response);
    const methods = ['GET', 'HEAD', 'POST', 'OPTIONS'];
    if (!methods.includes(request.method ?? '')) {
      const message = `GraphQL takes ${methods.join(', ')}.`;
      return sendJson(response, 405, { errors: [{ message }] }, { Allow: methods.join(', ') });
    }
    if (request.method === 'POST' && !jsonType.test(request.headers['content-type'] ?? '')) {
      const message = 'The Content-Type of the request is not JSON. Send the operation as application/json.';
      return sendJson(response, 415, { errors: [{ message }] });
    }
    const problem = problemOf(request);
    if (problem) return sendJson(response, 400, { errors: [{ message: problem }] });
    try {
      if (wantsEventStream(request)) return await eventStreams(request, response);
      await answer(request, response);
    } catch (error) {
      if (response.headersSent) throw error;
      if (error instanceof BodyRefused) {
        return sendJson(response, error.status, { errors: [{ message: error.message }] });
      }
      if (!(error instanceof RateLimited)) throw error;
      sendJson(response, 429, { errors: [graphQLErrorOf(error)] }, { 'Retry-After': String(error.retryAfter) });
    }
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = request.method === 'POST' ? await readBody(request, response) : null;
    const leaving = new AbortController();
    response.once('close', () => leaving.abort());
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) if (value) headers.set(name, String(value));
    if (body) headers.set('content-type', 'application/json');
    const given = new Request(`http://localhost${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      signal: leaving.signal,
    });
    const result = await execute(given, body && textOf(body), request, response);
    const text = Buffer.from(await result.arrayBuffer());
    response.writeHead(result.status, {
      ...Object.fromEntries(result.headers),
      'Content-Length': String(text.length),
    });
    response.end(request.method === 'HEAD' ? undefined : text);
  }
}

/** Base64 is ASCII, which needs no decoding. */
function textOf(body: Buffer): string {
  return body.toString(isAscii(body) ? 'latin1' : 'utf8');
}

/** What is wrong with the parameters of a GET that are JSON; yoga would take it for a defect of ours. */
function problemOf({ url }: IncomingMessage): string | null {
  const { searchParams } = parseTarget(url);
  for (const name of ['variables', 'extensions']) {
    try {
      JSON.parse(searchParams.get(name) || '{}');
    } catch (error) {
      return `The parameter \`${name}\` is not JSON: ${error instanceof Error ? error.message : error}`;
    }
  }
  return null;
}

function wantsPage({ method, headers }: IncomingMessage): boolean {
  return ['GET', 'HEAD'].includes(method ?? '') && /\btext\/html\b/.test(headers.accept ?? '');
}
