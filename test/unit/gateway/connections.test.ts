/** Which peers count as gone. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createConnections } from '../../../src/gateway/connections.ts';

const pingMilliseconds = 15_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A peer that answers no ping, with what else it does at each. */
function connect(atPing: (socket: { bytesRead: number; paused: boolean }) => void) {
  const connections = createConnections({ mostPerAddress: 10, stalledMilliseconds: 60_000 });
  const socket = { bytesRead: 0, paused: false, writableLength: 0, isPaused: () => socket.paused };
  const terminate = vi.fn();
  const connection = connections.add('192.0.2.1', { socket, ping: () => atPing(socket), terminate });
  return { ...connection, connections, socket, terminate };
}

async function passes(pings: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(pings * pingMilliseconds);
}

test('a peer that answers nothing is gone at the second ping', async () => {
  const { terminate } = connect(() => undefined);
  await passes(1);
  expect(terminate).not.toHaveBeenCalled();
  await passes(1);
  expect(terminate).toHaveBeenCalledOnce();
});

test('a peer that answers stays', async () => {
  const peer = connect(() => peer.heard());
  await passes(10);
  expect(peer.terminate).not.toHaveBeenCalled();
});

test('a peer whose answer waits behind what it sends stays, and is gone when it falls silent', async () => {
  let bytes = 100;
  const peer = connect((socket) => {
    socket.bytesRead += bytes;
  });
  await passes(10);
  expect(peer.terminate).not.toHaveBeenCalled();
  bytes = 0;
  await passes(2);
  expect(peer.terminate).toHaveBeenCalledOnce();
});

test('a peer from which nothing is read stays until it is read again', async () => {
  const peer = connect(() => undefined);
  peer.socket.paused = true;
  await passes(10);
  expect(peer.terminate).not.toHaveBeenCalled();
  peer.socket.paused = false;
  await passes(1);
  expect(peer.terminate).toHaveBeenCalledOnce();
});
