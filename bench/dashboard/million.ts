/** How soon a run of a million points is there: from the beginning of a navigation to its curves, with nothing in the cache. */
import { median } from '../report.ts';
import { atMost, type Figure, told } from './figure.ts';
import { seenOf, untilContent, watchPage } from './page-watch.ts';
import { runPage } from './places.ts';
import type { Stage } from './stage.ts';

/** Of four metrics each. */
const steps = 250_000;
const rounds = 5;
const mostMilliseconds = 1000;

export async function million(stage: Stage): Promise<Figure[]> {
  const { taskId, feeder } = await stage.startFed();
  await feeder.ask(`bulk ${steps}`);
  const figures: Figure[] = [];
  for (const state of ['running', 'finished'] as const) {
    if (state === 'finished') await feeder.ask('finish');
    const curves: number[] = [];
    const upToDate: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const opened = await open(stage, taskId, state === 'running' ? '.live-light.live' : '.live-light.ended');
      curves.push(opened.curves);
      upToDate.push(opened.upToDate);
    }
    const note = `${4 * steps} points of 4 metrics; median of ${rounds}, the slowest ${Math.max(...curves).toFixed(0)} ms`;
    figures.push(
      atMost(mostMilliseconds, { name: `million.${state}`, value: median(curves), unit: 'ms', note }),
      told({ name: `million.${state}.upToDate`, value: median(upToDate), unit: 'ms', note: 'the light says so' }),
    );
  }
  feeder.end();
  return figures;
}

/** @param light that says that no event is still to come */
async function open(stage: Stage, taskId: string, light: string) {
  const context = await stage.open();
  const page = await context.newPage();
  const { path, wanted } = runPage(taskId);
  await watchPage(page, wanted);
  await page.goto(stage.url + path);
  await untilContent(page);
  await page.locator(light).waitFor({ timeout: 120_000 });
  const upToDate = await page.evaluate(() => performance.now());
  const { content } = await seenOf(page);
  await context.close();
  return { curves: content ?? Number.NaN, upToDate };
}
