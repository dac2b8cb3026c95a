import type { Database } from '../../src/database/client.ts';
import { newId } from '../../src/database/id.ts';
import { workers } from '../../src/database/tables/scheduling.ts';
import { defaultPool, type Place } from '../../src/tasks/queue/placement.ts';

/** Registers a worker in the database without a process behind it. Returns its id. */
export async function addWorker(
  db: Database,
  memoryBytes: number,
  lastHeartbeatAt = new Date(),
  place: Place = defaultPool,
): Promise<string> {
  const id = newId();
  const device = { host: 'test', pid: 1, version: '0', backend: 'cpu', device: 'cpu', slots: 1 };
  const { pool, labels } = place;
  await db.insert(workers).values({ id, ...device, pool, labels: [...labels], memoryBytes, lastHeartbeatAt });
  return id;
}

/** Adds a worker without limits, so that no task is reported as unschedulable. */
export async function addUnlimitedWorker(db: Database): Promise<void> {
  await addWorker(db, 2 ** 40, new Date(Date.now() + 3600_000));
}
