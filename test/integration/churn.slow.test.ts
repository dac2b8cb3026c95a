/** Clients that start and cancel operations at any rate use no more memory than their open operations need. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startTestPlatform, type TestPlatform, type TestProcess } from '../support/platform.ts';

const [sockets, operations] = [30, 500];
const maxGrowth = 200 * 2 ** 20;
const tryAgainLater = 1013;

let platform: TestPlatform;
let gateway: TestProcess & { url: string };

beforeAll(async () => {
  platform = await startTestPlatform();
  // Makes V8 collect early, so that garbage does not count as memory in use.
  gateway = await platform.startGateway({ nodeOptions: ['--heap-growing-percent=10'] });
});
afterAll(() => platform.stop());

async function peakBytes(): Promise<number> {
  const status = await readFile(`/proc/${gateway.process.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

/** As a client does, reconnects and starts anew when the gateway says that it is too busy (1013). */
async function churn(token: string, count: number): Promise<void> {
  while ((await churnOnce(token, count)) === tryAgainLater);
}

/**
 * Starts and cancels `count` operations, and waits until the gateway has processed all of them.
 * @returns the code that the gateway closed the socket with; null if it did not
 */
async function churnOnce(token: string, count: number): Promise<number | null> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const say = (message: object) => socket.send(JSON.stringify(message));
  say({ type: 'connection_init', payload: { token } });
  await once(socket, 'message');
  const heard = new Promise<number | null>((resolve, reject) => {
    socket.on('message', (data) => {
      if (JSON.parse(String(data)).type === 'pong') resolve(null);
    });
    socket.on('close', (code) => {
      if (code === tryAgainLater) resolve(code);
      else reject(new Error(`The gateway closed the socket: ${code}`));
    });
  });
  const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { cursor } }';
  const taskId = Buffer.from('Task:0190b6c4-0000-7000-8000-000000000001').toString('base64');
  for (let number = 0; number < count; number++) {
    say({ id: String(number), type: 'subscribe', payload: { query, variables: { taskId } } });
    say({ id: String(number), type: 'complete' });
  }
  say({ type: 'ping' });
  const closed = await heard;
  socket.terminate();
  return closed;
}

test.runIf(process.platform === 'linux')('cancelled operations do not accumulate', async () => {
  const token = platform.tokenOf(await platform.signUp());
  await churn(token, operations);
  const before = await peakBytes();
  await Promise.all(Array.from({ length: sockets }, () => churn(token, operations)));
  const growth = (await peakBytes()) - before;
  console.log(`The gateway's peak grew by ${(growth / 2 ** 20).toFixed(1)} MiB.`);
  expect(growth).toBeLessThan(maxGrowth);
});
