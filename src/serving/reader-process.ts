/** The process behind a pool of readers: shows people single samples of the datasets of one organisation. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import type { DatasetFormat } from '../datasets/dataset.ts';
import { type Cells, type DatasetSample, type LastRows, readLastRows, readSamples } from '../datasets/sample.ts';
import { keepCopies } from './kept-copies.ts';
import { serveRequests } from './serve-requests.ts';

interface File {
  artifactKey: string;
  format: DatasetFormat;
  numericColumns: string[];
}
type Request = File &
  ({ call: 'samples'; indices: number[] } | ({ call: 'lastRows' } & Pick<LastRows, 'by' | 'count'>));

export function serveReader(options: { store: ArtifactAccess }): Promise<void> {
  const store = keepCopies(options.store);
  return serveRequests<Request>(Promise.resolve(), (request): Promise<DatasetSample[] | Cells[]> => {
    const numeric = new Set(request.numericColumns);
    return request.call === 'samples'
      ? readSamples(store, request, new Set(request.indices), numeric)
      : readLastRows(store, request, { ...request, numeric });
  });
}
