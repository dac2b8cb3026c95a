import { z } from 'zod';
import {
  estimateGaussians,
  logDensities,
  normalizeResponsibilities,
} from '../../../learning/classical/gaussian-mixture.ts';
import { assign, createKMeans, lloydIteration } from '../../../learning/classical/kmeans.ts';
import { TrainingFailure } from '../../../learning/context.ts';
import { type Matrix, rowOf } from '../../../learning/matrix.ts';
import { columnAttribute } from '../../../learning/model.ts';
import { assertTwoClasses, defineEstimator, type Problem } from '../../estimator.ts';

/** The mean log-likelihood has converged when it changes by less than this. */
const tolerance = 1e-3;

const numbers = z.array(z.number());

export const gaussianMixture = defineEstimator({
  name: 'gaussianMixture',
  title: 'Gaussian mixture',
  description:
    'Models the samples as a mixture of normal distributions. Finds clusters or, with a target, learns classes from a few ' +
    'labeled samples.',
  whenToUse: 'Elongated, overlapping, or differently sized clusters; classification when most samples are unlabeled.',
  whenNotToUse: 'Many columns and few samples: the covariances cannot be estimated.',
  citation:
    'Dempster, Laird & Rubin, "Maximum Likelihood from Incomplete Data via the EM Algorithm", J. R. Stat. Soc. B 39(1), 1977.',
  modalities: ['TABULAR'],
  objectives: ['CLUSTERING', 'CLASSIFICATION'],
  isSemiSupervised: true,
  parameters: z.object({
    components: z
      .int()
      .min(1)
      .max(500)
      .default(1)
      .describe('Number of normal distributions: in total for clustering, per class for classification.'),
    covariance: z
      .enum(['full', 'diagonal'])
      .default('full')
      .describe('Whether columns can vary together within a component. full: yes; diagonal: no.'),
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
  createSolver(problem, { components, covariance }, resumeState) {
    const { x, y, classes } = problem;
    if (classes > 0) assertTwoClasses(problem);
    const count = components * Math.max(1, classes);
    const diagonal = covariance === 'diagonal';
    const allowed = (row: number, component: number) => {
      const label = classes > 0 ? (y[row] ?? -1) : -1;
      return label < 0 || Math.floor(component / components) === label;
    };
    const state = resumeState ?? {
      classes,
      likelihood: null,
      gaussians: estimateGaussians(x, initialResponsibilities(problem, components), count, diagonal),
    };
    return {
      step() {
        const responsibilities = logDensities(state.gaussians, x);
        const likelihood = normalizeResponsibilities(responsibilities, count, allowed);
        const done = state.likelihood !== null && Math.abs(likelihood - state.likelihood) < tolerance;
        state.likelihood = likelihood;
        state.gaussians = estimateGaussians(x, responsibilities, count, diagonal);
        return { metrics: [{ name: 'logLikelihood', value: likelihood }], done };
      },
      state: () => state,
    };
  },
  predict({ classes, gaussians }, x) {
    const responsibilities = logDensities(gaussians, x);
    normalizeResponsibilities(responsibilities, gaussians.length, () => true);
    if (classes === 0) return responsibilities;
    const perClass = gaussians.length / classes;
    const probabilities = new Float64Array(x.rows * classes);
    for (const [at, share] of responsibilities.entries()) {
      const [row, label] = [Math.floor(at / gaussians.length), Math.floor((at % gaussians.length) / perClass)];
      probabilities[row * classes + label] = (probabilities[row * classes + label] ?? 0) + share;
    }
    return probabilities;
  },
  centers({ classes, gaussians }) {
    const perClass = gaussians.length / Math.max(1, classes);
    return gaussians.map(({ mean }, index) => ({
      cluster: classes === 0 ? index : Math.floor(index / perClass),
      coordinates: mean,
    }));
  },
  fittedAttributes: ({ gaussians }) => [
    { name: 'weights', values: gaussians.map(({ weight }) => weight) },
    ...gaussians.map(({ mean }, index) => columnAttribute(`mean ${index}`, mean)),
  ],
  weights: ({ gaussians }) => gaussians.reduce((sum, { mean, factor }) => sum + 1 + mean.length + factor.length, 0),
});

/** Returns the initial responsibilities: k-means clusters of all samples, or of the labeled samples of each class. */
function initialResponsibilities({ x, y, classes, seed }: Problem, components: number): Float64Array {
  const count = components * Math.max(1, classes);
  const responsibilities = new Float64Array(x.rows * count);
  for (let label = 0; label < Math.max(1, classes); label++) {
    const rows = Array.from({ length: x.rows }, (_, row) => row).filter((row) => classes === 0 || y[row] === label);
    if (rows.length < components) {
      throw new TrainingFailure(
        `${rows.length} samples${classes > 0 ? ` of class ${label}` : ''} cannot be divided into ${components} components. ` +
          'Use fewer components.',
      );
    }
    const own: Matrix = {
      values: Float64Array.from(rows.flatMap((row) => [...rowOf(x, row)])),
      rows: rows.length,
      columns: x.columns,
    };
    const options = { clusters: components, restarts: 1, seed };
    const search = createKMeans(own, options);
    while (!lloydIteration(own, search, options).done);
    const { nearest } = assign(own, search.best?.centers ?? search.centers);
    for (const [index, row] of rows.entries())
      responsibilities[row * count + label * components + (nearest[index] ?? 0)] = 1;
  }
  return responsibilities;
}
