/** Curves on a real Postgres: a curve equals its reports, in any order and split into any batches. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../src/learning/random.ts';
import { createEventHub } from '../../src/live/hub.ts';
import { type CurveUpdate, streamCurves } from '../../src/live/task-metrics.ts';
import { createEventLog } from '../../src/tasks/events/event-log.ts';
import { decodeCursor, type NewTaskEvent } from '../../src/tasks/events/task-event.ts';
import { type CurvePoint, downsample, foldReports } from '../../src/tasks/metrics/metric-curve.ts';
import { createMetricHistory, type MetricHistory } from '../../src/tasks/metrics/metric-history.ts';
import type { Claim } from '../../src/tasks/queue/queue.ts';
import { createTaskFixture, metricsAt, type TaskFixture } from '../support/tasks.ts';
import { waitFor } from '../support/wait-for.ts';

let bench: TaskFixture;
let history: MetricHistory;
beforeAll(async () => {
  bench = await createTaskFixture();
  history = createMetricHistory({ db: bench.database.db });
});
afterAll(() => bench.database.drop());

const everything = { maxPoints: 2000, names: null };
const pairs = (points: CurvePoint[] | undefined) => points?.map(({ step, value }) => [step, value]);

async function curveOf(taskId: string, name: string, maxPoints = 2000): Promise<CurvePoint[]> {
  const [[curve] = []] = await history.curves([taskId], { maxPoints, names: [name] });
  return curve?.points ?? [];
}

/** Sends the events in batches of random size. */
async function send(claim: Claim, events: NewTaskEvent[], seed: number): Promise<void> {
  const random = createRandom(seed);
  for (let [batch, sent] = [1, 0]; sent < events.length; batch++) {
    const size = 1 + random.integer(120);
    await bench.queue.report(claim, batch, events.slice(sent, sent + size));
    sent += size;
  }
}

/** Reports of a training that crashes and resumes at an earlier step repeatedly. */
function turbulent(seed: number, count: number): NewTaskEvent[] {
  const random = createRandom(seed);
  let step = 0;
  return Array.from({ length: count }, () => {
    step = random.integer(150) === 0 ? random.integer(step + 1) : step + 1 + random.integer(3);
    const values: Record<string, number> = { loss: random.next() };
    if (random.integer(10) === 0) values.val_loss = random.next();
    return metricsAt(step, values);
  });
}

/** Compares the buckets of every level with the expected ones. */
async function expectWholePyramid(taskId: string): Promise<void> {
  const wrong = await bench.database.sql`
    with series as (select * from metric_series where task_id = ${taskId}),
    points as (select series_id, bucket, step, seq, value, minimum, maximum from metric_buckets where level = 0
      and series_id in (select id from series)),
    wanted as (
      select series_id, level, bucket >> (4 * level) as bucket, max(step) as step, max(seq) as seq, count(*)::integer as points,
        (max(array[bucket, value]))[2] as value, min(minimum) as minimum, max(maximum) as maximum
      from points, generate_series(0, 5) as level group by series_id, level, bucket >> (4 * level)
    ), present as (select b.* from metric_buckets b join series on series.id = series_id)
    select * from wanted full join present using (series_id, level, bucket)
    where row(wanted.step, wanted.seq, wanted.value, wanted.minimum, wanted.maximum)
      is distinct from row(present.step, present.seq, present.value, present.minimum, present.maximum)`;
  expect(wrong).toEqual([]);
}

test.each([1, 2, 3, 4, 5, 6])('stores each step once across crashed attempts (seed %i)', async (seed) => {
  const claim = await bench.start();
  const events = turbulent(seed, 1500);
  await send(claim, events, seed);
  const { points } = foldReports(events);
  for (const name of ['loss', 'val_loss']) {
    const wanted = points.filter((one) => one.name === name).map(({ step, value }) => [step, value]);
    expect(pairs(await curveOf(claim.taskId, name))).toEqual(wanted);
  }
  await expectWholePyramid(claim.taskId);
});

test('ignores a batch that is sent twice, even concurrently', async () => {
  const claim = await bench.start();
  const batch = [metricsAt(1, { loss: 1 }), metricsAt(2, { loss: 2 })];
  await Promise.all([1, 2, 3].map(() => bench.queue.report(claim, 1, batch)));
  await bench.queue.report(claim, 1, batch);
  expect(pairs(await curveOf(claim.taskId, 'loss'))).toEqual([[1, 1], [2, 2]]); // biome-ignore format: short
  await expectWholePyramid(claim.taskId);
});

test('downsamples a long curve and keeps its extremes and ends', async () => {
  const claim = await bench.start();
  const spike = 12_345;
  const events = Array.from({ length: 20_000 }, (_, index) =>
    metricsAt(index + 1, { loss: index === spike ? 99 : Math.sin(index / 500) }),
  );
  for (let batch = 0; batch < 20; batch++) {
    await bench.queue.report(claim, batch + 1, events.slice(batch * 1000, (batch + 1) * 1000));
  }
  const [[curve] = []] = await history.curves([claim.taskId], { maxPoints: 500, names: ['loss', 'unknown'] });
  expect(curve).toMatchObject({ name: 'loss', totalPoints: 20_000 });
  const points = curve?.points ?? [];
  expect(points).toHaveLength(500);
  expect(points[0]).toMatchObject({ step: 1, value: 0, min: 0, max: 0 });
  expect(points.at(-1)).toMatchObject({ step: 20_000, value: Math.sin(19_999 / 500), epoch: 21 });
  const high = points.filter(({ max }) => max === 99);
  expect(high).toHaveLength(1);
  expect(Math.abs((high[0]?.step ?? 0) - spike)).toBeLessThan(500);
  await expectWholePyramid(claim.taskId);
});

