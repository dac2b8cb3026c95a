/**
 * Uploads that wait to be read, as a worker sees them. The dataset version is the job, like a task's row is (tasks/queue.ts):
 *
 *   waits ── claim ──> is read ──> READY or REJECTED
 *     ^                   │
 *     └── handed back, crashed, or the lease ran out
 *
 * Everything that a worker writes carries the number of its claim. When the version has moved on, the write finds no row and
 * IngestionLost is thrown: a zombie can read, but not write. A claim is counted when it is made, so that one whose process dies
 * without a word counts too; a version that was claimed too often is rejected instead of being claimed again.
 */
import { and, eq, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { sendHint } from '../database/hints.ts';
import { datasetVersions } from '../database/tables.ts';
import type { DatasetFormat } from './dataset.ts';
import type { IngestionProgress } from './ingestion.ts';
import type { DatasetProfile } from './profile.ts';

/** Channel of hints: a version waits to be read (no payload). */
export const ingestionChannel = 'aias_ingestion';
/** Channel of hints: a version of the dataset with this id changed its state, or its reader came further. */
export const datasetChannel = 'aias_dataset';

/** Any number but those of other locks: the bytes of "inge". */
const claimLock = 0x696e6765;

export interface IngestionClaim {
  versionId: string;
  datasetId: string;
  organizationId: string;
  /** The fencing token. */
  attempt: number;
  /** Claims that count, this one included. */
  tries: number;
  artifactKey: string;
  bytes: number;
  /** Null: the content is to tell. */
  format: DatasetFormat | null;
}

/** Another worker has the version by now, or it was purged. Write nothing. */
export class IngestionLost extends Error {
  constructor({ versionId, attempt }: IngestionClaim) {
    super(`Attempt ${attempt} at reading dataset version ${versionId} lost its lease.`);
    this.name = 'IngestionLost';
  }
}

/** Notifies the workers when this transaction is committed. */
export function announceWaiting(db: Database | Transaction): Promise<void> {
  return sendHint(db, ingestionChannel, '');
}

/** Notifies the watchers of the dataset when this transaction is committed. */
export function announceDataset(db: Database | Transaction, datasetId: string): Promise<void> {
  return sendHint(db, datasetChannel, datasetId);
}

export type IngestionQueue = ReturnType<typeof createIngestionQueue>;

/**
 * @param heartbeatDb renews leases. Default: `db`
 * @param leaseSeconds a claim that is not renewed for this long is given to another worker
 * @param maxAttempts a version whose readers ended this often without an answer is rejected
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

  /** Writes what a claim still owns. @throws IngestionLost */
  async function write(claim: IngestionClaim, values: Record<string, unknown>): Promise<void> {
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

  /** Rejects what was claimed too often: its readers, or their whole workers, died of it. */
  async function rejectHopeless(tx: Transaction): Promise<void> {
    const reason = `The file could not be read: its reader ended ${maxAttempts} times without an answer. Check that it opens elsewhere and upload it again.`;
    const rows = await tx
      .update(datasetVersions)
      .set({ ...unclaimed, state: 'REJECTED', rejectionReason: reason })
      .where(and(isWaiting, sql`${triesSoFar} >= ${maxAttempts}`))
      .returning({ datasetId: datasetVersions.datasetId });
    for (const { datasetId } of rows) await announceDataset(tx, datasetId);
  }

  return {
    /**
     * Takes the next version that waits, or whose worker was not heard of in time. Organisations take turns: first comes the one
     * with the fewest that are being read, then the one that was served longest ago. Null: nothing waits.
     * @param onlyUnserved takes none of an organisation of which another is being read
     */
    async claim({ onlyUnserved = false } = {}): Promise<IngestionClaim | null> {
      const [waiting] = await db.select({ id: datasetVersions.id }).from(datasetVersions).where(isWaiting).limit(1);
      if (!waiting) return null;
      return db.transaction(async (tx) => {
        // Who is next depends on all claims that were made.
        await tx.execute(sql`select pg_advisory_xact_lock(${claimLock})`);
        await rejectHopeless(tx);
        const claim = await takeNext(tx, lease, maxAttempts, onlyUnserved);
        if (claim) await announceDataset(tx, claim.datasetId);
        return claim;
      });
    },

    /** Renews the lease. @throws IngestionLost */
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
    ready: (claim: IngestionClaim, format: DatasetFormat, profile: DatasetProfile) =>
      write(claim, { ...unclaimed, state: 'READY', format, profile, readyAt: sql`now()` }),

    /** @throws IngestionLost */
    reject: (claim: IngestionClaim, reason: string, location: string | null) =>
      write(claim, { ...unclaimed, state: 'REJECTED', rejectionReason: reason, rejectionLocation: location }),

    /** Something broke that another attempt may not meet. The claim counts. @throws IngestionLost */
    retry: (claim: IngestionClaim) => write(claim, unclaimed),

    /** Hands the version back unharmed, since the worker shuts down. The claim does not count. @throws IngestionLost */
    release: (claim: IngestionClaim) =>
      write(claim, { ...unclaimed, ingestReleases: sql`${datasetVersions.ingestReleases} + 1` }),
  };
}

export interface IngestionLoad {
  waiting: number;
  running: number;
}

/** Uploads that wait for a reader, and those that are read. */
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

const triesSoFar = sql`${datasetVersions.ingestAttempts} - ${datasetVersions.ingestReleases}`;

/** Still the same claim: one that was taken over finds no row. */
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
