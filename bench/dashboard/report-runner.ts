/**
 * Writes the reports of a training in the same way as a worker, in its own process: report-runner.ts <database url> <pool>. For
 * each line on stdin it prints a line of JSON:
 *
 *   claim                        claims a task of the pool
 *   bulk <steps>                 writes this many steps of four metrics at once
 *   live <points> <seconds>      reports this many points per second, distributed over four metrics
 *   curve <name>                 prints a whole curve of the database: pairs of step and value
 *   finish                       ends the task
 */
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createDatabase } from '../../src/database/create-database.ts';
import { newId } from '../../src/database/id.ts';
import type { Report } from '../../src/learning/context.ts';
import { toTaskEvent } from '../../src/tasks/events/task-event.ts';
import { type Claim, createTaskQueue } from '../../src/tasks/queue/queue.ts';
import { createReporter } from '../../src/worker/reporter.ts';

const [, , url = '', pool = ''] = process.argv;
const { db, sql } = createDatabase(url, { max: 4 });
const queue = createTaskQueue({ db, leaseSeconds: 600, maxAttempts: 3 });
const stepsPerEpoch = 100;
const stepsPerWrite = 1000;
const tickMs = 20;
let claim: Claim | null = null;
let step = 0;

/** Four curves that fall or rise, with noise. */
function nextMetrics(): Report {
  step++;
  const falling = Math.exp(-step / 20_000);
  const noise = () => Math.random() / 10;
  const metrics = [
    { name: 'loss', value: falling + noise() },
    { name: 'val_loss', value: 0.1 + falling + noise() },
    { name: 'accuracy', value: 0.9 - falling / 2 + noise() },
    { name: 'val_accuracy', value: 0.85 - falling / 2 + noise() },
  ];
  return { type: 'metrics', step, epoch: Math.ceil(step / stepsPerEpoch), metrics };
}

const progress = (): Report => ({
  type: 'progress',
  epoch: Math.ceil(step / stepsPerEpoch),
  epochs: 10_000,
  batch: step % stepsPerEpoch,
  batches: stepsPerEpoch,
  samplesPerSecond: 12_345.678,
  etaSeconds: 1234.5,
});

async function take() {
  claim = await queue.claim(newId(), 2 ** 50, { pool, labels: ['cpu'] });
  if (!claim) throw new Error('No task is queued.');
  return { taskId: claim.taskId };
}

async function writeMany(owned: Claim, steps: number) {
  for (let batch = 1; step < steps; batch++) {
    const count = Math.min(stepsPerWrite, steps - step);
    await queue.report(
      owned,
      batch,
      Array.from({ length: count }, () => toTaskEvent(nextMetrics())),
    );
  }
  return { steps: step };
}

async function reportFor(owned: Claim, stepsPerSecond: number, seconds: number) {
  const broken: unknown[] = [];
  const reporter = createReporter({
    write: (batch, events) => queue.report(owned, batch, events),
    isFinal: () => true,
    onRetry: () => undefined,
    onFatal: (error) => broken.push(error),
    onBackpressure: () => undefined,
    spool: { isEmpty: true, tryAppend: async () => false, take: async () => [], close: async () => undefined },
  });
  const began = performance.now();
  for (let due = 0; due < stepsPerSecond * seconds && broken.length === 0; ) {
    due = Math.min(Math.floor(((performance.now() - began) / 1000) * stepsPerSecond), stepsPerSecond * seconds);
    while (step < due) reporter.add(nextMetrics());
    reporter.add(progress());
    await delay(tickMs);
  }
  await reporter.flush();
  return { steps: step, seconds: (performance.now() - began) / 1000 };
}

async function answer([what, first, second]: string[]): Promise<unknown> {
  if (what === 'claim') return take();
  if (!claim) throw new Error('Claim a task first.');
  if (what === 'bulk') return writeMany(claim, Number(first));
  if (what === 'live') return reportFor(claim, Number(first) / 4, Number(second));
  if (what === 'curve') {
    return sql`select step::integer, value from metric_buckets join metric_series on metric_series.id = series_id
      where task_id = ${claim.taskId} and name = ${first ?? ''} and level = 0 order by bucket`.values();
  }
  await queue.finish(claim, async () => ({}));
  return {};
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(line.split(' '))));
}
