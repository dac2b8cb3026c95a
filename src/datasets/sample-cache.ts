/** An LRU cache of samples, bounded in bytes. Versions are immutable, so entries never become stale. */
import type { DatasetSample } from './read-samples.ts';

const maxBytes = 64 * 2 ** 20;
/** Memory of an entry besides its strings. */
const overheadBytes = 200;

export interface SampleCache {
  get(versionId: string, index: number): DatasetSample | null;
  put(versionId: string, sample: DatasetSample): void;
}

export function createSampleCache(): SampleCache {
  /** Ordered by last use, least recent first. */
  const entries = new Map<string, { sample: DatasetSample; bytes: number }>();
  let total = 0;

  function take(key: string): DatasetSample | null {
    const found = entries.get(key);
    if (!found) return null;
    entries.delete(key);
    total -= found.bytes;
    return found.sample;
  }

  function add(key: string, sample: DatasetSample): void {
    const bytes = bytesOf(sample);
    entries.set(key, { sample, bytes });
    total += bytes;
    for (const oldest of entries.keys()) {
      if (total <= maxBytes) return;
      take(oldest);
    }
  }

  return {
    get(versionId, index) {
      const key = `${versionId}:${index}`;
      const sample = take(key);
      if (sample) add(key, sample);
      return sample;
    },
    put(versionId, sample) {
      const key = `${versionId}:${sample.index}`;
      take(key);
      add(key, sample);
    },
  };
}

/** Estimates the memory of a sample, at two bytes per character. */
function bytesOf(sample: DatasetSample): number {
  if (sample.kind === 'image') return overheadBytes + 2 * sample.dataUrl.length;
  if (sample.kind === 'unavailable') return overheadBytes + 2 * sample.reason.length;
  return Object.entries(sample.cells).reduce(
    (sum, [name, cell]) => sum + 2 * name.length + (typeof cell === 'string' ? 2 * cell.length : 8) + 32,
    overheadBytes,
  );
}
