/**
 * The messages between a worker and the sandboxed process that reads an upload (ingester), over Node's IPC channel.
 *
 *   worker                          ingester
 *      |<──────── ready ───────────────|
 *      |───────── ingest ─────────────>|     one at a time, all from one organization
 *      |<──────── progress ────────────|     up to four per second
 *      |<──────── done ────────────────|
 *
 * The upload itself is transferred as sandbox/artifact-protocol.ts describes. The process reads untrusted data, so its messages
 * are validated before use.
 */
import { z } from 'zod';
import { datasetFormats } from '../../datasets/dataset.ts';
import { ingestionProgressSchema } from '../../datasets/ingestion.ts';
import { datasetProfileSchema } from '../../datasets/profile.ts';
import { maxMessageLength, maxPlaceLength, shortenedText } from '../../text.ts';

export interface IngestJob {
  type: 'ingest';
  artifactKey: string;
  bytes: number;
  /** Null means that the format is detected from the content. */
  format: (typeof datasetFormats)[number] | null;
}

const resultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), format: z.enum(datasetFormats), profile: datasetProfileSchema }),
  z.object({
    kind: z.literal('rejected'),
    reason: shortenedText(maxMessageLength),
    location: shortenedText(maxPlaceLength).nullable(),
  }),
  /** An allocation failed. */
  z.object({ kind: z.literal('memory') }),
  /** An error that the content of the file did not cause. */
  z.object({ kind: z.literal('broken'), reason: shortenedText(maxMessageLength) }),
]);

export const fromIngesterSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('progress'), progress: ingestionProgressSchema }),
  z.object({ type: z.literal('done'), result: resultSchema }),
]);

export type FromIngester = z.infer<typeof fromIngesterSchema>;
export type IngestResult = z.infer<typeof resultSchema>;
