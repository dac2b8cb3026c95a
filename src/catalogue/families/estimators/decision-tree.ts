import { z } from 'zod';
import {
  addAnswers,
  growTree,
  questionsOf,
  type Tree,
  treeCost,
  treeSchema,
  treeSize,
} from '../../../learning/classical/tree.ts';
import type { Matrix } from '../../../learning/matrix.ts';
import { createRandom, hashSeed, type Random } from '../../../learning/random.ts';
import { assertTwoClasses, defineEstimator, type EstimatorDefinition, type Problem } from '../../estimator.ts';
import type { ModelShape } from '../../family.ts';
import { treeParameters } from './tree-parameters.ts';

const parameters = z.object(treeParameters);
const state = z.object({ outputs: z.int(), tree: treeSchema });
type State = z.infer<typeof state>;
type Parameters = z.infer<typeof parameters>;

/** Shared by both families, which differ only in their objective. */
const method = {
  citation: 'Breiman, Friedman, Olshen & Stone, "Classification and Regression Trees", Wadsworth, 1984.',
  modalities: ['TABULAR'],
  parameters,
  iterations: null,
  sample: (random: Random) => ({ maxDepth: 2 + random.integer(14), minSamplesLeaf: 1 + random.integer(10) }),
  cost: ({ inputShape: [width = 1], outputs, trainSamples }: ModelShape, { maxDepth }: Parameters) => ({
    ...treeCost(trainSamples, width, outputs, maxDepth),
    field: null,
  }),
  state,
  createSolver({ x, y, classes, seed }: Problem, options: Parameters) {
    let tree: Tree | null = null;
    return {
      step() {
        const weights = new Float64Array(x.rows).fill(1);
        const random = createRandom(hashSeed(seed, 'tree', 1));
        tree = growTree({ x, y, classes, weights }, { ...options, maxFeatures: null, random });
        return { metrics: [], done: true };
      },
      state(): State {
        if (!tree) throw new Error('The tree has not been grown yet.');
        return { outputs: Math.max(1, classes), tree };
      },
    };
  },
  predict({ outputs, tree }: State, x: Matrix) {
    const predictions = new Float64Array(x.rows * outputs);
    addAnswers(tree, x, 1, predictions, outputs);
    return predictions;
  },
  fittedAttributes: ({ tree }: State) => [questionsOf([tree]), { name: 'nodes', values: [tree.features.length] }],
  weights: ({ tree }: State) => treeSize(tree),
} satisfies Partial<EstimatorDefinition<typeof parameters, State>>;

export const decisionTree = defineEstimator({
  ...method,
  name: 'decisionTree',
  title: 'Decision tree',
  description: 'Splits the samples by one column at a time until the class is clear.',
  whenToUse: 'Every decision must be traceable, or columns have thresholds.',
  whenNotToUse:
    'Accuracy matters most: ensembles of trees (random forest, gradient boosting) are more accurate than one tree.',
  objectives: ['CLASSIFICATION'],
  createSolver(problem, options) {
    assertTwoClasses(problem);
    return method.createSolver(problem, options);
  },
});

export const decisionTreeRegressor = defineEstimator({
  ...method,
  name: 'decisionTreeRegressor',
  title: 'Decision tree regressor',
  description: 'Splits the samples by one column at a time and predicts the mean of the samples in the same leaf.',
  whenToUse: 'Every prediction must be traceable, or the target jumps at thresholds.',
  whenNotToUse: 'Smooth relationships, or accuracy matters most: use a random forest or gradient boosting.',
  objectives: ['REGRESSION'],
});
