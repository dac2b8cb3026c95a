/**
 * How many subscribers a gateway can serve: a server on one core, its subscribers on another, all of them on one task. A plain
 * graphql-ws server is measured in the same run, interleaved, because absolute numbers drift with machine load.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { comparison, measurement, median, percentile, type Row } from '../report.ts';
import type { FromClients, FromServer, ReadRate, ToClients, ToServer } from './protocol.ts';

const subscribers = 1000;
const rounds = 3;
type Kind = 'stock' | 'direct' | 'ours';

const parts = { throughput: throughputs, calm: steadyRate, memory, crowd: tenThousand, slow: slowReaders };

/** @param options.only comma-separated names of parts. Default: all */
export async function fanout({ only }: { only?: string | undefined } = {}): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (!only || only.split(',').includes(name)) rows.push(...(await measure()));
  }
  return rows;
}

async function throughputs(): Promise<Row[]> {
  const [stock, direct, window]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    stock.push(await throughput('stock', 100));
    direct.push(await throughput('direct', 500));
    window.push(await throughput('ours', 20_000));
  }
  const reference = median(stock);
  const versus = (name: string, values: number[]) =>
    comparison({ name, value: median(values), unit: 'deliveries/s', baseline: 'graphql-yoga + graphql-ws', reference });
  return [versus('deliveries.direct', direct), versus('deliveries.window', window)];
}

/** Returns deliveries per second when events are published without a pause. */
async function throughput(kind: Kind, events: number): Promise<number> {
  return withServer(kind, async ({ server, clients }) => {
    await clients.connect(subscribers, 'normal');
    await deliver(server, clients, 1, 20, null); // warm-up
    const began = now();
    const received = await deliver(server, clients, 21, events, null);
    const perSecond = (events * subscribers) / ((received - began) / 1000);
    console.error(`${kind}: ${perSecond.toFixed(0)} deliveries/s`);
    return perSecond;
  });
}

/** @returns the time at which all clients had received everything. @param first position of the first event */
async function deliver(
  server: Server,
  clients: Clients,
  first: number,
  events: number,
  perSecond: number | null,
): Promise<number> {
  const received = clients.expect(first + events - 1, 120_000);
  await server.publish(events, perSecond);
  const at = await received;
  if (at === null) throw new Error('Some subscribers did not receive all events in time.');
  return at;
}

/** Twenty events per second, the rate of a training. */
async function steadyRate(): Promise<Row[]> {
  const [perSecond, seconds] = [20, 15];
  return withServer('ours', async ({ server, clients }) => {
    await clients.connect(subscribers, 'normal');
    await deliver(server, clients, 1, 40, perSecond);
    await clients.report();
    const before = await server.measure();
    await deliver(server, clients, 41, perSecond * seconds, perSecond);
    const { cpuSeconds } = await server.measure();
    const { latencies } = await clients.report();
    const note = `${subscribers} subscribers, ${perSecond} events/s, ${latencies.length} samples`;
    return [
      measurement('latency.p50', percentile(latencies, 0.5), 'ms', note),
      measurement('latency.p95', percentile(latencies, 0.95), 'ms'),
      measurement('cpu', (cpuSeconds - before.cpuSeconds) / seconds, 'cores', note),
    ];
  });
}

async function memory(): Promise<Row[]> {
  const perConnection = (kind: Kind) =>
    withServer(kind, async ({ server, clients }) => {
      await clients.connect(200, 'normal');
      await deliver(server, clients, 1, 20, 20);
      const before = await server.measure();
      await clients.connect(2000, 'normal');
      await server.publish(20, 20);
      const after = await server.measure();
      return (after.residentBytes - before.residentBytes) / 2000 / 1024;
    });
  const reference = await perConnection('stock');
  const value = await perConnection('ours');
  return [
    comparison({ name: 'memory.perConnection', value, unit: 'KiB', baseline: 'graphql-yoga + graphql-ws', reference }),
  ];
}

/** Ten thousand subscribers at five events per second. */
async function tenThousand(): Promise<Row[]> {
  const [count, perSecond, seconds] = [10_000, 5, 20];
  return withServer('ours', async ({ server, clients }) => {
    await clients.connect(count, 'normal');
    const before = await server.measure();
    await deliver(server, clients, 1, perSecond * seconds, perSecond);
    const { cpuSeconds } = await server.measure();
    const { wrong, closed, latencies } = await clients.report();
    return [
      measurement(
        'crowd.lost',
        wrong + closed,
        'events',
        `${count} subscribers, ${perSecond} events/s for ${seconds} s`,
      ),
      measurement('crowd.p50', percentile(latencies, 0.5), 'ms'),
      measurement('crowd.cpu', (cpuSeconds - before.cpuSeconds) / seconds, 'cores'),
    ];
  });
}

