/** Shuts Postgres down, in every possible way, for a moment or longer. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './fixture.ts';
import { shutdownModes } from './postgres.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';

/** Every other time the server stays down for a while; less long in a short run. */
const [longMs, shortMs] = [20_000, 4000];

export const databaseRows: FaultRow[] = [
  {
    name: 'postgres',
    description: 'Postgres: SIGKILL of all its processes, immediate stop, SIGKILL of one session; 0 and 20 s down',
    trials: 50,
    shortTrials: 3,
    cluster: ordinaryCluster,
    run: endPostgres,
  },
];

async function endPostgres(stage: Stage): Promise<void> {
  stage.maintainLoad(4);
  const { postgres } = stage.cluster;
  const away = stage.short ? shortMs : longMs;
  await stage.inject(async (trial) => {
    await stage.untilRunning();
    // After the last mode the server needs no start: it lost only its sessions.
    const how = shutdownModes[trial % shutdownModes.length] ?? 'kill';
    await postgres.end(how);
    if (how !== 'backend' && Math.floor(trial / shutdownModes.length) % 2 === 0) await delay(away);
    await postgres.start();
  });
}
