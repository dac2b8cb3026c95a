import { defineEstimator } from '../../estimator.ts';
import { componentAttributes, reduction } from './reduction.ts';

export const svd = defineEstimator({
  ...reduction(false),
  name: 'svd',
  title: 'Truncated singular value decomposition (SVD)',
  description: 'Reduces the columns to a few that reconstruct them best, without centering.',
  whenToUse: 'Like PCA, for columns in which zero has a meaning: counts, ratings, one-hot categories.',
  whenNotToUse: 'Columns with large means: the first component then shows only the mean.',
  citation: 'Eckart & Young, "The Approximation of One Matrix by Another of Lower Rank", Psychometrika 1(3), 1936.',
  fittedAttributes: ({ vectors, singularValues }) => [
    { name: 'singularValues', values: singularValues.slice(0, vectors.length) },
    ...componentAttributes({ vectors }),
  ],
});
