/** Looking into a dataset version: some of its samples, or the last rows of a series. */
import type { Viewer } from '../accounts/access.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { Forbidden, InvalidInput, NotFound } from '../errors.ts';
import type { DatasetVersion } from './dataset.ts';
import type { DatasetService } from './dataset-service.ts';
import { type DatasetProfile, datasetProfileSchema } from './profile.ts';
import { type Cells, type DatasetSample, readLastRows, readSamples } from './sample.ts';

/** A file is read from its beginning, so it must not be too long to wait for. */
const largestFile = 2 ** 30;
const mostSamples = 100;
const mostLastRows = 5000;
/** Samples that are kept in memory, since people look at the same ones again. */
const mostKept = 500;

export type SampleService = ReturnType<typeof createSampleService>;

export function createSampleService({ datasets, store }: { datasets: DatasetService; store: ArtifactStore }) {
  /** A version never changes, so neither do its samples. In the order of their last use. */
  const kept = new Map<string, DatasetSample>();
  let reading: Promise<unknown> = Promise.resolve();

  /** One file at a time: the gateway has streams to serve meanwhile. */
  function inTurn<T>(read: () => Promise<T>): Promise<T> {
    const turn = reading.then(read);
    reading = turn.catch(() => undefined); // whoever asked is told
    return turn;
  }

  function keep(key: string, sample: DatasetSample): void {
    kept.delete(key);
    kept.set(key, sample);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }

  async function look(version: DatasetVersion, indices: readonly number[]): Promise<Map<number, DatasetSample>> {
    const { format, artifactKey } = version;
    const reason = whyClosed(version);
    const found = new Map<number, DatasetSample>();
    const missing = new Set<number>();
    for (const index of indices) {
      const known = kept.get(`${version.id}:${index}`);
      if (known && reason === null) found.set(index, known);
      else missing.add(index);
    }
    if (reason === null && format && artifactKey && missing.size > 0) {
      const numeric = numericColumns(version.profile);
      for (const sample of await inTurn(() => readSamples(store, { format, artifactKey }, missing, numeric))) {
        found.set(sample.index, sample);
        keep(`${version.id}:${sample.index}`, sample);
      }
    }
    for (const index of missing) {
      if (found.has(index)) continue;
      found.set(index, { kind: 'unavailable', index, reason: reason ?? `The data has no sample ${index}.` });
    }
    return found;
  }

  return {
    /** Samples by their numbers, in this order. Access was decided with the version. @throws InvalidInput */
    async ofVersion(version: DatasetVersion, indices: readonly number[]): Promise<DatasetSample[]> {
      if (indices.length > mostSamples) throw new InvalidInput('indices', `Give at most ${mostSamples} at once.`);
      const found = await look(version, indices);
      return indices.flatMap((index) => found.get(index) ?? []);
    },

    /** The same of a version that may be gone, or not for the viewer: then the samples say so. */
    async byVersionId(
      viewer: Viewer | null,
      versionId: string,
      indices: readonly number[],
    ): Promise<Map<number, DatasetSample>> {
      const closed = (reason: string) =>
        new Map(indices.map((index) => [index, { kind: 'unavailable', index, reason } as const]));
      const version = await datasets.versionById(versionId);
      if (!version) return closed('The data is gone.');
      try {
        await datasets.byId(viewer, version.datasetId);
      } catch (error) {
        if (error instanceof NotFound || error instanceof Forbidden) return closed(error.message);
        throw error;
      }
      return look(version, indices);
    },

    /** The last rows of a table by the dates in one of its columns. Access was decided with the version. @throws InvalidInput */
    lastRows(version: DatasetVersion, count: number, by: string): Promise<Cells[]> {
      const { format, artifactKey } = version;
      const reason = whyClosed(version);
      if (reason !== null || !artifactKey) throw new InvalidInput('by', reason ?? 'The data is gone.');
      if (format !== 'CSV' && format !== 'TSV') throw new InvalidInput('by', 'Only CSV and TSV files hold a series.');
      if (count < 1 || count > mostLastRows) throw new InvalidInput('count', `Give 1 to ${mostLastRows}.`);
      const numeric = numericColumns(version.profile);
      return inTurn(() => readLastRows(store, { artifactKey }, format, { count, by, numeric }));
    },
  };
}

function whyClosed({ state, bytes, artifactKey }: DatasetVersion): string | null {
  if (artifactKey === null) return 'The data is gone.';
  if (state !== 'READY') return 'The data is not READY.';
  return (bytes ?? 0) > largestFile
    ? `The file is too large to look into: it has more than ${largestFile} bytes.`
    : null;
}

function numericColumns(profile: unknown): ReadonlySet<string> {
  const parsed: DatasetProfile = datasetProfileSchema.parse(profile);
  if (parsed.kind !== 'table') return new Set();
  return new Set(parsed.columns.filter(({ type }) => type === 'numeric').map(({ name }) => name));
}
