/** The live stream of a dataset: how its newest version comes to be READY. */
import type { DatasetVersion } from '../datasets/dataset.ts';
import { DatasetVersionRef } from '../datasets/schema.ts';
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
      'The newest version of a dataset: first at once as it is, then each time that its state or its `ingestion` changes, at most four ' +
      'times a second. Completes when the version is READY, REJECTED or EXPIRED. After a lost connection subscribe again: nothing is ' +
      'missed, since each event is the whole state.',
    args: { datasetId: t.arg.id({ required: true }) },
    async subscribe(_, { datasetId }, { viewer, services }) {
      const { id } = await services.datasets.byId(viewer, decodeId(datasetId, 'Dataset', 'datasetId'));
      return cancellable((signal) => services.datasetWatch.versions(id, signal));
    },
    resolve: (version: DatasetVersion) => version,
  }),
);
