/**
 * Delivers one growing log of frames to any number of members, each from its own position. The log is followed once.
 *
 * Glossary
 *   member   one subscriber: a cursor into the log, and a sink that receives its bytes
 *   page     consecutive frames (frame-pages.ts); the last page grows, every earlier one is complete or not in memory
 *   window   while there are several members, frames within a few milliseconds are sent in one write
 *
 *   member:   behind ── reads page after page, loading missing ones ──> live ── receives each batch when it is published
 *                ^                                                        │
 *                └── its sink has drained ── slow <── its sink is full ───┘
 *
 * Guarantees
 *   in order, no gaps    a live member's cursor is at the end of the last batch, and every batch begins where the last one ended;
 *                        any other member is sent only what follows its cursor
 *   no doubles           a batch of which a member has read a part from the last page is not sent: the member catches up instead
 *   bounded memory       there is no buffer for each member, only its sink's; complete pages are evicted from a common cache
 *   slow members         a member whose sink is full waits for it to drain, and does not affect others
 *
 * The frames come from the hub (hub.ts), which gives the same guarantees for the events of a log.
 */
import { setMaxListeners } from 'node:events';
import { Batch, type Frame, type Page, type PageCache, pageIndexAfter, pageLength, readAfter } from './frame-pages.ts';

/** Receives a member's bytes. */
export interface Sink {
  send(batch: Batch): void;
  /** Whether the sink's buffer is full. Nothing may be sent until it drains. */
  readonly isCongested: boolean;
  /** Calls `resume` once, when the buffer has room again. Never called if the client disconnects first. */
  whenDrained(resume: () => void): void;
}

export interface Member {
  /** Starts sending. */
  start(): void;
  leave(): void;
  /** Resolves when the member has received the complete log or has left. Rejects with the masked error if the stream fails. */
  readonly ended: Promise<void>;
}

interface DeliveredMember extends Member {
  readonly sink: Sink;
  cursor: number;
  /** Whether the member has received everything published so far. */
  isLive: boolean;
  end(error?: unknown): void;
}

/** A log as frames. Positions start at 1. */
export interface FrameLog {
  /** Returns the current last position of the log. */
  end(): Promise<number>;
  /** Yields the frames after a position, in order, then new ones. Ends when the log is complete or `signal` is aborted. */
  frames(after: number, signal: AbortSignal): AsyncGenerator<Frame, void>;
}

export interface DeliveryOptions {
  log: FrameLog;
  /** Holds the complete pages of all deliveries together. */
  cache: PageCache;
  /** Maximum time that frames wait for others while there are several members. 0 sends each frame separately. */
  batchWindowMs: number;
  /** Returns what a client may see of an error. */
  maskError(error: unknown): Error;
  /** Called when the last member left or the log failed. Later subscribers need a new delivery. */
  onEmpty(): void;
}

export type FrameDelivery = ReturnType<typeof createFrameDelivery>;

export function createFrameDelivery({ log, cache, batchWindowMs, maskError, onEmpty }: DeliveryOptions) {
  const members = new Set<DeliveredMember>();
  const pages = new Map<number, Page>();
  const loading = new Map<number, Promise<void>>();
  const abort = new AbortController();
  setMaxListeners(0, abort.signal); // each page load adds a listener
  /** Frames that are published but not yet sent. */
  let pending: Frame[] = [];
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  /** The last page, which still grows. */
  let last = newPage(0);
  let complete = false;

  function newPage(index: number): Page {
    return { group: pages, index, frames: [], sealedBatch: null };
  }

  /** Finds the log's end. Following starts at the beginning of a page, so that every page in memory is complete. */
  const begun = log.end().then((end) => {
    last = newPage(pageIndexAfter(end));
    pages.set(last.index, last);
  });

  async function follow(): Promise<void> {
    await begun;
    for await (const frame of log.frames(last.index * pageLength, abort.signal)) {
      const index = pageIndexAfter(frame.position - 1);
      if (index > last.index) startPage(index);
      last.frames.push(frame);
      pending.push(frame);
      schedule();
    }
    if (abort.signal.aborted) return;
    send();
    complete = true;
    for (const member of members) if (member.isLive) member.end();
  }

  function startPage(index: number): void {
    cache.add(last);
    last = newPage(index);
    pages.set(index, last);
  }

  function schedule(): void {
    if (timer) return;
    const wait = members.size > 1 ? sentAt + batchWindowMs - performance.now() : 0;
    if (wait > 0) timer = setTimeout(send, wait);
    else send();
  }

  function send(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const batch = new Batch(pending);
    pending = [];
    for (const member of members) {
      if (!member.isLive) continue;
      if (member.cursor < batch.first && !member.sink.isCongested) deliver(member, batch);
      else catchUp(member);
    }
    sentAt = performance.now();
  }

  function deliver(member: DeliveredMember, batch: Batch): void {
    member.sink.send(batch);
    member.cursor = batch.last;
  }

  /** Sends a member what it is missing until it is live, or has to wait for its sink or for a page. */
  function catchUp(member: DeliveredMember): void {
    member.isLive = false;
    while (members.has(member)) {
      if (member.sink.isCongested) {
        member.sink.whenDrained(() => catchUp(member));
        return;
      }
      const index = pageIndexAfter(member.cursor);
      const page = pages.get(index);
      if (!page && index < last.index) {
        requestPage(index, member);
        return;
      }
      const batch = page && readAfter(page, member.cursor);
      if (!batch) {
        member.isLive = true;
        if (complete) member.end();
        return;
      }
      cache.touch(page);
      deliver(member, batch);
    }
  }

  /** Loads a page once, even if several members request it at the same time. */
  function requestPage(index: number, member: DeliveredMember): void {
    const loaded = loading.get(index) ?? loadPage(index).finally(() => loading.delete(index));
    loading.set(index, loaded);
    loaded.then(() => catchUp(member), member.end);
  }

  async function loadPage(index: number): Promise<void> {
    const page = newPage(index);
    const end = (index + 1) * pageLength;
    for await (const frame of log.frames(index * pageLength, abort.signal)) {
      page.frames.push(frame);
      if (frame.position >= end) break;
    }
    if (abort.signal.aborted) return;
    if ((page.frames.at(-1)?.position ?? 0) < end) throw new Error(`The log ends before position ${end}.`);
    pages.set(index, page);
    cache.add(page);
  }

  function leave(member: DeliveredMember): boolean {
    if (!members.delete(member)) return false;
    if (members.size === 0) close();
    return true;
  }

  function close(): void {
    onEmpty();
    abort.abort();
    if (timer) clearTimeout(timer);
    cache.evict(pages.values());
  }

  follow().catch((error) => {
    onEmpty();
    for (const member of members) member.end(error);
  });

  return {
    size: () => members.size,

    /** Adds a member that has received everything up to the position `after`. */
    join(sink: Sink, after: number): Member {
      const { promise: ended, resolve, reject } = createDeferred();
      const member: DeliveredMember = {
        sink,
        cursor: after,
        isLive: false,
        ended,
        // If opening fails, follow() fails too and ends every member.
        start: () =>
          void begun.then(
            () => catchUp(member),
            () => undefined,
          ),
        leave: () => member.end(),
        end: (error) => {
          if (!leave(member)) return;
          if (error === undefined) resolve();
          else reject(maskError(error));
        },
      };
      members.add(member);
      return member;
    },
  };
}

function createDeferred() {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  promise.catch(() => undefined); // prevents an unhandled rejection; callers that await it still receive the error
  return { promise, resolve, reject };
}
