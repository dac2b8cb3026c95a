import { expect, test } from 'vitest';
import type { Report } from '../../src/learning/context.ts';
import type { NewTaskEvent } from '../../src/tasks/task-event.ts';
import { coalesce, createReporter } from '../../src/worker/reporter.ts';
import { thinned } from '../../src/worker/thinned.ts';

const progress = (batch: number): NewTaskEvent => ({
  type: 'TrainingProgressed',
  payload: { epoch: 1, epochs: 1, batch, batches: 9, samplesPerSecond: 1, etaSeconds: 1 },
});
const log = (message: string): NewTaskEvent => ({ type: 'LogWritten', payload: { level: 'info', message } });

test('of the progress in one batch the latest is kept, everything else whole and in order', () => {
  expect(coalesce([progress(1), log('a'), progress(2), log('b'), progress(3), log('c')])).toEqual([
    log('a'),
    log('b'),
    progress(3),
    log('c'),
  ]);
});

test('a batch that could not be written is written again under its own number, and nothing overtakes it', async () => {
  const written: [number, number][] = [];
  let failures = 1;
  const reporter = createReporter({
    async write(batch, events) {
      if (failures-- > 0) throw new Error('the database is away');
      written.push([batch, events.length]);
    },
    isFinal: () => false,
    onRetry: () => undefined,
    onEnd: () => undefined,
  });
  reporter.add({ type: 'log', level: 'info', message: 'first' });
  const first = reporter.flush();
  reporter.add({ type: 'log', level: 'info', message: 'second' });
  await Promise.all([first, reporter.flush()]);
  // Both at once: a database that was away makes batches larger, not more.
  expect(written).toEqual([[1, 2]]);
});

test('a write that can never succeed ends it, and whoever waits is told', async () => {
  const ended: unknown[] = [];
  const reporter = createReporter({
    write: () => Promise.reject(new Error('lost')),
    isFinal: () => true,
    onRetry: () => undefined,
    onEnd: (error) => ended.push(error),
  });
  reporter.add({ type: 'log', level: 'info', message: 'x' });
  await expect(reporter.flush()).rejects.toThrow('lost');
  expect(ended).toHaveLength(1);
});

test('a trainer leaves out progress that comes too fast to be seen, and nothing else', () => {
  const sent: Report[] = [];
  const report = thinned((one) => sent.push(one));
  const progress = (batch: number): Report => ({
    type: 'progress', epoch: 1, epochs: 1, batch, batches: 1000, samplesPerSecond: 1, etaSeconds: 1,
  }); // biome-ignore format: one line says it
  const line: Report = { type: 'log', level: 'info', message: 'x' };
  for (let batch = 1; batch <= 1000; batch++) report(progress(batch));
  report(line);
  report(line);
  expect(sent[0]).toEqual(progress(1));
  expect(sent.slice(-3)).toEqual([progress(1000), line, line]);
  expect(sent.length).toBeLessThan(500);
});
