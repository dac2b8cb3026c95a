/** The sandboxed process that reads uploads for a worker (see ingester-protocol.ts). A malicious upload may take it over. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import type { ArtifactAccess } from '../../artifacts/artifact-store.ts';
import { withLocalCopy } from '../../artifacts/local-copy.ts';
import { detectFormat } from '../../datasets/formats/detect-format.ts';
import type { IngestionProgress } from '../../datasets/ingestion.ts';
import { profileFile } from '../../datasets/profile-file.ts';
import { InvalidData } from '../../errors.ts';
import { leaveEndToParent } from '../../process.ts';
import type { FromIngester, IngestJob, IngestResult } from './ingester-protocol.ts';

const progressMs = 250;

/** Matches the messages with which V8, Node and the image decoders report a failed allocation. */
const allocationFailure =
  /allocation failed|could not allocate|out of memory|insufficient memory|cannot allocate|maximum size exceeded|Invalid (typed )?array length|Invalid string length|ERR_STRING_TOO_LONG|ERR_MEMORY_ALLOCATION_FAILED/i;

/** Serves the worker that started this process until the worker exits. */
export function serveIngester(store: ArtifactAccess): void {
  leaveEndToParent();
  // Images are already decoded in parallel, and each only once.
  sharp.concurrency(1);
  sharp.cache(false);
  process.on('message', (value) => {
    const message = value as IngestJob | { type: 'artifact' }; // the worker sends nothing else
    if (message.type === 'ingest') void run(message, store);
  });
  send({ type: 'ready' });
}

async function run(job: IngestJob, store: ArtifactAccess): Promise<void> {
  const result = await read(job, store).catch(toErrorResult);
  await nextTurn();
  send({ type: 'done', result });
}

async function read(job: IngestJob, store: ArtifactAccess): Promise<IngestResult> {
  const onProgress = createProgressReporter(job);
  return withLocalCopy(store, job.artifactKey, async (path) => {
    const format = job.format ?? (await detectFormat(path));
    return { kind: 'ready', format, profile: await profileFile(path, format, { onProgress }) };
  });
}

/** Creates a callback that sends progress once per interval, and a new phase immediately. */
function createProgressReporter({ bytes }: IngestJob): (change: Partial<IngestionProgress>) => void {
  const unknown = { rowsRead: null, imagesChecked: null, imagesTotal: null, bytesRead: null };
  const progress: IngestionProgress = { phase: 'READING', ...unknown, bytesTotal: bytes };
  let sent = Number.NEGATIVE_INFINITY;
  return (change) => {
    Object.assign(progress, change);
    const now = performance.now();
    if (change.phase === undefined && now - sent < progressMs) return;
    sent = now;
    send({ type: 'progress', progress });
  };
}

function toErrorResult(error: unknown): IngestResult {
  const message = error instanceof Error ? error.message : String(error);
  const { code } = error as { code?: unknown };
  if (allocationFailure.test(`${message} ${code}`)) return { kind: 'memory' };
  if (error instanceof InvalidData) return { kind: 'rejected', reason: message, location: error.location };
  return { kind: 'broken', reason: message };
}

function send(message: FromIngester): void {
  // Errors are ignored: if the worker has exited, `disconnect` ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}
