/** A queue without a platform: organizations with no-op tasks, in a database of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../../src/database/create-database.ts';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { newId } from '../../src/database/id.ts';
import { migrate } from '../../src/database/migrate.ts';
import { organizations, users } from '../../src/database/tables/accounts.ts';
import { tasks } from '../../src/database/tables/tasks.ts';
import { createTaskQueue, type TaskQueue } from '../../src/tasks/queue/queue.ts';
import type { TaskSpec } from '../../src/tasks/task-spec.ts';

/** Maximum number of rows per statement: Postgres allows 65535 parameters. */
const max = 2000;

export interface NoOpQueue {
  queue: TaskQueue;
  /** Enqueues `count` more tasks, distributed evenly over the organizations. */
  add(count: number): Promise<void>;
  /** Empties the queue, and vacuums the tables. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function openNoOps(options: { organizations: number; connections: number }): Promise<NoOpQueue> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  await migrate(postgres.url);
  const { db, sql, close } = createDatabase(postgres.url, { max: options.connections });
  const userId = newId();
  const owners = Array.from({ length: options.organizations }, (_, index) => ({ id: newId(), name: `bench ${index}` }));
  await db.insert(users).values({ id: userId, username: 'bench', passwordHash: '' });
  await db.insert(organizations).values(owners);
  const rowAt = (index: number) => ({
    id: newId(),
    organizationId: owners[index % owners.length]?.id ?? '',
    kind: 'PREDICT' as const,
    spec: noOpSpec,
    memoryBytes: 1,
    createdBy: userId,
  });
  let added = 0;
  return {
    queue: createTaskQueue({ db, leaseSeconds: 60, maxAttempts: 3 }),
    async add(count) {
      for (let rest = count; rest > 0; rest -= max) {
        await db.insert(tasks).values(Array.from({ length: Math.min(rest, max) }, () => rowAt(added++)));
      }
    },
    async clear() {
      await sql`truncate task_events, tasks cascade`;
      await sql`vacuum analyze`;
    },
    async stop() {
      await close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const noOpSpec: TaskSpec = {
  kind: 'PREDICT',
  model: { modelId: newId(), versionId: newId(), artifactKey: '' },
  dataset: { versionId: newId(), format: 'CSV', artifactKey: '', sha256: '' },
};
