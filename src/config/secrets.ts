import type { Config } from './config.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { parseRedisUrl } from './redis-url.ts';

/** Lists the passwords and keys of the settings, which must not be printed. */
export function secretsOf({ databaseUrl, redisUrl, s3, metricsToken }: Config): string[] {
  const passwords = [
    databaseUrl && parsePostgresUrl(databaseUrl).password,
    redisUrl && parseRedisUrl(redisUrl).password,
  ];
  return [...passwords, s3?.secretKey, s3?.sessionToken, metricsToken].filter((secret) => secret !== undefined);
}
