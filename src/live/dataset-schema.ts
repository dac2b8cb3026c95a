/** The live stream of a dataset: the ingestion of its newest version until it is settled. */
import type { DatasetVersion } from '../datasets/dataset.ts';
import { DatasetVersionRef } from '../datasets/schema/dataset-version.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import { cancellable } from './cancellable.ts';
import type { DatasetWatch } from './dataset-watch.ts';

declare module '../graphql/context.ts' {
  interface Services {
    datasetWatch: DatasetWatch;
  }
}

builder.subscriptionField('datasetEvents', (t) =>
  t.field({
    type: DatasetVersionRef,
    description:
      'Newest version of a dataset: first its current state, then an update whenever its state or its `ingestion` changes, at ' +
      'most four per second. Every update has the complete state, so after a disconnect, subscribe again. Completes when the ' +
      'version is READY, REJECTED or EXPIRED.',
    args: { datasetId: t.arg.id({ required: true, description: 'ID of the dataset.' }) },
    async subscribe(_, { datasetId }, { viewer, services }) {
      const { id } = await services.datasets.byId(viewer, decodeId(datasetId, 'Dataset', 'datasetId'));
      return cancellable((signal) => services.datasetWatch.versions(id, signal));
    },
    resolve: (version: DatasetVersion) => version,
  }),
);
