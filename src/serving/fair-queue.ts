/** Requests that wait, by organisation: each has a queue of its own, and their turns go round. */
import type { Pending } from './pool-process.ts';

/** What one organisation may have waiting. Images of a request travel in it. */
const maxWaiting = 200;
const maxWaitingBytes = 16 * 2 ** 20;

interface OrganizationQueue {
  waiting: Pending[];
  bytes: number;
}

export interface FairQueue {
  /** @returns false when the organisation has as much waiting as it may */
  add(pending: Pending): boolean;
  /** Puts requests that were given out before in front, in their order. */
  putBack(pending: readonly Pending[]): void;
  /** The organisation's next request. */
  take(organizationId: string): Pending | null;
  /** Takes one out of the middle; false: it is not there any more. */
  remove(pending: Pending): boolean;
  /** Those who have something waiting, whose turn is first. */
  organizations(): string[];
  /** It had its turn: the others come before it. */
  moveToEnd(organizationId: string): void;
  waiting(organizationId: string): number;
  /** Takes everything out. */
  drain(): Pending[];
}

export function createFairQueue(): FairQueue {
  const queues = new Map<string, OrganizationQueue>();

  function queueOf(organizationId: string): OrganizationQueue {
    const queue = queues.get(organizationId) ?? { waiting: [], bytes: 0 };
    queues.set(organizationId, queue);
    return queue;
  }

  function taken(organizationId: string, queue: OrganizationQueue, pending: Pending): Pending {
    queue.bytes -= pending.job.bytes;
    if (queue.waiting.length === 0) queues.delete(organizationId);
    return pending;
  }

  return {
    add(pending) {
      const { organizationId, bytes } = pending.job;
      const queue = queues.get(organizationId);
      const isFull = queue && (queue.waiting.length >= maxWaiting || queue.bytes + bytes > maxWaitingBytes);
      if (isFull) return false;
      const own = queueOf(organizationId);
      own.waiting.push(pending);
      own.bytes += bytes;
      return true;
    },
    putBack(all) {
      for (const pending of all.toReversed()) {
        const queue = queueOf(pending.job.organizationId);
        queue.waiting.unshift(pending);
        queue.bytes += pending.job.bytes;
      }
    },
    take(organizationId) {
      const queue = queues.get(organizationId);
      const pending = queue?.waiting.shift();
      return queue && pending ? taken(organizationId, queue, pending) : null;
    },
    remove(pending) {
      const { organizationId } = pending.job;
      const queue = queues.get(organizationId);
      const index = queue?.waiting.indexOf(pending) ?? -1;
      if (!queue || index < 0) return false;
      queue.waiting.splice(index, 1);
      taken(organizationId, queue, pending);
      return true;
    },
    organizations: () => [...queues.keys()],
    moveToEnd(organizationId) {
      const queue = queues.get(organizationId);
      if (!queue) return;
      queues.delete(organizationId);
      queues.set(organizationId, queue);
    },
    waiting: (organizationId) => queues.get(organizationId)?.waiting.length ?? 0,
    drain() {
      const all = [...queues.values()].flatMap(({ waiting }) => waiting);
      queues.clear();
      return all;
    },
  };
}
