/**
 * The log that a subscription follows, and the extension by which a field allows sharing its events.
 *
 * A field opts in with `extensions: { broadcast }`. Operations with the same document, variables (except the cursor) and
 * partition then share one execution and one serialization of each event (broadcast.ts). Other fields are executed for each
 * subscriber.
 */
import type { GraphQLContext, SignedInViewer } from '../graphql/context.ts';
import type { TaskEvent } from '../tasks/events/task-event.ts';

/** A log and a subscriber's position in it. Positions start at 1. */
export interface LiveSource {
  /** Identifies the log: subscribers with the same key can share. */
  key: string;
  /** Last position that the subscriber has received. */
  after: number;
  /** Returns the current last position of the log. */
  end(): Promise<number>;
  /** Yields the events after a position, in order, then new ones. Ends when the log is complete. */
  events(after: number, signal: AbortSignal): AsyncGenerator<TaskEvent, void>;
  position(event: TaskEvent): number;
}

export interface Broadcast {
  /** Name of the cursor argument, which sets only where a subscriber starts, not what it sees. */
  cursorArgument: string;
  /**
   * Viewers with the same partition see the same events. A shared execution runs with `viewer: null`, so one viewer's data cannot
   * leak to another.
   */
  partition(viewer: SignedInViewer | null): string;
  /** Returns whether an operation with these arguments can be shared. */
  isShareable(args: Record<string, unknown>): boolean;
  /**
   * Authorizes one subscriber.
   * @param args coerced arguments of the field.
   * @throws the same errors as the field's own subscribe
   */
  authorizeAndOpen(args: Record<string, unknown>, context: GraphQLContext): Promise<LiveSource>;
}

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    broadcast?: Broadcast;
  }
}
