/**
 * The tenant whose latencies are measured: it queries, predicts, trains and uploads like a user, all at once.
 *
 *   query, datasets, predict   sent at a fixed rate, whether or not earlier requests have been answered, so that a gateway that
 *                              stalls for a second affects as many samples as it would affect users
 *   launch, live, ingest       consecutive trainings with all their events, and beside them consecutive small uploads
 */
import { setTimeout as delay } from 'node:timers/promises';
import { patienceMs, type Tenant } from './tenant.ts';

export const measures = ['query', 'datasets', 'predict', 'launch', 'live', 'ingest'] as const;
export type Measure = (typeof measures)[number];

const ratesPerSecond = { query: 10, datasets: 3, predict: 3 } as const;
const pauseMs = 50;

export interface Samples {
  /** A request that fails or is not answered counts as `patienceMs`. */
  milliseconds: Record<Measure, number[]>;
  failures: string[];
}

/** Works for this many seconds, and then until all that it started has ended. */
export async function measureRound(tenant: Tenant, seconds: number): Promise<Samples> {
  const ms: Samples['milliseconds'] = {
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
      ms[name].push(await act());
    } catch (error) {
      ms[name].push(patienceMs);
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
    for (; !isOver(); await delay(pauseMs)) await measure(name, tenant[name]);
  }

  // The event's timestamp is the database's, which uses the same clock, in whole milliseconds.
  const stop = tenant.events.listen(({ at }) => ms.live.push(Math.max(0, Date.now() - Date.parse(at))));
  await Promise.all([atRate('query'), atRate('datasets'), atRate('predict'), oneByOne('launch'), oneByOne('ingest')]);
  stop();
  if (ms.live.length === 0) ms.live.push(patienceMs);
  return { milliseconds: ms, failures };
}
