/** The hub over an in-memory log: no subscriber misses or repeats an event, in any order of hints, reads and subscriptions. */
import { setMaxListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/learning/random.ts';
import { createEventHub } from '../../../src/live/hub.ts';
import type { EventLog } from '../../../src/tasks/events/event-log.ts';
import type { TaskEvent } from '../../../src/tasks/events/task-event.ts';

const [taskId, organizationId] = ['task', 'organization'];

/** An in-memory log with delayed, counted reads. */
function memoryLog() {
  const events: TaskEvent[] = [];
  const counts = { reads: 0 };
  const read = async (after: number, limit: number, metricsFrom = 0) => {
    counts.reads++;
    await turn();
    const wanted = events.slice(after).filter(({ type, seq }) => type !== 'MetricsReported' || seq >= metricsFrom);
    return wanted.slice(0, limit);
  };
  const log: EventLog = {
    readTask: (_, after, limit, metricsFrom) => read(after, limit, metricsFrom),
    readOrganization: (_, after, limit) => read(after, limit),
    endOfTask: async () => ({ lastSeq: events.length, complete: events.at(-1)?.type === 'TaskStateChanged' }),
    endOfOrganization: async () => events.length,
  };
  const append = (type: 'LogWritten' | 'TaskStateChanged' | 'MetricsReported' = 'LogWritten') => {
    const seq = events.length + 1;
    const base = { taskId, organizationId, seq, organizationSeq: seq, attempt: 1, at: new Date(0) };
    if (type === 'LogWritten') events.push({ ...base, type, payload: { level: 'info', message: String(seq) } });
    else if (type === 'MetricsReported') events.push({ ...base, type, payload: { step: seq, epoch: 1, metrics: [] } });
    else events.push({ ...base, type, payload: { from: 'RUNNING', to: 'SUCCEEDED', reason: null } });
  };
  const hint = () => ({ taskId, organizationId, seq: events.length, organizationSeq: events.length });
  return { log, append, hint, counts, events };
}

const never = new AbortController().signal;
setMaxListeners(0, never); // a thousand streams share it here; in the gateway each has its own signal

async function collect(stream: AsyncGenerator<TaskEvent, void>): Promise<number[]> {
  const seen: number[] = [];
  for await (const event of stream) seen.push(event.seq);
  return seen;
}

const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, index) => from + index + 1);

test.each([1, 2, 3, 4, 5])(
  'delivers each event exactly once to late subscribers with lost hints (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const { log, append, hint, events } = memoryLog();
    const hub = createEventHub({ log });
    const subscribers: { after: number; seen: Promise<number[]> }[] = [];
    for (let step = 0; step < 1500; step++) {
      append();
      if (random.integer(3) === 0) hub.notify(hint());
      if (random.integer(40) === 0) {
        const after = random.integer(events.length);
        subscribers.push({ after, seen: collect(hub.taskEvents(taskId, after, never)) });
      }
      if (random.integer(4) === 0) await turn();
    }
    append('TaskStateChanged');
    // The last hint is lost too: periodic polling compensates.
    for (let look = 0; look < 3; look++) {
      await turn();
      await hub.refresh();
    }
    for (const { after, seen } of subscribers) expect(await seen).toEqual(upTo(1501, after));
    expect(hub.stats()).toEqual({ topics: 0, subscribers: 0 });
  },
);

