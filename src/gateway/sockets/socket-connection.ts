/** One open WebSocket: connects its events to graphql-ws, to the memory budget of received messages, and to the liveness checks. */
import { CloseCode, type Server } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';
import { RateLimited } from '../../errors.ts';
import { checkJson } from '../../graphql/cost/variables.ts';
import type { Logger } from '../../log.ts';
import type { Connections, OpenConnection } from '../http/connections.ts';
import type { HeldMemory, MemoryBudget } from '../http/memory-budget.ts';
import type { MakeTotal } from '../total.ts';
import { countWork, type Peer } from './peer.ts';
import { closeSocket, goingAway, mayReceive, requestReconnect, sendMessage, tryAgainLater } from './socket-output.ts';

export interface SocketConnectionOptions {
  protocol: Server<Peer>;
  connections: Connections;
  /** Budget for partially received messages, shared with request bodies. */
  messageMemory: MemoryBudget;
  /** Budget for large messages that the client has not read, shared with HTTP responses. */
  responseMemory: MemoryBudget;
  total: MakeTotal;
  log: Logger;
}

/** Serves a socket until it closes. @param address the client's address, by which its connections and its memory are limited */
export function serveSocket(peer: Peer, address: string, options: SocketConnectionOptions): void {
  const { protocol, total, log } = options;
  const { client, socket } = peer;
  socket.setMaxListeners(0); // each subscription may wait for it to drain
  const connection = options.connections.add(address, {
    socket,
    ping: () => client.ping(),
    terminate: () => client.terminate(),
  });
  const releaseMemory = holdMemory(peer, address, options);
  const openResponse = () => options.responseMemory.open(callerOf(peer), peer.userId ?? address);
  const onClosed = protocol.opened(
    {
      protocol: client.protocol,
      send: (message) => sendMessage(client, message, openResponse),
      close: (code, reason) => closeSocket(client, code ?? goingAway, reason),
      onMessage(handle) {
        client.on(
          'message',
          total(
            'socket message',
            (data: RawData) => {
              releaseMemory();
              return handleMessage(peer, String(data), handle);
            },
            () => requestReconnect(client),
          ),
        );
      },
    },
    peer,
  );
  answerPings(client, connection, total);
  client.on('error', (error) => log.debug({ err: error }, 'a socket failed')); // it closes automatically
  client.once(
    'close',
    total('socket close', (code: number, reason: Buffer) => {
      connection.close();
      releaseMemory();
      for (const stop of peer.sessions.values()) stop();
      return onClosed(code, String(reason));
    }),
  );
}

const callerOf = ({ sessions }: Peer) => (sessions.size > 0 ? 'signedIn' : 'anonymous');

/** Counts the bytes of a message that is being received. Returns a function that releases them. */
function holdMemory(peer: Peer, address: string, { messageMemory, total }: SocketConnectionOptions): () => void {
  const { client, socket } = peer;
  let held: HeldMemory | null = null;
  // Runs before ws processes the bytes: a message that they complete releases the memory.
  socket.prependListener(
    'data',
    total('socket bytes', (bytes: Buffer) => {
      held ??= messageMemory.open(callerOf(peer), address);
      try {
        held.take(bytes.length);
      } catch (error) {
        if (!(error instanceof RateLimited)) throw error;
        void closeSocket(client, tryAgainLater, error.message);
      }
    }),
  );
  return () => {
    held?.release();
    held = null;
  };
}

function answerPings(client: WebSocket, connection: OpenConnection, total: MakeTotal): void {
  client.on(
    'ping',
    total('socket ping', (data: Buffer) => {
      if (mayReceive(client)) client.pong(data);
    }),
  );
  client.on('pong', connection.markAlive);
}

/** Handles one message. A message with too many values is rejected before it is parsed. */
async function handleMessage(peer: Peer, text: string, handle: (message: string) => Promise<void>): Promise<void> {
  const { client } = peer;
  if (client.readyState !== client.OPEN) return;
  const refusal = checkJson(text);
  // Variables that are nested too deeply are reported with the operation; they take no more memory than other values.
  if (refusal?.extensions.limit === 'variableValues') {
    return closeSocket(client, CloseCode.BadRequest, refusal.message);
  }
  await countWork(peer, 'working', async () => {
    try {
      await handle(text);
    } catch (error) {
      if (!isServerMessage(error)) throw error;
      void closeSocket(client, CloseCode.BadRequest, 'Only the server may send messages of this type');
    }
  });
}

/** Recognizes a valid message that only a server may send; graphql-ws reports it only by this text. */
function isServerMessage(error: unknown): boolean {
  return error instanceof Error && /^Unexpected message of type \w+ received$/.test(error.message);
}
