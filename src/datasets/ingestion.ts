/** The progress of an ingestion, and how a reader reports it. */
import { z } from 'zod';

const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

/** READING: rows or images are being read. DESCRIBING: statistics and thumbnails are being computed. */
const ingestionPhases = ['READING', 'DESCRIBING'] as const;

/** Null means unknown, or not applicable to the format. */
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
  /** Called often: a caller that forwards progress must throttle it. */
  onProgress?(progress: Partial<IngestionProgress>): void;
}
