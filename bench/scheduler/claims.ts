/** How fairly, how fast and how evenly tasks are claimed. */
import { newId } from '../../src/database/id.ts';
import type { Claim } from '../../src/tasks/queue.ts';
import { alone, compared, percentile, type Row } from '../report.ts';
import { type NoOps, openNoOps } from './no-ops.ts';

const [owners, loops, queued, window] = [20, 8, 10_000, 200];
const depths = [100, 1000, 10_000, 100_000];
const samples = 400;
const memory = 2 ** 30;

export async function claimRows(): Promise<Row[]> {
  const noOps = await openNoOps({ organizations: owners, connections: loops + 2 });
  try {
    return [...(await shareRows(noOps)), ...(await latencyRows(noOps))];
  } finally {
    await noOps.stop();
  }
}

/** All loops at once, until the queue is empty. */
async function shareRows(noOps: NoOps): Promise<Row[]> {
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
  const note = `${queued} tasks of ${owners} organisations, ${loops} loops`;
  return [
    alone('claims.double', claims.length - new Set(claims.map(({ taskId }) => taskId)).size, 'tasks', note),
    alone('claims.lost', queued - claims.length, 'tasks', note),
    alone('fairness.jain', Math.min(...windows), '', `least over all windows of ${window} claims`),
    alone('claims.rate', claims.length / seconds, 'claims/s', `${note}, each finished too`),
  ];
}

/** Jain's index over the organisations: 1 when all were served alike, 1/n when one was served alone (Jain et al. 1984). */
function fairness(served: string[]): number {
  const counts = new Map<string, number>();
  for (const one of served) counts.set(one, (counts.get(one) ?? 0) + 1);
  const squares = [...counts.values()].reduce((sum, count) => sum + count * count, 0);
  return served.length ** 2 / (owners * squares);
}

/** One loop, which puts a new task into the queue for each that it takes. */
async function latencyRows(noOps: NoOps): Promise<Row[]> {
  const rows: Row[] = [];
  let reference: number | null = null;
  for (const depth of depths) {
    await noOps.clear();
    await noOps.add(depth);
    const milliseconds: number[] = [];
    for (const workerId = newId(); milliseconds.length < samples; ) {
      const began = performance.now();
      const claim = await noOps.queue.claim(workerId, memory);
      milliseconds.push(performance.now() - began);
      if (!claim) throw new Error('The queue was empty.');
      await noOps.queue.finish(claim, async () => ({}));
      await noOps.add(1);
    }
    const row = { name: `claim.p95.${depth}`, value: percentile(milliseconds, 0.95), unit: 'ms' };
    rows.push(
      reference === null
        ? alone(row.name, row.value, row.unit, `${depth} queued`)
        : compared({ ...row, against: `${depths[0]} queued`, reference }),
    );
    reference ??= row.value;
  }
  return rows;
}
