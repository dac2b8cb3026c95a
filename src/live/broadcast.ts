/**
 * Broadcasting: subscribers with equal operations share one execution and one serialization of every event, regardless of their
 * number and of each one's position in the log.
 *
 * Subscribers with equal operations form a group. The group's frames are its log's events, each executed and serialized once;
 * frame-delivery.ts brings them to every member.
 */
import { type ExecutionResult, execute } from 'graphql';
import type { GraphQLContext } from '../graphql/context.ts';
import { encodeCursor } from '../tasks/events/task-event.ts';
import { createFrameDelivery, type FrameDelivery, type FrameLog, type Member, type Sink } from './frame-delivery.ts';
import { createPageCache } from './frame-pages.ts';
import type { LiveSource } from './live-source.ts';
import { type Operation, sharedOperation } from './operation.ts';

interface BroadcastOptions {
  /** Maximum time that frames wait for others while a group has several members. 0 sends each frame separately. */
  batchWindowMs: number;
  /** Maximum size of the serialized events of all groups together. */
  cacheBytes: number;
  /** Returns what a client may see of an error. */
  maskError(error: unknown): Error;
  /** Returns a function that executes one event of a subscription when it is the turn of its log. */
  eventTurns(subscription: Operation, log: string): <T>(execute: () => Promise<T>) => Promise<T>;
}

export type BroadcastHub = ReturnType<typeof createBroadcastHub>;

export function createBroadcastHub(options: BroadcastOptions) {
  const { batchWindowMs, maskError, eventTurns } = options;
  const groups = new Map<string, FrameDelivery>();
  const cache = createPageCache(options.cacheBytes);

  function openGroup(key: string, operation: Operation, source: LiveSource): FrameDelivery {
    // A group that ends late must not remove its successor.
    const onEmpty = () => void (groups.get(key) === group && groups.delete(key));
    const log = executedLog(operation, source, { maskError, inTurn: eventTurns(operation, source.key) });
    const group = createFrameDelivery({ log, cache, batchWindowMs, maskError, onEmpty });
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

type MaskError = BroadcastOptions['maskError'];

/** Returns the log as frames: the operation's result for each event, as JSON. */
function executedLog(
  operation: Operation,
  source: LiveSource,
  { maskError, inTurn }: { maskError: MaskError; inTurn: ReturnType<BroadcastOptions['eventTurns']> },
): FrameLog {
  const contextValue = anonymousContext(operation.contextValue);
  return {
    end: () => source.end(),
    async *frames(after, signal) {
      for await (const event of source.events(after, signal)) {
        const result = await inTurn(async () => execute({ ...operation, contextValue, rootValue: event }));
        const json = JSON.stringify(maskResult(result, maskError));
        yield { position: source.position(event), cursor: encodeCursor(event), json };
      }
    },
  };
}

/** Returns the context of a shared execution, without anything that belongs to one member. */
function anonymousContext(context: GraphQLContext): GraphQLContext {
  return { ...context, viewer: null, token: null, sessionId: null, address: null, setSessionCookie: () => undefined };
}

function maskResult(result: ExecutionResult, maskError: MaskError): object {
  return result.errors ? { ...result, errors: result.errors.map(maskError) } : result;
}
