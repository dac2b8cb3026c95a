/** Batched loads of datasets, their versions and profiles. */

import type { GraphQLContext } from '../../graphql/context.ts';
import { batched } from '../../graphql/loader.ts';
import type { Dataset, DatasetVersion } from '../dataset.ts';
import { unlessDeleted } from '../dataset-service.ts';
import type { DatasetProfile } from '../profile.ts';
import type { VersionReads } from '../sample-service.ts';

/** Loads a dataset, even if it is in the trash. @throws NotFound, Unauthenticated */
export const loadDatasetIncludingDeleted = batched<string, Dataset>((ids, { viewer, services }) =>
  services.datasets.byIdsIncludingDeleted(viewer, ids),
);

/** Loads a dataset that is not in the trash. @throws NotFound, Unauthenticated */
export const loadDataset = batched<string, Dataset>(async (ids, { viewer, services }) =>
  (await services.datasets.byIdsIncludingDeleted(viewer, ids)).map(unlessDeleted),
);

/** Loads a version by its ID; null if it does not exist. The caller authorizes access. */
export const loadDatasetVersion = batched<string, DatasetVersion | null>((ids, { services }) =>
  services.datasets.versionsByIds(ids),
);

/** Loads the version of a dataset with a number; null: the newest READY one, else the newest. The caller has authorized access. */
export const loadVersionByNumber = batched<string, DatasetVersion | null, number | null>(
  (datasetIds, { services }, number) => services.datasets.versionsByNumber(datasetIds, number),
);

/** Loads a page of the versions of a dataset, newest first. The caller has authorized access. */
export const loadVersions = batched<string, DatasetVersion[], { limit: number; before: number | null }>(
  (datasetIds, { services }, { limit, before }) => services.datasets.versionsOf(datasetIds, limit, before),
);

/** Loads the profile of a READY version. The caller has authorized access. */
export const loadProfile = batched<DatasetVersion, DatasetProfile>(
  (versions, { viewer, services }) => services.datasets.profilesOf(versions, viewer?.userId ?? ''),
  ({ id }) => id,
);

/** Returns the reads of samples for the viewer of an operation. */
export const versionReads = (context: GraphQLContext): VersionReads => ({
  versionById: (id) => loadDatasetVersion(context, id),
  datasetById: (id) => loadDataset(context, id),
  datasetOf: ({ datasetId }) => loadDatasetIncludingDeleted(context, datasetId),
  profileOf: (version) => loadProfile(context, version),
});
