/** Detection of lost peers. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createConnections } from '../../../src/gateway/http/connections.ts';

const pingMs = 15_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Connects a peer that answers no ping; `atPing` simulates what else it does at each ping. */
function connect(atPing: (socket: { bytesRead: number; paused: boolean }) => void) {
  const connections = createConnections({ maxPerAddress: 10, stalledMs: 60_000 });
  const socket = { bytesRead: 0, paused: false, writableLength: 0, isPaused: () => socket.paused };
  const terminate = vi.fn();
  const connection = connections.add('192.0.2.1', { socket, ping: () => atPing(socket), terminate });
  return { ...connection, connections, socket, terminate };
}

async function passes(pings: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(pings * pingMs);
}

test('disconnects a silent peer at the second ping', async () => {
  const { terminate } = connect(() => undefined);
  await passes(1);
  expect(terminate).not.toHaveBeenCalled();
  await passes(1);
  expect(terminate).toHaveBeenCalledOnce();
});

test('keeps a peer that answers', async () => {
  const peer = connect(() => peer.markAlive());
  await passes(10);
  expect(peer.terminate).not.toHaveBeenCalled();
});

test('keeps a peer that sends data without answering, and disconnects it once it is silent', async () => {
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

test('keeps a paused peer until it is read again', async () => {
  const peer = connect(() => undefined);
  peer.socket.paused = true;
  await passes(10);
  expect(peer.terminate).not.toHaveBeenCalled();
  peer.socket.paused = false;
  await passes(1);
  expect(peer.terminate).toHaveBeenCalledOnce();
});
