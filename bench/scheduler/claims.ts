/** Measures fairness, throughput and latency of claiming tasks. */
import { newId } from '../../src/database/id.ts';
import type { Claim } from '../../src/tasks/queue/queue.ts';
import { comparison, measurement, percentile, type Row } from '../report.ts';
import { type NoOpQueue, openNoOps } from './no-ops.ts';

const [owners, loops, queued, window] = [20, 8, 10_000, 200];
const depths = [100, 1000, 10_000, 100_000];
const samples = 400;
const memory = 2 ** 30;

export async function claimRows(): Promise<Row[]> {
  const noOps = await openNoOps({ organizations: owners, connections: loops + 2 });
  try {
    return [...(await fairnessRows(noOps)), ...(await latencyRows(noOps))];
  } finally {
    await noOps.stop();
  }
}

/** Runs all loops in parallel until the queue is empty. */
async function fairnessRows(noOps: NoOpQueue): Promise<Row[]> {
  await noOps.clear();
  await noOps.add(queued);
  const claims: Claim[] = [];
  const began = performance.now();
  const work = async () => {
    for (const workerId = newId(); ; ) {
      const claim = await noOps.queue.claim(workerId, memory);
      if (!claim) return;
      claims.push(claim);
      await noOps.queue.finish(claim, async () => ({}));
    }
  };
  await Promise.all(Array.from({ length: loops }, work));
  const seconds = (performance.now() - began) / 1000;
  const served = claims.map(({ organizationId }) => organizationId);
  const windows = served.slice(window - 1).map((_, start) => fairness(served.slice(start, start + window)));
  const note = `${queued} tasks of ${owners} organizations, ${loops} loops`;
  return [
    measurement('claims.double', claims.length - new Set(claims.map(({ taskId }) => taskId)).size, 'tasks', note),
    measurement('claims.lost', queued - claims.length, 'tasks', note),
    measurement('fairness.jain', Math.min(...windows), '', `minimum over all windows of ${window} claims`),
    measurement('claims.rate', claims.length / seconds, 'claims/s', `${note}, each finished too`),
  ];
}

/** Jain's fairness index over the organizations: 1 if all are served equally, 1/n if only one is served (Jain et al. 1984). */
function fairness(served: string[]): number {
  const counts = new Map<string, number>();
  for (const one of served) counts.set(one, (counts.get(one) ?? 0) + 1);
  const squares = [...counts.values()].reduce((sum, count) => sum + count * count, 0);
  return served.length ** 2 / (owners * squares);
}

/** Runs one loop that enqueues a new task for each one that it claims. */
async function latencyRows(noOps: NoOpQueue): Promise<Row[]> {
  const rows: Row[] = [];
  let reference: number | null = null;
  for (const depth of depths) {
    await noOps.clear();
    await noOps.add(depth);
    const ms: number[] = [];
    for (const workerId = newId(); ms.length < samples; ) {
      const began = performance.now();
      const claim = await noOps.queue.claim(workerId, memory);
      ms.push(performance.now() - began);
      if (!claim) throw new Error('The queue was empty.');
      await noOps.queue.finish(claim, async () => ({}));
      await noOps.add(1);
    }
    const row = { name: `claim.p95.${depth}`, value: percentile(ms, 0.95), unit: 'ms' };
    rows.push(
      reference === null
        ? measurement(row.name, row.value, row.unit, `${depth} queued`)
        : comparison({ ...row, baseline: `${depths[0]} queued`, reference }),
    );
    reference ??= row.value;
  }
  return rows;
}
