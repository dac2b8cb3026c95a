import type { ApiClient } from '../../src/demo/client.ts';

const open = `mutation ($name: String!) {
  createDataset(input: { name: $name }) { ... on CreateDatasetPayload { dataset { id } upload { url } } }
}`;

/** Creates a dataset whose upload the test makes itself. */
export async function openDataset(client: ApiClient, name = 'x'): Promise<{ id: string; url: string }> {
  const { createDataset } = await client.request<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(open, { name });
  return { id: createDataset.dataset.id, url: createDataset.upload.url };
}
