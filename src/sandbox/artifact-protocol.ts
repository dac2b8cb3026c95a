/**
 * How a sandboxed process reads and writes artifacts without reaching the store: it asks its parent, and the bytes travel as files
 * of its scratch folder.
 *
 *   process                               parent
 *      |──── get key ───────────────────────>|   copies the artifact to in/
 *      |<─── path ───────────────────────────|
 *      |──── release path ──────────────────>|   removes the copy; not answered
 *      |──── stat key ──────────────────────>|
 *      |<─── bytes, or null ─────────────────|
 *      |  (writes out/name)                  |
 *      |──── put key, name ─────────────────>|   checks and stores the file, removes it from out/
 *      |<─── bytes ──────────────────────────|
 */
import { z } from 'zod';

const id = z.number().int().nonnegative();
const key = z.string().max(512);

/** What the parent accepts; anything else of this type is answered with an error or ends the process. */
export const artifactRequestSchema = z.discriminatedUnion('call', [
  z.object({ type: z.literal('artifact'), call: z.literal('get'), id, key }),
  z.object({ type: z.literal('artifact'), call: z.literal('stat'), id, key }),
  z.object({ type: z.literal('artifact'), call: z.literal('put'), id, key, file: z.string().max(100) }),
  z.object({ type: z.literal('artifact'), call: z.literal('release'), path: z.string().max(4096) }),
]);
export type ArtifactRequest = z.infer<typeof artifactRequestSchema>;

export interface ArtifactFailure {
  /** There is no such artifact, as opposed to: it could not be had. */
  missing: boolean;
  /** The system's code, such as ENOSPC. */
  code: string | null;
  message: string;
}

export type ArtifactAnswer = { type: 'artifact'; id: number } & (
  | { path: string }
  | { bytes: number | null }
  | { failure: ArtifactFailure }
);
