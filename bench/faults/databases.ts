/** Postgres ends, in every way that it can, for a moment or for a while. */
import { setTimeout as delay } from 'node:timers/promises';
import { endings } from './postgres.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import type { Stage } from './stage.ts';

/** Every other time the server is away for a while. A short run has less patience. */
const [longMilliseconds, shortMilliseconds] = [20_000, 4000];

export const databaseRows: FaultRow[] = [
  {
    name: 'postgres',
    fault: 'Postgres: SIGKILL of all its processes, immediate stop, SIGKILL of one session; 0 and 20 s down',
    trials: 50,
    short: 3,
    cluster: ordinaryCluster,
    run: endPostgres,
  },
];

async function endPostgres(stage: Stage): Promise<void> {
  stage.keepBusy(4);
  const { postgres } = stage.cluster;
  const away = stage.short ? shortMilliseconds : longMilliseconds;
  await stage.inject(async (trial) => {
    await stage.untilRunning();
    // The last way needs no start: the server has lost no more than its sessions.
    const how = endings[trial % endings.length] ?? 'kill';
    await postgres.end(how);
    if (how !== 'backend' && Math.floor(trial / endings.length) % 2 === 0) await delay(away);
    await postgres.start();
  });
}
