/** What is looked at inside of a page, from its very beginning. Times are milliseconds since the navigation began. */
import type { Page } from 'playwright-core';
import type { LongTask } from './quiet.ts';

export interface Seen {
  /** The first that anything was drawn. */
  firstPaint: number | null;
  /** The first frame after the page's content was there. */
  content: number | null;
  longTasks: LongTask[];
  /** When frames began, if they are asked for. */
  frames: number[];
}

export interface Wanted {
  /** All of these are there when the content is. */
  selectors: readonly string[];
  /** And so are the curves: lines in their colour on each canvas, numbers beside them. */
  curves: boolean;
}

declare global {
  // What the functions below, which run in the page, leave there for those outside.
  var seenOfPage: Seen;
  var countFrames: (() => void) | undefined;
}

/** From now on every document of the page is watched. */
export async function watchPage(page: Page, wanted: Wanted): Promise<void> {
  // The compiler gives each function its name by a function of this name, which a page does not have.
  await page.addInitScript('globalThis.__name = (named) => named;');
  await page.addInitScript(watch, wanted);
}

export const seenOf = (page: Page): Promise<Seen> => page.evaluate(() => globalThis.seenOfPage);

/** Resolves when the content is there. */
export async function untilContent(page: Page): Promise<void> {
  await page.waitForFunction(() => globalThis.seenOfPage.content !== null, undefined, { timeout: 30_000 });
}

/** Runs in the page. */
function watch({ selectors, curves }: Wanted): void {
  const seen: Seen = { firstPaint: null, content: null, longTasks: [], frames: [] };
  globalThis.seenOfPage = seen;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    const first = list.getEntries().find(({ name }) => name === 'first-contentful-paint');
    if (first) seen.firstPaint = first.startTime;
  }).observe({ type: 'paint', buffered: true });

  /** Whether the canvas has a pixel of nearly this colour. */
  function hasColour(canvas: HTMLCanvasElement, wantedColour: string): boolean {
    const [own, one] = [canvas.getContext('2d'), document.createElement('canvas').getContext('2d')];
    if (!own || !one || canvas.width === 0) return false;
    one.fillStyle = wantedColour;
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
    const colour = getComputedStyle(document.documentElement).getPropertyValue('--series-1').trim();
    return charts.every((chart) => {
      const canvas = chart.querySelector('canvas');
      return canvas !== null && hasColour(canvas, colour);
    });
  }

  function look(): void {
    const isThere = selectors.every((selector) => (document.querySelector(selector)?.getClientRects().length ?? 0) > 0);
    if (!isThere || (curves && !curvesAreDrawn())) requestAnimationFrame(look);
    // In this frame it is drawn; in the next one it has been.
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
