/** Timeouts of the bare HTTP server. The uploads of test/integration/uploads run under them. */
import { expect, test } from 'vitest';
import type { Connections } from '../../../src/gateway/http/connections.ts';
import { createHttpServer } from '../../../src/gateway/http/http-server.ts';

test('has a timeout for headers but none that could end an upload', () => {
  const server = createHttpServer({
    total: (_, listener) => listener as never, // the test adds no listeners
    connections: {} as Connections,
    headers: {},
    handle: async () => undefined,
  });
  expect(server).toMatchObject({ requestTimeout: 0, timeout: 0 });
  expect(server.headersTimeout).toBeGreaterThan(0);
  // Load balancers keep a connection for 60 s, and the side that sends requests must be the one to close it.
  expect(server.keepAliveTimeout).toBeGreaterThan(60_000);
});
