/**
 * What a subscription follows, and how a field says that its events may be shared.
 *
 * A field opts in by `extensions: { broadcast }`. Operations that are equal in document, variables (but for the cursor) and
 * partition then share one execution and one serialisation of each event (broadcast.ts). A field that says nothing is executed for
 * every subscriber by itself.
 */
import type { GraphQLContext, SignedInViewer } from '../graphql/context.ts';
import type { TaskEvent } from '../tasks/task-event.ts';

/** A log, and where in it a subscriber stands. Its positions count from 1. */
export interface LiveSource {
  /** Which log: subscribers of the same one can share. */
  key: string;
  /** The subscriber has everything up to here. */
  after: number;
  /** How far the log goes by now. */
  end(): Promise<number>;
  /** What follows a position, in order and as it comes; ends when the log is complete. */
  events(after: number, signal: AbortSignal): AsyncGenerator<TaskEvent, void>;
  position(event: TaskEvent): number;
}

export interface Broadcast {
  /** The argument that says only where a subscriber begins: not what it sees. */
  cursorArgument: string;
  /**
   * Viewers with the same answer see the same events. A shared execution has no viewer: a resolver that asks for one finds nobody,
   * so what one viewer may see cannot reach another by mistake.
   */
  partition(viewer: SignedInViewer | null): string;
  /** Whether an operation with these arguments is one to share. */
  mayShare(args: Record<string, unknown>): boolean;
  /** Authorises one subscriber. @param args of the field, coerced. @throws what the field's own subscribe would */
  open(args: Record<string, unknown>, context: GraphQLContext): Promise<LiveSource>;
}

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    broadcast?: Broadcast;
  }
}
