/** The subscribers of storm.ts: gathers them, and in the end says what they missed and how soon they were back. */
import { until } from '../../test/support/until.ts';
import { compareWithLog, type LogRow } from './log-checks.ts';
import { type Subscriber, subscribe } from './subscriber.ts';

/** The gateway answered again, at this moment (ms since 1970), when the log had come to this position. */
export interface Restart {
  at: number;
  position: number;
}

export type Order =
  | { type: 'gather'; url: string; token: string; taskId: string; count: number }
  | { type: 'report'; log: LogRow[]; restarts: Restart[] };

export interface Report {
  findings: string[];
  /** Of each subscriber after each restart, until it had what was in the log by then. */
  catchUps: number[];
}

let crowd: Subscriber[] = [];

process.on('message', (order: Order) => {
  if (order.type === 'report') return void report(order.log, order.restarts);
  const { url, token, taskId, count } = order;
  crowd = Array.from({ length: count }, (_, index) => subscribe(url, token, { taskId }, `subscriber ${index + 1}`));
});
process.once('disconnect', () => process.exit());

async function report(log: LogRow[], restarts: Restart[]): Promise<void> {
  // Who does not come to the end is found by the comparison.
  await until('all to see the end', async () => crowd.every(({ ended }) => ended)).catch(() => undefined);
  const findings = crowd.flatMap(({ recording }) => compareWithLog(recording, log));
  const catchUps = crowd.flatMap((subscriber) => restarts.map((restart) => catchUpOf(subscriber, restart)));
  process.send?.({ findings, catchUps: catchUps.filter(Number.isFinite) } satisfies Report);
}

function catchUpOf({ recording }: Subscriber, { at, position }: Restart): number {
  const reached = recording.events.find(({ seq }) => seq >= position);
  return reached ? Math.max(0, reached.arrived - at) : Number.NaN;
}
