/**
 * The server of the fan-out benchmark, in its own process. Argument: `stock` is graphql-yoga with graphql-ws as in their
 * documentation, `ours` is the gateway, both with Aias's schema and hub; `direct` is the gateway without its batching window.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { buildSchema } from '../../src/gateway/schema.ts';
import { createGateway } from '../../src/gateway/server.ts';
import type { Services } from '../../src/graphql/context.ts';
import { createEventHub } from '../../src/live/hub.ts';
import { createLog } from '../../src/log.ts';
import type { TaskEvent } from '../../src/tasks/events/task-event.ts';
import type { FromServer, ToServer } from './protocol.ts';
import { createSyntheticLog, organizationId, taskId } from './synthetic-log.ts';

const silent = createLog({ level: 'silent', name: 'fanout' });
const viewer = {
  userId: 'user',
  username: 'user',
  personalOrganizationId: organizationId,
  roles: new Map([[organizationId, 'OWNER' as const]]),
};
const { log, publish: append } = createSyntheticLog();
let subscriptions = 0;
const tasks = {
  async byId() {
    subscriptions++; // only subscriptions request the task
    return { id: taskId, organizationId };
  },
};
const schema = buildSchema();

interface Served {
  url: string;
  publish(): void;
}

async function serveOurs(windowMs: number | undefined): Promise<Served> {
  const hub = createEventHub({ log });
  const gateway = createGateway({
    schema,
    host: '127.0.0.1',
    port: 0,
    allowedOrigins: [],
    allowedHosts: [],
    graphiql: false,
    trust: { mode: 'off', documents: new Map() },
    operations: { introspection: true, operationSeconds: 60 },
    trustedProxies: 0,
    maxConnectionsPerAddress: 100_000,
    windowMs: windowMs,
    // The only services that subscriptions need.
    services: { hub, tasks } as unknown as Services,
    authenticate: async () => ({ viewer, sessionId: 'session', expiresAt: new Date(), fresh: false }),
    watchAccess: () => () => undefined,
    routes: [],
    assertReady: async () => undefined,
    onResponse: () => undefined,
    log: silent,
  });
  const url = await gateway.listen();
  return {
    url,
    publish() {
      const { seq, organizationSeq } = append();
      hub.notify({ taskId, seq, organizationId, organizationSeq });
    },
  };
}

async function serveStock(): Promise<Served> {
  const events = createPubSub<{ event: [TaskEvent] }>();
  const services = { hub: { taskEvents: () => events.subscribe('event') }, tasks };
  const context = { viewer, services };
  const yoga = createYoga({ schema, context, logging: false });
  const server = createServer(yoga);
  useServer({ schema, context }, new WebSocketServer({ server, path: '/graphql' }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is an AddressInfo
  return { url: `http://127.0.0.1:${port}`, publish: () => events.publish('event', append()) };
}

const [, , kind = 'ours'] = process.argv;
const served = kind === 'stock' ? await serveStock() : await serveOurs(kind === 'direct' ? 0 : undefined);

/** @param perSecond rate; null: as fast as events are taken */
async function publish(count: number, perSecond: number | null): Promise<void> {
  const began = performance.now();
  for (let published = 0; published < count; ) {
    const due = perSecond === null ? published + 1 : Math.floor(((performance.now() - began) / 1000) * perSecond);
    for (; published < Math.min(due, count); published++) served.publish();
    await (perSecond === null ? nextTurn() : new Promise((resolve) => setTimeout(resolve, 1)));
  }
}

const send = (message: FromServer) => void process.send?.(message);
process.on('message', async (message: ToServer) => {
  if (message.type === 'publish') {
    await publish(message.count, message.perSecond);
    send({ type: 'published' });
  } else {
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    send({ type: 'usage', residentBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6, subscriptions });
  }
});
send({ type: 'ready', url: served.url });
