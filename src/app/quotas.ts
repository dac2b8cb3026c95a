/** The composition root of `aias quota`. */
import type { ConnectedConfig } from '../config/config.ts';
import { createDatabase } from '../database/create-database.ts';
import { assertMigrated } from '../database/migrate.ts';
import { createQuotaService } from '../tasks/queue/quota.ts';

/** Opens the quotas of a database for the command line. */
export async function openQuotas(config: ConnectedConfig) {
  const { db, sql, check, close } = createDatabase(config.databaseUrl, { max: 1 });
  await check();
  await assertMigrated(sql);
  return { quotas: createQuotaService({ db }), close };
}
