/**
 * A dataset is a name for a series of versions; a version is one uploaded file and never changes once it is READY.
 *
 *     UPLOADING ── bytes arrived ──> INGESTING ── valid ──> READY
 *         │                              └───── not ─────> REJECTED   (the reason, and the line or entry, stay)
 *         └─── ticket ran out ───> EXPIRED
 */
import { datasetFormat, type datasets, type datasetVersions } from '../database/tables.ts';

export type Dataset = typeof datasets.$inferSelect;
export type DatasetVersion = typeof datasetVersions.$inferSelect;
export type DatasetFormat = NonNullable<DatasetVersion['format']>;

export const datasetFormats = datasetFormat.enumValues;
