/** Computes when a page can be used from the activity of its main thread. Uses no browser. */

/** A task that blocked the main thread for 50 ms or longer: its start and duration, in milliseconds. */
export interface LongTask {
  start: number;
  duration: number;
}

/** Quiet window: time without a long task after which the page counts as interactive. */
export const quietWindowMs = 500;

/**
 * Returns the time to interactive: after the content is present (`content`), a quiet window without a long task must follow; the
 * result is the end of the last long task before that window. Long tasks are ordered by start.
 */
export function timeToInteractive(content: number, longTasks: readonly LongTask[]): number {
  let quietFrom = content;
  for (const { start, duration } of longTasks) {
    const end = start + duration;
    if (end <= quietFrom) continue;
    if (start >= quietFrom + quietWindowMs) break;
    quietFrom = end;
  }
  return quietFrom;
}

/** Returns the fraction of the time from `from` to `to` that long tasks took. */
export function busyShare(longTasks: readonly LongTask[], from: number, to: number): number {
  const inside = longTasks.map(({ start, duration }) => Math.min(start + duration, to) - Math.max(start, from));
  return inside.reduce((sum, part) => sum + Math.max(0, part), 0) / (to - from);
}

/** Returns the number of frames in each whole second from `from` to `to`. */
export function framesBySecond(frames: readonly number[], from: number, to: number): number[] {
  const counts = Array.from({ length: Math.floor((to - from) / 1000) }, () => 0);
  for (const at of frames) {
    const second = Math.floor((at - from) / 1000);
    if (at >= from && second < counts.length) counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}
