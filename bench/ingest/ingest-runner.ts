/**
 * The writing side of a worker in its own process: ingest-runner.ts <database url>. For each line on stdin it prints a line of
 * JSON:
 *
 *   claim                            claims a task
 *   report <events> <seconds>        reports batches of this many events, one after the other, like a reporter with a backlog;
 *                                    prints the number of events and the seconds taken
 *   insert <seconds>                 baseline: inserts one event at a time
 *   curve <reports>                  reports this many steps of two metrics
 */
import { createInterface } from 'node:readline';
import { createDatabase } from '../../src/database/create-database.ts';
import { newId } from '../../src/database/id.ts';
import type { NewTaskEvent } from '../../src/tasks/events/task-event.ts';
import { type Claim, createTaskQueue } from '../../src/tasks/queue/queue.ts';

const [, , url = ''] = process.argv;
const { db, sql } = createDatabase(url, { max: 4 });
const queue = createTaskQueue({ db, leaseSeconds: 600, maxAttempts: 3 });
let claim: Claim | null = null;
let [batch, step] = [0, 0];

/** Two metrics per step, and progress after the last step of a batch, as a reporter sends them. */
function nextEvents(count: number): NewTaskEvent[] {
  return Array.from({ length: count }, (_, index): NewTaskEvent => {
    if (index === count - 1) {
      const payload = {
        epoch: 1,
        epochs: 10,
        batch: step,
        batches: 1e6,
        samplesPerSecond: 12_345.678,
        etaSeconds: 1234.5,
      };
      return { type: 'TrainingProgressed', payload };
    }
    const metrics = [
      { name: 'loss', value: Math.exp(-++step / 1e5) + Math.random() / 10 },
      { name: 'accuracy', value: 1 - Math.random() / 3 },
    ];
    return { type: 'MetricsReported', payload: { step, epoch: 1, metrics } };
  });
}

async function take() {
  claim = await queue.claim(newId(), 2 ** 50);
  if (!claim) throw new Error('No task is queued.');
  return { taskId: claim.taskId };
}

async function report(owned: Claim, size: number, more: (written: number) => boolean) {
  const started = performance.now();
  let written = 0;
  while (more(written)) {
    await queue.report(owned, ++batch, nextEvents(size));
    written += size;
  }
  return { written, seconds: (performance.now() - started) / 1000 };
}

/** Inserts without gapless positions, curves or notifications: the minimum to store an event. */
async function insert(owned: Claim, until: number) {
  const started = performance.now();
  let written = 0;
  for (; performance.now() < until; written++) {
    const [event] = nextEvents(2);
    const payload = JSON.stringify(event?.payload);
    await sql`insert into stock_events (task_id, attempt, type, payload)
      values (${owned.taskId}, ${owned.attempt}, ${event?.type ?? ''}, ${payload}::text::jsonb)`;
  }
  return { written, seconds: (performance.now() - started) / 1000 };
}

async function answer(line: string): Promise<unknown> {
  const [what, first, second] = line.split(' ');
  if (what === 'claim') return take();
  if (!claim) throw new Error('Claim a task first.');
  const until = (seconds: string | undefined) => performance.now() + Number(seconds) * 1000;
  if (what === 'insert') return insert(claim, until(first));
  if (what === 'curve') return report(claim, 1000, (written) => written < Number(first));
  const end = until(second);
  return report(claim, Number(first), () => performance.now() < end);
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(line)));
