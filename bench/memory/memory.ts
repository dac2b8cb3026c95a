/**
 * Whether memory estimates hold: random valid configurations are trained, each in its own process, and the peak resident set is
 * compared with the estimate. Also whether a worker grows: see worker-growth.ts.
 *
 *   configurations    how many were trained
 *   within            how many stayed within their estimate
 *   peak              the median of peak / estimate: estimates that are too high keep workers idle
 */
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { measurement, median, type Row } from '../report.ts';
import { modulePath } from '../runner-process.ts';
import { workerGrowth } from './worker-growth.ts';

const run = promisify(execFile);
const configurations = 200;
const firstSeed = 1000;
const patienceMs = 300_000;

export async function memory(): Promise<Row[]> {
  return [...(await estimates()), ...(await workerGrowth())];
}

async function estimates(): Promise<Row[]> {
  const ratios: number[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    while (next < configurations) {
      const seed = firstSeed + next++;
      const args = ['--import', 'tsx', modulePath(import.meta.url, './memory-runner.ts'), String(seed)];
      const { stdout } = await run(process.execPath, args, { timeout: patienceMs });
      const { estimate, peakBytes, ...drawn } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      const ratio = peakBytes / estimate.memoryBytes;
      ratios.push(ratio);
      if (ratio > 1) console.error(`seed ${seed}: ${ratio.toFixed(2)} of the estimate, ${JSON.stringify(drawn)}`);
    }
  }
  await Promise.all(cpus().map(worker));
  return [
    measurement('configurations', ratios.length, 'runs', `seeds ${firstSeed} to ${firstSeed + configurations - 1}`),
    measurement('within', ratios.filter((ratio) => ratio <= 1).length, 'runs'),
    measurement('peak', median(ratios), 'of the estimate', `largest ${Math.max(...ratios).toFixed(2)}`),
  ];
}
