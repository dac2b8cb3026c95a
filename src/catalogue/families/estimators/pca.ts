import { defineEstimator } from '../../estimator.ts';
import { componentAttributes, reduction } from './reduction.ts';

export const pca = defineEstimator({
  ...reduction(true),
  name: 'pca',
  title: 'Principal component analysis (PCA)',
  description: 'Reduces the columns to a few that keep as much of the variance as possible.',
  whenToUse: 'Plotting many columns in two or three dimensions, or training a model on fewer columns.',
  whenNotToUse: 'The relevant information has low variance or is nonlinear.',
  citation:
    'Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space", Philosophical Magazine 2(11), 1901.',
  fittedAttributes({ vectors, singularValues, samples }) {
    const variances = singularValues.map((value) => value ** 2 / Math.max(samples - 1, 1));
    const total = variances.reduce((sum, variance) => sum + variance, 0);
    const kept = variances.slice(0, vectors.length);
    return [
      { name: 'explainedVariance', values: kept },
      { name: 'explainedVarianceRatio', values: kept.map((variance) => (total > 0 ? variance / total : 0)) },
      { name: 'singularValues', values: singularValues.slice(0, vectors.length) },
      ...componentAttributes({ vectors }),
    ];
  },
});
