/** Measures the time from navigation to the curves of a run with a million points, with an empty cache. */
import { median } from '../report.ts';
import { atMost, type BoundedResult, informational } from './bound.ts';
import type { Stage } from './fixture.ts';
import { readTimings, waitForContent, watchPage } from './page-timings.ts';
import { runPage } from './pages.ts';

/** Steps with four metrics each. */
const steps = 250_000;
const rounds = 5;
const maxMs = 1000;

export async function million(stage: Stage): Promise<BoundedResult[]> {
  const { taskId, reporter } = await stage.startFed();
  await reporter.request(`bulk ${steps}`);
  const figures: BoundedResult[] = [];
  for (const state of ['running', 'finished'] as const) {
    if (state === 'finished') await reporter.request('finish');
    const curves: number[] = [];
    const upToDate: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const opened = await open(
        stage,
        taskId,
        state === 'running' ? '.live-light[data-state=live]' : '.live-light[data-state=ended]',
      );
      curves.push(opened.curves);
      upToDate.push(opened.upToDate);
    }
    const note = `${4 * steps} points of 4 metrics; median of ${rounds}, slowest ${Math.max(...curves).toFixed(0)} ms`;
    figures.push(
      atMost(maxMs, { name: `million.${state}`, value: median(curves), unit: 'ms', note }),
      informational({
        name: `million.${state}.upToDate`,
        value: median(upToDate),
        unit: 'ms',
        note: 'according to its live indicator',
      }),
    );
  }
  reporter.end();
  return figures;
}

/** @param light the live indicator that shows that no more events are expected */
async function open(stage: Stage, taskId: string, light: string) {
  const context = await stage.open();
  const page = await context.newPage();
  const { path, wanted } = runPage(taskId);
  await watchPage(page, wanted);
  await page.goto(stage.url + path);
  await waitForContent(page);
  await page.locator(light).waitFor({ timeout: 120_000 });
  const upToDate = await page.evaluate(() => performance.now());
  const { content } = await readTimings(page);
  await context.close();
  return { curves: content ?? Number.NaN, upToDate };
}