/**
 * A client that never reads and one that reads a kilobyte per second, beside five hundred normal ones at 1000 events per
 * second.
 */
async function slowReaders(): Promise<Row[]> {
  const [count, perSecond, seconds] = [500, 1000, 60];
  return withServer('ours', async ({ server, clients }) => {
    await clients.connect(count, 'normal');
    await deliver(server, clients, 1, 5 * perSecond, perSecond); // warm-up: the heap reaches its size
    const before = await server.measure();
    await clients.connect(1, 'never');
    await clients.connect(1, 'slow');
    await deliver(server, clients, 5 * perSecond + 1, perSecond * seconds, perSecond);
    const after = await server.measure();
    const { wrong, closed, slow } = await clients.report();
    const note = `${count} normal clients, ${perSecond} events/s for ${seconds} s`;
    return [
      measurement('slow.healthyLost', wrong, 'events', note),
      measurement(
        'slow.slowLost',
        slow?.wrong ?? Number.NaN,
        'events',
        `the slow client has read ${slow?.seq ?? 0} events, in order`,
      ),
      measurement('slow.closed', closed, 'sockets'),
      measurement('slow.memoryGrowth', (after.residentBytes - before.residentBytes) / 2 ** 20, 'MiB'),
    ];
  });
}

type Server = Awaited<ReturnType<typeof startServer>>;
type Clients = ReturnType<typeof startClients>;

async function withServer<T>(kind: Kind, use: (both: { server: Server; clients: Clients }) => Promise<T>): Promise<T> {
  const server = await startServer(kind);
  const clients = startClients(server);
  try {
    return await use({ server, clients });
  } finally {
    await Promise.all([clients.stop(), server.stop()]);
  }
}

async function startServer(kind: Kind) {
  const child = start('server-runner', kind, 0);
  const ready = await answer<FromServer, 'ready'>(child, 'ready');
  const ask = (message: ToServer) => void child.send(message);
  return {
    url: ready.url,
    async publish(count: number, perSecond: number | null) {
      ask({ type: 'publish', count, perSecond });
      await answer<FromServer, 'published'>(child, 'published');
    },
    async measure() {
      ask({ type: 'measure' });
      return answer<FromServer, 'usage'>(child, 'usage');
    },
    stop: () => stop(child),
  };
}

function startClients(server: Server) {
  const child = start('clients-runner', server.url, 1);
  let connected = 0;
  const ask = (message: ToClients) => void child.send(message);
  return {
    async connect(count: number, pace: ReadRate) {
      ask({ type: 'connect', count, pace });
      await answer<FromClients, 'connected'>(child, 'connected');
      connected += count;
      while ((await server.measure()).subscriptions < connected) await delay(100);
      await delay(500); // until the last subscriptions are active
    },
    async expect(seq: number, deadlineMs: number) {
      ask({ type: 'expect', seq, deadlineMilliseconds: deadlineMs });
      return (await answer<FromClients, 'received'>(child, 'received')).atMs;
    },
    async report() {
      ask({ type: 'report' });
      return answer<FromClients, 'report'>(child, 'report');
    },
    stop: () => stop(child),
  };
}

/** @param core core that the process is bound to, if the system supports that (Linux) */
function start(name: string, argument: string, core: number): ChildProcess {
  const path = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const execArgv = ['--expose-gc', '--import', 'tsx'];
  const stdio: ('inherit' | 'ipc')[] = ['inherit', 'inherit', 'inherit', 'ipc'];
  if (process.platform !== 'linux') return fork(path, [argument], { execArgv, stdio });
  const script = 'ulimit -n "$(ulimit -Hn)"; exec taskset -c "$@"';
  const bound = ['-c', script, 'sh', String(core), process.execPath, ...execArgv];
  return fork(path, [argument], { execPath: '/bin/sh', execArgv: bound, stdio });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Resolves with the next message of a type. Rejects when the process exits first. */
function answer<M extends { type: string }, T extends M['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<M, { type: T }>> {
  return new Promise((resolve, reject) => {
    const listen = (message: M) => {
      if (message.type !== type) return;
      child.off('message', listen);
      child.off('exit', fail);
      resolve(message as Extract<M, { type: T }>);
    };
    const fail = (code: number | null, signal: string | null) =>
      reject(new Error(`A process exited: ${code ?? signal}`));
    child.on('message', listen);
    child.once('exit', fail);
  });
}

const now = () => Number(process.hrtime.bigint()) / 1e6;
