/** GraphQL type of a dataset, and the field of a version that leads to it. */
import { loadOrganization, loadUser } from '../../accounts/loaders.ts';
import { OrganizationRef, UserRef } from '../../accounts/schema.ts';
import { builder, connectionComplexity } from '../../graphql/builder.ts';
import { isUuid, pageSize } from '../../graphql/connection.ts';
import { descriptionFields } from '../../graphql/list.ts';
import type { Dataset } from '../dataset.ts';
import type { DatasetService } from '../dataset-service.ts';
import { DatasetVersionRef } from './dataset-version.ts';
import { loadDataset, loadDatasetIncludingDeleted, loadVersionByNumber, loadVersions } from './loaders.ts';

declare module '../../graphql/context.ts' {
  interface Services {
    datasets: DatasetService;
  }
}

export const DatasetRef = builder.objectRef<Dataset>('Dataset');

builder.node(DatasetRef, {
  description: 'A named series of versions of the same data.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, context) => (isUuid(id) ? loadDataset(context, id) : null),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the dataset.' }),
    ...descriptionFields(t),
    license: t.exposeString('license', {
      nullable: true,
      description:
        'License of the data: an SPDX expression, such as `CC-BY-4.0`, or free text. Null when not specified.',
    }),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, context) => loadOrganization(context, organizationId),
    }),
    versions: t.field({
      type: [DatasetVersionRef],
      description: 'Versions, newest first.',
      complexity: connectionComplexity,
      args: {
        first: t.arg.int({ defaultValue: 20, description: 'Maximum number of versions to return. Range 0-100.' }),
        before: t.arg.int({
          description:
            'Return only versions with a lower number. Pass the number of the last version of the previous page.',
        }),
      },
      resolve: ({ id }, { first, before }, context) =>
        loadVersions(context, id, { limit: pageSize(first), before: before ?? null }),
    }),
    version: t.field({
      type: DatasetVersionRef,
      nullable: true,
      description: 'One version of the dataset. Null when there is none with this number.',
      args: {
        number: t.arg.int({
          description: 'Number of the version. Default: the newest `READY` version, or the newest one if none is.',
        }),
      },
      resolve: ({ id }, { number = null }, context) => loadVersionByNumber(context, id, number),
    }),
    latestVersion: t.field({
      type: DatasetVersionRef,
      description: 'Newest version, in any state.',
      async resolve({ id }, _, context) {
        const [latest] = await loadVersions(context, id, { limit: 1, before: null });
        if (!latest) throw new Error(`Dataset ${id} has no version.`);
        return latest;
      },
    }),
    createdBy: t.field({
      type: UserRef,
      description: 'User who created the dataset.',
      resolve: ({ createdBy }, _, context) => loadUser(context, createdBy),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time of creation.' }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'Time at which the dataset was moved to the trash. Until it is restored, it is reachable only from resources that were created from it. Null when not deleted.',
    }),
  }),
});

builder.objectField(DatasetVersionRef, 'dataset', (t) =>
  t.field({
    type: DatasetRef,
    description: 'Dataset of the version, even when it is in the trash (see `Dataset.deletedAt`).',
    resolve: ({ datasetId }, _, context) => loadDatasetIncludingDeleted(context, datasetId),
  }),
);
