/**
 * Constrains which workers can run a task, as in Kubernetes: by pool (a set of identical workers) and by labels. In addition to
 * its configured labels, a worker has the label `gpu` or `cpu`, depending on its engine's device.
 */
import { labelPattern, labelRule } from '../../config/labels.ts';
import { InvalidInput } from '../../errors.ts';

/** Pool and labels of a worker. */
export interface Place {
  pool: string;
  labels: readonly string[];
}

/** Pool and labels that a task requires. An empty `pool` matches any pool. */
export interface PlacementConstraints {
  pool: string;
  requiredLabels: string[];
}

/** Pool and labels of a worker with default settings. */
export const defaultPool: Place = { pool: 'default', labels: ['cpu'] };

const maxLabels = 16;

/** Returns whether a worker satisfies the constraints of a task. */
export function satisfiesConstraints(place: Place, { pool, requiredLabels }: PlacementConstraints): boolean {
  return (pool === '' || pool === place.pool) && requiredLabels.every((label) => place.labels.includes(label));
}

/** Returns a worker's labels: those configured, and its device. */
export function workerLabels(configured: readonly string[], hasGpu: boolean): string[] {
  return sorted([...configured, hasGpu ? 'gpu' : 'cpu']);
}

/** Validates the constraints of a launch. @param field path of the launch input, for messages. @throws InvalidInput */
export function parseConstraints(
  pool: string | null,
  labels: readonly string[] | null,
  field: string,
): PlacementConstraints {
  if (pool !== null && !labelPattern.test(pool))
    throw new InvalidInput(`${field}.pool`, `A pool name must have ${labelRule}.`);
  const requiredLabels = sorted(labels?.slice(0, maxLabels + 1) ?? []);
  if ((labels?.length ?? 0) > maxLabels || requiredLabels.some((label) => !labelPattern.test(label))) {
    throw new InvalidInput(
      `${field}.requiredLabels`,
      `Enter at most ${maxLabels} labels, such as "gpu". Each label must have ${labelRule}.`,
    );
  }
  return { pool: pool ?? '', requiredLabels };
}

function sorted(labels: readonly string[]): string[] {
  return [...new Set(labels)].sort();
}
