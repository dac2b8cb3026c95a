/**
 * Equal bytes are stored once (content.ts), so several records may reference one artifact. Deleting an artifact and writing a
 * reference to it are serialized per key by an advisory lock; the second one checks again.
 */
import { sql } from 'drizzle-orm';
import type { Transaction } from '../database/client.ts';
import type { ArtifactStore } from './artifact-store.ts';

/** The artifact was deleted after it had been found in the store. The caller has to store it again. */
export class ArtifactGone extends Error {
  constructor(key: string) {
    super(`The artifact ${key} was deleted while it was being stored again.`);
    this.name = 'ArtifactGone';
  }
}

const lockOf = (key: string) => sql`hashtextextended(${key}, 0)`;

/**
 * Prevents the deletion of an artifact until the transaction ends. Call it before writing a record that references the artifact.
 * @throws ArtifactGone
 */
export async function lockArtifact(tx: Transaction, store: ArtifactStore, key: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${lockOf(key)})`);
  if (!(await store.stat(key))) throw new ArtifactGone(key);
}

/**
 * Deletes an artifact unless a record still references it.
 * @param findReference returns true if there is such a record; it runs under the lock
 */
export async function deleteIfUnreferenced(
  tx: Transaction,
  store: ArtifactStore,
  key: string,
  findReference: () => Promise<boolean>,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockOf(key)})`);
  if (!(await findReference())) await store.delete(key);
}

/** Each retry requires another process to delete the artifact between the two steps, so a few suffice. */
const maxTries = 5;

/**
 * Stores an artifact and writes the record that references it. If no record is written, the artifact is discarded.
 * @param steps `put` stores the artifact; `record` writes its record, or returns null if there is none to write; `discard`
 *              deletes the artifact unless another record references it
 * @returns the result of `record`
 * @throws the errors of the steps
 */
export async function storeWithRecord<A, R>(steps: {
  put: () => Promise<A>;
  record: (artifact: A) => Promise<R | null>;
  discard: (artifact: A) => Promise<void>;
}): Promise<R | null> {
  const { put, record, discard } = steps;
  for (let tries = 1; ; tries++) {
    const artifact = await put();
    let recorded: R | null = null;
    try {
      recorded = await record(artifact);
    } catch (error) {
      if (error instanceof ArtifactGone && tries < maxTries) continue;
      await discard(artifact);
      throw error;
    }
    if (recorded === null) await discard(artifact);
    return recorded;
  }
}
