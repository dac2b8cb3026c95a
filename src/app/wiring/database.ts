import type { Config, ConnectedConfig } from '../../config/config.ts';
import { isPooled } from '../../database/connection.ts';
import { createDatabase, type DatabaseClient } from '../../database/create-database.ts';
import type { Logger } from '../../log.ts';

/** Opens the database, with Redis for its hints when a Redis URL is set. */
export async function openDatabase(config: ConnectedConfig, max: number, log: Logger): Promise<DatabaseClient> {
  // Loaded only when Redis is configured.
  const redis =
    config.redisUrl && (await import('../../database/redis-hints.ts')).createRedisHints(config.redisUrl, log);
  if (!redis && isPooled(config.databaseUrl)) {
    log.warn(
      'AIAS_DATABASE_URL has pgbouncer=true, so LISTEN receives nothing and changes are only found by polling. Set AIAS_REDIS_URL.',
    );
  }
  const database = createDatabase(config.databaseUrl, { max, log, ...(redis && { hints: redis }) });
  await database.check();
  return database;
}

/** Opens the connections for the heartbeats of a worker. */
export function openHeartbeats(config: ConnectedConfig): DatabaseClient {
  return createDatabase(config.databaseUrl, heartbeatOptions(config));
}

/**
 * Heartbeats must not be late: they have their own connections and wait neither for the pool nor for the disk, and when the
 * network loses one connection, the other takes over well within the lease.
 */
const heartbeatOptions = ({ leaseSeconds }: Config) => ({
  max: 2,
  silenceSeconds: Math.max(leaseSeconds / 3, 1),
  commitsLater: true,
});
