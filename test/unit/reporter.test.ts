import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../src/learning/context.ts';
import type { NewTaskEvent } from '../../src/tasks/events/task-event.ts';
import { type BufferedEvent, coalesce, createReporter } from '../../src/worker/reporter.ts';
import { createSpool } from '../../src/worker/spool.ts';
import { throttleProgress } from '../../src/worker/throttle-progress.ts';
import { waitFor } from '../support/wait-for.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-spool-'));
});
afterAll(() => rm(folder, { recursive: true }));

const progressed: Report = {
  type: 'progress', epoch: 1, epochs: 1, batch: 1, batches: 9, samplesPerSecond: 1, etaSeconds: 1,
}; // biome-ignore format: one line says it
const metrics = (step: number): Report => ({
  type: 'metrics',
  step,
  epoch: 1,
  metrics: [{ name: 'loss', value: step }],
});
const steps = (events: NewTaskEvent[]) =>
  events.flatMap((event) => (event.type === 'MetricsReported' ? event.payload.step : []));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Opens a reporter with a database that can become unavailable, and records what it writes. */
function open(options: { away?: boolean; folder?: string; maxBytes?: number; final?: boolean } = {}) {
  const state = { away: options.away ?? false };
  const written: { batch: number; events: NewTaskEvent[] }[] = [];
  const [full, ended, troubles]: [boolean[], unknown[], unknown[]] = [[], [], []];
  const spool = createSpool<BufferedEvent>({
    folder: options.folder ?? join(folder, 'spool'),
    name: 'task.1',
    maxBytes: options.maxBytes ?? 2 ** 30,
    onDiskError: (error) => troubles.push(error),
  });
  const reporter = createReporter({
    async write(batch, events) {
      if (state.away) throw new Error('the database is away');
      written.push({ batch, events });
    },
    isFinal: () => options.final ?? false,
    onRetry: () => undefined,
    onFatal: (error) => ended.push(error),
    onBackpressure: (value) => full.push(value),
    spool,
  });
  const all = () => written.flatMap(({ events }) => events);
  return { reporter, spool, state, written, all, full, ended, troubles };
}

test('coalesces progress within a batch and keeps all other reports in order', () => {
  const waiting = (event: NewTaskEvent, bufferedAt: number): BufferedEvent => ({ event, bufferedAt });
  const progress = (batch: number) =>
    waiting(
      {
        type: 'TrainingProgressed',
        payload: { epoch: 1, epochs: 1, batch, batches: 9, samplesPerSecond: 1, etaSeconds: 1 },
      },
      batch,
    );
  const log = (message: string) => waiting({ type: 'LogWritten', payload: { level: 'info', message } }, 0);
  expect(coalesce([progress(1), log('a'), progress(2), log('b'), progress(3), log('c')])).toEqual([
    log('a'),
    log('b'),
    progress(3),
    log('c'),
  ]);
});

test('rewrites a failed batch under its own number, before later ones', async () => {
  const { reporter, state, written } = open({ away: true });
  reporter.add(metrics(1));
  const first = reporter.flush();
  reporter.add(metrics(2));
  const second = reporter.flush();
  state.away = false;
  await Promise.all([first, second]);
  // Both together: an outage makes batches larger, not more numerous.
  expect(written.map(({ batch, events }) => [batch, steps(events)])).toEqual([[1, [1, 2]]]);
});

test('a permanent write error ends the reporter and rejects every flush', async () => {
  const { reporter, ended } = open({ away: true, final: true });
  reporter.add(metrics(1));
  await expect(reporter.flush()).rejects.toThrow('the database is away');
  await expect(reporter.flush()).rejects.toThrow('the database is away');
  expect(ended).toHaveLength(1);
});

test('spools to disk what exceeds the memory buffer, and writes it first, in large batches', async () => {
  const { reporter, state, spool, written, all, full } = open({ away: true });
  for (let step = 1; step <= 25_000; step++) {
    reporter.add(metrics(step));
    reporter.add(progressed);
    if (step % 1000 === 0) await new Promise(setImmediate);
  }
  await waitFor('the spool to be used', async () => !spool.isEmpty);
  expect(await readdir(join(folder, 'spool'))).toEqual([]); // the file has no name, so it cannot stay behind
  state.away = false;
  await reporter.flush();
  expect(steps(all())).toEqual(upTo(25_000));
  expect(written.map(({ batch }) => batch)).toEqual(upTo(written.length));
  expect(written.length).toBeLessThan(60);
  expect([spool.isEmpty, full]).toEqual([true, []]);
  await spool.close();
});

/** Adds reports until the reporter signals backpressure; returns their number. */
async function fillUp({ reporter, full }: ReturnType<typeof open>): Promise<number> {
  for (let step = 1; ; step++) {
    reporter.add(metrics(step));
    if (step % 1000 !== 0) continue;
    await new Promise(setImmediate);
    if (full.length > 0) return step;
  }
}

test('suspends the trainer when the spool is full, without losing reports', async () => {
  const opened = open({ away: true, maxBytes: 2 ** 21 });
  const count = await fillUp(opened);
  expect(opened.full).toEqual([true]);
  opened.state.away = false;
  await opened.reporter.flush();
  expect(steps(opened.all())).toEqual(upTo(count));
  expect(opened.full).toEqual([true, false]);
  await opened.spool.close();
});

const canMount = process.platform === 'linux' && process.getuid?.() === 0;
if (!canMount) console.warn('SKIPPED: only root can mount the small disk that the spool fills.');

test.skipIf(!canMount)('keeps a partially spooled batch in memory when the disk is full', async () => {
  const disk = await mkdtemp(join(tmpdir(), 'aias-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1536k', 'tmpfs', disk]);
  const opened = open({ away: true, folder: disk });
  try {
    const count = await fillUp(opened);
    expect(opened.troubles).toMatchObject([{ code: 'ENOSPC' }]);
    opened.state.away = false;
    await opened.reporter.flush();
    expect(steps(opened.all())).toEqual(upTo(count));
    expect(opened.full).toEqual([true, false]);
  } finally {
    await opened.spool.close();
    execFileSync('umount', [disk]);
    await rm(disk, { recursive: true });
  }
});

test('treats a folder that cannot be created as a full disk', async () => {
  const spool = createSpool<number>({
    folder: '/dev/null/spool',
    name: 'x',
    maxBytes: 100,
    onDiskError: () => undefined,
  });
  expect([await spool.tryAppend([1]), spool.isEmpty, await spool.take(1)]).toEqual([false, true, []]);
});

test('throttles progress and nothing else', () => {
  const sent: Report[] = [];
  const report = throttleProgress((one) => sent.push(one));
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
