/** SQL for configurations. */
import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Database } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { configurations } from '../database/tables/configurations.ts';
import { type Configuration, toConfiguration } from './configuration.ts';

export type ConfigurationRepository = ReturnType<typeof createConfigurationRepository>;

export function createConfigurationRepository({ db }: { db: Database }) {
  return {
    async byId(id: string): Promise<Configuration | null> {
      const [row] = await db.select().from(configurations).where(eq(configurations.id, id));
      return row ? toConfiguration(row) : null;
    },

    async create(values: Omit<Configuration, 'id' | 'createdAt'>): Promise<Configuration> {
      const [row] = await db
        .insert(configurations)
        .values({ ...values, id: newId() })
        .returning();
      if (!row) throw new Error('The insert of the configuration returned no row.');
      return toConfiguration(row);
    },

    /** Lists configurations of the given organizations with IDs below `before`, newest first. */
    async list(organizationIds: string[], limit: number, before: string | null): Promise<Configuration[]> {
      const older = before ? lt(configurations.id, before) : undefined;
      const rows = await db
        .select()
        .from(configurations)
        .where(and(inArray(configurations.organizationId, organizationIds), older))
        .orderBy(desc(configurations.id))
        .limit(limit);
      return rows.map(toConfiguration);
    },
  };
}
