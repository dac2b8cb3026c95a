/**
 * A log of one task that is generated while it is read. Without a database, the benchmark measures only the path from the log
 * to the sockets. The message of an event is its publication time, in nanoseconds of the machine's monotonic clock.
 */
import type { EventLog } from '../../src/tasks/events/event-log.ts';
import type { TaskEvent } from '../../src/tasks/events/task-event.ts';

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
    readTask: (_, after, limit) => read(after, limit),
    readOrganization: (_, after, limit) => read(after, limit),
    endOfTask: async () => ({ lastSeq: publishedAt.length, complete: false }),
    endOfOrganization: async () => publishedAt.length,
  };
  return {
    log,
    /** Appends an event with the current time. */
    publish(): TaskEvent {
      publishedAt.push(process.hrtime.bigint());
      return eventAt(publishedAt.length);
    },
  };
}
