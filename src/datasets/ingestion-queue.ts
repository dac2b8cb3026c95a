/**
 * The queue of uploads to ingest, from a worker's view. The dataset version is the job, as a task's row is (tasks/queue/queue.ts):
 *
 *   waiting ── claim ──> reading ──> READY or REJECTED
 *      ^                    │
 *      └── released, crashed, or the lease expired
 *
 * Every write of a worker carries the number of its claim as a fencing token. If the version was claimed again since, the write
 * matches no row and IngestionLost is thrown: a zombie can read, but not write. Attempts are counted at the claim, so that a
 * process that dies silently counts too. A version with too many attempts is rejected instead of being claimed again.
 */
import { and, eq, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Database, Transaction } from '../database/client.ts';
import { sendHint } from '../database/hints.ts';
import { datasetVersions } from '../database/tables/datasets.ts';
import type { DatasetFormat } from './dataset.ts';
import type { IngestionProgress } from './ingestion.ts';
import type { DatasetProfile } from './profile.ts';

/** NOTIFY channel: a version is waiting for ingestion (no payload). */
export const ingestionChannel = 'aias_ingestion';
/** NOTIFY channel: a version of the dataset changed its state or progress. The payload is the dataset's id. */
export const datasetChannel = 'aias_dataset';

/** Key of the advisory lock, the bytes of "inge". It differs from the keys of all other locks. */
const claimLock = 0x696e6765;

export interface IngestionClaim {
  versionId: string;
  datasetId: string;
  organizationId: string;
  /** The fencing token. */
  attempt: number;
  /** Attempts that count towards the maximum, including this one. */
  tries: number;
  artifactKey: string;
  bytes: number;
  /** Null when the format is to be detected from the content. */
  format: DatasetFormat | null;
}

/** The claim was lost: another worker has claimed the version, or it was purged. The worker must not write any more. */
export class IngestionLost extends Error {
  constructor({ versionId, attempt }: IngestionClaim) {
    super(`Attempt ${attempt} to ingest dataset version ${versionId} lost its lease.`);
    this.name = 'IngestionLost';
  }
}

/** Notifies workers of a waiting version when this transaction commits. */
export function announceWaiting(db: Database | Transaction): Promise<void> {
  return sendHint(db, ingestionChannel, '');
}

/** Notifies subscribers of the dataset when this transaction commits. */
export function announceDataset(db: Database | Transaction, datasetId: string): Promise<void> {
  return sendHint(db, datasetChannel, datasetId);
}

export type IngestionQueue = ReturnType<typeof createIngestionQueue>;

/**
 * @param heartbeatDb database for renewing leases; default: `db`
 * @param leaseSeconds time without a renewal after which another worker can claim the version
 * @param maxAttempts attempts without a result after which a version is rejected
 */
export function createIngestionQueue({
  db,
  heartbeatDb = db,
  leaseSeconds,
  maxAttempts,
}: {
  db: Database;
  heartbeatDb?: Database;
  leaseSeconds: number;
  maxAttempts: number;
}) {
  const lease = sql<Date>`now() + make_interval(secs => ${leaseSeconds})`;
  const isWaiting = and(
    eq(datasetVersions.state, 'INGESTING'),
    or(isNull(datasetVersions.ingestLeaseExpiresAt), lt(datasetVersions.ingestLeaseExpiresAt, sql`now()`)),
  );
  const unclaimed = { ingestLeaseExpiresAt: null, ingestion: null };

  /** Updates the version if the claim still owns it. @throws IngestionLost */
  async function write(claim: IngestionClaim, values: PgUpdateSetSource<typeof datasetVersions>): Promise<void> {
    await db.transaction(async (tx) => {
      const rows = await tx
        .update(datasetVersions)
        .set(values)
        .where(isOwned(claim))
        .returning({ id: datasetVersions.id });
      if (rows.length === 0) throw new IngestionLost(claim);
      await announceDataset(tx, claim.datasetId);
      if (values.ingestLeaseExpiresAt === null && values.state === undefined) await announceWaiting(tx);
    });
  }

  /** Rejects versions with too many attempts: their readers, or entire workers, crashed. */
  async function rejectExhausted(tx: Transaction): Promise<void> {
    const reason = `The file could not be read: its reader crashed ${maxAttempts} times. Check that the file opens in another program, then upload it again.`;
    const rows = await tx
      .update(datasetVersions)
      .set({ ...unclaimed, state: 'REJECTED', rejectionReason: reason })
      .where(and(isWaiting, sql`${countedAttempts} >= ${maxAttempts}`))
      .returning({ datasetId: datasetVersions.datasetId });
    for (const { datasetId } of rows) await announceDataset(tx, datasetId);
  }

  return {
    /**
     * Claims the next version that is waiting or whose lease has expired. Organizations take turns: first the one with the fewest
     * versions being read, then the one with the oldest last claim. Returns null if no version is waiting.
     * @param onlyUnserved skips organizations that have a version being read
     */
    async claim({ onlyUnserved = false } = {}): Promise<IngestionClaim | null> {
      const [waiting] = await db.select({ id: datasetVersions.id }).from(datasetVersions).where(isWaiting).limit(1);
      if (!waiting) return null;
      return db.transaction(async (tx) => {
        // The order depends on all earlier claims, so claims are serialized.
        await tx.execute(sql`select pg_advisory_xact_lock(${claimLock})`);
        await rejectExhausted(tx);
        const claim = await takeNext(tx, lease, maxAttempts, onlyUnserved);
        if (claim) await announceDataset(tx, claim.datasetId);
        return claim;
      });
    },

    /** Renews the lease of a claim. @throws IngestionLost */
    async renew(claim: IngestionClaim): Promise<void> {
      const rows = await heartbeatDb
        .update(datasetVersions)
        .set({ ingestLeaseExpiresAt: lease })
        .where(isOwned(claim))
        .returning({ id: datasetVersions.id });
      if (rows.length === 0) throw new IngestionLost(claim);
    },

    /** @throws IngestionLost */
    progress: (claim: IngestionClaim, ingestion: IngestionProgress) =>
      write(claim, { ingestion, ingestLeaseExpiresAt: lease }),

    /** @throws IngestionLost */
    markReady: (claim: IngestionClaim, format: DatasetFormat, profile: DatasetProfile) =>
      write(claim, { ...unclaimed, state: 'READY', format, profile, readyAt: sql`now()` }),

    /** @throws IngestionLost */
    reject: (claim: IngestionClaim, reason: string, location: string | null) =>
      write(claim, { ...unclaimed, state: 'REJECTED', rejectionReason: reason, rejectionLocation: location }),

    /** Returns the version to the queue after a failure that may be transient. The attempt counts. @throws IngestionLost */
    retry: (claim: IngestionClaim) => write(claim, unclaimed),

    /** Returns the version to the queue because the worker shuts down. The attempt does not count. @throws IngestionLost */
    release: (claim: IngestionClaim) =>
      write(claim, { ...unclaimed, ingestReleases: sql`${datasetVersions.ingestReleases} + 1` }),
  };
}

