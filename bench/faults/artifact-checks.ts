/** Whether what the database points to is in the store, whole, and whether models are what they should be. */
import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { readBytes } from '../../src/artifacts/content.ts';
import { NotFound } from '../../src/errors.ts';
import { fileOf } from '../../src/learning/model.ts';
import { unpackBundle } from '../../src/models/bundle.ts';

interface Pointer {
  /** What points. */
  from: string;
  key: string;
  /** Null: it is not said. */
  bytes: number | null;
}

/** Everything in the database that points into the store. Keys end with the SHA-256 of the bytes. */
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
    if (!artifact) found.push(`The ${from} points to ${key}, which is not there.`);
    else if (bytes !== null && artifact.bytes !== bytes) {
      found.push(`The ${from} points to ${key}, which has ${artifact.bytes} bytes instead of ${bytes}.`);
    } else if (!key.endsWith(artifact.sha256)) found.push(`The ${from} points to ${key}, which holds other bytes.`);
  }
  return found;
}

async function measure(store: ArtifactStore, key: string): Promise<{ bytes: number; sha256: string } | null> {
  try {
    const content = await readBytes(store, key);
    return { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** What tells two trainings apart: the weights that were stored (SHA-256), and the metrics of every epoch. */
export async function fingerprintOf(store: ArtifactStore, version: { key: string; history: unknown }): Promise<string> {
  const { files } = unpackBundle(await readBytes(store, version.key));
  const weights = createHash('sha256').update(fileOf(files, 'weights.bin')).digest('hex');
  const history = createHash('sha256').update(JSON.stringify(version.history)).digest('hex');
  return `weights ${weights}, history ${history}`;
}

/** @param wanted by the task's uuid, what an undisturbed run of the same made */
export async function findUnequal(
  sql: Sql,
  store: ArtifactStore,
  wanted: ReadonlyMap<string, string>,
): Promise<string[]> {
  const versions = await sql<{ taskId: string; key: string; history: unknown }[]>`
    select task_id as "taskId", artifact_key as key, history from model_versions
    where task_id = any(${[...wanted.keys()]})`;
  const found: string[] = [];
  for (const { taskId, ...version } of versions) {
    const made = await fingerprintOf(store, version).catch((error) => `nothing that can be read: ${error}`);
    if (made !== wanted.get(taskId)) found.push(`Task ${taskId} made ${made} instead of ${wanted.get(taskId)}.`);
  }
  return found;
}
