/** How far the reading of an upload has come, and how its reader tells. */
import { z } from 'zod';

const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

/** READING: rows or images. DESCRIBING: statistics and thumbnails of what was read. */
export const ingestionPhases = ['READING', 'DESCRIBING'] as const;

/** Null: not known, or there are none in this format. */
export const ingestionProgressSchema = z.object({
  phase: z.enum(ingestionPhases),
  rowsRead: count.nullable(),
  imagesChecked: count.nullable(),
  imagesTotal: count.nullable(),
  bytesRead: count.nullable(),
  bytesTotal: count.nullable(),
});

export type IngestionProgress = z.infer<typeof ingestionProgressSchema>;

export interface ReadOptions {
  signal?: AbortSignal;
  /** Called often: a caller that forwards progress has to throttle it. */
  onProgress?(progress: Partial<IngestionProgress>): void;
}
