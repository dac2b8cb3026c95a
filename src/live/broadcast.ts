/**
 * Broadcasting: subscribers with equal operations share one execution and one serialization of every event, regardless of their
 * number and of each one's position in the log.
 *
 * Glossary
 *   group    members with equal operations; it follows its log once
 *   member   one subscriber: a cursor into the log, and a sink that receives its bytes
 *   page     serialized events (frame-pages.ts)
 *   window   while a group has several members, events within a few milliseconds are sent in one write
 *
 *   member:   behind ── reads page after page, loading missing ones ──> live ── receives each batch when it is published
 *                ^                                                        │
 *                └── its sink has drained ── slow <── its sink is full ───┘
 *
 * There is no per-member buffer: a slow or stalled member costs only its sink's buffer and does not affect others.
 */
import { setMaxListeners } from 'node:events';
import { type ExecutionResult, execute } from 'graphql';
import type { GraphQLContext } from '../graphql/context.ts';
import { encodeCursor, type TaskEvent } from '../tasks/events/task-event.ts';
import {
  Batch,
  createPageCache,
  type Frame,
  type Page,
  type PageCache,
  pageIndexAfter,
  pageLength,
  readAfter,
} from './frame-pages.ts';
import type { LiveSource } from './live-source.ts';
import { type Operation, sharedOperation } from './operation.ts';

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

interface GroupMember extends Member {
  readonly sink: Sink;
  cursor: number;
  /** Whether the member has received everything published so far. */
  isLive: boolean;
  end(error?: unknown): void;
}

interface BroadcastOptions {
  /** Maximum time that frames wait for others while a group has several members. 0 sends each frame separately. */
  batchWindowMs: number;
  /** Maximum size of the serialized events of all groups together. */
  cacheBytes: number;
  /** Returns what a client may see of an error. */
  maskError(error: unknown): Error;
}

export type BroadcastHub = ReturnType<typeof createBroadcastHub>;

export function createBroadcastHub(options: BroadcastOptions) {
  const groups = new Map<string, Group>();
  const cache = createPageCache(options.cacheBytes);

  function openGroup(key: string, operation: Operation, source: LiveSource): Group {
    // A group that ends late must not remove its successor.
    const onEmpty = () => void (groups.get(key) === group && groups.delete(key));
    const group = createGroup({ operation, source, cache, options, onEmpty });
    groups.set(key, group);
    return group;
  }

  return {
    /**
     * Adds a client to its operation's group. @param lastCursor overrides the cursor in the operation's arguments
     * @returns null when the operation cannot be shared and must be executed on its own
     * @throws the field's own errors, such as for missing permissions or a malformed cursor
     */
    async join(operation: Operation, sink: Sink, lastCursor: string | null = null): Promise<Member | null> {
      const shared = sharedOperation(operation);
      if (!shared) return null;
      const { broadcast, args, key: operationKey } = shared;
      const cursor = lastCursor === null ? {} : { [broadcast.cursorArgument]: lastCursor };
      const source = await broadcast.authorizeAndOpen({ ...args, ...cursor }, operation.contextValue);
      const key = `${source.key} ${operationKey}`;
      const group = groups.get(key) ?? openGroup(key, operation, source);
      return group.join(sink, source.after);
    },

    /** Number of groups, each of which follows its log once, and of members across all groups. */
    stats: () => ({
      groups: groups.size,
      members: [...groups.values()].reduce((sum, group) => sum + group.size(), 0),
    }),
  };
}

type Group = ReturnType<typeof createGroup>;

function createGroup({
  operation,
  source,
  cache,
  options,
  onEmpty,
}: {
  operation: Operation;
  source: LiveSource;
  cache: PageCache;
  options: BroadcastOptions;
  /** Called when the last member left or the group failed. Later subscribers need a new group. */
  onEmpty(): void;
}) {
  const members = new Set<GroupMember>();
  const pages = new Map<number, Page>();
  const loading = new Map<number, Promise<void>>();
  const abort = new AbortController();
  setMaxListeners(0, abort.signal); // each page load adds a listener
  const contextValue = anonymousContext(operation.contextValue);
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

  async function frameOf(event: TaskEvent): Promise<Frame> {
    const result = await execute({ ...operation, contextValue, rootValue: event });
    const json = JSON.stringify(maskResult(result, options.maskError));
    return { position: source.position(event), cursor: encodeCursor(event), json };
  }

  /** Finds the log's end. Following starts at the beginning of a page, so that every page in memory is complete. */
  const begun = source.end().then((end) => {
    last = newPage(pageIndexAfter(end));
    pages.set(last.index, last);
  });

  async function follow(): Promise<void> {
    await begun;
    for await (const event of source.events(last.index * pageLength, abort.signal)) {
      const frame = await frameOf(event);
      if (pageIndexAfter(frame.position - 1) > last.index) startPage(pageIndexAfter(frame.position - 1));
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
    const wait = members.size > 1 ? sentAt + options.batchWindowMs - performance.now() : 0;
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

  function deliver(member: GroupMember, batch: Batch): void {
    member.sink.send(batch);
    member.cursor = batch.last;
  }

  /** Sends a member what it is missing until it is live, or has to wait for its sink or for a page. */
  function catchUp(member: GroupMember): void {
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
  function requestPage(index: number, member: GroupMember): void {
    const loaded = loading.get(index) ?? loadPage(index).finally(() => loading.delete(index));
    loading.set(index, loaded);
    loaded.then(() => catchUp(member), member.end);
  }

  async function loadPage(index: number): Promise<void> {
    const page = newPage(index);
    const end = (index + 1) * pageLength;
    for await (const event of source.events(index * pageLength, abort.signal)) {
      page.frames.push(await frameOf(event));
      if (source.position(event) >= end) break;
    }
    if (abort.signal.aborted) return;
    if ((page.frames.at(-1)?.position ?? 0) < end) throw new Error(`The log ends before position ${end}.`);
    pages.set(index, page);
    cache.add(page);
  }

  function leave(member: GroupMember): boolean {
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

    join(sink: Sink, after: number): Member {
      const { promise: ended, resolve, reject } = createDeferred();
      const member: GroupMember = {
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
          else reject(options.maskError(error));
        },
      };
      members.add(member);
      return member;
    },
  };
}

/** Returns the context of a shared execution, without anything that belongs to one member. */
function anonymousContext(context: GraphQLContext): GraphQLContext {
  return { ...context, viewer: null, token: null, sessionId: null, address: null, setSessionCookie: () => undefined };
}

function maskResult(result: ExecutionResult, maskError: BroadcastOptions['maskError']): object {
  return result.errors ? { ...result, errors: result.errors.map(maskError) } : result;
}

function createDeferred() {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  promise.catch(() => undefined); // prevents an unhandled rejection; callers that await it still receive the error
  return { promise, resolve, reject };
}
