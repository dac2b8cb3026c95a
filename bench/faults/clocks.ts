/** Steps the clocks of one worker and one gateway by an hour, forward and back, while they work. Postgres's clock is correct. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './fixture.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';

const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';
const hour = 3600;
/** How long libfaketime caches its settings. */
const cacheSeconds = 1;

export const clockRows: FaultRow[] = [
  {
    name: 'clock',
    description: 'the clock of a worker and of a gateway steps by an hour, forward and back',
    trials: 20,
    shortTrials: 2,
    cluster: ordinaryCluster,
    unavailableReason: () => (existsSync(library) ? null : 'libfaketime is missing: apt-get install faketime'),
    run: stepClocks,
  },
];

async function stepClocks(stage: Stage): Promise<void> {
  const { cluster } = stage;
  const [worker, gateway] = [cluster.workers[0]?.part, cluster.gateways[0]?.part];
  if (!worker || !gateway) throw new Error('The cluster has no worker or no gateway.');
  const settingOf = (name: string) => join(cluster.folder, `${name.replace(' ', '-')}.clock`);
  for (const part of [worker, gateway]) {
    await writeFile(settingOf(part.name), '+0');
    await part.restart({
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: settingOf(part.name),
      FAKETIME_CACHE_DURATION: String(cacheSeconds),
      // Changing a clock does not change the duration of a second.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
  }
  stage.maintainLoad(4);
  const offsets = [hour, 0, -hour, 0];
  await stage.inject(async (trial) => {
    await stage.untilRunning();
    const offset = offsets[trial % offsets.length] ?? 0;
    await writeFile(settingOf(worker.name), signed(offset));
    await writeFile(settingOf(gateway.name), signed(-offset));
    await delay(2 * cacheSeconds * 1000);
  });
  for (const part of [worker, gateway]) await part.restart();
}

const signed = (seconds: number) => (seconds < 0 ? String(seconds) : `+${seconds}`);
