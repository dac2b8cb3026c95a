/** The composition root of an ingester: a sandboxed process of a worker that reads one upload. */
import { createArtifactClient } from '../sandbox/artifact-client.ts';
import { serveIngester } from '../worker/ingestion/ingester-process.ts';

/** @param scratch folder for exchanging files with the worker (sandbox/scratch.ts) */
export async function runIngester(scratch: string): Promise<void> {
  serveIngester(createArtifactClient(scratch));
}
