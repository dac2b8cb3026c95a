/** A machine with three times as much work as cores: workers are slow, and no lease may expire. */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, eventsOf, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

const leaseSeconds = 15; // the default
const tasks = 2;
const loops: ChildProcess[] = [];
let platform: TestPlatform;
let client: ApiClient;

const endLoops = () => {
  for (const loop of loops.splice(0)) loop.kill('SIGKILL');
};

beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_LEASE_SECONDS: String(leaseSeconds) });
  client = await platform.signUp();
  await Promise.all([platform.startWorker(), platform.startWorker()]);
});
afterAll(async () => {
  endLoops();
  await platform.stop();
});

test('a task keeps its first attempt while the machine is saturated for several leases', async () => {
  const { id: datasetId } = await uploadDataset(client, separableCsv(300));
  const training = { epochs: 600, batchSize: 8, earlyStopping: null };
  const configurationId = await configure(client, { datasetId, target: 'side', parameters: { mlp: {} }, training });
  const ids = await Promise.all(Array.from({ length: tasks }, () => launch(client, { train: { configurationId } })));
  const watching = Promise.all(ids.map((id) => eventsOf(client, id)));
  await Promise.all(ids.map((id) => platform.untilProgress(client, id)));
  for (let count = 3 * availableParallelism(); count > 0; count--) {
    loops.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  }
  await waitFor('tasks that have ended, or have run for three leases', async () => {
    const [row] = await platform.database.sql`
      select count(*)::int as tasks from tasks
      where finished_at is not null or started_at < now() - make_interval(secs => ${3 * leaseSeconds})`;
    return row?.tasks === tasks;
  });
  endLoops();
  for (const events of await watching) {
    expect(events.map(({ to, attempt }) => to && `${to} ${attempt}`).filter(Boolean)).toEqual([
      'QUEUED 0',
      'RUNNING 1',
      'SUCCEEDED 1',
    ]);
  }
});
