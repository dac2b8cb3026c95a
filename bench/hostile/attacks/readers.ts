/** Clients that request large responses, over HTTP, server-sent events and WebSockets, and do not read them. */
import { connect } from 'node:net';
import WebSocket from 'ws';
import { type Attack, atRate, type Stranger } from '../attack.ts';
import { strangersAddress } from '../wire.ts';

const maxHttp = 50;
const maxSockets = 50;
/** Number of requests per connection, and of operations per WebSocket. */
const requests = 20;
const perSecond = 20;
const family = `name description whenToUse whenNotToUse parametersJsonSchema parameters { name default description }`;
const query = `{ ${[1, 2, 3, 4, 5].map((number) => `a${number}: modelFamilies { ${family} }`).join(' ')} }`;

export const readers: Attack = {
  name: 'readers',
  does: `${maxHttp} connections and ${maxSockets} WebSockets that each request ${requests} large responses and read none`,
  async prepare(stranger) {
    return async (signal) => {
      await Promise.all([
        atRate({ perSecond, maxOpen: maxHttp, signal }, (number) =>
          holdAnswers(stranger, number % 2 === 0 ? 'application/json' : 'text/event-stream', signal),
        ),
        atRate({ perSecond, maxOpen: maxSockets, signal }, () => holdSocket(stranger, signal)),
      ]);
    };
  },
};

function holdAnswers({ url, tally }: Stranger, accept: string, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify({ query });
  const head = [
    'POST /graphql HTTP/1.1',
    `Host: ${url.host}`,
    'Content-Type: application/json',
    `Accept: ${accept}`,
    `Content-Length: ${body.length}`,
  ];
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), localAddress: strangersAddress });
    const end = () => socket.destroy();
    signal.addEventListener('abort', end);
    socket.pause();
    socket.on('connect', () => {
      tally.add(`unread answers by ${accept}`);
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}`.repeat(requests));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => tally.add(`unread answers: ${error.code}`));
    socket.on('close', () => {
      signal.removeEventListener('abort', end);
      resolve();
    });
  });
}

function holdSocket({ url, tally }: Stranger, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${url.host}/graphql`, 'graphql-transport-ws', {
      localAddress: strangersAddress,
    });
    const end = () => socket.terminate();
    signal.addEventListener('abort', end);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.once('message', () => {
      tally.add('unread WebSocket');
      socket.pause();
      for (let id = 1; id <= requests; id++) {
        socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query } }));
      }
    });
    socket.on('error', (error) => tally.add(`unread WebSocket: ${error.message}`));
    socket.on('close', (code) => {
      if (!signal.aborted) tally.add(`unread WebSocket closed with ${code}`);
      signal.removeEventListener('abort', end);
      resolve();
    });
  });
}
