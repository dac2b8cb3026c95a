/** The clocks of the bare HTTP server. The uploads of test/integration/uploads run under them. */
import { expect, test } from 'vitest';
import type { Connections } from '../../../src/gateway/connections.ts';
import { createHttpServer } from '../../../src/gateway/http-server.ts';

test('no clock of the server ends an upload, and headers have one', () => {
  const server = createHttpServer({
    total: (_, listener) => listener as never, // nothing is listened to here
    connections: {} as Connections,
    headers: {},
    handle: async () => undefined,
  });
  expect(server).toMatchObject({ requestTimeout: 0, timeout: 0 });
  expect(server.headersTimeout).toBeGreaterThan(0);
  // Load balancers keep a connection for 60 s; who closes first must be the one that would send on it.
  expect(server.keepAliveTimeout).toBeGreaterThan(60_000);
});
