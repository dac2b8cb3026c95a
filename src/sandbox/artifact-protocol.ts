/**
 * How a sandboxed process reads and writes artifacts without access to the store: it sends requests to its parent, and the bytes
 * are passed as files in its scratch folder.
 *
 *   process                               parent
 *      |──── get key ───────────────────────>|   copies the artifact to in/
 *      |<─── path ───────────────────────────|
 *      |──── release path ──────────────────>|   removes the copy; no response
 *      |──── stat key ──────────────────────>|
 *      |<─── bytes, or null ─────────────────|
 *      |  (writes out/name)                  |
 *      |──── put key, name ─────────────────>|   checks and stores the file, removes it from out/
 *      |<─── bytes ──────────────────────────|
 */
import { z } from 'zod';

const id = z.number().int().nonnegative();
const key = z.string().max(512);

/** The requests that the parent accepts. Any other message of this type ends the process. */
export const artifactRequestSchema = z.discriminatedUnion('call', [
  z.object({ type: z.literal('artifact'), call: z.literal('get'), id, key }),
  z.object({ type: z.literal('artifact'), call: z.literal('stat'), id, key }),
  z.object({ type: z.literal('artifact'), call: z.literal('put'), id, key, file: z.string().max(100) }),
  z.object({ type: z.literal('artifact'), call: z.literal('release'), path: z.string().max(4096) }),
]);
export type ArtifactRequest = z.infer<typeof artifactRequestSchema>;

export interface ArtifactFailure {
  /** True if there is no such artifact; false if it could not be read or written. */
  missing: boolean;
  /** Error code of the operating system, such as ENOSPC. */
  code: string | null;
  message: string;
}

export type ArtifactAnswer = { type: 'artifact'; id: number } & (
  | { path: string }
  | { bytes: number | null }
  | { failure: ArtifactFailure }
);
