/**
 * Performance of the dashboard: the bytes of the first load, the time until a page can be used, the load of a run that reports
 * 1000 points per second for a minute, and the time to open a run with a million points. Uses the built dashboard, a gateway in
 * its own process, and Chromium with an empty cache for each page. Exits with 1 if a bound is exceeded.
 */
import { loadavg } from 'node:os';
import type { Row } from '../report.ts';
import type { BoundedResult } from './bound.ts';
import { type Stage, withStage } from './fixture.ts';
import { interactive } from './interactive.ts';
import { live } from './live.ts';
import { million } from './long-run.ts';
import { size } from './size.ts';

const parts: Record<string, (stage: Stage) => Promise<BoundedResult[]>> = { size, interactive, live, million };

/** @param options.only comma-separated names of parts. Default: all */
export async function dashboard({ only }: { only?: string | undefined } = {}): Promise<Row[]> {
  const figures: BoundedResult[] = [];
  await withStage(async (stage) => {
    for (const [name, measure] of Object.entries(parts)) {
      if (only && !only.split(',').includes(name)) continue;
      console.error(`${name}, at a load of ${loadavg()[0]?.toFixed(2)}`);
      figures.push(...(await measure(stage)));
    }
  });
  const missed = figures.filter(({ exceedsBound }) => exceedsBound).map(({ row }) => row.name);
  if (missed.length > 0) {
    console.error(`Bounds exceeded: ${missed.join(', ')}`);
    process.exitCode = 1;
  }
  return figures.map(({ row }) => row);
}
