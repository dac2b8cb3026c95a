import { z } from 'zod';
import {
  beliefsOf,
  nearestNeighbours,
  normalize,
  oneHotLabels,
  propagate,
  spread,
  spreadingWeights,
} from '../learning/classical/label-graph.ts';
import { type Matrix, rowOf } from '../learning/matrix.ts';
import type { Random } from '../learning/random.ts';
import { defineEstimator, type Problem, requireClasses } from './estimator.ts';
import type { Shape } from './family.ts';

/** Beliefs that change by less than this, all together, have settled. */
const tolerance = 1e-3;

const numbers = z.array(z.number());
const stateSchema = z.object({ classes: z.int(), neighbours: z.int(), samples: z.array(numbers), beliefs: numbers });
type State = z.infer<typeof stateSchema>;

const neighbours = z.int().min(1).max(100).default(7).describe('Samples that each one listens to: its nearest.');

/** Both families are one method; they differ in how beliefs are passed on. */
const method = {
  modalities: ['TABULAR'] as const,
  objectives: ['CLASSIFICATION'] as const,
  learnsUnlabelled: true,
  whenToUse: 'When most samples have no label, and samples of one class lie together.',
  whenNotToUse: 'With very many samples (each is compared with each), or when classes mix.',
  cost: ({ inputShape: [width = 1], outputs, trainSamples }: Shape) => ({
    parameters: trainSamples * (width + outputs),
    workspace: trainSamples * (4 * outputs + 100),
    multiplications: trainSamples ** 2 * width + 1000 * trainSamples * 7 * outputs,
    field: null,
  }),
  state: stateSchema,
  answer({ classes, neighbours: k, samples, beliefs }: State, x: Matrix) {
    const among = { values: Float64Array.from(samples.flat()), rows: samples.length, columns: x.columns };
    return beliefsOf(nearestNeighbours(x, among, k), beliefs, classes);
  },
  weights: ({ samples, beliefs }: State) => samples.reduce((sum, row) => sum + row.length, beliefs.length),
};

/** @param pass one round; told the beliefs so far */
function settle(
  problem: Problem,
  k: number,
  before: State | null,
  pass: (graph: ReturnType<typeof nearestNeighbours>) => (beliefs: Float64Array) => Float64Array,
) {
  requireClasses(problem);
  const { x, y, classes } = problem;
  const next = pass(nearestNeighbours(x, x, k));
  let beliefs = before ? Float64Array.from(before.beliefs) : oneHotLabels(y, classes);
  let done = false;
  return {
    step() {
      const passed = next(beliefs);
      const change = passed.reduce((sum, value, at) => sum + Math.abs(value - (beliefs[at] ?? 0)), 0);
      beliefs = passed;
      done = change < tolerance;
      return { metrics: [{ name: 'change', value: change }], done };
    },
    state(): State {
      const samples = Array.from({ length: x.rows }, (_, row) => [...rowOf(x, row)]);
      return { classes, neighbours: k, samples, beliefs: [...beliefs] };
    },
  };
}

export const labelPropagation = defineEstimator({
  ...method,
  name: 'labelPropagation',
  title: 'Label propagation',
  description:
    'Learns classes of which few samples are known: labels wander from neighbour to neighbour, and known ones stay as they are.',
  citation:
    'Zhu & Ghahramani, "Learning from Labeled and Unlabeled Data with Label Propagation", CMU-CALD-02-107, 2002.',
  parameters: z.object({ neighbours }),
  iterations: 1000,
  sample: (random: Random) => ({ neighbours: 3 + random.integer(13) }),
  start: (problem, { neighbours: k }, before) =>
    settle(problem, k, before, (graph) => (beliefs) => propagate(graph, beliefs, problem.y, problem.classes)),
});

export const labelSpreading = defineEstimator({
  ...method,
  name: 'labelSpreading',
  title: 'Label spreading',
  description:
    'Learns classes of which few samples are known: labels spread from neighbour to neighbour, and known ones may be overruled.',
  citation: 'Zhou, Bousquet, Lal, Weston & Schölkopf, "Learning with Local and Global Consistency", NIPS 16, 2003.',
  parameters: z.object({
    neighbours,
    alpha: z
      .number()
      .min(0.01)
      .max(0.99)
      .default(0.2)
      .describe('How much a sample listens to its neighbours, and not to its own label.'),
  }),
  iterations: 30,
  sample: (random: Random) => ({ neighbours: 3 + random.integer(13), alpha: 0.05 + 0.9 * random.next() }),
  start(problem, { neighbours: k, alpha }, before) {
    const labels = oneHotLabels(problem.y, problem.classes);
    return settle(problem, k, before, (graph) => {
      const weights = spreadingWeights(graph);
      return (beliefs) => spread(graph, weights, beliefs, labels, alpha);
    });
  },
  answer(state, x) {
    const beliefs = Float64Array.from(state.beliefs);
    for (let at = 0; at < beliefs.length; at += state.classes) normalize(beliefs.subarray(at, at + state.classes));
    return method.answer({ ...state, beliefs: [...beliefs] }, x);
  },
});
