/**
 * The tenant whose latencies are measured: it asks, predicts, trains and uploads as people do, all at once.
 *
 *   query, datasets, predict   sent at a fixed rate, whether or not earlier ones were answered, so that a gateway that stands
 *                              still for a second is in the samples as often as people would have noticed it
 *   launch, live, ingest       one training after another with all its events, and beside it one small upload after another
 */
import { setTimeout as delay } from 'node:timers/promises';
import { patienceMilliseconds, type Tenant } from './tenant.ts';

export const measures = ['query', 'datasets', 'predict', 'launch', 'live', 'ingest'] as const;
export type Measure = (typeof measures)[number];

const ratesPerSecond = { query: 10, datasets: 3, predict: 3 } as const;
const pauseMilliseconds = 50;

export interface Samples {
  /** A request that failed or was not answered counts as `patienceMilliseconds`. */
  milliseconds: Record<Measure, number[]>;
  failures: string[];
}

/** Works for so many seconds, and until what it began has ended. */
export async function measureRound(tenant: Tenant, seconds: number): Promise<Samples> {
  const milliseconds: Samples['milliseconds'] = {
    query: [],
    datasets: [],
    predict: [],
    launch: [],
    live: [],
    ingest: [],
  };
  const failures: string[] = [];
  const began = performance.now();
  const isOver = () => performance.now() >= began + seconds * 1000;

  async function measure(name: Measure, act: () => Promise<number>): Promise<void> {
    try {
      milliseconds[name].push(await act());
    } catch (error) {
      milliseconds[name].push(patienceMilliseconds);
      failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  async function atRate(name: keyof typeof ratesPerSecond): Promise<void> {
    const open: Promise<void>[] = [];
    for (let number = 0; !isOver(); number++) {
      await delay(Math.max(0, began + (number * 1000) / ratesPerSecond[name] - performance.now()));
      const sent = performance.now();
      open.push(measure(name, async () => tenant[name]().then(() => performance.now() - sent)));
    }
    await Promise.all(open);
  }
  async function oneByOne(name: 'launch' | 'ingest'): Promise<void> {
    for (; !isOver(); await delay(pauseMilliseconds)) await measure(name, tenant[name]);
  }

  // The event's time is the database's, on the same clock. It has whole milliseconds.
  const stop = tenant.events.listen(({ at }) => milliseconds.live.push(Math.max(0, Date.now() - Date.parse(at))));
  await Promise.all([atRate('query'), atRate('datasets'), atRate('predict'), oneByOne('launch'), oneByOne('ingest')]);
  stop();
  if (milliseconds.live.length === 0) milliseconds.live.push(patienceMilliseconds);
  return { milliseconds, failures };
}
