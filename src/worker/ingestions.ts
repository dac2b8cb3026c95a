/**
 * Reads the uploads of datasets, beside and independent of the tasks of the same worker: several at once, each in a sandboxed
 * process of its own. When all lanes are taken there is one more, for an organisation of which nothing is being read: its small
 * file does not wait for the large ones of others.
 *
 * One loop a lane:   claim ──> read ──> claim ...
 *                      │ nothing waits
 *                      └──> wait for a hint, or the next poll, whichever is first
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Hints } from '../database/hints.ts';
import { type IngestionClaim, type IngestionQueue, ingestionChannel } from '../datasets/ingestion-queue.ts';
import type { Logger } from '../log.ts';
import type { Priority } from '../sandbox/priority.ts';
import { createBell } from './bell.ts';
import { type Ingester, type IngesterOptions, startIngester } from './ingester.ts';
import { type Ingestion, startIngestion } from './ingestion.ts';

const pollMilliseconds = 2000;
/** How long a process waits for another upload of the same organisation. */
const keptMilliseconds = 30_000;
/** Renewals in one lease: three may be lost before the upload is. */
const beatsPerLease = 4;

export interface Ingestions {
  /** Hands back what is being read. */
  stop(): Promise<void>;
}

/** @param options `lanes`: uploads that are read at the same time; 0: none is */
export async function startIngestions(options: {
  lanes: number;
  leaseSeconds: number;
  queue: IngestionQueue;
  ingester: IngesterOptions;
  hints: Hints;
  log: Logger;
}): Promise<Ingestions> {
  const { queue, log } = options;
  /** Whose leases are renewed. */
  const claimed = new Set<Pick<Ingestion, 'beat' | 'drain'>>();
  const bell = createBell();
  const processes = createProcesses(options.ingester, options.lanes + 1);
  /** Lanes that read an upload, or look for one. */
  let taken = 0;
  let stopping = false;
  const onWaiting = await options.hints.listen(ingestionChannel, bell.ring, bell.ring);
  const beating = setInterval(
    () => {
      for (const ingestion of claimed) void ingestion.beat();
    },
    (options.leaseSeconds * 1000) / beatsPerLease,
  );

  async function claimNext(onlyUnserved: boolean): Promise<IngestionClaim | null> {
    try {
      return await queue.claim({ onlyUnserved });
    } catch (error) {
      log.warn({ err: error }, 'could not look for uploads; trying again');
      return null;
    }
  }

  async function execute(claim: IngestionClaim): Promise<void> {
    let ingester: Ingester;
    // On a saturated machine a process starts for longer than a lease lasts.
    const starting = {
      beat: () =>
        queue.renew(claim).catch((error) => log.warn({ err: error }, 'could not renew the lease of an ingestion')),
      drain: () => undefined,
    };
    claimed.add(starting);
    try {
      ingester = await processes.take(claim.organizationId);
    } catch (error) {
      log.error({ err: error }, 'could not start a process that reads uploads; trying again');
      await queue.release(claim).catch((failure) => log.warn({ err: failure }, 'could not hand an upload back'));
      await delay(pollMilliseconds);
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
    processes.giveBack(ingester, claim.organizationId);
  }

  async function lane(): Promise<void> {
    while (!stopping) {
      taken++;
      const claim = await claimNext(taken > options.lanes);
      if (claim) await execute(claim);
      taken--;
      if (!claim && !stopping) await bell.wait(pollMilliseconds);
    }
  }

  const lanes = Array.from({ length: options.lanes === 0 ? 0 : options.lanes + 1 }, lane);
  return {
    async stop() {
      stopping = true;
      for (const ingestion of claimed) ingestion.drain();
      bell.ring();
      await Promise.all(lanes);
      clearInterval(beating);
      onWaiting.unlisten();
      await processes.stop();
    },
  };
}

/**
 * Processes that wait ready for uploads, since to start one takes longer than to read a small file: one for anyone, and those that
 * have just read an upload, for the next one of the same organisation.
 */
function createProcesses(options: IngesterOptions, lanes: number) {
  let next: { ready: Promise<Ingester>; hurry(): void } | null = null;
  /** The one that has waited longest first. */
  let kept: { ingester: Ingester; organizationId: string; timer: NodeJS.Timeout }[] = [];
  let stopped = false;

  function start(priority?: Priority) {
    let hurry: () => void = () => undefined;
    const hurried = new Promise<void>((resolve) => {
      hurry = resolve;
    });
    const ready = startIngester(options, { priority, hurried });
    ready.catch((error) => options.log.warn({ err: error }, 'a process that reads uploads did not start'));
    return { ready, hurry };
  }

  function remove(entry: (typeof kept)[number]): Ingester {
    clearTimeout(entry.timer);
    kept = kept.filter((other) => other !== entry);
    return entry.ingester;
  }

  return {
    /** @throws Error when none starts */
    async take(organizationId: string): Promise<Ingester> {
      for (const entry of kept.filter((one) => one.organizationId === organizationId)) {
        const ingester = remove(entry);
        if (ingester.alive) return ingester;
        ingester.kill();
      }
      const waiting = next ?? start();
      next = stopped ? null : start('long');
      waiting.hurry();
      const ingester = await waiting.ready.catch(() => null);
      if (ingester?.alive) return ingester;
      ingester?.kill();
      return startIngester(options);
    },

    giveBack(ingester: Ingester, organizationId: string): void {
      if (stopped || !ingester.reusable) {
        ingester.kill();
        return;
      }
      const entry = { ingester, organizationId, timer: setTimeout(() => remove(entry).kill(), keptMilliseconds) };
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
