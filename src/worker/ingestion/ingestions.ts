/**
 * Reads dataset uploads, independently of the tasks of the same worker: several at once, each in its own sandboxed process. When
 * all lanes are busy, one extra lane serves organizations that have no upload in progress, so that their small files do not wait
 * for the large files of others.
 *
 * One loop per lane:   claim ──> read ──> claim ...
 *                        │ no upload
 *                        └──> wait for a hint or the next poll, whichever is first
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Hints } from '../../database/hints.ts';
import { type IngestionClaim, type IngestionQueue, ingestionChannel } from '../../datasets/ingestion-queue.ts';
import type { Logger } from '../../log.ts';
import type { Priority } from '../../sandbox/priority.ts';
import { createWakeup } from '../wakeup.ts';
import { type Ingester, type IngesterOptions, startIngester } from './ingester.ts';
import { type Ingestion, startIngestion } from './ingestion.ts';

const pollMs = 2000;
/** How long an idle process is kept for another upload of the same organization. */
const idleKeepMs = 30_000;
/** Renewals per lease. An upload survives three failed renewals in a row. */
const renewalsPerLease = 4;

export interface Ingestions {
  /** Stops reading, and returns unfinished uploads to the queue. */
  stop(): Promise<void>;
}

/** @param options `lanes`: number of uploads that are read at the same time; 0 disables reading */
export async function startIngestions(options: {
  lanes: number;
  leaseSeconds: number;
  queue: IngestionQueue;
  ingester: IngesterOptions;
  hints: Hints;
  log: Logger;
}): Promise<Ingestions> {
  const { queue, log } = options;
  /** Ingestions whose leases are renewed. */
  const claimed = new Set<Pick<Ingestion, 'beat' | 'drain'>>();
  const wakeup = createWakeup();
  const processes = createProcesses(options.ingester, options.lanes + 1);
  /** Number of lanes that read an upload or try to claim one. */
  let busyLanes = 0;
  let stopping = false;
  const onWaiting = await options.hints.listen(ingestionChannel, wakeup.wake, wakeup.wake);
  const renewTimer = setInterval(
    () => {
      for (const ingestion of claimed) void ingestion.beat();
    },
    (options.leaseSeconds * 1000) / renewalsPerLease,
  );

  async function claimNext(onlyUnserved: boolean): Promise<IngestionClaim | null> {
    try {
      return await queue.claim({ onlyUnserved });
    } catch (error) {
      log.warn({ err: error }, 'could not claim an upload; retrying');
      return null;
    }
  }

  async function execute(claim: IngestionClaim): Promise<void> {
    let ingester: Ingester;
    // On a saturated machine, starting a process can take longer than a lease lasts.
    const starting = {
      beat: () =>
        queue.renew(claim).catch((error) => log.warn({ err: error }, 'could not renew the lease of an ingestion')),
      drain: () => undefined,
    };
    claimed.add(starting);
    try {
      ingester = await processes.take(claim.organizationId);
    } catch (error) {
      log.error({ err: error }, 'could not start an ingester; retrying');
      await queue.release(claim).catch((failure) => log.warn({ err: failure }, 'could not release an upload'));
      await delay(pollMs);
      return;
    } finally {
      claimed.delete(starting);
    }
    const { memoryBytes } = options.ingester;
    const ingestion = startIngestion({ claim, ingester, queue, memoryBytes, log });
    claimed.add(ingestion);
    if (stopping) ingestion.drain();
    await ingestion.ended;
    claimed.delete(ingestion);
    processes.putBack(ingester, claim.organizationId);
  }

  async function lane(): Promise<void> {
    while (!stopping) {
      busyLanes++;
      const claim = await claimNext(busyLanes > options.lanes);
      if (claim) await execute(claim);
      busyLanes--;
      if (!claim && !stopping) await wakeup.wait(pollMs);
    }
  }

  const lanes = Array.from({ length: options.lanes === 0 ? 0 : options.lanes + 1 }, lane);
  return {
    async stop() {
      stopping = true;
      for (const ingestion of claimed) ingestion.drain();
      wakeup.wake();
      await Promise.all(lanes);
      clearInterval(renewTimer);
      onWaiting.unlisten();
      await processes.stop();
    },
  };
}

/**
 * Creates a pool of processes that are ready for uploads, because starting one takes longer than reading a small file. One spare
 * process serves any organization; processes that have read an upload are kept for the same organization.
 */
function createProcesses(options: IngesterOptions, lanes: number) {
  let next: { ready: Promise<Ingester>; hurry(): void } | null = null;
  /** Idle processes, the one that has been idle longest first. */
  let kept: { ingester: Ingester; organizationId: string; timer: NodeJS.Timeout }[] = [];
  let stopped = false;

  function start(priority?: Priority) {
    let hurry: () => void = () => undefined;
    const hurried = new Promise<void>((resolve) => {
      hurry = resolve;
    });
    const ready = startIngester(options, { priority, hurried });
    ready.catch((error) => options.log.warn({ err: error }, 'an ingester did not start'));
    return { ready, hurry };
  }

  function remove(entry: (typeof kept)[number]): Ingester {
    clearTimeout(entry.timer);
    kept = kept.filter((other) => other !== entry);
    return entry.ingester;
  }

  return {
    /** @throws Error when no process starts */
    async take(organizationId: string): Promise<Ingester> {
      for (const entry of kept.filter((candidate) => candidate.organizationId === organizationId)) {
        const ingester = remove(entry);
        if (ingester.alive) return ingester;
        ingester.kill();
      }
      const spare = next ?? start();
      next = stopped ? null : start('long');
      spare.hurry();
      const ingester = await spare.ready.catch(() => null);
      if (ingester?.alive) return ingester;
      ingester?.kill();
      return startIngester(options);
    },

    putBack(ingester: Ingester, organizationId: string): void {
      if (stopped || !ingester.reusable) {
        ingester.kill();
        return;
      }
      const entry = { ingester, organizationId, timer: setTimeout(() => remove(entry).kill(), idleKeepMs) };
      kept.push(entry);
      const [oldest] = kept;
      if (kept.length > lanes && oldest) remove(oldest).kill();
    },

    async stop(): Promise<void> {
      stopped = true;
      for (const entry of kept) remove(entry).kill();
      const ingester = await next?.ready.catch(() => null);
      ingester?.kill();
    },
  };
}
