/** The subscribers of the fan-out benchmark, in a process of their own. Its argument is the server's address. */
import type { FromClients, ToClients } from './protocol.ts';
import { type Watcher, watch } from './watcher.ts';

const [, , url = ''] = process.argv;
const port = Number(new URL(url).port);
const healthy: Watcher[] = [];
const slow: Watcher[] = [];
const latencies: number[] = [];
let expected: { seq: number; missing: number; settle(): void } | null = null;

function seen({ seq }: Watcher, before: number): void {
  if (!expected || before >= expected.seq || seq < expected.seq) return;
  if (--expected.missing === 0) expected.settle();
}

async function connect(count: number, pace: Parameters<typeof watch>[1]): Promise<void> {
  for (let index = 0; index < count; index++) {
    let before = 0;
    const onEvents = (watcher: Watcher) => {
      if (pace === 'healthy') seen(watcher, before);
      before = watcher.seq;
    };
    const watcher = await watch(port, pace, onEvents, latencies);
    (pace === 'healthy' ? healthy : slow).push(watcher);
  }
}

/** Resolves with when the last healthy one had everything; null when it was not in time. */
function expectAll(seq: number, deadlineMilliseconds: number): Promise<number | null> {
  return new Promise((resolve) => {
    const missing = healthy.filter((watcher) => watcher.seq < seq).length;
    const timer = setTimeout(() => resolve(null), deadlineMilliseconds);
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
    send({ type: 'received', atMilliseconds: await expectAll(message.seq, message.deadlineMilliseconds) });
  } else {
    const all = [...healthy, ...slow];
    const crawling = slow.find(({ seq }) => seq > 0);
    send({
      type: 'report',
      wrong: healthy.reduce((sum, { wrong }) => sum + wrong, 0),
      closed: all.filter(({ closed }) => closed).length,
      latencies: latencies.splice(0).sort((a, b) => a - b),
      slow: crawling ? { seq: crawling.seq, wrong: crawling.wrong } : null,
    });
  }
});
