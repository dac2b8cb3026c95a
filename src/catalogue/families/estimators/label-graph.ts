import { z } from 'zod';
import {
  inverseSqrtDegrees,
  nearestNeighbors,
  neighborDistribution,
  normalizeRow,
  oneHotLabels,
  propagate,
  spread,
} from '../../../learning/classical/label-graph.ts';
import { type Matrix, rowOf } from '../../../learning/matrix.ts';
import type { Random } from '../../../learning/random.ts';
import { assertTwoClasses, defineEstimator, type Problem } from '../../estimator.ts';
import type { ModelShape } from '../../family.ts';

/** Iteration stops when the label distributions change by less than this in total. */
const tolerance = 1e-3;

const numbers = z.array(z.number());
const stateSchema = z.object({ classes: z.int(), neighbors: z.int(), samples: z.array(numbers), beliefs: numbers });
type State = z.infer<typeof stateSchema>;

const neighbors = z.int().min(1).max(100).default(7).describe('Number of nearest neighbors of each sample.');

/** Shared by both families, which differ in how labels are propagated. */
const method = {
  modalities: ['TABULAR'] as const,
  objectives: ['CLASSIFICATION'] as const,
  isSemiSupervised: true,
  whenToUse: 'Most samples are unlabeled, and samples of a class lie close together.',
  whenNotToUse: 'Very many samples (every pair is compared), or overlapping classes.',
  cost: ({ inputShape: [width = 1], outputs, trainSamples }: ModelShape) => ({
    parameters: trainSamples * (width + outputs),
    workspace: trainSamples * (4 * outputs + 100),
    multiplications: trainSamples ** 2 * width + 1000 * trainSamples * 7 * outputs,
    field: null,
  }),
  state: stateSchema,
  predict({ classes, neighbors: k, samples, beliefs }: State, x: Matrix) {
    const among = { values: Float64Array.from(samples.flat()), rows: samples.length, columns: x.columns };
    return neighborDistribution(nearestNeighbors(x, among, k), beliefs, classes);
  },
  weights: ({ samples, beliefs }: State) => samples.reduce((sum, row) => sum + row.length, beliefs.length),
};

/**
 * Creates a solver that iterates label propagation to convergence.
 * @param propagator returns one iteration, from label distributions to label distributions
 */
function iterateToConvergence(
  problem: Problem,
  k: number,
  resumeState: State | null,
  propagator: (graph: ReturnType<typeof nearestNeighbors>) => (beliefs: Float64Array) => Float64Array,
) {
  assertTwoClasses(problem);
  const { x, y, classes } = problem;
  const propagateOnce = propagator(nearestNeighbors(x, x, k));
  let beliefs = resumeState ? Float64Array.from(resumeState.beliefs) : oneHotLabels(y, classes);
  let done = false;
  return {
    step() {
      const next = propagateOnce(beliefs);
      const change = next.reduce((sum, value, at) => sum + Math.abs(value - (beliefs[at] ?? 0)), 0);
      beliefs = next;
      done = change < tolerance;
      return { metrics: [{ name: 'change', value: change }], done };
    },
    state(): State {
      const samples = Array.from({ length: x.rows }, (_, row) => [...rowOf(x, row)]);
      return { classes, neighbors: k, samples, beliefs: [...beliefs] };
    },
  };
}

export const labelPropagation = defineEstimator({
  ...method,
  name: 'labelPropagation',
  title: 'Label propagation',
  description:
    'Learns classes from a few labeled samples: labels propagate between neighbors, and known labels stay fixed.',
  citation:
    'Zhu & Ghahramani, "Learning from Labeled and Unlabeled Data with Label Propagation", CMU-CALD-02-107, 2002.',
  parameters: z.object({ neighbors: neighbors }),
  iterations: 1000,
  sample: (random: Random) => ({ neighbors: 3 + random.integer(13) }),
  createSolver: (problem, { neighbors: k }, resumeState) =>
    iterateToConvergence(
      problem,
      k,
      resumeState,
      (graph) => (beliefs) => propagate(graph, beliefs, problem.y, problem.classes),
    ),
});

export const labelSpreading = defineEstimator({
  ...method,
  name: 'labelSpreading',
  title: 'Label spreading',
  description:
    'Learns classes from a few labeled samples: labels spread between neighbors, and known labels can be overruled.',
  citation: 'Zhou, Bousquet, Lal, Weston & Schölkopf, "Learning with Local and Global Consistency", NIPS 16, 2003.',
  parameters: z.object({
    neighbors: neighbors,
    alpha: z
      .number()
      .min(0.01)
      .max(0.99)
      .default(0.2)
      .describe('Weight of the labels of the neighbors relative to the label of the sample itself.'),
  }),
  iterations: 30,
  sample: (random: Random) => ({ neighbors: 3 + random.integer(13), alpha: 0.05 + 0.9 * random.next() }),
  createSolver(problem, { neighbors: k, alpha }, resumeState) {
    const labels = oneHotLabels(problem.y, problem.classes);
    return iterateToConvergence(problem, k, resumeState, (graph) => {
      const weights = inverseSqrtDegrees(graph);
      return (beliefs) => spread(graph, weights, beliefs, labels, alpha);
    });
  },
  predict(state, x) {
    const beliefs = Float64Array.from(state.beliefs);
    for (let at = 0; at < beliefs.length; at += state.classes) normalizeRow(beliefs.subarray(at, at + state.classes));
    return method.predict({ ...state, beliefs: [...beliefs] }, x);
  },
});
