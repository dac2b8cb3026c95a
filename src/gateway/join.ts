import { AiasError } from '../errors.ts';
import type { BroadcastHub, Member, Sink } from '../live/broadcast.ts';
import type { Operation } from '../live/operation.ts';

/** Null too where the viewer may not or asks wrongly: the ordinary way finds the same, and says it as every other error is said. */
export async function joinOrNull(
  broadcasts: BroadcastHub,
  operation: Operation,
  sink: Sink,
  lastCursor: string | null,
): Promise<Member | null> {
  try {
    return await broadcasts.join(operation, sink, lastCursor);
  } catch (error) {
    if (error instanceof AiasError) return null;
    throw error;
  }
}
