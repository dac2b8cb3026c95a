/** The composition root of a predictor: a sandboxed process of a gateway that predicts. */
import type { Config } from '../config/config.ts';
import { createArtifactClient } from '../sandbox/artifact-client.ts';
import { runPredictorProcess } from '../serving/predictor-process.ts';

/** @param scratch folder for exchanging files with the gateway (sandbox/scratch.ts) */
export async function runPredictor({ backend }: Config, scratch: string): Promise<void> {
  await runPredictorProcess({ backend, store: createArtifactClient(scratch) });
}
