/**
 * GraphQL over WebSocket (the graphql-transport-ws protocol). Every operation goes through yoga's own pipeline, so that what
 * holds over HTTP (limits, masking, who is signed in) holds here.
 *
 * A stream is pulled: the next event is asked for when the last one has left for the network. A client that does not read
 * stops its own streams and nobody else's.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { isTrustedOrigin } from './http.ts';

const largestMessage = 2 ** 20;
const mostSubscriptions = 100;
const initMilliseconds = 10_000;
const keepAliveMilliseconds = 15_000;

/** What yoga.getEnveloped() gives: the pipeline for one operation. */
export interface Pipeline {
  schema: ExecutionArgs['schema'];
  parse(source: string): ExecutionArgs['document'];
  validate(schema: ExecutionArgs['schema'], document: ExecutionArgs['document']): readonly GraphQLError[];
  contextFactory(): Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: graphql-ws hands over its own arguments, and takes any kind of result
  execute(args: any): any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  subscribe(args: any): any;
}

export interface Sockets {
  /** Sockets that are open now. */
  open(): number;
  /** Tells every client to come back later, and ends. */
  close(): Promise<void>;
}

/** @param token what the client sent in connection_init; null: none, its cookie counts */
export type StartOperation = (request: IncomingMessage, token: string | null) => Pipeline;

export function attachSockets(options: {
  server: Server;
  path: string;
  allowedOrigins: readonly string[];
  startOperation: StartOperation;
}): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage, perMessageDeflate: false });
  options.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== options.path) return refuse(socket, '404 Not Found');
    if (!isTrustedOrigin(request, options.allowedOrigins)) return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });

  const disposable = useServer(
    {
      connectionInitWaitTimeout: initMilliseconds,
      execute: (args) => (args.rootValue as Pipeline).execute(args),
      subscribe: (args) => (args.rootValue as Pipeline).subscribe(args),
      async onSubscribe(context, _id, payload) {
        if (Object.keys(context.subscriptions).length > mostSubscriptions) {
          return [new GraphQLError(`A socket has at most ${mostSubscriptions} operations at a time.`)];
        }
        const pipeline = options.startOperation(context.extra.request, tokenFrom(context.connectionParams));
        try {
          const document = pipeline.parse(payload.query);
          const errors = pipeline.validate(pipeline.schema, document);
          if (errors.length > 0) return errors;
          return {
            schema: pipeline.schema,
            document,
            operationName: payload.operationName,
            variableValues: payload.variables,
            contextValue: await pipeline.contextFactory(),
            rootValue: pipeline,
          };
        } catch (error) {
          if (error instanceof GraphQLError) return [error];
          throw error;
        }
      },
    },
    sockets,
    keepAliveMilliseconds,
  );
  return {
    open: () => sockets.clients.size,
    async close() {
      await disposable.dispose();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

function tokenFrom(params: Readonly<Record<string, unknown>> | undefined): string | null {
  const { authorization, Authorization, token } = params ?? {};
  const given = token ?? authorization ?? Authorization;
  return typeof given === 'string' ? given.replace(/^Bearer\s+/i, '') : null;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
