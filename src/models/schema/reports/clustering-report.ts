/** GraphQL type of the evaluation of a clustering. */
import { builder } from '../../../graphql/builder.ts';
import type { ClusteringReport } from '../../model.ts';
import { samplesDescription } from './samples-description.ts';

export const ClusteringReportRef = builder.objectRef<ClusteringReport>('ClusteringReport').implement({
  description: 'Evaluation of a clustering.',
  fields: (t) => ({
    sampleCount: t.exposeInt('sampleCount', { description: samplesDescription }),
    clusterSizes: t.exposeIntList('clusterSizes', {
      description: 'Number of samples in each cluster, by cluster number.',
    }),
    inertia: t.exposeFloat('inertia', {
      description:
        'Sum of squared distances of the samples to the center of their cluster, on encoded (standardized) columns.',
    }),
    silhouette: t.exposeFloat('silhouette', {
      nullable: true,
      description:
        'Mean silhouette coefficient: how much closer samples are to their own cluster than to the nearest other one. Range -1 to 1. Null with fewer than two clusters.',
    }),
  }),
});
