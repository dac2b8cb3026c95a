import type { Config } from '../../config/config.ts';
import type { DatabaseClient } from '../../database/create-database.ts';
import { createTaskQueue } from '../../tasks/queue/queue.ts';
import { createQuotaService } from '../../tasks/queue/quota.ts';
import { createWorkerRegistry } from '../../tasks/queue/worker-registry.ts';

/** Creates the services that gateways and workers share: the queue, the quotas and the worker registry over one database. */
export function createQueueServices(database: DatabaseClient, config: Config, heartbeats = database) {
  const { db } = database;
  const heartbeatDb = heartbeats.db;
  const { leaseSeconds, maxAttempts } = config;
  return {
    // After an outage, one lease is enough for every worker to send a heartbeat.
    queue: createTaskQueue({ db, heartbeatDb, leaseSeconds, maxAttempts, graceSeconds: leaseSeconds }),
    quotas: createQuotaService({ db }),
    registry: createWorkerRegistry({ db, heartbeatDb, leaseSeconds }),
  };
}
