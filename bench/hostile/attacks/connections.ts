/** Opens as many connections as one address can: idle WebSockets, and HTTP requests that never end. */
import { connect, type Socket } from 'node:net';
import WebSocket from 'ws';
import { type Attack, atRate, type Stranger } from '../attack.ts';
import { strangersAddress } from '../wire.ts';

const perSecond = 200;
const maxSockets = 1500;
const maxHalfOpen = 1500;
const trickleMs = 2000;

export const connections: Attack = {
  name: 'connections',
  does: `up to ${maxSockets} WebSockets and ${maxHalfOpen} unfinished HTTP requests at a time, ${perSecond} of each per second`,
  async prepare(stranger) {
    return async (signal) => {
      await Promise.all([
        atRate({ perSecond, maxOpen: maxSockets, signal }, () => holdSocket(stranger, signal)),
        atRate({ perSecond, maxOpen: maxHalfOpen, signal }, () => holdRequest(stranger, signal)),
      ]);
    };
  },
};

/** Resolves when the WebSocket is closed, by the gateway or at the end of the round. */
function holdSocket({ url, tally }: Stranger, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${url.host}/graphql`, 'graphql-transport-ws', {
      localAddress: strangersAddress,
    });
    const end = () => socket.terminate();
    signal.addEventListener('abort', end);
    socket.on('open', () => {
      tally.add('WebSocket opened');
      socket.send(JSON.stringify({ type: 'connection_init' }));
    });
    socket.on('error', (error) => {
      if (!signal.aborted) tally.add(`WebSocket refused: ${error.message}`);
    });
    socket.on('close', () => {
      signal.removeEventListener('abort', end);
      resolve();
    });
  });
}

/** Sends one byte of a header from time to time. */
function holdRequest({ url, tally }: Stranger, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: url.hostname, port: Number(url.port), localAddress: strangersAddress });
    const end = () => socket.destroy();
    signal.addEventListener('abort', end);
    const trickle = setInterval(() => socket.write('x'), trickleMs);
    socket.on('connect', () => {
      tally.add('unfinished request opened');
      socket.write(`POST /graphql HTTP/1.1\r\nHost: ${url.host}\r\nX-Slow: `);
    });
    socket.on('data', () => tally.add('unfinished request answered'));
    socket.on('error', (error: NodeJS.ErrnoException) => tally.add(`unfinished request: ${error.code}`));
    socket.on('close', () => {
      clearInterval(trickle);
      signal.removeEventListener('abort', end);
      resolve();
    });
  });
}
