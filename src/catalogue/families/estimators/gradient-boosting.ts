import { z } from 'zod';
import { sigmoid, softmax } from '../../../learning/classical/softmax-regression.ts';
import {
  addAnswers,
  growTree,
  leafOf,
  questionsOf,
  type Tree,
  treeCost,
  treeSchema,
  treeSize,
} from '../../../learning/classical/tree.ts';
import type { Matrix } from '../../../learning/matrix.ts';
import { createRandom, hashSeed } from '../../../learning/random.ts';
import { assertTwoClasses, defineEstimator, type Problem } from '../../estimator.ts';
import { treeParameters } from './tree-parameters.ts';

/**
 * Scores F start with the same value for every sample. Each round grows one tree per score on the negative gradient (y - F; for
 * classes y - p), sets its leaves by one Newton step, and adds it to F, scaled by the learning rate.
 */
const stateSchema = z.object({
  classes: z.int(),
  learningRate: z.number(),
  /** Initial scores: a single one, or one per class for three or more classes. */
  start: z.array(z.number()),
  /** [round][score] */
  rounds: z.array(z.array(treeSchema)),
});
type State = z.infer<typeof stateSchema>;

export const gradientBoosting = defineEstimator({
  name: 'gradientBoosting',
  title: 'Gradient boosting',
  description: 'Small decision trees in sequence, each correcting the errors of those before it.',
  whenToUse: 'Accuracy on a table matters most, and there is time to tune the number of trees and the learning rate.',
  whenNotToUse: 'Noisy targets without a validation set: with many trees, the model memorizes the noise.',
  citation: 'Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29(5), 2001.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION', 'REGRESSION'],
  parameters: z.object({
    rounds: z
      .int()
      .min(1)
      .max(2000)
      .default(100)
      .describe('Number of boosting rounds. Each adds one tree, or one per class for three or more classes.'),
    learningRate: z
      .number()
      .min(1e-4)
      .max(1)
      .default(0.1)
      .describe('Learning rate: the fraction of each correction that is applied.'),
    subsample: z
      .number()
      .min(0.1)
      .max(1)
      .default(1)
      .describe('Fraction of the samples that each round draws to grow its trees.'),
    ...treeParameters,
    maxDepth: z.int().min(1).max(16).default(3).describe('Maximum depth of each tree.'),
  }),
  iterations: null,
  maxIterations: ({ rounds }) => rounds,
  sample: (random) => ({
    rounds: 50 * (1 + random.integer(8)),
    learningRate: 10 ** (random.next() * 1.5 - 2),
    maxDepth: 2 + random.integer(4),
    subsample: 0.5 + random.integer(6) / 10,
  }),
  cost({ inputShape: [width = 1], outputs, trainSamples }, { rounds, maxDepth }) {
    const one = treeCost(trainSamples, width, 1, maxDepth);
    const trees = rounds * (outputs > 2 ? outputs : 1);
    return {
      parameters: trees * one.parameters,
      workspace: one.workspace + 4 * trainSamples * outputs,
      multiplications: trees * one.multiplications,
      field: 'rounds',
    };
  },
  state: stateSchema,
  createSolver(problem, { rounds, learningRate, subsample, ...options }, resumeState) {
    const { x, classes, seed } = problem;
    if (classes > 0) assertTwoClasses(problem);
    const state: State = resumeState ?? { classes, learningRate, start: initialScores(problem), rounds: [] };
    const width = state.start.length;
    const scores = scoresOf(state, x);
    return {
      step(round) {
        const grown: Tree[] = [];
        const gradient = negativeGradient(problem, scores, width);
        const random = createRandom(hashSeed(seed, 'boost', round));
        const weights = drawSubsample(x.rows, subsample, random);
        for (let score = 0; score < width; score++) {
          const residuals = Float64Array.from({ length: x.rows }, (_, row) => gradient[row * width + score] ?? 0);
          const tree = growTree({ x, y: residuals, classes: 0, weights }, { ...options, maxFeatures: null, random });
          if (classes > 0) applyNewtonStep(tree, x, residuals, weights, width);
          grown.push(tree);
        }
        state.rounds.push(grown);
        for (const [score, tree] of grown.entries()) addScore(tree, x, learningRate, scores, width, score);
        return {
          metrics: [{ name: 'loss', value: lossOf(problem, scores, width) }],
          done: state.rounds.length >= rounds,
        };
      },
      state: () => state,
    };
  },
  predict(state, x) {
    const scores = scoresOf(state, x);
    const { classes, start } = state;
    if (classes === 2)
      return Float64Array.from({ length: 2 * x.rows }, (_, at) => sigmoid((at % 2 ? 1 : -1) * (scores[at >> 1] ?? 0)));
    if (classes > 2)
      for (let row = 0; row < x.rows; row++) softmax(scores.subarray(row * start.length, (row + 1) * start.length));
    return scores;
  },
  fittedAttributes: ({ rounds }) => [questionsOf(rounds.flat()), { name: 'trees', values: [rounds.length] }],
  weights: ({ rounds }) => rounds.flat().reduce((sum, tree) => sum + treeSize(tree), 0),
});

