/** Checks that artifacts that the database references exist and are intact, and that models are as expected. */
import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { getBytes } from '../../src/artifacts/content.ts';
import { NotFound } from '../../src/errors.ts';
import { requireFile } from '../../src/learning/model.ts';
import { unpackBundle } from '../../src/models/bundle.ts';

interface Pointer {
  /** Description of the row that references the artifact. */
  from: string;
  key: string;
  /** Expected size; null if the row has none. */
  bytes: number | null;
}

/** Returns all references from the database to the store. Keys end with the SHA-256 of the bytes. */
async function pointersOf(sql: Sql, organizationId: string): Promise<Pointer[]> {
  return sql<Pointer[]>`
    select 'model version ' || v.id as "from", v.artifact_key as key, v.bytes::float as bytes
      from model_versions v join models m on m.id = v.model_id where m.organization_id = ${organizationId}
    union all
    select 'dataset version ' || v.id, v.artifact_key, v.bytes::float
      from dataset_versions v join datasets d on d.id = v.dataset_id
      where d.organization_id = ${organizationId} and v.artifact_key is not null
    union all
    select 'checkpoint of task ' || t.id, c.value->>'key', null
      from tasks t, jsonb_array_elements(t.checkpoint) c
      where t.organization_id = ${organizationId} and jsonb_typeof(t.checkpoint) = 'array' and t.finished_at is null
    union all
    select 'result of task ' || id, result->>'artifactKey', (result->>'bytes')::float
      from tasks where organization_id = ${organizationId} and result->>'artifactKey' is not null`;
}

export async function findDangling(sql: Sql, store: ArtifactStore, organizationId: string): Promise<string[]> {
  const pointers = await pointersOf(sql, organizationId);
  const stored = new Map<string, Promise<{ bytes: number; sha256: string } | null>>();
  for (const { key } of pointers) if (!stored.has(key)) stored.set(key, measure(store, key));
  const found: string[] = [];
  for (const { from, key, bytes } of pointers) {
    const artifact = await stored.get(key);
    if (!artifact) found.push(`The ${from} points to ${key}, which does not exist.`);
    else if (bytes !== null && artifact.bytes !== bytes) {
      found.push(`The ${from} points to ${key}, which has ${artifact.bytes} bytes instead of ${bytes}.`);
    } else if (!key.endsWith(artifact.sha256)) found.push(`The ${from} points to ${key}, which has different bytes.`);
  }
  return found;
}

async function measure(store: ArtifactStore, key: string): Promise<{ bytes: number; sha256: string } | null> {
  try {
    const content = await getBytes(store, key);
    return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** Identifies a training's result: the stored weights (SHA-256), and the metrics of every epoch. */
export async function fingerprintOf(store: ArtifactStore, version: { key: string; history: unknown }): Promise<string> {
  const { files } = unpackBundle(await getBytes(store, version.key));
  const weights = createHash('sha256').update(requireFile(files, 'weights.bin')).digest('hex');
  const history = createHash('sha256').update(JSON.stringify(version.history)).digest('hex');
  return `weights ${weights}, history ${history}`;
}

/** @param expected fingerprint of an undisturbed run of the same training, by the task's uuid */
export async function findUnequal(
  sql: Sql,
  store: ArtifactStore,
  expected: ReadonlyMap<string, string>,
): Promise<string[]> {
  const versions = await sql<{ taskId: string; key: string; history: unknown }[]>`
    select task_id as "taskId", artifact_key as key, history from model_versions
    where task_id = any(${[...expected.keys()]})`;
  const found: string[] = [];
  for (const { taskId, ...version } of versions) {
    const made = await fingerprintOf(store, version).catch((error) => `an unreadable result: ${error}`);
    if (made !== expected.get(taskId))
      found.push(`Task ${taskId} produced ${made} instead of ${expected.get(taskId)}.`);
  }
  return found;
}
