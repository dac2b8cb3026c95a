/**
 * Hundreds of subscribers of one gateway, which is killed again and again: all of them come back at once, each with its cursor. They
 * live in a process of their own (storm-runner.ts), so that who measures is not in the way.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../test/support/until.ts';
import { modulePath } from '../runner-process.ts';
import { readLog } from './log-checks.ts';
import type { FaultRow } from './row.ts';
import type { Stage } from './stage.ts';
import type { Order, Report, Restart } from './storm-runner.ts';
import { uuidOf } from './subscriber.ts';

const [wholeCount, shortCount] = [500, 200];
/** An epoch takes a few tenths of a second: a handful of events a second, for as long as it takes. */
const long = { rows: 4000, training: { epochs: 10_000 } };

export const stormRows: FaultRow[] = [
  {
    name: 'storm',
    fault: `SIGKILL of the gateway that ${wholeCount} subscribers are at`,
    trials: 50,
    short: 2,
    cluster: { gateways: 1, workers: 1, store: 'folder' },
    run: storm,
  },
];

async function storm(stage: Stage): Promise<void> {
  const [gateway] = stage.cluster.gateways;
  if (!gateway) throw new Error('There is no gateway.');
  const configurationId = await stage.configure(long);
  const { taskId } = await stage.launch({ configurationId, ends: ['CANCELLED'], incomparable: true });
  const crowd = await gatherCrowd(gateway.url, stage, taskId);
  const restarts: Restart[] = [];
  await stage.untilRunning();
  const position = async () => (await stage.observer.task(taskId)).lastSeq;
  await stage.inject(async () => {
    // As long as nothing is reported, there is nothing to catch up with.
    const before = await position();
    await until('reports', async () => (await position()) > before + 1);
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
  const { findings, catchUps } = await crowd.report({ type: 'report', log, restarts });
  for (const sentence of findings) stage.violate('gaps', sentence);
  for (const milliseconds of catchUps) stage.measure('catch-up', milliseconds);
}

async function gatherCrowd(url: string, { token, short }: Stage, taskId: string) {
  const child = fork(modulePath(import.meta.url, './storm-runner.ts'), [], { execArgv: ['--import', 'tsx'] });
  const tell = (order: Order) => child.send(order);
  tell({ type: 'gather', url, token, taskId: btoa(`Task:${taskId}`), count: short ? shortCount : wholeCount });
  return {
    async report(order: Order): Promise<Report> {
      tell(order);
      const [report] = await once(child, 'message'); // the runner sends nothing else
      child.kill();
      return report;
    },
  };
}
