/** What a run that reports 1000 points a second costs the browser that shows it, for a minute, and whether it shows all of them. */
import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from 'playwright-core';
import { median, percentile } from '../report.ts';
import type { Runner } from '../runner-process.ts';
import { faultsOf, type Shown } from './complete.ts';
import { atLeast, atMost, type Figure, none, told } from './figure.ts';
import { seenOf, untilContent, watchPage } from './page-watch.ts';
import { runPage } from './places.ts';
import { busyShare, framesBySecond } from './quiet.ts';
import type { Stage } from './stage.ts';

const pointsPerSecond = 1000;
/** The page finds its size. */
const settleSeconds = 5;
const seconds = 60;
const mostBusy = 5;
const mostGrowth = 50;
const leastFrames = 60;
const metrics = ['loss', 'val_loss', 'accuracy', 'val_accuracy'];

export async function live(stage: Stage): Promise<Figure[]> {
  const { taskId, feeder } = await stage.startFed();
  const context = await stage.open();
  const page = await context.newPage();
  const { path, wanted } = runPage(taskId);
  await watchPage(page, wanted);
  const feeding = feeder.ask<{ steps: number; seconds: number }>(`live ${pointsPerSecond} ${settleSeconds + seconds}`);
  feeding.catch(() => undefined); // whoever waits for it below hears of it
  await page.goto(stage.url + path);
  await untilContent(page);
  const devtools = await context.newCDPSession(page);
  const measured = await measure(page, devtools);
  const fed = await feeding;
  await feeder.ask('finish');
  await page.locator('.live-light.ended').waitFor({ timeout: 60_000 });
  const faults = await check(page, feeder);
  for (const fault of faults) console.error(fault);
  await context.close();
  feeder.end();
  const { busy, frames, before, after } = measured;
  const note = `${((4 * fed.steps) / fed.seconds).toFixed(0)} points/s of 4 metrics for ${seconds} s`;
  return [
    atMost(mostBusy, { name: 'live.longTasks', value: busy * 100, unit: '%', note }),
    atLeast(leastFrames, { name: 'live.frames.p50', value: median(frames), unit: 'a second' }),
    told({ name: 'live.frames.p5', value: percentile(frames, 0.05), unit: 'a second', note: 'of the seconds' }),
    atMost(mostGrowth, {
      name: 'live.heapGrowth',
      value: (after - before) / 1e6,
      unit: 'MB',
      note: `from ${(before / 1e6).toFixed(1)} MB, collected`,
    }),
    none({ name: 'live.faults', value: faults.length, unit: '', note: 'of its curves, against the log' }),
  ];
}

async function measure(page: Page, devtools: CDPSession) {
  await page.waitForTimeout(settleSeconds * 1000);
  const before = await heapOf(devtools);
  await page.evaluate(() => globalThis.countFrames?.());
  const from = await page.evaluate(() => performance.now());
  await page.waitForTimeout(seconds * 1000);
  const { longTasks, frames } = await seenOf(page);
  const to = from + seconds * 1000;
  const after = await heapOf(devtools);
  return { busy: busyShare(longTasks, from, to), frames: framesBySecond(frames, from, to), before, after };
}

/** Bytes that are still in use when all that is not was collected. */
async function heapOf(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize;
}

/** What the page has, which it gives as files, against what the database has. */
async function check(page: Page, feeder: Runner): Promise<string[]> {
  const shown = new Map<string, Shown>();
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
      const [, , , , least = '', greatest = ''] = await chart
        .locator('tbody tr')
        .nth(place)
        .locator('th, td')
        .allInnerTexts();
      shown.set(name, { points, least, greatest });
    }
  }
  const faults: string[] = [];
  for (const name of metrics) {
    const written = await feeder.ask<[number, number][]>(`curve ${name}`);
    faults.push(...faultsOf(name, shown.get(name), written));
  }
  return faults;
}
