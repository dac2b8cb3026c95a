import { z } from 'zod';
import { assign, beginKMeans, type KMeansState, kMeansStep } from '../learning/classical/kmeans.ts';
import { TrainingFailure } from '../learning/context.ts';
import { columnFact } from '../learning/model.ts';
import { defineEstimator } from './estimator.ts';

const centres = z.array(z.array(z.number()));

export const kMeans = defineEstimator({
  name: 'kMeans',
  title: 'K-means clustering',
  description: 'Divides the samples into groups, each around a centre of its own.',
  whenToUse: 'To find groups of similar size and round shape in numeric columns.',
  whenNotToUse: 'When groups are long, of very different size, or overlap: take gaussianMixture then.',
  citation:
    'Lloyd, "Least Squares Quantization in PCM", IEEE Trans. Inf. Theory 28(2), 1982; Arthur & Vassilvitskii, "k-means++", SODA 2007.',
  modalities: ['TABULAR'],
  objectives: ['CLUSTERING'],
  parameters: z.object({
    clusters: z.int().min(1).max(1000).default(8).describe('How many groups to find.'),
    restarts: z
      .int()
      .min(1)
      .max(100)
      .default(10)
      .describe('Times that it begins anew from other centres; the best is kept.'),
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
    centres,
    /** While it is fitted. */
    search: z
      .object({
        best: z.object({ centres, inertia: z.number() }).nullable(),
        centres,
        attempt: z.int(),
        moves: z.int(),
      })
      .nullable(),
  }),
  start({ x, seed }, { clusters, restarts }, before) {
    if (x.rows < clusters)
      throw new TrainingFailure(`${x.rows} samples cannot be divided into ${clusters} clusters. Give fewer clusters.`);
    const options = { clusters, restarts, seed };
    const search: KMeansState = before?.search ?? beginKMeans(x, options);
    let done = false;
    return {
      step() {
        const result = kMeansStep(x, search, options);
        done = result.done;
        return { metrics: [{ name: 'inertia', value: result.inertia }], done };
      },
      state: () => ({ centres: search.best?.centres ?? search.centres, search: done ? null : search }),
    };
  },
  answer(state, x) {
    const { nearest } = assign(x, state.centres);
    const answers = new Float64Array(x.rows * state.centres.length);
    for (const [row, cluster] of nearest.entries()) answers[row * state.centres.length + cluster] = 1;
    return answers;
  },
  facts: (state) => state.centres.map((values, cluster) => columnFact(`centre ${cluster}`, values)),
  centres: (state) => state.centres.map((at, group) => ({ group, at })),
  weights: (state) => state.centres.reduce((sum, centre) => sum + centre.length, 0),
});
