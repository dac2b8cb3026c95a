import { defineEstimator } from './estimator.ts';
import { directions, reduction } from './reduction.ts';

export const svd = defineEstimator({
  ...reduction(false),
  name: 'svd',
  title: 'Truncated singular value decomposition',
  description: 'Reduces the columns to a few from which they can be put together again best, without centring them.',
  whenToUse: 'Like pca, for columns whose zero means something: counts, ratings, one-hot categories.',
  whenNotToUse: 'When columns have large means: the first direction then shows nothing else.',
  citation: 'Eckart & Young, "The Approximation of One Matrix by Another of Lower Rank", Psychometrika 1(3), 1936.',
  facts: ({ vectors, singularValues }) => [
    { name: 'singularValues', values: singularValues.slice(0, vectors.length) },
    ...directions({ vectors }),
  ],
});
