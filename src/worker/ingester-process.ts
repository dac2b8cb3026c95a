/** The process that reads uploads for a worker (see ingester-protocol.ts). It runs in the sandbox: what it reads may take it over. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { withLocalCopy } from '../artifacts/local-copy.ts';
import { detectFormat } from '../datasets/detect.ts';
import { ingest } from '../datasets/ingest.ts';
import type { IngestionProgress } from '../datasets/ingestion.ts';
import { InvalidData } from '../errors.ts';
import { leaveEndToParent } from '../process.ts';
import type { FromIngester, IngestJob, IngestResult } from './ingester-protocol.ts';

const progressMilliseconds = 250;

/** How V8, Node and the image decoders say that there is no memory left. */
const allocationFailure =
  /allocation failed|could not allocate|out of memory|insufficient memory|cannot allocate|maximum size exceeded|Invalid (typed )?array length|Invalid string length|ERR_STRING_TOO_LONG|ERR_MEMORY_ALLOCATION_FAILED/i;

/** Serves the worker that started this process until it goes away. */
export function serveIngester(store: ArtifactAccess): void {
  leaveEndToParent();
  // Images are read side by side already, and none twice.
  sharp.concurrency(1);
  sharp.cache(false);
  process.on('message', (value) => {
    const message = value as IngestJob | { type: 'artifact' }; // the worker sends nothing else
    if (message.type === 'ingest') void run(message, store);
  });
  send({ type: 'ready' });
}

async function run(job: IngestJob, store: ArtifactAccess): Promise<void> {
  const result = await read(job, store).catch(resultOf);
  await nextTurn();
  send({ type: 'done', result });
}

async function read(job: IngestJob, store: ArtifactAccess): Promise<IngestResult> {
  const onProgress = progressReporter(job);
  return withLocalCopy(store, job.artifactKey, async (path) => {
    const format = job.format ?? (await detectFormat(path));
    return { kind: 'ready', format, profile: await ingest(path, format, { onProgress }) };
  });
}

/** Passes progress on, at most so often; a new phase at once. */
function progressReporter({ bytes }: IngestJob): (change: Partial<IngestionProgress>) => void {
  const unknown = { rowsRead: null, imagesChecked: null, imagesTotal: null, bytesRead: null };
  const progress: IngestionProgress = { phase: 'READING', ...unknown, bytesTotal: bytes };
  let sent = Number.NEGATIVE_INFINITY;
  return (change) => {
    Object.assign(progress, change);
    const now = performance.now();
    if (change.phase === undefined && now - sent < progressMilliseconds) return;
    sent = now;
    send({ type: 'progress', progress });
  };
}

function resultOf(error: unknown): IngestResult {
  const message = error instanceof Error ? error.message : String(error);
  const { code } = error as { code?: unknown };
  if (allocationFailure.test(`${message} ${code}`)) return { kind: 'memory' };
  if (error instanceof InvalidData) return { kind: 'rejected', reason: message, location: error.location };
  return { kind: 'broken', reason: message };
}

function send(message: FromIngester): void {
  // A worker that is gone hears nothing; `disconnect` ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}
