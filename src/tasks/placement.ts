/**
 * Where a task may run, in Kubernetes' terms: in a pool (a set of equal workers), and on workers that have certain labels.
 * Beside those of its settings, a worker has the label `gpu` or `cpu`, after what its engine computes on.
 */
import { placeName, placeNameRule } from '../config.ts';
import { InvalidInput } from '../errors.ts';

/** What a worker is. */
export interface Place {
  pool: string;
  labels: readonly string[];
}

/** What a task asks for. `pool` empty: any. */
export interface PlaceDemand {
  pool: string;
  requiredLabels: string[];
}

/** A worker that was told nothing. */
export const anyPlace: Place = { pool: 'default', labels: ['cpu'] };

const mostLabels = 16;

export function meets(place: Place, { pool, requiredLabels }: PlaceDemand): boolean {
  return (pool === '' || pool === place.pool) && requiredLabels.every((label) => place.labels.includes(label));
}

/** A worker's labels: its own, and what it computes on. */
export function labelsOf(own: readonly string[], gpu: boolean): string[] {
  return sorted([...own, gpu ? 'gpu' : 'cpu']);
}

/** @param field where both stand, for messages. @throws InvalidInput */
export function parsePlaceDemand(pool: string | null, labels: readonly string[] | null, field: string): PlaceDemand {
  if (pool !== null && !placeName.test(pool)) throw new InvalidInput(`${field}.pool`, `A pool has ${placeNameRule}.`);
  const requiredLabels = sorted(labels?.slice(0, mostLabels + 1) ?? []);
  if ((labels?.length ?? 0) > mostLabels || requiredLabels.some((label) => !placeName.test(label))) {
    throw new InvalidInput(
      `${field}.requiredLabels`,
      `Give at most ${mostLabels} labels; each has ${placeNameRule}, such as "gpu".`,
    );
  }
  return { pool: pool ?? '', requiredLabels };
}

function sorted(labels: readonly string[]): string[] {
  return [...new Set(labels)].sort();
}
