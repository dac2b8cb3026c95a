import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../src/learning/context.ts';
import type { NewTaskEvent } from '../../src/tasks/task-event.ts';
import { coalesce, createReporter, type Waiting } from '../../src/worker/reporter.ts';
import { createSpool } from '../../src/worker/spool.ts';
import { thinned } from '../../src/worker/thinned.ts';
import { until } from '../support/until.ts';

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

/** A reporter whose database can be taken away, and what it wrote. */
function open(options: { away?: boolean; folder?: string; mostBytes?: number; final?: boolean } = {}) {
  const state = { away: options.away ?? false };
  const written: { batch: number; events: NewTaskEvent[] }[] = [];
  const [full, ended, troubles]: [boolean[], unknown[], unknown[]] = [[], [], []];
  const spool = createSpool<Waiting>({
    folder: options.folder ?? join(folder, 'spool'),
    name: 'task.1',
    mostBytes: options.mostBytes ?? 2 ** 30,
    onTrouble: (error) => troubles.push(error),
  });
  const reporter = createReporter({
    async write(batch, events) {
      if (state.away) throw new Error('the database is away');
      written.push({ batch, events });
    },
    isFinal: () => options.final ?? false,
    onRetry: () => undefined,
    onEnd: (error) => ended.push(error),
    onFull: (value) => full.push(value),
    spool,
  });
  const all = () => written.flatMap(({ events }) => events);
  return { reporter, spool, state, written, all, full, ended, troubles };
}

test('of the progress in one batch the latest is kept, everything else whole and in order', () => {
  const waiting = (event: NewTaskEvent, since: number): Waiting => ({ event, since });
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

test('a batch that could not be written is written again under its own number, and nothing overtakes it', async () => {
  const { reporter, state, written } = open({ away: true });
  reporter.add(metrics(1));
  const first = reporter.flush();
  reporter.add(metrics(2));
  const second = reporter.flush();
  state.away = false;
  await Promise.all([first, second]);
  // Both at once: a database that was away makes batches larger, not more.
  expect(written.map(({ batch, events }) => [batch, steps(events)])).toEqual([[1, [1, 2]]]);
});

test('a write that can never succeed ends it, and whoever waits is told', async () => {
  const { reporter, ended } = open({ away: true, final: true });
  reporter.add(metrics(1));
  await expect(reporter.flush()).rejects.toThrow('the database is away');
  await expect(reporter.flush()).rejects.toThrow('the database is away');
  expect(ended).toHaveLength(1);
});

test('what memory has no room for waits on disk, and is written first, in large batches', async () => {
  const { reporter, state, spool, written, all, full } = open({ away: true });
  for (let step = 1; step <= 25_000; step++) {
    reporter.add(metrics(step));
    reporter.add(progressed);
    if (step % 1000 === 0) await new Promise(setImmediate);
  }
  await until('the spool to be used', async () => !spool.empty);
  expect(await readdir(join(folder, 'spool'))).toEqual([]); // it has no name: nothing of it can stay behind
  state.away = false;
  await reporter.flush();
  expect(steps(all())).toEqual(upTo(25_000));
  expect(written.map(({ batch }) => batch)).toEqual(upTo(written.length));
  expect(written.length).toBeLessThan(60);
  expect([spool.empty, full]).toEqual([true, []]);
  await spool.close();
});

/** Adds until the reporter says that it is full; returns how many it was given. */
async function fillUp({ reporter, full }: ReturnType<typeof open>): Promise<number> {
  for (let step = 1; ; step++) {
    reporter.add(metrics(step));
    if (step % 1000 !== 0) continue;
    await new Promise(setImmediate);
    if (full.length > 0) return step;
  }
}

test('a spool that is full, too, holds the trainer; nothing is lost', async () => {
  const opened = open({ away: true, mostBytes: 2 ** 21 });
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

test.skipIf(!canMount)('a disk that is full costs nothing: what it took half of stays in memory', async () => {
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

test('a folder that cannot be made counts as a full disk', async () => {
  const spool = createSpool<number>({
    folder: '/dev/null/spool',
    name: 'x',
    mostBytes: 100,
    onTrouble: () => undefined,
  });
  expect([await spool.append([1]), spool.empty, await spool.take(1)]).toEqual([false, true, []]);
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
