import { z } from 'zod';
import { componentsOf, project } from '../learning/classical/components.ts';
import { componentsCost, componentsParameter, reductionState } from './components.ts';
import { defineEstimator } from './estimator.ts';

export const svd = defineEstimator({
  name: 'svd',
  title: 'Truncated singular value decomposition',
  description: 'Reduces the columns to a few from which they can be put together again best, without centring them.',
  whenToUse: 'Like pca, for columns whose zero means something: counts, ratings, one-hot categories.',
  whenNotToUse: 'When columns have large means: the first direction then shows nothing else.',
  citation: 'Eckart & Young, "The Approximation of One Matrix by Another of Lower Rank", Psychometrika 1(3), 1936.',
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
        state = { ...componentsOf(x, false, components), samples: x.rows };
        return { metrics: [], done: true };
      },
      state: () => state,
    };
  },
  answer: (state, x) => project(state, x),
  facts: ({ vectors, singularValues }) => [
    { name: 'singularValues', values: singularValues.slice(0, vectors.length) },
    ...vectors.map((values, index) => ({ name: `component ${index}`, values })),
  ],
  weights: ({ vectors }) => vectors.reduce((sum, vector) => sum + vector.length, 0),
});
