/** Waiting requests, with one queue per organization. Organizations take turns in round-robin order. */
import type { Pending } from './pool-process.ts';

/** Limits per organization. The size of a request includes its images. */
const maxWaiting = 200;
const maxWaitingBytes = 16 * 2 ** 20;

interface OrganizationQueue {
  waiting: Pending[];
  bytes: number;
}

export interface FairQueue {
  /** @returns false when the queue of the organization is full */
  add(pending: Pending): boolean;
  /** Returns requests that were already taken to the front, in their order. */
  putBack(pending: readonly Pending[]): void;
  /** Removes and returns the organization's next request. Null when none is waiting. */
  take(organizationId: string): Pending | null;
  /** Removes a request at any position. @returns false when it is no longer in the queue */
  remove(pending: Pending): boolean;
  /** Organizations with waiting requests, in the order of their turns. */
  organizations(): string[];
  /** Moves an organization that had its turn behind the others. */
  moveToEnd(organizationId: string): void;
  /** Number of waiting requests of the organization. */
  waiting(organizationId: string): number;
  /** Removes and returns all requests. */
  drain(): Pending[];
}

export function createFairQueue(): FairQueue {
  const queues = new Map<string, OrganizationQueue>();

  function queueOf(organizationId: string): OrganizationQueue {
    const queue = queues.get(organizationId) ?? { waiting: [], bytes: 0 };
    queues.set(organizationId, queue);
    return queue;
  }

  function removed(organizationId: string, queue: OrganizationQueue, pending: Pending): Pending {
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
      return queue && pending ? removed(organizationId, queue, pending) : null;
    },
    remove(pending) {
      const { organizationId } = pending.job;
      const queue = queues.get(organizationId);
      const index = queue?.waiting.indexOf(pending) ?? -1;
      if (!queue || index < 0) return false;
      queue.waiting.splice(index, 1);
      removed(organizationId, queue, pending);
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