/** Returns the best constant scores: the mean, the log odds, or the log frequencies of the classes. */
function initialScores({ y, classes }: Problem): number[] {
  if (classes === 0) return [y.reduce((sum, value) => sum + value, 0) / y.length];
  const shares = Array.from({ length: classes }, (_, label) => y.filter((one) => one === label).length / y.length);
  if (classes === 2) return [Math.log((shares[1] ?? 0) / (shares[0] ?? 1))];
  // A class without training samples keeps a nonzero probability.
  return shares.map((share) => Math.log(Math.max(share, 1e-12)));
}

function scoresOf({ start, rounds, learningRate }: State, x: Matrix): Float64Array {
  const scores = new Float64Array(x.rows * start.length);
  for (const at of scores.keys()) scores[at] = start[at % start.length] ?? 0;
  for (const trees of rounds)
    for (const [score, tree] of trees.entries()) addScore(tree, x, learningRate, scores, start.length, score);
  return scores;
}

function addScore(tree: Tree, x: Matrix, rate: number, scores: Float64Array, width: number, score: number): void {
  const predictions = new Float64Array(x.rows);
  addAnswers(tree, x, 1, predictions, 1);
  for (let row = 0; row < x.rows; row++)
    scores[row * width + score] = (scores[row * width + score] ?? 0) + rate * (predictions[row] ?? 0);
}

/** Returns the negative gradient of the loss: y - F, or y - p for classes. */
function negativeGradient({ y, classes }: Problem, scores: Float64Array, width: number): Float64Array {
  const errors = new Float64Array(scores.length);
  for (let row = 0; row < y.length; row++) {
    const own = scores.slice(row * width, (row + 1) * width);
    const label = y[row] ?? 0;
    if (classes > 2) softmax(own);
    for (const [score, value] of own.entries()) {
      const wanted = classes > 2 ? Number(label === score) : label;
      errors[row * width + score] = wanted - (classes === 2 ? sigmoid(value) : value);
    }
  }
  return errors;
}

/** Sets each leaf to sum e / sum |e| (1 - |e|), times (K - 1) / K for K > 2 classes (Friedman 2001, algorithms 5 and 6). */
function applyNewtonStep(tree: Tree, x: Matrix, errors: Float64Array, weights: Float64Array, width: number): void {
  const [numerators, denominators] = [new Map<number, number>(), new Map<number, number>()];
  for (const [row, error] of errors.entries()) {
    if (weights[row] === 0) continue;
    const leaf = leafOf(tree, x, row);
    numerators.set(leaf, (numerators.get(leaf) ?? 0) + error);
    denominators.set(leaf, (denominators.get(leaf) ?? 0) + Math.abs(error) * (1 - Math.abs(error)));
  }
  const factor = width > 1 ? (width - 1) / width : 1;
  for (const [leaf, total] of numerators) {
    const curvature = denominators.get(leaf) ?? 0;
    tree.values[leaf] = curvature < 1e-150 ? 0 : (factor * total) / curvature;
  }
}

function drawSubsample(count: number, fraction: number, random: ReturnType<typeof createRandom>): Float64Array {
  if (fraction === 1) return new Float64Array(count).fill(1);
  const weights = new Float64Array(count);
  for (const row of random.permutation(count).subarray(0, Math.max(1, Math.round(count * fraction)))) weights[row] = 1;
  return weights;
}

function lossOf({ y, classes }: Problem, scores: Float64Array, width: number): number {
  let loss = 0;
  for (let row = 0; row < y.length; row++) {
    const own = scores.slice(row * width, (row + 1) * width);
    const label = y[row] ?? 0;
    if (classes === 0) loss += (label - (own[0] ?? 0)) ** 2;
    else if (classes === 2)
      loss += Math.max(own[0] ?? 0, 0) - (own[0] ?? 0) * label + Math.log1p(Math.exp(-Math.abs(own[0] ?? 0)));
    else {
      softmax(own);
      loss -= Math.log(Math.max(own[label] ?? 0, 1e-300));
    }
  }
  return loss / y.length;
}
