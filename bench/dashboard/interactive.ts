/** From the beginning of a navigation to a page that shows what it is for and answers, with nothing in the cache. */
import { median } from '../report.ts';
import { atMost, type Figure, told } from './figure.ts';
import { seenOf, untilContent, watchPage } from './page-watch.ts';
import { overviewPage, runPage, signInPage } from './places.ts';
import { quietMilliseconds, timeToInteractive } from './quiet.ts';
import type { Stage } from './stage.ts';

const rounds = 9;
const mostMilliseconds = 1000;

export async function interactive(stage: Stage): Promise<Figure[]> {
  const places = [signInPage, overviewPage, runPage(stage.trainedTaskId)];
  const times = places.map((place) => ({ place, paint: [] as number[], interactive: [] as number[] }));
  await visit(stage, signInPage); // the browser has started all of its processes
  for (let round = 0; round < rounds; round++) {
    for (const { place, paint, interactive } of times) {
      const visited = await visit(stage, place);
      paint.push(visited.paint);
      interactive.push(visited.interactive);
    }
  }
  return times.flatMap(({ place: { name }, paint, interactive }) => {
    const worst = Math.max(...interactive).toFixed(0);
    const note = `median of ${rounds}, the slowest ${worst} ms; nothing in the cache`;
    return [
      told({ name: `interactive.${name}.firstPaint`, value: median(paint), unit: 'ms' }),
      atMost(mostMilliseconds, { name: `interactive.${name}`, value: median(interactive), unit: 'ms', note }),
    ];
  });
}

async function visit(stage: Stage, { path, signedIn, wanted, control }: typeof signInPage) {
  const context = await stage.open(signedIn);
  const page = await context.newPage();
  await watchPage(page, wanted);
  await page.goto(stage.url + path);
  await untilContent(page);
  await page.waitForFunction(
    ({ quiet }) => {
      const last = globalThis.seenOfPage.longTasks.at(-1);
      const from = Math.max(globalThis.seenOfPage.content ?? 0, last ? last.start + last.duration : 0);
      return performance.now() > from + quiet;
    },
    { quiet: quietMilliseconds },
    { polling: 50 },
  );
  const { firstPaint, content, longTasks } = await seenOf(page);
  // It does what it looks like.
  await page.locator(control).first().click();
  await page.locator('[role=menu]').waitFor();
  await context.close();
  if (firstPaint === null || content === null) throw new Error(`${path} was never drawn.`);
  return { paint: firstPaint, interactive: timeToInteractive(Math.max(firstPaint, content), longTasks) };
}
