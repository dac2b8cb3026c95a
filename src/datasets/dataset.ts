/**
 * A dataset is a named series of versions. A version is one uploaded file and is immutable once it is READY.
 *
 *     UPLOADING ── bytes arrived ──> INGESTING ─── valid ───> READY
 *         │                              └─── invalid ──> REJECTED   (with the reason, and the line or entry)
 *         └── ticket expired ───> EXPIRED
 */
import type { ItemFilter } from '../database/search.ts';
import { datasetFormat, type datasets, type datasetVersions } from '../database/tables/datasets.ts';
import type { IngestionProgress } from './ingestion.ts';

export type Dataset = Omit<typeof datasets.$inferSelect, 'search'>;

export type DatasetOrder = 'CREATED_AT' | 'NAME';

/** States and formats are those of the newest version. */
export interface DatasetFilter extends ItemFilter {
  states?: readonly DatasetVersion['state'][] | null | undefined;
  formats?: readonly DatasetFormat[] | null | undefined;
}
/** A version without its profile, which can be megabytes: `profileOf` in dataset-service.ts reads that. */
export type DatasetVersion = Omit<typeof datasetVersions.$inferSelect, 'profile' | 'ingestion'> & {
  /** Null unless a worker is reading the upload. */
  ingestion: IngestionProgress | null;
};
export type DatasetFormat = NonNullable<DatasetVersion['format']>;

export const datasetFormats = datasetFormat.enumValues;
