/** GraphQL over HTTP: validates requests and passes them to yoga or to the event streams. */
import { isAscii } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { RateLimited } from '../errors.ts';
import { toGraphQLError } from '../graphql/errors.ts';
import { wantsEventStream } from './event-stream.ts';
import { BodyRefused } from './http/body.ts';
import { whenClosed } from './http/request.ts';
import { encodeText } from './http/response-text.ts';
import { parseTarget } from './http/target.ts';
import type { HoldResponse, ReadOperationBody } from './operations.ts';
import { sendJson } from './routes.ts';

/** Accepted content types. A page of any origin can send simple types such as text/plain without a CORS preflight. */
const jsonType = /^application\/(graphql-response\+|graphql\+)?json\s*(;|$)/i;

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface GraphqlEndpointOptions {
  /** Null when GraphiQL is disabled. */
  graphiql: Handler | null;
  eventStreams: Handler;
  readBody: ReadOperationBody;
  holdResponse: HoldResponse;
  /** Runs an operation with a single result. `text` is the body, which `request` does not contain; null when there is none. */
  execute(
    request: Request,
    text: string | null,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<Response> | Response;
}

export function createGraphqlEndpoint(options: GraphqlEndpointOptions): Handler {
  const { graphiql, eventStreams, readBody, holdResponse, execute } = options;

  return async (request, response) => {
    if (graphiql && wantsPage(request)) return graphiql(request, response);
    const methods = ['GET', 'HEAD', 'POST', 'OPTIONS'];
    if (!methods.includes(request.method ?? '')) {
      const message = `GraphQL accepts only ${methods.join(', ')}.`;
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
      sendJson(response, 429, { errors: [toGraphQLError(error)] }, { 'Retry-After': String(error.retryAfter) });
    }
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = request.method === 'POST' ? await readBody(request, response) : null;
    const disconnected = new AbortController();
    response.once('close', () => disconnected.abort());
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) if (value) headers.set(name, String(value));
    if (body) headers.set('content-type', 'application/json');
    const given = new Request(`http://localhost${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      signal: disconnected.signal,
    });
    const result = await execute(given, body && textOf(body), request, response);
    const responseText = await result.text();
    whenClosed(response, await holdResponse(request, responseText));
    const bytes = await encodeText(responseText);
    response.writeHead(result.status, {
      ...Object.fromEntries(result.headers),
      'Content-Length': String(bytes.length),
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  }
}

/** Decodes a body. ASCII, such as Base64, is decoded as Latin-1, which is faster. */
function textOf(body: Buffer): string {
  return body.toString(isAscii(body) ? 'latin1' : 'utf8');
}

/** Returns the problem with the JSON parameters of a GET; yoga would report it as an internal error. */
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
