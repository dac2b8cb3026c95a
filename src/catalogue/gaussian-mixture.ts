import { z } from 'zod';
import { gaussiansOf, logDensities, shareOut } from '../learning/classical/gaussian-mixture.ts';
import { assign, beginKMeans, kMeansStep } from '../learning/classical/kmeans.ts';
import { TrainingFailure } from '../learning/context.ts';
import { type Matrix, rowOf } from '../learning/matrix.ts';
import { columnFact } from '../learning/model.ts';
import { defineEstimator, type Problem, requireClasses } from './estimator.ts';

/** A likelihood that grows by less than this has arrived. */
const tolerance = 1e-3;

const numbers = z.array(z.number());

export const gaussianMixture = defineEstimator({
  name: 'gaussianMixture',
  title: 'Gaussian mixture',
  description:
    'Describes the samples as drawn from several normal distributions; finds groups, or, with a target, classes of which few samples are known.',
  whenToUse:
    'For groups that are long, of different size, or overlap; and for classes when most samples have no label.',
  whenNotToUse: 'With many columns and few samples: the covariances cannot be known then.',
  citation:
    'Dempster, Laird & Rubin, "Maximum Likelihood from Incomplete Data via the EM Algorithm", J. R. Stat. Soc. B 39(1), 1977.',
  modalities: ['TABULAR'],
  objectives: ['CLUSTERING', 'CLASSIFICATION'],
  learnsUnlabelled: true,
  parameters: z.object({
    components: z
      .int()
      .min(1)
      .max(500)
      .default(1)
      .describe('Normal distributions: groups to find, or for each class how many it consists of.'),
    covariance: z
      .enum(['full', 'diagonal'])
      .default('full')
      .describe('Whether columns may vary together within a group.'),
  }),
  iterations: 100,
  sample: (random) => ({ components: 1 + random.integer(6) }),
  cost({ inputShape: [width = 1], outputs, trainSamples }, { components }) {
    const count = components * Math.max(1, outputs);
    return {
      parameters: count * (1 + width + (width * (width + 1)) / 2),
      workspace: 2 * trainSamples * count + width ** 2,
      multiplications: 200 * count * trainSamples * width ** 2,
      field: 'components',
    };
  },
  state: z.object({
    classes: z.int(),
    likelihood: z.number().nullable(),
    gaussians: z.array(z.object({ weight: z.number(), mean: numbers, factor: numbers })),
  }),
  start(problem, { components, covariance }, before) {
    const { x, y, classes } = problem;
    if (classes > 0) requireClasses(problem);
    const count = components * Math.max(1, classes);
    const diagonal = covariance === 'diagonal';
    const allowed = (row: number, component: number) => {
      const label = classes > 0 ? (y[row] ?? -1) : -1;
      return label < 0 || Math.floor(component / components) === label;
    };
    const state = before ?? {
      classes,
      likelihood: null,
      gaussians: gaussiansOf(x, firstGroups(problem, components), count, diagonal),
    };
    return {
      step() {
        const shares = logDensities(state.gaussians, x);
        const likelihood = shareOut(shares, count, allowed);
        const done = state.likelihood !== null && Math.abs(likelihood - state.likelihood) < tolerance;
        state.likelihood = likelihood;
        state.gaussians = gaussiansOf(x, shares, count, diagonal);
        return { metrics: [{ name: 'logLikelihood', value: likelihood }], done };
      },
      state: () => state,
    };
  },
  answer({ classes, gaussians }, x) {
    const shares = logDensities(gaussians, x);
    shareOut(shares, gaussians.length, () => true);
    if (classes === 0) return shares;
    const each = gaussians.length / classes;
    const answers = new Float64Array(x.rows * classes);
    for (const [at, share] of shares.entries()) {
      const [row, label] = [Math.floor(at / gaussians.length), Math.floor((at % gaussians.length) / each)];
      answers[row * classes + label] = (answers[row * classes + label] ?? 0) + share;
    }
    return answers;
  },
  centres({ classes, gaussians }) {
    const each = gaussians.length / Math.max(1, classes);
    return gaussians.map(({ mean }, index) => ({ group: classes === 0 ? index : Math.floor(index / each), at: mean }));
  },
  facts: ({ gaussians }) => [
    { name: 'weights', values: gaussians.map(({ weight }) => weight) },
    ...gaussians.map(({ mean }, index) => columnFact(`mean ${index}`, mean)),
  ],
  weights: ({ gaussians }) => gaussians.reduce((sum, { mean, factor }) => sum + 1 + mean.length + factor.length, 0),
});

/** Who belongs where at first: groups found by k-means, within each class among its labelled samples alone. */
function firstGroups({ x, y, classes, seed }: Problem, components: number): Float64Array {
  const count = components * Math.max(1, classes);
  const groups = new Float64Array(x.rows * count);
  for (let label = 0; label < Math.max(1, classes); label++) {
    const rows = Array.from({ length: x.rows }, (_, row) => row).filter((row) => classes === 0 || y[row] === label);
    if (rows.length < components) {
      throw new TrainingFailure(
        `${rows.length} samples${classes > 0 ? ` of class number ${label}` : ''} cannot be divided into ${components} components. Give fewer.`,
      );
    }
    const own: Matrix = {
      values: Float64Array.from(rows.flatMap((row) => [...rowOf(x, row)])),
      rows: rows.length,
      columns: x.columns,
    };
    const options = { clusters: components, restarts: 1, seed };
    const search = beginKMeans(own, options);
    while (!kMeansStep(own, search, options).done);
    const { nearest } = assign(own, search.best?.centres ?? search.centres);
    for (const [index, row] of rows.entries()) groups[row * count + label * components + (nearest[index] ?? 0)] = 1;
  }
  return groups;
}
