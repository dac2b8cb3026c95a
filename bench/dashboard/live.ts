/**
 * Measures the load of a browser that shows a run with 1000 points per second for a minute, and checks that it shows all of
 * them.
 */
import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from 'playwright-core';
import { median, percentile } from '../report.ts';
import type { Runner } from '../runner-process.ts';
import { atLeast, atMost, type BoundedResult, informational, mustBeZero } from './bound.ts';
import { type DisplayedCurve, findCurveErrors } from './curve-check.ts';
import type { Stage } from './fixture.ts';
import { readTimings, waitForContent, watchPage } from './page-timings.ts';
import { runPage } from './pages.ts';
import { busyShare, framesBySecond } from './time-to-interactive.ts';

const pointsPerSecond = 1000;
/** Time for the page to reach its size. */
const settleSeconds = 5;
const seconds = 60;
const maxBusy = 5;
const maxGrowth = 50;
const minFrames = 60;
const metrics = ['loss', 'val_loss', 'accuracy', 'val_accuracy'];

export async function live(stage: Stage): Promise<BoundedResult[]> {
  const { taskId, reporter } = await stage.startFed();
  const context = await stage.open();
  const page = await context.newPage();
  const { path, wanted } = runPage(taskId);
  await watchPage(page, wanted);
  const feeding = reporter.request<{ steps: number; seconds: number }>(
    `live ${pointsPerSecond} ${settleSeconds + seconds}`,
  );
  feeding.catch(() => undefined); // the error surfaces where `feeding` is awaited
  await page.goto(stage.url + path);
  await waitForContent(page);
  const devtools = await context.newCDPSession(page);
  const measured = await measure(page, devtools);
  const fed = await feeding;
  await reporter.request('finish');
  await page.locator('.live-light[data-state=ended]').waitFor({ timeout: 60_000 });
  const faults = await check(page, reporter);
  for (const fault of faults) console.error(fault);
  await context.close();
  reporter.end();
  const { busy, frames, before, after } = measured;
  const note = `${((4 * fed.steps) / fed.seconds).toFixed(0)} points/s of 4 metrics for ${seconds} s`;
  return [
    atMost(maxBusy, { name: 'live.longTasks', value: busy * 100, unit: '%', note }),
    atLeast(minFrames, { name: 'live.frames.p50', value: median(frames), unit: 'per second' }),
    informational({
      name: 'live.frames.p5',
      value: percentile(frames, 0.05),
      unit: 'per second',
      note: 'over all seconds',
    }),
    atMost(maxGrowth, {
      name: 'live.heapGrowth',
      value: (after - before) / 1e6,
      unit: 'MB',
      note: `from ${(before / 1e6).toFixed(1)} MB, after garbage collection`,
    }),
    mustBeZero({
      name: 'live.faults',
      value: faults.length,
      unit: '',
      note: 'errors of the curves, compared with the log',
    }),
  ];
}

async function measure(page: Page, devtools: CDPSession) {
  await page.waitForTimeout(settleSeconds * 1000);
  const before = await heapOf(devtools);
  await page.evaluate(() => globalThis.countFrames?.());
  const from = await page.evaluate(() => performance.now());
  await page.waitForTimeout(seconds * 1000);
  const { longTasks, frames } = await readTimings(page);
  const to = from + seconds * 1000;
  const after = await heapOf(devtools);
  return { busy: busyShare(longTasks, from, to), frames: framesBySecond(frames, from, to), before, after };
}

/** Returns the bytes in use after a garbage collection. */
async function heapOf(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}

/** Compares the page's curves, which it exports as files, with the database. */
async function check(page: Page, reporter: Runner): Promise<string[]> {
  const shown = new Map<string, DisplayedCurve>();
  for (const chart of await page.locator('.chart').all()) {
    await chart.locator('summary').click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      chart.getByRole('button', { name: /CSV/ }).click(),
    ]);
    const [head = '', ...lines] = (await readFile(await file.path(), 'utf8')).trim().split(/\r?\n/);
    const names = head.split(',').slice(2);
    for (const [place, name] of names.entries()) {
      const cells = lines.map((line) => line.split(','));
      const points = cells.flatMap((row): [number, number][] =>
        row[place + 2] ? [[Number(row[0]), Number(row[place + 2])]] : [],
      );
      const [, , , , min = '', max = ''] = await chart.locator('tbody tr').nth(place).locator('th, td').allInnerTexts();
      shown.set(name, { points, min: min, max });
    }
  }
  const faults: string[] = [];
  for (const name of metrics) {
    const written = await reporter.request<[number, number][]>(`curve ${name}`);
    faults.push(...findCurveErrors(name, shown.get(name), written));
  }
  return faults;
}
