/** Looking into a dataset version: some of its samples, or the last rows of a series. */
import type { Viewer } from '../accounts/access.ts';
import { Forbidden, InvalidInput, NotFound } from '../errors.ts';
import type { DatasetFormat, DatasetVersion } from './dataset.ts';
import type { DatasetService } from './dataset-service.ts';
import type { DatasetProfile } from './profile.ts';
import type { Cells, DatasetSample } from './sample.ts';
import { createSampleCache } from './sample-cache.ts';

/** A file is read from its beginning, so it must not be too long to wait for. */
const maxFileBytes = 2 ** 30;
const maxSamples = 100;
const maxLastRows = 5000;

/** A file of a dataset version, and how to read it. */
export interface SampleSource {
  organizationId: string;
  artifactKey: string;
  format: DatasetFormat;
  /** Those that hold numbers. */
  numericColumns: string[];
}

/** Reads files where that can do no harm. @throws InvalidInput, InvalidData, RateLimited */
export interface SampleReader {
  /** Those of the samples that there are, in no order. */
  samples(source: SampleSource, indices: number[]): Promise<DatasetSample[]>;
  lastRows(source: SampleSource, wanted: { count: number; by: string }): Promise<Cells[]>;
}

export type SampleService = ReturnType<typeof createSampleService>;

export function createSampleService({ datasets, reader }: { datasets: DatasetService; reader: SampleReader }) {
  const cache = createSampleCache();

  async function look(version: DatasetVersion, indices: readonly number[]): Promise<Map<number, DatasetSample>> {
    const reason = whyClosed(version);
    const found = new Map<number, DatasetSample>();
    const missing = new Set<number>();
    for (const index of indices) {
      const known = reason === null && cache.get(version.id, index);
      if (known) found.set(index, known);
      else missing.add(index);
    }
    const source = reason === null && missing.size > 0 ? await sourceOf(version) : null;
    for (const sample of source ? await reader.samples(source, [...missing]) : []) {
      if (!missing.has(sample.index)) continue; // what was not asked for is of no use, and may be made up
      found.set(sample.index, sample);
      cache.put(version.id, sample);
    }
    for (const index of missing) {
      if (found.has(index)) continue;
      found.set(index, { kind: 'unavailable', index, reason: reason ?? `The data has no sample ${index}.` });
    }
    return found;
  }

  async function sourceOf(version: DatasetVersion): Promise<SampleSource | null> {
    const { datasetId, format, artifactKey } = version;
    if (!format || !artifactKey) return null;
    const organizationId = await datasets.organizationOf(datasetId);
    const profile = await datasets.profileOf(version, organizationId);
    return { organizationId, format, artifactKey, numericColumns: numericColumns(profile) };
  }

  return {
    /** Samples by their numbers, in this order. Access was decided with the version. @throws InvalidInput */
    async ofVersion(version: DatasetVersion, indices: readonly number[]): Promise<DatasetSample[]> {
      if (indices.length > maxSamples) throw new InvalidInput('indices', `Give at most ${maxSamples} at once.`);
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
    async lastRows(version: DatasetVersion, count: number, by: string): Promise<Cells[]> {
      const reason = whyClosed(version);
      const source = reason === null ? await sourceOf(version) : null;
      if (!source) throw new InvalidInput('by', reason ?? 'The data is gone.');
      if (source.format !== 'CSV' && source.format !== 'TSV')
        throw new InvalidInput('by', 'Only CSV and TSV files hold a series.');
      if (count < 1 || count > maxLastRows) throw new InvalidInput('count', `Give 1 to ${maxLastRows}.`);
      return reader.lastRows(source, { count, by });
    },
  };
}

function whyClosed({ state, bytes, artifactKey }: DatasetVersion): string | null {
  if (artifactKey === null) return 'The data is gone.';
  if (state !== 'READY') return 'The data is not READY.';
  return (bytes ?? 0) > maxFileBytes
    ? `The file is too large to look into: it has more than ${maxFileBytes} bytes.`
    : null;
}

function numericColumns(profile: DatasetProfile): string[] {
  if (profile.kind !== 'table') return [];
  return profile.columns.filter(({ type }) => type === 'numeric').map(({ name }) => name);
}
