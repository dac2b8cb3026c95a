/**
 * Broadcasting: subscribers whose operations are equal share one execution and one serialisation of every event, however many they
 * are and wherever in the log each of them stands.
 *
 * Glossary
 *   group    the members whose operations are equal; it follows its log once
 *   member   one subscriber: a cursor into the log, and a sink that its bytes go to
 *   page     serialised events (frame-pages.ts)
 *   window   while many listen, what comes within a few milliseconds goes out in one write
 *
 *   member:   behind ── takes page after page; one that is not there is loaded ──> live ── gets each batch as it is published
 *                ^                                                                  │
 *                └── its sink has drained ── slow <── its sink is full ─────────────┘
 *
 * Nothing is kept for a member: one that reads slowly, or not at all, costs what its sink may buffer and harms nobody.
 */
import { setMaxListeners } from 'node:events';
import { type ExecutionResult, execute } from 'graphql';
import type { GraphQLContext } from '../graphql/context.ts';
import { cursorOf, type TaskEvent } from '../tasks/task-event.ts';
import {
  Batch,
  batchAfter,
  createPageCache,
  type Frame,
  type Page,
  type PageCache,
  pageAfter,
  pageLength,
} from './frame-pages.ts';
import type { LiveSource } from './live-source.ts';
import { type Operation, sharedOperation } from './operation.ts';

/** Where a member's bytes go. */
export interface Sink {
  send(batch: Batch): void;
  /** It holds as much as it may: send nothing more. */
  readonly congested: boolean;
  /** Calls `resume` once, when there is room again; never when the client is gone. */
  whenDrained(resume: () => void): void;
}

export interface Member {
  /** From now on bytes may be sent. */
  start(): void;
  leave(): void;
  /** Resolves when the member has everything and nothing more will come, or has left. Rejects with what broke the stream, masked. */
  readonly ended: Promise<void>;
}

interface Membership extends Member {
  readonly sink: Sink;
  cursor: number;
  /** Has all that was published. */
  live: boolean;
  end(error?: unknown): void;
}

interface BroadcastOptions {
  /** How long frames may wait for others while many listen; 0: each goes out by itself. */
  windowMilliseconds: number;
  /** Most that serialised events may take, of all groups together. */
  cacheBytes: number;
  /** What a client may see of an error. */
  mask(error: unknown): Error;
}

export type BroadcastHub = ReturnType<typeof createBroadcastHub>;

