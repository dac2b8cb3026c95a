/**
 * Hundreds of subscribers of one gateway that is killed repeatedly: all of them reconnect at once, each with its cursor. They
 * run in a separate process (storm-runner.ts), so that the measurement does not slow them down.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../test/support/wait-for.ts';
import { modulePath } from '../runner-process.ts';
import type { Stage } from './fixture.ts';
import { readLog } from './log-checks.ts';
import type { FaultRow } from './row.ts';
import type { Restart, StormCommand, StormReport } from './storm-runner.ts';
import { uuidOf } from './subscriber.ts';

const [wholeCount, shortCount] = [500, 200];
/** An epoch takes a few tenths of a second, so there are a few events per second until the task is cancelled. */
const long = { rows: 4000, training: { epochs: 10_000 } };

export const stormRows: FaultRow[] = [
  {
    name: 'storm',
    description: `SIGKILL of the gateway that ${wholeCount} subscribers are at`,
    trials: 50,
    shortTrials: 2,
    cluster: { gateways: 1, workers: 1, store: 'folder' },
    run: storm,
  },
];

async function storm(stage: Stage): Promise<void> {
  const [gateway] = stage.cluster.gateways;
  if (!gateway) throw new Error('The cluster has no gateway.');
  const configurationId = await stage.configure(long);
  const { taskId } = await stage.launch({ configurationId, ends: ['CANCELLED'], skipComparison: true });
  const subscribers = await connectSubscribers(gateway.url, stage, taskId);
  const restarts: Restart[] = [];
  await stage.untilRunning();
  const position = async () => (await stage.observer.task(taskId)).lastSeq;
  await stage.inject(async () => {
    // Without new events there is nothing to catch up with.
    const before = await position();
    await waitFor('reports', async () => (await position()) > before + 1);
    await delay(1000 + stage.random.next() * 3000);
    await gateway.part.kill();
    await gateway.part.ready();
    const at = performance.timeOrigin + performance.now();
    restarts.push({ at, position: await position() });
  });
  await delay(2000);
  await stage.cancel(taskId);
  await stage.observer.untilEnded(taskId);
  const all = await stage.cluster.ask((sql) => readLog(sql, uuidOf(stage.organizationId)));
  const log = all.filter((event) => event.taskId === taskId);
  const { findings, catchUps } = await subscribers.report({ type: 'report', log, restarts });
  for (const sentence of findings) stage.reportViolation('gaps', sentence);
  for (const ms of catchUps) stage.measure('catch-up', ms);
}

async function connectSubscribers(url: string, { token, short }: Stage, taskId: string) {
  const child = fork(modulePath(import.meta.url, './storm-runner.ts'), [], { execArgv: ['--import', 'tsx'] });
  const send = (command: StormCommand) => child.send(command);
  send({ type: 'gather', url, token, taskId: btoa(`Task:${taskId}`), count: short ? shortCount : wholeCount });
  return {
    async report(command: StormCommand): Promise<StormReport> {
      send(command);
      const [report] = await once(child, 'message'); // the runner sends no other message
      child.kill();
      return report;
    },
  };
}