test('a delayed event keeps its original time', async () => {
  const claim = await bench.start();
  await bench.queue.report(claim, 1, [{ ...metricsAt(1, { loss: 1 }), secondsAgo: 60 }, metricsAt(2, { loss: 1 })]);
  const [first, second] = await curveOf(claim.taskId, 'loss');
  expect(Number(second?.at) - Number(first?.at)).toBe(60_000);
});

describe('a watcher', () => {
  const openHub = () => createEventHub({ log: createEventLog({ db: bench.database.db }) });
  const options = { names: null, maxPoints: 2000, minIntervalMs: 100 };

  /** Applies an update as a client does. */
  function apply(curves: Map<string, CurvePoint[]>, { keepThroughStep, curves: news }: CurveUpdate): void {
    if (keepThroughStep !== null) {
      for (const [name, points] of curves) curves.set(name, points.filter(({ step }) => step <= keepThroughStep)); // biome-ignore format: short
    }
    for (const { name, points } of news) {
      const steps = new Set(points.map(({ step }) => step));
      const others = (curves.get(name) ?? []).filter(({ step }) => !steps.has(step));
      curves.set(name, [...others, ...points]);
    }
  }

  test.each([11, 12, 13])('that reconnects repeatedly ends with the complete curve (seed %i)', async (seed) => {
    const claim = await bench.start();
    const { taskId } = claim;
    const hub = openHub();
    const looking = setInterval(() => void hub.refresh(), 20);
    const events = turbulent(seed, 3000);
    const random = createRandom(seed);
    const curves = new Map<string, CurvePoint[]>();
    let [after, visits] = [0, 0];

    /** Opens one connection, which breaks after a few updates. Returns true when the stream completed instead. */
    async function visit(): Promise<boolean> {
      const leave = new AbortController();
      let left = 1 + random.integer(3);
      visits++;
      for await (const update of streamCurves({ hub, metrics: history }, { ...options, taskId, after }, leave.signal)) {
        apply(curves, update);
        after = decodeCursor(update.cursor).seq;
        if (--left > 0) continue;
        leave.abort();
        return false;
      }
      return true;
    }
    async function watch(): Promise<void> {
      while (!(await visit()));
    }
    const watching = watch();
    await send(claim, events, seed);
    await bench.queue.finish(claim, async () => ({}));
    await watching;
    clearInterval(looking);
    hub.close();
    const { points } = foldReports(events);
    for (const name of ['loss', 'val_loss']) {
      const wanted = points.filter((one) => one.name === name).map(({ step, value }) => [step, value]);
      expect(pairs(curves.get(name))).toEqual(wanted);
    }
    expect(visits).toBeGreaterThan(1);
  });

  test('downsamples increments as densely as the whole curve', async () => {
    const claim = await bench.start();
    const { taskId } = claim;
    const hub = openHub();
    const batch = (from: number) =>
      Array.from({ length: 500 }, (_, index) => metricsAt(from + index, { loss: from + index }));
    for (let number = 1; number <= 8; number++) await bench.queue.report(claim, number, batch(500 * (number - 1)));
    const leave = new AbortController();
    const small = { ...options, maxPoints: 100, taskId, after: 0 };
    const stream = streamCurves({ hub, metrics: history }, small, leave.signal);
    const first = (await stream.next()).value;
    expect(first?.curves[0]?.points).toHaveLength(100);
    await bench.queue.report(claim, 9, batch(4000));
    const more = stream.next();
    await waitFor('the watcher to wait', async () => hub.stats().subscribers === 1);
    await hub.refresh();
    const update = (await more).value;
    // 500 of 4500 points, at 100 points for the whole curve.
    expect(update?.curves[0]).toMatchObject({ totalPoints: 4500 });
    expect(update?.curves[0]?.points).toHaveLength(12);
    expect(update?.curves[0]?.points.at(-1)).toMatchObject({ step: 4499, value: 4499 });
    expect(update?.keepThroughStep).toBeNull();
    leave.abort();
    await stream.return();
    hub.close();
  });

  test('reports the last valid step of a rewound curve', async () => {
    const claim = await bench.start();
    await bench.queue.report(
      claim,
      1,
      [1, 2, 3, 4].map((step) => metricsAt(step, { loss: step })),
    );
    const before = await history.since(claim.taskId, { ...everything, after: 0 });
    await bench.queue.report(claim, 2, [metricsAt(3, { loss: 30 })]);
    const now = await history.since(claim.taskId, { ...everything, after: before.seq });
    expect(now).toMatchObject({ keepThroughStep: 2, lastStep: 3 });
    expect(pairs(now.curves[0]?.points)).toEqual([[3, 30]]);
    expect(downsample(now.curves[0]?.points ?? [], 1)).toHaveLength(1);
  });
});
