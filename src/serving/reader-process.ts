/** Process of the reader pool: reads single samples of the datasets of one organization. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import type { DatasetFormat } from '../datasets/dataset.ts';
import {
  type DatasetSample,
  type LastRows,
  type RowValues,
  readLastRows,
  readSamples,
} from '../datasets/read-samples.ts';
import { keepCopies } from './kept-copies.ts';
import { serveRequests } from './serve-requests.ts';

interface DatasetFile {
  artifactKey: string;
  format: DatasetFormat;
  numericColumns: string[];
}
type ReaderRequest = DatasetFile &
  ({ call: 'samples'; indices: number[] } | ({ call: 'lastRows' } & Pick<LastRows, 'dateColumn' | 'count'>));

export function serveReader(options: { store: ArtifactAccess }): Promise<void> {
  const store = keepCopies(options.store);
  return serveRequests<ReaderRequest>(Promise.resolve(), (request): Promise<DatasetSample[] | RowValues[]> => {
    const numeric = new Set(request.numericColumns);
    return request.call === 'samples'
      ? readSamples(store, request, new Set(request.indices), numeric)
      : readLastRows(store, request, { ...request, numeric });
  });
}