export interface IngestionLoad {
  waiting: number;
  running: number;
}

/** Counts the uploads that wait for a reader and those that are being read. */
export async function readIngestionLoad(db: Database): Promise<IngestionLoad> {
  const [load] = await db
    .select({
      waiting: sql<number>`count(*) filter (where ingest_lease_expires_at is null or ingest_lease_expires_at < now())::int`,
      running: sql<number>`count(*) filter (where ingest_lease_expires_at >= now())::int`,
    })
    .from(datasetVersions)
    .where(eq(datasetVersions.state, 'INGESTING'));
  return load ?? { waiting: 0, running: 0 };
}

const countedAttempts = sql`${datasetVersions.ingestAttempts} - ${datasetVersions.ingestReleases}`;

/** Matches the version's row while the claim owns it: after another claim it matches none. */
function isOwned({ versionId, attempt }: IngestionClaim): SQL | undefined {
  return and(
    eq(datasetVersions.id, versionId),
    eq(datasetVersions.state, 'INGESTING'),
    eq(datasetVersions.ingestAttempts, attempt),
    sql`${datasetVersions.ingestLeaseExpiresAt} is not null`,
  );
}

async function takeNext(
  tx: Transaction,
  lease: SQL,
  maxAttempts: number,
  onlyUnserved: boolean,
): Promise<IngestionClaim | null> {
  const [row] = await tx.execute<IngestionClaim & Record<string, unknown>>(sql`
    with running as (
      select d.organization_id, count(*) as readers
      from dataset_versions v join datasets d on d.id = v.dataset_id
      where v.state = 'INGESTING' and v.ingest_lease_expires_at >= now()
      group by d.organization_id),
    chosen as (
      select v.id, d.organization_id
      from dataset_versions v
      join datasets d on d.id = v.dataset_id
      join organizations o on o.id = d.organization_id
      left join running r on r.organization_id = d.organization_id
      where v.state = 'INGESTING' and (v.ingest_lease_expires_at is null or v.ingest_lease_expires_at < now())
        and v.ingest_attempts - v.ingest_releases < ${maxAttempts}
        and (r.readers is null or not ${onlyUnserved}::boolean)
      order by coalesce(r.readers, 0), o.last_ingestion, v.id
      limit 1 for no key update of v skip locked),
    served as (
      update organizations o set last_ingestion = nextval('claim_number')
      from chosen where o.id = chosen.organization_id)
    update dataset_versions v
    set ingest_lease_expires_at = ${lease}, ingest_attempts = v.ingest_attempts + 1, ingestion = null
    from chosen where v.id = chosen.id
    returning v.id as "versionId", v.dataset_id as "datasetId", chosen.organization_id as "organizationId",
      v.ingest_attempts as attempt, v.ingest_attempts - v.ingest_releases as tries, v.artifact_key as "artifactKey",
      v.bytes::float8 as bytes, v.format`);
  return row ?? null;
}
