/** Pending uploads on a real Postgres and a real store. A test claims them itself or starts real sandboxed readers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { sandboxedPart } from '../../src/app/wiring/child-programs.ts';
import { openSandbox } from '../../src/app/wiring/sandbox.ts';
import { putBytes } from '../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { parseConfig } from '../../src/config/config.ts';
import { newId } from '../../src/database/id.ts';
import { organizations, users } from '../../src/database/tables/accounts.ts';
import { datasets, datasetVersions } from '../../src/database/tables/datasets.ts';
import type { DatasetFormat } from '../../src/datasets/dataset.ts';
import { announceWaiting, createIngestionQueue } from '../../src/datasets/ingestion-queue.ts';
import { createLog } from '../../src/log.ts';
import type { SandboxedProcess } from '../../src/sandbox/sandbox.ts';
import { type Ingestions, startIngestions } from '../../src/worker/ingestion/ingestions.ts';
import { createTestDatabase } from './database.ts';
import { waitFor } from './wait-for.ts';

const log = createLog({ level: 'silent', name: 'test' });
const config = parseConfig({ AIAS_DATABASE_URL: 'postgres://localhost/unused' });
const leaseSeconds = 60;

export type IngestionBench = Awaited<ReturnType<typeof createIngestionBench>>;

export async function createIngestionBench() {
  const database = await createTestDatabase(inject('postgresUrl'));
  const folder = await mkdtemp(join(tmpdir(), 'aias-ingestions-'));
  const store = await createFilesystemStore(join(folder, 'artifacts'));
  const { db, hints } = database;
  const userId = newId();
  await db.insert(users).values({ id: userId, username: 'ada', passwordHash: 'x' });
  const queue = createIngestionQueue({ db, leaseSeconds, maxAttempts: 3 });
  const rooms: Ingestions[] = [];

  async function versionOf(id: string): Promise<typeof datasetVersions.$inferSelect> {
    const [version] = await db.select().from(datasetVersions).where(eq(datasetVersions.id, id));
    if (!version) throw new Error('There is no such version.');
    return version;
  }

  return {
    db,
    queue,
    versionOf,

    async addOrganization(name: string): Promise<string> {
      const id = newId();
      await db.insert(organizations).values({ id, name });
      return id;
    },

    /** Adds a pending upload. Returns the version's id. */
    async upload(organizationId: string, content: string | Uint8Array, format: DatasetFormat | null = null) {
      const { key: artifactKey, sha256, bytes } = await putBytes(store, 'datasets', Buffer.from(content));
      const [datasetId, id] = [newId(), newId()];
      await db.insert(datasets).values({ id: datasetId, organizationId, name: 'data', createdBy: userId });
      const file = { artifactKey, sha256, sizeBytes: bytes, format };
      await db.insert(datasetVersions).values({ id, datasetId, version: 1, state: 'INGESTING', ...file });
      await announceWaiting(db);
      return id;
    },

    /** Expires the lease, as if its worker had not been heard of for long. */
    async expireLease(id: string): Promise<void> {
      await db
        .update(datasetVersions)
        .set({ ingestLeaseExpiresAt: sql`now() - interval '1 second'` })
        .where(eq(datasetVersions.id, id));
    },

    /** Starts sandboxed readers. @param onStarted called with each process when it starts */
    async startReaders(
      options: { memoryBytes?: number; seconds?: number; lanes?: number } = {},
      onStarted: (child: SandboxedProcess) => void = () => undefined,
    ): Promise<Ingestions> {
      const { memoryBytes = 2 ** 30, seconds = 600, lanes = 1 } = options;
      const sandbox = openSandbox(config, log);
      const program = sandboxedPart('ingester', config);
      const room = await startIngestions({
        lanes,
        leaseSeconds,
        queue,
        hints,
        log,
        ingester: {
          memoryBytes,
          seconds,
          program: { ...program, execArgv: [`--max-old-space-size=${(memoryBytes * 0.75) / 2 ** 20}`] },
          sandbox: {
            ...sandbox,
            async start(...given) {
              const child = await sandbox.start(...given);
              onStarted(child);
              return child;
            },
          },
          artifacts: { store, patience: { maxSeconds: 0, onRetry: () => undefined }, log },
          log,
        },
      });
      rooms.push(room);
      return room;
    },

    untilSettled: (id: string) =>
      waitFor('the upload to be read', async () => {
        const version = await versionOf(id);
        return version.state !== 'INGESTING' && version;
      }),

    untilProgress: (id: string) => waitFor('progress', async () => (await versionOf(id)).ingestion !== null),

    async close() {
      await Promise.all(rooms.map((room) => room.stop()));
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Creates a table that takes a while to read. */
export function longCsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => `${row},${(row * 7919) % 1013},word ${row % 50}`);
  return ['a,b,c', ...lines].join('\n');
}
