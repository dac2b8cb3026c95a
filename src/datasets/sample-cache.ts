/** Samples that people looked at, bounded in bytes. A version never changes, so neither do its samples. */
import type { DatasetSample } from './sample.ts';

const maxBytes = 64 * 2 ** 20;
/** What an entry takes beside its texts. */
const overheadBytes = 200;

export interface SampleCache {
  get(versionId: string, index: number): DatasetSample | null;
  put(versionId: string, sample: DatasetSample): void;
}

export function createSampleCache(): SampleCache {
  /** In the order of their last use. */
  const kept = new Map<string, { sample: DatasetSample; bytes: number }>();
  let total = 0;

  function take(key: string): DatasetSample | null {
    const found = kept.get(key);
    if (!found) return null;
    kept.delete(key);
    total -= found.bytes;
    return found.sample;
  }

  function add(key: string, sample: DatasetSample): void {
    const bytes = bytesOf(sample);
    kept.set(key, { sample, bytes });
    total += bytes;
    for (const oldest of kept.keys()) {
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

/** Two bytes a character. */
function bytesOf(sample: DatasetSample): number {
  if (sample.kind === 'image') return overheadBytes + 2 * sample.dataUrl.length;
  if (sample.kind === 'unavailable') return overheadBytes + 2 * sample.reason.length;
  return Object.entries(sample.cells).reduce(
    (sum, [name, cell]) => sum + 2 * name.length + (typeof cell === 'string' ? 2 * cell.length : 8) + 32,
    overheadBytes,
  );
}
