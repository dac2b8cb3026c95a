/** Timings that are recorded inside a page from its start. Times are milliseconds since the navigation began. */
import type { Page } from 'playwright-core';
import type { LongTask } from './time-to-interactive.ts';

export interface PageTimings {
  /** Time of the first paint. */
  firstPaint: number | null;
  /** Time of the first frame after the page's content was present. */
  content: number | null;
  longTasks: LongTask[];
  /** Start times of frames, if requested. */
  frames: number[];
}

export interface ContentCondition {
  /** The content is present when all of these are. */
  selectors: readonly string[];
  /** Whether it also needs curves: lines in their color on each canvas, and numbers beside them. */
  curves: boolean;
}

declare global {
  // The functions below run in the page and leave their results here.
  var seenOfPage: PageTimings;
  var countFrames: (() => void) | undefined;
}

/** Records the timings of every further document of the page. */
export async function watchPage(page: Page, wanted: ContentCondition): Promise<void> {
  // The compiler wraps functions with a helper of this name, which a page does not have.
  await page.addInitScript('globalThis.__name = (named) => named;');
  await page.addInitScript(watch, wanted);
}

export const readTimings = (page: Page): Promise<PageTimings> => page.evaluate(() => globalThis.seenOfPage);

/** Resolves when the content is present. */
export async function waitForContent(page: Page): Promise<void> {
  await page.waitForFunction(() => globalThis.seenOfPage.content !== null, undefined, { timeout: 30_000 });
}

/** Runs in the page. */
function watch({ selectors, curves }: ContentCondition): void {
  const seen: PageTimings = { firstPaint: null, content: null, longTasks: [], frames: [] };
  globalThis.seenOfPage = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    const first = list.getEntries().find(({ name }) => name === 'first-contentful-paint');
    if (first) seen.firstPaint = first.startTime;
  }).observe({ type: 'paint', buffered: true });

  /** Returns whether the canvas has a pixel of nearly this color. */
  function hasColor(canvas: HTMLCanvasElement, targetColor: string): boolean {
    const [own, one] = [canvas.getContext('2d'), document.createElement('canvas').getContext('2d')];
    if (!own || !one || canvas.width === 0) return false;
    one.fillStyle = targetColor;
    one.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = one.getImageData(0, 0, 1, 1).data;
    const { data } = own.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4) {
      const far =
        Math.abs((data[at] ?? 0) - red) + Math.abs((data[at + 1] ?? 0) - green) + Math.abs((data[at + 2] ?? 0) - blue);
      if (far < 30 && (data[at + 3] ?? 0) > 200) return true;
    }
    return false;
  }

  function curvesAreDrawn(): boolean {
    const charts = [...document.querySelectorAll('.chart')];
    const readouts = charts.flatMap((chart) => [...chart.querySelectorAll('.chart-legend output')]);
    if (readouts.length === 0 || readouts.some(({ textContent }) => textContent === '–')) return false;
    const color = getComputedStyle(document.documentElement).getPropertyValue('--series-1').trim();
    return charts.every((chart) => {
      const canvas = chart.querySelector('canvas');
      return canvas !== null && hasColor(canvas, color);
    });
  }

  function look(): void {
    const isThere = selectors.every((selector) => (document.querySelector(selector)?.getClientRects().length ?? 0) > 0);
    if (!isThere || (curves && !curvesAreDrawn())) requestAnimationFrame(look);
    // It is painted in this frame, and visible in the next one.
    else requestAnimationFrame((at) => Object.assign(seen, { content: at }));
  }
  requestAnimationFrame(look);

  globalThis.countFrames = () => {
    const count = (at: number) => {
      seen.frames.push(at);
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
  };
}
