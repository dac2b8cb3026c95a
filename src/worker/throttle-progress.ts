import type { Report } from '../learning/context.ts';

/** Half of the interval at which the supervisor writes progress (reporter.ts). */
const progressMs = 125;

/**
 * Drops progress reports that would be coalesced anyway: an IPC message costs a large part of a small batch. The last batch of an
 * epoch, metrics and log lines always pass.
 */
export function throttleProgress(report: (report: Report) => void): (report: Report) => void {
  let sent = Number.NEGATIVE_INFINITY;
  return (given) => {
    const now = performance.now();
    if (given.type === 'progress') {
      if (given.batch < given.batches && now - sent < progressMs) return;
      sent = now;
    }
    report(given);
  };
}