test.each([1, 2, 3])(
  'without metrics, delivers all other events once and the newest metric (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const { log, append, hint, events } = memoryLog();
    const hub = createEventHub({ log });
    const without = (after: number) => collect(hub.taskEvents(taskId, after, never, { metrics: false }));
    const subscribers: { after: number; seen: Promise<number[]> }[] = [];
    for (let step = 0; step < 3000; step++) {
      append(random.integer(20) === 0 ? 'LogWritten' : 'MetricsReported');
      if (random.integer(3) === 0) hub.notify(hint());
      if (random.integer(100) === 0) {
        const after = random.integer(events.length);
        subscribers.push({ after, seen: without(after) });
      }
      if (random.integer(4) === 0) await turn();
    }
    // A subscriber that starts now waits until everything is written and then receives the newest event.
    const newest: number[] = [];
    const leave = new AbortController();
    const late = (async () => {
      for await (const { seq } of hub.taskEvents(taskId, 0, leave.signal, { metrics: false })) newest.push(seq);
    })();
    append('MetricsReported');
    for (let look = 0; look < 20; look++) {
      await turn();
      await hub.refresh();
    }
    expect(newest.at(-1)).toBe(3001);
    leave.abort();
    await late;
    append('TaskStateChanged');
    await hub.refresh();
    const isMetrics = (seq: number) => events[seq - 1]?.type === 'MetricsReported';
    for (const { after, seen } of [...subscribers, { after: 0, seen: without(0) }]) {
      const all = await seen;
      expect(all.filter((seq) => !isMetrics(seq))).toEqual(upTo(3002, after).filter((seq) => !isMetrics(seq)));
      expect(all).toEqual([...new Set(all)].sort((one, other) => one - other));
    }
    // A subscriber without a position receives no metrics from before its subscription.
    expect((await without(0)).filter(isMetrics)).toEqual([]);
  },
);

test('a thousand subscribers at the end share one read', async () => {
  const { log, append, hint, counts } = memoryLog();
  const hub = createEventHub({ log });
  append();
  const streams = Array.from({ length: 1000 }, () => collect(hub.taskEvents(taskId, 0, never)));
  await turn();
  await turn();
  const before = counts.reads;
  for (let round = 0; round < 10; round++) {
    append();
    hub.notify(hint());
    await turn();
    await turn();
  }
  append('TaskStateChanged');
  hub.notify(hint());
  for (const seen of await Promise.all(streams)) expect(seen).toEqual(upTo(12));
  expect(counts.reads - before).toBeLessThanOrEqual(15);
});

test('the stream of an ended task completes immediately, from any cursor', async () => {
  const { log, append } = memoryLog();
  const hub = createEventHub({ log });
  append();
  append('TaskStateChanged');
  expect(await collect(hub.taskEvents(taskId, 0, never))).toEqual([1, 2]);
  expect(await collect(hub.taskEvents(taskId, 1, never))).toEqual([2]);
  expect(await collect(hub.taskEvents(taskId, 2, never))).toEqual([]);
});

test('aborting, or closing the hub, ends a waiting stream', async () => {
  const { log, append } = memoryLog();
  const hub = createEventHub({ log });
  append();
  const leave = new AbortController();
  const left = collect(hub.taskEvents(taskId, 0, leave.signal));
  const closed = collect(hub.organizationEvents(organizationId, 0, never));
  await turn();
  await turn();
  await turn();
  leave.abort();
  expect(await left).toEqual([1]);
  hub.close();
  expect(await closed).toEqual([1]);
  expect(hub.stats().subscribers).toBe(0);
});

test('a short database outage interrupts no stream', async () => {
  const { log, append, hint } = memoryLog();
  let failures = 2;
  const away = {
    ...log,
    readTask: (...given: Parameters<EventLog['readTask']>) =>
      failures-- > 0
        ? Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
        : log.readTask(...given),
  };
  const hub = createEventHub({ log: away });
  append();
  const streams = [0, 0, 0].map((after) => collect(hub.taskEvents(taskId, after, never)));
  await turn();
  append('TaskStateChanged');
  hub.notify(hint());
  for (const seen of await Promise.all(streams)) expect(seen).toEqual([1, 2]);
  const broken = createEventHub({ log: { ...log, readTask: () => Promise.reject(new Error('a defect')) } });
  await expect(collect(broken.taskEvents(taskId, 0, never))).rejects.toThrow('a defect');
});

test("organization streams start at the log's end unless given a cursor", async () => {
  const { log, append, hint } = memoryLog();
  const hub = createEventHub({ log });
  append();
  append();
  const now = collect(hub.organizationEvents(organizationId, null, never));
  const all = collect(hub.organizationEvents(organizationId, 0, never));
  for (let look = 0; look < 5; look++) await turn();
  append();
  hub.notify(hint());
  for (let look = 0; look < 5; look++) await turn();
  hub.close();
  expect(await now).toEqual([3]);
  expect(await all).toEqual([1, 2, 3]);
});
