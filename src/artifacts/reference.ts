/**
 * Equal bytes are stored once (content.ts), so several records may refer to an artifact, and one that is about to be written may
 * find it there already. Who deletes an artifact and who writes a record of it therefore take turns, key by key; who comes second
 * looks again.
 */
import { sql } from 'drizzle-orm';
import type { Transaction } from '../database/client.ts';
import type { ArtifactStore } from './artifact-store.ts';

/** The artifact was deleted after it had been found in the store: what is to refer to it has to store it anew. */
export class ArtifactGone extends Error {
  constructor(key: string) {
    super(`The artifact ${key} was deleted while it was stored again.`);
    this.name = 'ArtifactGone';
  }
}

const lockOf = (key: string) => sql`hashtextextended(${key}, 0)`;

/** Until the end of this transaction nobody deletes the artifact. To be called before the record is written. @throws ArtifactGone */
export async function holdArtifact(tx: Transaction, store: ArtifactStore, key: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${lockOf(key)})`);
  if (!(await store.stat(key))) throw new ArtifactGone(key);
}

/** Deletes an artifact unless a record is left that needs it. @param isNeeded looks for one, with fresh eyes */
export async function deleteArtifact(
  tx: Transaction,
  store: ArtifactStore,
  key: string,
  isNeeded: () => Promise<boolean>,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockOf(key)})`);
  if (!(await isNeeded())) await store.delete(key);
}

/** Each time the artifact has to be deleted by another at the very moment between the two steps. */
const maxTries = 5;

/**
 * Stores an artifact and writes the record that refers to it. When the record is not written, the artifact does not stay for its sake.
 * @param steps `put` stores the artifact; `record` writes its record, and gives null when there is none to write; `discard` deletes
 *              the artifact unless another record needs it
 * @returns what `record` gives
 * @throws what the steps throw
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
