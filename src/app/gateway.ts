/** The composition root of a gateway (`aias gateway`): settings, stores, services of the features, server. */
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config, ConnectedConfig } from '../config/config.ts';
import { assertMigrated } from '../database/migrate.ts';
import { readIngestionLoad } from '../datasets/ingestion-queue.ts';
import { featureRoutes } from '../gateway/feature-routes.ts';
import { createMetrics } from '../gateway/metrics.ts';
import { buildSchema } from '../gateway/schema.ts';
import { createGateway } from '../gateway/server.ts';
import { loadStaticFiles } from '../gateway/static-files.ts';
import type { Logger } from '../log.ts';
import { readQueueLoad } from '../tasks/queue/queue-metrics.ts';
import { sweepTemporary } from '../temporary.ts';
import { openStore } from './wiring/artifact-store.ts';
import { startCleanup } from './wiring/cleanup.ts';
import { openDatabase } from './wiring/database.ts';
import { createGatewayServices, createSandboxedServices } from './wiring/gateway-services.ts';
import { openLiveUpdates } from './wiring/live-updates.ts';
import { openPredictor } from './wiring/predictor-pools.ts';
import { checkPrerequisites } from './wiring/prerequisites.ts';
import type { Stoppable } from './wiring/stoppable.ts';
import { loadTrustedDocuments } from './wiring/trusted-documents.ts';

/** Output of `npm run build:dashboard`. */
const dashboardFolder = fileURLToPath(new URL('../../dist/dashboard', import.meta.url));

export interface RunningGateway extends Stoppable {
  /** Base URL for clients, such as "http://127.0.0.1:4000". */
  url: string;
  /** Number of open live streams. */
  streamCount(): number;
}

/** Starts the gateway on a migrated database. */
export async function startGateway(config: ConnectedConfig, log: Logger): Promise<RunningGateway> {
  await checkPrerequisites(config, true);
  const trust = await loadTrustedDocuments(config.trustedDocuments, join(dashboardFolder, 'documents.json'));
  await sweepTemporary('files'); // files of uploads whose gateway was killed
  const store = await openStore(config);
  const database = await openDatabase(config, 20, log);
  const { db, sql } = database;
  let url = config.publicUrl ?? '';
  const publicUrl = () => url;
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // every upload adds a listener
  const uploadLimits = { ...config.uploadLimits, stopping: stopping.signal };
  const services = createGatewayServices({ config, database, store, uploadLimits, publicUrl });
  const { accounts, datasets, models, tasks } = services.api;
  const streamCount = () => live.hub.stats().subscribers + gateway.broadcastStreamCount();
  const metrics = createMetrics({
    token: config.metricsToken,
    readQueue: () => readQueueLoad(db, config.leaseSeconds),
    readIngestions: () => readIngestionLoad(db),
    socketCount: () => gateway.socketCount(),
    streamCount,
    log,
  });
  const live = await openLiveUpdates(database, { datasets, accounts, observer: metrics.deliveries, log });
  const predictor = openPredictor(config, store, log);
  const sandboxed = createSandboxedServices({ ...services.api, database, store, uploadLimits, publicUrl, predictor });
  const { imports } = sandboxed;
  const { queue, sessions } = services;
  const stopCleanup = startCleanup({ db, store, config, queue, sessions, datasets, imports, log });
  const gateway = createGateway({
    ...serverOptions(config),
    trust,
    pages: await loadPages(log),
    schema: buildSchema(),
    services: {
      ...services.api,
      ...sandboxed,
      hub: live.hub,
      datasetWatch: live.datasetWatch,
      links: {
        modelVersion: (id) => `${url}/models/${id}/download`,
        predictions: (id) => `${url}/tasks/${id}/predictions`,
        samples: (id, sha256) => `${url}/tasks/${id}/samples/${sha256}`,
      },
    },
    authenticate: accounts.authenticate,
    watchAccess({ sessionId, viewer }, onRevoked) {
      if (!sessionId || !viewer) return () => undefined; // an anonymous connection has no access to revoke
      const organizationIds = [...viewer.roles.keys()];
      return live.accessWatch.watch({ sessionId, userId: viewer.userId, organizationIds }, onRevoked);
    },
    routes: [...featureRoutes({ datasets, models, imports, tasks }), metrics.route],
    onResponse: metrics.onResponse,
    async assertReady() {
      await assertMigrated(sql);
      await store.check();
    },
    log,
  });
  const stop = async () => {
    stopping.abort();
    // Close connections first: a stream that ends on an open connection looks complete to the client.
    await gateway.close();
    live.hub.close();
    stopCleanup();
    await predictor.stop();
    await live.close();
    await database.close();
  };
  try {
    const address = await gateway.listen();
    url ||= address;
  } catch (error) {
    // The caller may stop the database next, which the remaining listeners would report as an outage.
    await stop();
    throw error;
  }
  log.info({ url }, 'the gateway is listening');
  return { url, streamCount, stop };
}

/** Returns the settings of the HTTP server. */
function serverOptions(config: Config) {
  const { host, port, publicUrl, allowedHosts, allowedOrigins, graphiql, maxConnectionsPerAddress, proxies } = config;
  return {
    host,
    port,
    publicUrl,
    allowedHosts,
    allowedOrigins,
    graphiql,
    maxConnectionsPerAddress,
    trustedProxies: proxies,
    operations: { introspection: config.introspection, operationSeconds: config.operationSeconds },
  };
}

/** Loads the dashboard. Null when it has not been built. */
async function loadPages(log: Logger) {
  const pages = await loadStaticFiles(dashboardFolder);
  if (!pages) log.warn('the dashboard is not built; run `npm run build:dashboard`');
  return pages;
}