export function createBroadcastHub(options: BroadcastOptions) {
  const groups = new Map<string, Group>();
  const cache = createPageCache(options.cacheBytes);

  function openGroup(key: string, operation: Operation, source: LiveSource): Group {
    // One that ends late must not take its successor's place away.
    const onEmpty = () => void (groups.get(key) === group && groups.delete(key));
    const group = createGroup({ operation, source, cache, options, onEmpty });
    groups.set(key, group);
    return group;
  }

  return {
    /**
     * Makes a client a member of its operation's group. @param lastCursor goes before the cursor in its arguments
     * @returns null when the operation is not to be shared: execute it ordinarily
     * @throws what the field throws for a viewer who may not, or a cursor that is none
     */
    async join(operation: Operation, sink: Sink, lastCursor: string | null = null): Promise<Member | null> {
      const shared = sharedOperation(operation);
      if (!shared) return null;
      const { broadcast, args, key: operationKey } = shared;
      const cursor = lastCursor === null ? {} : { [broadcast.cursorArgument]: lastCursor };
      const source = await broadcast.open({ ...args, ...cursor }, operation.contextValue);
      const key = `${source.key} ${operationKey}`;
      const group = groups.get(key) ?? openGroup(key, operation, source);
      return group.join(sink, source.after);
    },

    /** Groups, each of which follows its log once, and the members of them all. */
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
  /** Nobody is left, or it broke: whoever comes now begins anew. */
  onEmpty(): void;
}) {
  const members = new Set<Membership>();
  const pages = new Map<number, Page>();
  const loading = new Map<number, Promise<void>>();
  const abort = new AbortController();
  setMaxListeners(0, abort.signal); // every page that is being loaded listens
  const contextValue = withoutViewer(operation.contextValue);
  /** Published, and not yet sent. */
  let pending: Frame[] = [];
  let sentAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  /** The page that grows. */
  let last = newPage(0);
  let complete = false;

  function newPage(index: number): Page {
    return { group: pages, index, frames: [], whole: null };
  }

  async function frameOf(event: TaskEvent): Promise<Frame> {
    const result = await execute({ ...operation, contextValue, rootValue: event });
    const json = JSON.stringify(masked(result, options.mask));
    return { position: source.position(event), cursor: cursorOf(event), json };
  }

  /** Finds the log's end. From the beginning of a page on, so that no page is known only from its middle. */
  const begun = source.end().then((end) => {
    last = newPage(pageAfter(end));
    pages.set(last.index, last);
  });

  async function follow(): Promise<void> {
    await begun;
    for await (const event of source.events(last.index * pageLength, abort.signal)) {
      const frame = await frameOf(event);
      if (pageAfter(frame.position - 1) > last.index) turnPage(pageAfter(frame.position - 1));
      last.frames.push(frame);
      pending.push(frame);
      schedule();
    }
    if (abort.signal.aborted) return;
    send();
    complete = true;
    for (const member of members) if (member.live) member.end();
  }

  function turnPage(index: number): void {
    cache.add(last);
    last = newPage(index);
    pages.set(index, last);
  }

  function schedule(): void {
    if (timer) return;
    const wait = members.size > 1 ? sentAt + options.windowMilliseconds - performance.now() : 0;
    if (wait > 0) timer = setTimeout(send, wait);
    else send();
  }

  function send(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const batch = new Batch(pending);
    pending = [];
    for (const member of members) {
      if (!member.live) continue;
      if (member.cursor < batch.first && !member.sink.congested) give(member, batch);
      else advance(member);
    }
    sentAt = performance.now();
  }

  function give(member: Membership, batch: Batch): void {
    member.sink.send(batch);
    member.cursor = batch.last;
  }

  /** Gives a member what there is for it, until it is live, or has to wait for its sink or a page. */
  function advance(member: Membership): void {
    member.live = false;
    while (members.has(member)) {
      if (member.sink.congested) {
        member.sink.whenDrained(() => advance(member));
        return;
      }
      const index = pageAfter(member.cursor);
      const page = pages.get(index);
      if (!page && index < last.index) {
        load(index, member);
        return;
      }
      const batch = page && batchAfter(page, member.cursor);
      if (!batch) {
        member.live = true;
        if (complete) member.end();
        return;
      }
      cache.use(page);
      give(member, batch);
    }
  }

  /** Many ask for a page at once, one loads it. */
  function load(index: number, member: Membership): void {
    const loaded = loading.get(index) ?? loadPage(index).finally(() => loading.delete(index));
    loading.set(index, loaded);
    loaded.then(() => advance(member), member.end);
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

  function leave(member: Membership): boolean {
    if (!members.delete(member)) return false;
    if (members.size === 0) close();
    return true;
  }

  function close(): void {
    onEmpty();
    abort.abort();
    if (timer) clearTimeout(timer);
    cache.drop(pages.values());
  }

  follow().catch((error) => {
    onEmpty();
    for (const member of members) member.end(error);
  });

  return {
    size: () => members.size,

    join(sink: Sink, after: number): Member {
      const { promise: ended, resolve, reject } = deferred();
      const member: Membership = {
        sink,
        cursor: after,
        live: false,
        ended,
        // What keeps it from beginning ends follow() too, and with it every member.
        start: () =>
          void begun.then(
            () => advance(member),
            () => undefined,
          ),
        leave: () => member.end(),
        end: (error) => {
          if (!leave(member)) return;
          if (error === undefined) resolve();
          else reject(options.mask(error));
        },
      };
      members.add(member);
      return member;
    },
  };
}

/** What an execution for many gets to know: nothing of any one of them. */
function withoutViewer(context: GraphQLContext): GraphQLContext {
  return { ...context, viewer: null, token: null, sessionId: null, address: null, setSession: () => undefined };
}

function masked(result: ExecutionResult, mask: BroadcastOptions['mask']): object {
  return result.errors ? { ...result, errors: result.errors.map(mask) } : result;
}

function deferred() {
  let [resolve, reject]: [() => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  promise.catch(() => undefined); // it rejects for whoever waits for it
  return { promise, resolve, reject };
}
