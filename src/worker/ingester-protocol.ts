/**
 * What a worker and the sandboxed process that reads an upload say to each other, over Node's IPC channel.
 *
 *   worker                          ingester
 *      |<──────── ready ───────────────|
 *      |───────── ingest ─────────────>|     one at a time, all of one organisation
 *      |<──────── progress ────────────|     at most four a second
 *      |<──────── done ────────────────|
 *
 * The upload itself travels as sandbox/artifact-protocol.ts says. The process has read what a stranger sent: whatever it says is
 * checked before it is used.
 */
import { z } from 'zod';
import { datasetFormats } from '../datasets/dataset.ts';
import { ingestionProgressSchema } from '../datasets/ingestion.ts';
import { datasetProfileSchema } from '../datasets/profile.ts';
import { maxMessageLength, maxPlaceLength, shortenedText } from '../text.ts';

export interface IngestJob {
  type: 'ingest';
  artifactKey: string;
  bytes: number;
  /** Null: the content is to tell. */
  format: (typeof datasetFormats)[number] | null;
}

const resultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), format: z.enum(datasetFormats), profile: datasetProfileSchema }),
  z.object({
    kind: z.literal('rejected'),
    reason: shortenedText(maxMessageLength),
    location: shortenedText(maxPlaceLength).nullable(),
  }),
  /** An allocation was refused. */
  z.object({ kind: z.literal('memory') }),
  /** Something broke that is not the file's content. */
  z.object({ kind: z.literal('broken'), reason: shortenedText(maxMessageLength) }),
]);

export const fromIngesterSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('progress'), progress: ingestionProgressSchema }),
  z.object({ type: z.literal('done'), result: resultSchema }),
]);

export type FromIngester = z.infer<typeof fromIngesterSchema>;
export type IngestResult = z.infer<typeof resultSchema>;
