import type { Database } from '../../src/database/client.ts';
import { newId } from '../../src/database/id.ts';
import { workers } from '../../src/database/tables.ts';
import { anyPlace, type Place } from '../../src/tasks/placement.ts';

/** A worker as the database knows it; there is no process behind it that could take a task. Returns its id. */
export async function addWorker(
  db: Database,
  memoryBytes: number,
  lastHeartbeatAt = new Date(),
  place: Place = anyPlace,
): Promise<string> {
  const id = newId();
  const device = { host: 'test', pid: 1, version: '0', backend: 'cpu', device: 'cpu', slots: 1 };
  const { pool, labels } = place;
  await db.insert(workers).values({ id, ...device, pool, labels: [...labels], memoryBytes, lastHeartbeatAt });
  return id;
}

/** One that could take every task, for as long as any test runs: no task is warned of. */
export async function addLastingWorker(db: Database): Promise<void> {
  await addWorker(db, 2 ** 40, new Date(Date.now() + 3600_000));
}
