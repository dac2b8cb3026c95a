import { z } from 'zod';
import { assign, createKMeans, type KMeansState, lloydIteration } from '../../../learning/classical/kmeans.ts';
import { TrainingFailure } from '../../../learning/context.ts';
import { columnAttribute } from '../../../learning/model.ts';
import { defineEstimator } from '../../estimator.ts';

const centers = z.array(z.array(z.number()));

export const kMeans = defineEstimator({
  name: 'kMeans',
  title: 'K-means clustering',
  description: 'Partitions the samples into clusters, each around its own center.',
  whenToUse: 'Finding clusters of similar size and round shape in numeric columns.',
  whenNotToUse: 'Elongated, overlapping, or very differently sized clusters: use a Gaussian mixture.',
  citation:
    'Lloyd, "Least Squares Quantization in PCM", IEEE Trans. Inf. Theory 28(2), 1982; Arthur & Vassilvitskii, "k-means++", SODA 2007.',
  modalities: ['TABULAR'],
  objectives: ['CLUSTERING'],
  parameters: z.object({
    clusters: z.int().min(1).max(1000).default(8).describe('Number of clusters.'),
    restarts: z
      .int()
      .min(1)
      .max(100)
      .default(10)
      .describe('Number of runs with different initial centers. The best run is kept.'),
  }),
  iterations: 10_000,
  sample: (random) => ({ clusters: 2 + random.integer(14) }),
  cost: ({ inputShape: [width = 1], trainSamples }, { clusters, restarts }) => ({
    parameters: clusters * width,
    workspace: 4 * trainSamples,
    multiplications: 100 * restarts * clusters * width * trainSamples,
    field: 'clusters',
  }),
  state: z.object({
    centers,
    /** State of the search; null once fitted. */
    search: z
      .object({
        best: z.object({ centers, inertia: z.number() }).nullable(),
        centers,
        attempt: z.int(),
        moves: z.int(),
      })
      .nullable(),
  }),
  createSolver({ x, seed }, { clusters, restarts }, resumeState) {
    if (x.rows < clusters)
      throw new TrainingFailure(`${x.rows} samples cannot be divided into ${clusters} clusters. Use fewer clusters.`);
    const options = { clusters, restarts, seed };
    const search: KMeansState = resumeState?.search ?? createKMeans(x, options);
    let done = false;
    return {
      step() {
        const result = lloydIteration(x, search, options);
        done = result.done;
        return { metrics: [{ name: 'inertia', value: result.inertia }], done };
      },
      state: () => ({ centers: search.best?.centers ?? search.centers, search: done ? null : search }),
    };
  },
  predict(state, x) {
    const { nearest } = assign(x, state.centers);
    const assignments = new Float64Array(x.rows * state.centers.length);
    for (const [row, cluster] of nearest.entries()) assignments[row * state.centers.length + cluster] = 1;
    return assignments;
  },
  fittedAttributes: (state) => state.centers.map((values, cluster) => columnAttribute(`center ${cluster}`, values)),
  centers: (state) => state.centers.map((coordinates, cluster) => ({ cluster, coordinates })),
  weights: (state) => state.centers.reduce((sum, center) => sum + center.length, 0),
});
