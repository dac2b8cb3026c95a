/** When a page can be used, from what its main thread did. No browser. */

/** What kept the main thread for 50 ms or longer: since when, and how long, in milliseconds. */
export interface LongTask {
  start: number;
  duration: number;
}

/** So long the main thread has nothing long to do, and the page counts as one that answers. */
export const quietMilliseconds = 500;

/**
 * Time to interactive: what the page is for is there (`content`), and a while follows without a long task; the end of the last long
 * task before that while. Long tasks come in the order in which they began.
 */
export function timeToInteractive(content: number, longTasks: readonly LongTask[]): number {
  let quietFrom = content;
  for (const { start, duration } of longTasks) {
    const end = start + duration;
    if (end <= quietFrom) continue;
    if (start >= quietFrom + quietMilliseconds) break;
    quietFrom = end;
  }
  return quietFrom;
}

/** Which part of the time from `from` to `to` long tasks took. */
export function busyShare(longTasks: readonly LongTask[], from: number, to: number): number {
  const inside = longTasks.map(({ start, duration }) => Math.min(start + duration, to) - Math.max(start, from));
  return inside.reduce((sum, part) => sum + Math.max(0, part), 0) / (to - from);
}

/** How many frames there were in each whole second from `from` to `to`. */
export function framesBySecond(frames: readonly number[], from: number, to: number): number[] {
  const counts = Array.from({ length: Math.floor((to - from) / 1000) }, () => 0);
  for (const at of frames) {
    const second = Math.floor((at - from) / 1000);
    if (at >= from && second < counts.length) counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}
