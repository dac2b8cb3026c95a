/** The composition root of a reader: a sandboxed process of a gateway that reads dataset samples. */
import { createArtifactClient } from '../sandbox/artifact-client.ts';
import { serveReader } from '../serving/reader-process.ts';

/** @param scratch folder for exchanging files with the gateway (sandbox/scratch.ts) */
export async function runReader(scratch: string): Promise<void> {
  await serveReader({ store: createArtifactClient(scratch) });
}
