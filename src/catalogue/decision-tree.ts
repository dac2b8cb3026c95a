import { z } from 'zod';
import {
  addAnswers,
  growTree,
  questionsOf,
  type Tree,
  treeCost,
  treeSchema,
  treeSize,
} from '../learning/classical/tree.ts';
import type { Matrix } from '../learning/matrix.ts';
import { createRandom, hashSeed, type Random } from '../learning/random.ts';
import { defineEstimator, type EstimatorDefinition, type Problem, requireClasses } from './estimator.ts';
import type { Shape } from './family.ts';
import { treeParameters } from './tree-parameters.ts';

const parameters = z.object(treeParameters);
const state = z.object({ outputs: z.int(), tree: treeSchema });
type State = z.infer<typeof state>;
type Parameters = z.infer<typeof parameters>;

/** Both families are one method; they differ in what they predict. */
const method = {
  citation: 'Breiman, Friedman, Olshen & Stone, "Classification and Regression Trees", Wadsworth, 1984.',
  modalities: ['TABULAR'],
  parameters,
  iterations: null,
  sample: (random: Random) => ({ maxDepth: 2 + random.integer(14), minSamplesLeaf: 1 + random.integer(10) }),
  cost: ({ inputShape: [width = 1], outputs, trainSamples }: Shape, { maxDepth }: Parameters) => ({
    ...treeCost(trainSamples, width, outputs, maxDepth),
    field: null,
  }),
  state,
  start({ x, y, classes, seed }: Problem, options: Parameters) {
    let tree: Tree | null = null;
    return {
      step() {
        const weights = new Float64Array(x.rows).fill(1);
        const random = createRandom(hashSeed(seed, 'tree', 1));
        tree = growTree({ x, y, classes, weights }, { ...options, maxFeatures: null, random });
        return { metrics: [], done: true };
      },
      state(): State {
        if (!tree) throw new Error('The tree is not grown yet.');
        return { outputs: Math.max(1, classes), tree };
      },
    };
  },
  answer({ outputs, tree }: State, x: Matrix) {
    const answers = new Float64Array(x.rows * outputs);
    addAnswers(tree, x, 1, answers, outputs);
    return answers;
  },
  facts: ({ tree }: State) => [questionsOf([tree]), { name: 'nodes', values: [tree.features.length] }],
  weights: ({ tree }: State) => treeSize(tree),
} satisfies Partial<EstimatorDefinition<typeof parameters, State>>;

export const decisionTree = defineEstimator({
  ...method,
  name: 'decisionTree',
  title: 'Decision tree',
  description: 'Asks one question after the other about single columns until the class is clear.',
  whenToUse: 'When people must be able to follow every decision, or columns have thresholds.',
  whenNotToUse: 'When accuracy counts most: many trees together (randomForest, gradientBoosting) are better than one.',
  objectives: ['CLASSIFICATION'],
  start(problem, options) {
    requireClasses(problem);
    return method.start(problem, options);
  },
});

export const decisionTreeRegressor = defineEstimator({
  ...method,
  name: 'decisionTreeRegressor',
  title: 'Decision tree for numbers',
  description:
    'Asks one question after the other about single columns, and predicts the mean of the samples that answered alike.',
  whenToUse: 'When people must be able to follow every prediction, or the number jumps at thresholds.',
  whenNotToUse: 'For smooth relations, and when accuracy counts most: take randomForest or gradientBoosting.',
  objectives: ['REGRESSION'],
});
