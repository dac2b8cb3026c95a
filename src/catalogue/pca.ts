import { z } from 'zod';
import { componentsOf, project } from '../learning/classical/components.ts';
import { componentsCost, componentsParameter, reductionState } from './components.ts';
import { defineEstimator } from './estimator.ts';

export const pca = defineEstimator({
  name: 'pca',
  title: 'Principal component analysis',
  description: 'Reduces the columns to a few that keep as much of the variance as possible.',
  whenToUse: 'To look at many columns in two or three dimensions, or to feed a model with fewer of them.',
  whenNotToUse: 'When what matters lies in directions of little variance, or bends.',
  citation:
    'Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space", Philosophical Magazine 2(11), 1901.',
  modality: 'TABULAR',
  objectives: ['DIMENSIONALITY_REDUCTION'],
  parameters: z.object({ components: componentsParameter }),
  iterations: null,
  sample: (random) => ({ components: 1 + random.integer(8) }),
  cost: componentsCost,
  state: reductionState,
  start({ x }, { components }) {
    let state = { means: [] as number[], vectors: [] as number[][], singularValues: [] as number[], samples: x.rows };
    return {
      step() {
        state = { ...componentsOf(x, true, components), samples: x.rows };
        return { metrics: [], done: true };
      },
      state: () => state,
    };
  },
  answer: (state, x) => project(state, x),
  facts({ vectors, singularValues, samples }) {
    const variances = singularValues.map((value) => value ** 2 / Math.max(samples - 1, 1));
    const total = variances.reduce((sum, variance) => sum + variance, 0);
    const kept = variances.slice(0, vectors.length);
    return [
      { name: 'explainedVariance', values: kept },
      { name: 'explainedVarianceRatio', values: kept.map((variance) => (total > 0 ? variance / total : 0)) },
      { name: 'singularValues', values: singularValues.slice(0, vectors.length) },
      ...vectors.map((values, index) => ({ name: `component ${index}`, values })),
    ];
  },
  weights: ({ means, vectors }) => means.length * (1 + vectors.length),
});
