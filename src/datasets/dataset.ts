/**
 * A dataset is a name for a series of versions; a version is one uploaded file and never changes once it is READY.
 *
 *     UPLOADING ── bytes arrived ──> INGESTING ── valid ──> READY
 *         │                              └───── not ─────> REJECTED   (the reason, and the line or entry, stay)
 *         └─── ticket ran out ───> EXPIRED
 */
import { datasetFormat, type datasets, type datasetVersions } from '../database/tables.ts';

export type Dataset = typeof datasets.$inferSelect;
/** Without the profile, which may have megabytes: `profileOf` in dataset-service.ts reads it. */
export type DatasetVersion = Omit<typeof datasetVersions.$inferSelect, 'profile'>;
export type DatasetFormat = NonNullable<DatasetVersion['format']>;

export const datasetFormats = datasetFormat.enumValues;
