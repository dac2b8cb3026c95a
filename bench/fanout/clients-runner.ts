/** The subscribers of the fan-out benchmark, in a process of their own. Argument: the server's URL. */
import type { FromClients, ToClients } from './protocol.ts';
import { type RawSubscriber, watch } from './raw-subscriber.ts';

const [, , url = ''] = process.argv;
const port = Number(new URL(url).port);
const normal: RawSubscriber[] = [];
const slow: RawSubscriber[] = [];
const latencies: number[] = [];
let expected: { seq: number; missing: number; settle(): void } | null = null;

function seen({ seq }: RawSubscriber, before: number): void {
  if (!expected || before >= expected.seq || seq < expected.seq) return;
  if (--expected.missing === 0) expected.settle();
}

async function connect(count: number, pace: Parameters<typeof watch>[1]): Promise<void> {
  for (let index = 0; index < count; index++) {
    let before = 0;
    const onEvents = (watcher: RawSubscriber) => {
      if (pace === 'normal') seen(watcher, before);
      before = watcher.seq;
    };
    const watcher = await watch(port, pace, onEvents, latencies);
    (pace === 'normal' ? normal : slow).push(watcher);
  }
}

/** Resolves with the time at which the last normal client had received everything, or null after the deadline. */
function waitForDelivery(seq: number, deadlineMs: number): Promise<number | null> {
  return new Promise((resolve) => {
    const missing = normal.filter((watcher) => watcher.seq < seq).length;
    const timer = setTimeout(() => resolve(null), deadlineMs);
    const settle = () => {
      clearTimeout(timer);
      expected = null;
      resolve(Number(process.hrtime.bigint()) / 1e6);
    };
    expected = { seq, missing, settle };
    if (missing === 0) settle();
  });
}

const send = (message: FromClients) => void process.send?.(message);
process.on('message', async (message: ToClients) => {
  if (message.type === 'connect') {
    await connect(message.count, message.pace);
    send({ type: 'connected' });
  } else if (message.type === 'expect') {
    send({ type: 'received', atMs: await waitForDelivery(message.seq, message.deadlineMilliseconds) });
  } else {
    const all = [...normal, ...slow];
    const crawling = slow.find(({ seq }) => seq > 0);
    send({
      type: 'report',
      wrong: normal.reduce((sum, { outOfOrder }) => sum + outOfOrder, 0),
      closed: all.filter(({ closed }) => closed).length,
      latencies: latencies.splice(0).sort((a, b) => a - b),
      slow: crawling ? { seq: crawling.seq, wrong: crawling.outOfOrder } : null,
    });
  }
});
