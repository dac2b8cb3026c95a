/** Tasks on a real Postgres without a worker process: a test claims them and reports arbitrary events. */
import { inject } from 'vitest';
import { createDatabase, type DatabaseClient } from '../../src/database/create-database.ts';
import { newId } from '../../src/database/id.ts';
import { memberships, organizations, users } from '../../src/database/tables/accounts.ts';
import type { NewTaskEvent } from '../../src/tasks/events/task-event.ts';
import { type Claim, createTaskQueue } from '../../src/tasks/queue/queue.ts';
import { createTaskRepository } from '../../src/tasks/task-repository.ts';
import { createTestDatabase } from './database.ts';
import { addUnlimitedWorker } from './workers.ts';

const leaseSeconds = 60;

export type TaskFixture = Awaited<ReturnType<typeof createTaskFixture>>;

/** Creates a database with one organization and its queue. */
export async function createTaskFixture({
  connect = createDatabase,
}: {
  connect?: (url: string) => DatabaseClient;
} = {}) {
  const database = await createTestDatabase(inject('postgresUrl'), connect);
  const { db } = database;
  const [organizationId, userId] = [newId(), newId()];
  await db.insert(users).values({ id: userId, username: 'ada', passwordHash: 'x' });
  await db.insert(organizations).values({ id: organizationId, name: 'ada' });
  await db.insert(memberships).values({ organizationId, userId, role: 'OWNER' });
  await addUnlimitedWorker(db);
  const queue = createTaskQueue({ db, leaseSeconds, maxAttempts: 3 });
  const repository = createTaskRepository({ db, leaseSeconds });
  const dataset = { versionId: newId(), format: 'CSV', artifactKey: 'a', sha256: 'b' } as const;
  const model = { modelId: newId(), versionId: newId(), artifactKey: 'm' };

  async function claim(): Promise<Claim> {
    const claimed = await queue.claim(newId(), 2 ** 40);
    if (!claimed) throw new Error('There is nothing to claim.');
    return claimed;
  }

  return {
    database,
    queue,
    organizationId,
    /** Claims the next queued task. */
    claim,
    /** Adds a task and claims it. */
    async start(): Promise<Claim> {
      const spec = { kind: 'PREDICT', model, dataset } as const;
      const row = { organizationId, kind: 'PREDICT', spec, memoryBytes: 1, createdBy: userId, priority: 0 } as const;
      await repository.insert(row, async () => undefined);
      return claim();
    },
  };
}

/** Returns the event that a training reports after some steps. */
export function metricsAt(step: number, values: Record<string, number>): NewTaskEvent {
  const metrics = Object.entries(values).map(([name, value]) => ({ name, value }));
  return { type: 'MetricsReported', payload: { step, epoch: 1 + Math.floor(step / 1000), metrics } };
}
