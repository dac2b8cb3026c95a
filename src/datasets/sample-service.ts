/** Reads samples of a dataset version, or the last rows of a time series. */
import { Forbidden, InvalidInput, NotFound } from '../errors.ts';
import type { Dataset, DatasetFormat, DatasetVersion } from './dataset.ts';
import type { DatasetProfile } from './profile.ts';
import type { DatasetSample, RowValues } from './read-samples.ts';
import { createSampleCache } from './sample-cache.ts';

/** A file is read from its beginning, so a large one would take too long. */
const maxFileBytes = 2 ** 30;
const maxSamples = 100;
const maxLastRows = 5000;

/** The file of a dataset version, and how to read it. */
export interface SampleSource {
  organizationId: string;
  artifactKey: string;
  format: DatasetFormat;
  numericColumns: string[];
}

/** Reads untrusted files in a sandbox. @throws InvalidInput, InvalidData, RateLimited */
export interface SampleReader {
  /** Returns the samples that exist, in no particular order. */
  samples(source: SampleSource, indices: number[]): Promise<DatasetSample[]>;
  lastRows(source: SampleSource, request: { count: number; dateColumn: string }): Promise<RowValues[]>;
}

/** Reads what belongs to a version from the database, for one viewer. */
export interface VersionReads {
  /** Returns null if the version does not exist. */
  versionById(id: string): Promise<DatasetVersion | null>;
  /** Returns a dataset that is not in the trash. @throws NotFound, Forbidden */
  datasetById(id: string): Promise<Dataset>;
  /** Returns the dataset of a version to which the viewer has access. */
  datasetOf(version: DatasetVersion): Promise<Dataset>;
  profileOf(version: DatasetVersion): Promise<DatasetProfile>;
}

export type SampleService = ReturnType<typeof createSampleService>;

export function createSampleService({ reader }: { reader: SampleReader }) {
  const cache = createSampleCache();

  async function readUncached(
    version: DatasetVersion,
    indices: readonly number[],
    reads: VersionReads,
  ): Promise<Map<number, DatasetSample>> {
    const reason = unavailableReason(version);
    const found = new Map<number, DatasetSample>();
    const missing = new Set<number>();
    for (const index of indices) {
      const known = reason === null && cache.get(version.id, index);
      if (known) found.set(index, known);
      else missing.add(index);
    }
    const source = reason === null && missing.size > 0 ? await sourceOf(version, reads) : null;
    for (const sample of source ? await reader.samples(source, [...missing]) : []) {
      if (!missing.has(sample.index)) continue; // the reader is untrusted: it may return samples that were not requested
      found.set(sample.index, sample);
      cache.put(version.id, sample);
    }
    for (const index of missing) {
      if (found.has(index)) continue;
      found.set(index, { kind: 'unavailable', index, reason: reason ?? `The dataset has no sample ${index}.` });
    }
    return found;
  }

  async function sourceOf(version: DatasetVersion, reads: VersionReads): Promise<SampleSource | null> {
    const { format, artifactKey } = version;
    if (!format || !artifactKey) return null;
    const [{ organizationId }, profile] = await Promise.all([reads.datasetOf(version), reads.profileOf(version)]);
    return { organizationId, format, artifactKey, numericColumns: numericColumns(profile) };
  }

  return {
    /** Returns the samples at `indices`, in this order. The caller has authorized access to the version. @throws InvalidInput */
    async readVersion(
      version: DatasetVersion,
      indices: readonly number[],
      reads: VersionReads,
    ): Promise<DatasetSample[]> {
      if (indices.length > maxSamples)
        throw new InvalidInput('indices', `At most ${maxSamples} samples can be read at once.`);
      const found = await readUncached(version, indices, reads);
      return indices.flatMap((index) => found.get(index) ?? []);
    },

    /** Like `readVersion`, but authorizes access. If the version is gone or not visible, every sample is `unavailable`. */
    async byVersionId(
      versionId: string,
      indices: readonly number[],
      reads: VersionReads,
    ): Promise<Map<number, DatasetSample>> {
      const unavailable = (reason: string) =>
        new Map(indices.map((index) => [index, { kind: 'unavailable', index, reason } as const]));
      const version = await reads.versionById(versionId);
      if (!version) return unavailable('The data has been deleted.');
      let dataset: Dataset;
      try {
        dataset = await reads.datasetById(version.datasetId);
      } catch (error) {
        if (error instanceof NotFound || error instanceof Forbidden) return unavailable(error.message);
        throw error;
      }
      return readUncached(version, indices, { ...reads, datasetOf: async () => dataset });
    },

    /** Returns the last rows of a table by the date column `dateColumn`. The caller has authorized access. @throws InvalidInput */
    async lastRows(
      version: DatasetVersion,
      { count, dateColumn }: { count: number; dateColumn: string },
      reads: VersionReads,
    ): Promise<RowValues[]> {
      const reason = unavailableReason(version);
      const source = reason === null ? await sourceOf(version, reads) : null;
      if (!source) throw new InvalidInput('dateColumn', reason ?? 'The data has been deleted.');
      if (source.format !== 'CSV' && source.format !== 'TSV')
        throw new InvalidInput('dateColumn', 'Time series require a CSV or TSV file.');
      if (count < 1 || count > maxLastRows)
        throw new InvalidInput('count', `The number of rows must be from 1 to ${maxLastRows}.`);
      return reader.lastRows(source, { count, dateColumn });
    },
  };
}

function unavailableReason({ state, sizeBytes, artifactKey }: DatasetVersion): string | null {
  if (artifactKey === null) return 'The data has been deleted.';
  if (state !== 'READY') return 'The dataset version is not READY.';
  return (sizeBytes ?? 0) > maxFileBytes
    ? `The file is too large to read samples from: it has more than ${maxFileBytes} bytes.`
    : null;
}

function numericColumns(profile: DatasetProfile): string[] {
  if (profile.kind !== 'table') return [];
  return profile.columns.filter(({ type }) => type === 'numeric').map(({ name }) => name);
}
