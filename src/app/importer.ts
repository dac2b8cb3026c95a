/** The composition root of an importer: a sandboxed process of a gateway that tests an imported model. */
import type { Config } from '../config/config.ts';
import { createArtifactClient } from '../sandbox/artifact-client.ts';
import { serveImporter } from '../serving/importer-process.ts';

/** @param scratch folder for exchanging files with the gateway (sandbox/scratch.ts) */
export async function runImporter({ backend }: Config, scratch: string): Promise<void> {
  await serveImporter({ backend, store: createArtifactClient(scratch) });
}
