/** Fingerprint of a training's stored result, equal for equal results. */
import { createHash } from 'node:crypto';
import type { ApiClient } from '../src/demo/client.ts';
import { requireFile } from '../src/learning/model.ts';
import { unpackBundle } from '../src/models/bundle.ts';

const stored = `query ($id: ID!) {
  node(id: $id) {
    ... on Task { outputModelVersion { downloadUrl history { epoch step metrics { name value } } } }
  }
}`;

interface StoredResult {
  node: { outputModelVersion: { downloadUrl: string; history: object[] } };
}

/** Returns the hash of the stored weights and the history, as one string. */
export async function readStoredResult(client: ApiClient, taskId: string): Promise<string> {
  const { node } = await client.request<StoredResult>(stored, { id: taskId });
  const { downloadUrl, history } = node.outputModelVersion;
  const { files } = unpackBundle(await client.download(downloadUrl));
  const weights = requireFile(files, 'weights.bin');
  return JSON.stringify({ sha256: createHash('sha256').update(weights).digest('hex'), history });
}
