import type { Report } from '../learning/context.ts';

/** Twice as often as the supervisor writes it. */
const progressMilliseconds = 125;

/**
 * Leaves out progress that nobody would see: a message between processes costs a good part of a small batch. The end of an epoch,
 * metrics and log lines all go through.
 */
export function thinned(report: (report: Report) => void): (report: Report) => void {
  let sent = Number.NEGATIVE_INFINITY;
  return (given) => {
    const now = performance.now();
    if (given.type === 'progress') {
      if (given.batch < given.batches && now - sent < progressMilliseconds) return;
      sent = now;
    }
    report(given);
  };
}
