/**
 * The log of one task that is made up as it is read: no database takes part, so what is measured is the way from the log to the sockets.
 * An event's message is when it was published, in nanoseconds of the machine's monotonic clock.
 */
import type { EventLog } from '../../src/tasks/event-log.ts';
import type { TaskEvent } from '../../src/tasks/task-event.ts';

export const taskId = '0190b5f2-0000-7000-8000-000000000001';
export const organizationId = '0190b5f2-0000-7000-8000-000000000002';

export function createSyntheticLog() {
  const publishedAt: bigint[] = [];

  function eventAt(seq: number): TaskEvent {
    const nanoseconds = publishedAt[seq - 1] ?? 0n;
    return {
      taskId,
      organizationId,
      seq,
      organizationSeq: seq,
      attempt: 1,
      at: new Date(Date.UTC(2026, 0, 1) + seq),
      type: 'LogWritten',
      payload: { level: 'info', message: String(nanoseconds).padStart(18, '0') },
    };
  }

  const read = async (after: number, limit: number) =>
    Array.from({ length: Math.max(0, Math.min(limit, publishedAt.length - after)) }, (_, index) =>
      eventAt(after + index + 1),
    );
  const log: EventLog = {
    ofTask: (_, after, limit) => read(after, limit),
    ofOrganization: (_, after, limit) => read(after, limit),
    endOfTask: async () => ({ lastSeq: publishedAt.length, complete: false }),
    endOfOrganization: async () => publishedAt.length,
  };
  return {
    log,
    /** Appends an event now. */
    publish(): TaskEvent {
      publishedAt.push(process.hrtime.bigint());
      return eventAt(publishedAt.length);
    },
  };
}
