/** The subscribers of storm.ts: connects them, and in the end reports what they missed and how fast they caught up. */
import { waitFor } from '../../test/support/wait-for.ts';
import { compareWithLog, type LogRow } from './log-checks.ts';
import { type Subscriber, subscribe } from './subscriber.ts';

/** The gateway was reachable again at this time (ms since 1970), when the log had reached this position. */
export interface Restart {
  at: number;
  position: number;
}

export type StormCommand =
  | { type: 'gather'; url: string; token: string; taskId: string; count: number }
  | { type: 'report'; log: LogRow[]; restarts: Restart[] };

export interface StormReport {
  findings: string[];
  /** For each subscriber and restart: the milliseconds until it had the events that the log had at the restart. */
  catchUps: number[];
}

let subscribers: Subscriber[] = [];

process.on('message', (order: StormCommand) => {
  if (order.type === 'report') return void report(order.log, order.restarts);
  const { url, token, taskId, count } = order;
  subscribers = Array.from({ length: count }, (_, index) =>
    subscribe(url, token, { taskId }, `subscriber ${index + 1}`),
  );
});
process.once('disconnect', () => process.exit());

async function report(log: LogRow[], restarts: Restart[]): Promise<void> {
  // The comparison finds subscribers that do not reach the end.
  await waitFor('all to see the end', async () => subscribers.every(({ ended }) => ended)).catch(() => undefined);
  const findings = subscribers.flatMap(({ recording }) => compareWithLog(recording, log));
  const catchUps = subscribers.flatMap((subscriber) => restarts.map((restart) => catchUpOf(subscriber, restart)));
  process.send?.({ findings, catchUps: catchUps.filter(Number.isFinite) } satisfies StormReport);
}

function catchUpOf({ recording }: Subscriber, { at, position }: Restart): number {
  const reached = recording.events.find(({ seq }) => seq >= position);
  return reached ? Math.max(0, reached.arrivedAt - at) : Number.NaN;
}
