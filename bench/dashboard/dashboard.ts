/**
 * What a person waits for in the dashboard: how much is loaded at first, when a page can be used, what a run that reports 1000 points
 * a second for a minute costs the browser, how soon a run of a million points is there. The dashboard as it was built, a gateway
 * in a process of its own, a real Chromium whose cache is empty for each page. Exits with 1 when a bound is missed.
 */
import { loadavg } from 'node:os';
import type { Row } from '../report.ts';
import type { Figure } from './figure.ts';
import { interactive } from './interactive.ts';
import { live } from './live.ts';
import { million } from './million.ts';
import { size } from './size.ts';
import { type Stage, withStage } from './stage.ts';

const parts: Record<string, (stage: Stage) => Promise<Figure[]>> = { size, interactive, live, million };

/** @param options.only names of parts, with commas between them; absent: all */
export async function dashboard({ only }: { only?: string | undefined } = {}): Promise<Row[]> {
  const figures: Figure[] = [];
  await withStage(async (stage) => {
    for (const [name, measure] of Object.entries(parts)) {
      if (only && !only.split(',').includes(name)) continue;
      console.error(`${name}, at a load of ${loadavg()[0]?.toFixed(2)}`);
      figures.push(...(await measure(stage)));
    }
  });
  const missed = figures.filter(({ isMissed }) => isMissed).map(({ row }) => row.name);
  if (missed.length > 0) {
    console.error(`Missed: ${missed.join(', ')}`);
    process.exitCode = 1;
  }
  return figures.map(({ row }) => row);
}
