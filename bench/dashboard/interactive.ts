/** Measures the time from navigation until a page shows its content and responds, with an empty cache. */
import { median } from '../report.ts';
import { atMost, type BoundedResult, informational } from './bound.ts';
import type { Stage } from './fixture.ts';
import { readTimings, waitForContent, watchPage } from './page-timings.ts';
import { overviewPage, runPage, signInPage } from './pages.ts';
import { quietWindowMs, timeToInteractive } from './time-to-interactive.ts';

const rounds = 9;
const maxMs = 1000;

export async function interactive(stage: Stage): Promise<BoundedResult[]> {
  const places = [signInPage, overviewPage, runPage(stage.trainedTaskId)];
  const times = places.map((place) => ({ place, paint: [] as number[], interactive: [] as number[] }));
  await visit(stage, signInPage); // warm-up: the browser starts all of its processes
  for (let round = 0; round < rounds; round++) {
    for (const { place, paint, interactive } of times) {
      const visited = await visit(stage, place);
      paint.push(visited.paint);
      interactive.push(visited.interactive);
    }
  }
  return times.flatMap(({ place: { name }, paint, interactive }) => {
    const worst = Math.max(...interactive).toFixed(0);
    const note = `median of ${rounds}, slowest ${worst} ms; empty cache`;
    return [
      informational({ name: `interactive.${name}.firstPaint`, value: median(paint), unit: 'ms' }),
      atMost(maxMs, { name: `interactive.${name}`, value: median(interactive), unit: 'ms', note }),
    ];
  });
}

async function visit(stage: Stage, { path, signedIn, wanted, control }: typeof signInPage) {
  const context = await stage.open(signedIn);
  const page = await context.newPage();
  await watchPage(page, wanted);
  await page.goto(stage.url + path);
  await waitForContent(page);
  await page.waitForFunction(
    ({ quiet }) => {
      const last = globalThis.seenOfPage.longTasks.at(-1);
      const from = Math.max(globalThis.seenOfPage.content ?? 0, last ? last.start + last.duration : 0);
      return performance.now() > from + quiet;
    },
    { quiet: quietWindowMs },
    { polling: 50 },
  );
  const { firstPaint, content, longTasks } = await readTimings(page);
  // Check that the page really responds.
  await page.locator(control).first().click();
  await page.locator('[role=menu]').waitFor();
  await context.close();
  if (firstPaint === null || content === null) throw new Error(`${path} was never rendered.`);
  return { paint: firstPaint, interactive: timeToInteractive(Math.max(firstPaint, content), longTasks) };
}
