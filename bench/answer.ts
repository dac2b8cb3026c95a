/** What a training has stored in the end, as a text that is equal where it is. */
import { createHash } from 'node:crypto';
import type { ApiClient } from '../src/demo/client.ts';
import { fileOf } from '../src/learning/model.ts';
import { unpackBundle } from '../src/models/bundle.ts';

const stored = `query ($id: ID!) {
  node(id: $id) {
    ... on Task { modelVersion { downloadUrl history { epoch step metrics { name value } } } }
  }
}`;

interface Stored {
  node: { modelVersion: { downloadUrl: string; history: object[] } };
}

/** What is compared: the hash of the stored weights, and the history. */
export async function storedAnswer(client: ApiClient, taskId: string): Promise<string> {
  const { node } = await client.request<Stored>(stored, { id: taskId });
  const { downloadUrl, history } = node.modelVersion;
  const { files } = unpackBundle(await client.download(downloadUrl));
  const weights = fileOf(files, 'weights.bin');
  return JSON.stringify({ sha256: createHash('sha256').update(weights).digest('hex'), history });
}
