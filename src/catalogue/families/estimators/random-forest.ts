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
import { createRandom, hashSeed } from '../../../learning/random.ts';
import { assertTwoClasses, defineEstimator } from '../../estimator.ts';
import { treeParameters } from './tree-parameters.ts';

export const randomForest = defineEstimator({
  name: 'randomForest',
  title: 'Random forest',
  description:
    'Averages many decision trees, each grown on a random sample of the rows with a random subset of the columns at every split.',
  whenToUse: 'A strong model for any table with little tuning: it needs no scaling and does not overfit easily.',
  whenNotToUse: 'The model must be small, or must predict beyond the range of the training data.',
  citation: 'Breiman, "Random Forests", Machine Learning 45, 2001.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION', 'REGRESSION'],
  parameters: z.object({
    trees: z.int().min(1).max(2000).default(100).describe('Number of trees. More trees are never worse, only slower.'),
    maxFeatures: z
      .enum(['sqrt', 'third', 'all'])
      .nullable()
      .default(null)
      .describe(
        'Number of randomly drawn columns to consider at each split. Null: sqrt for classification, all for regression.',
      ),
    ...treeParameters,
  }),
  iterations: null,
  maxIterations: ({ trees }) => trees,
  sample: (random) => ({
    trees: 50 * (1 + random.integer(6)),
    maxDepth: random.next() < 0.5 ? null : 4 + random.integer(16),
    minSamplesLeaf: 1 + random.integer(5),
  }),
  cost({ inputShape: [width = 1], outputs, trainSamples }, { trees, maxDepth }) {
    const one = treeCost(trainSamples, width, outputs, maxDepth);
    return { ...one, parameters: trees * one.parameters, multiplications: trees * one.multiplications, field: 'trees' };
  },
  state: z.object({ outputs: z.int(), trees: z.array(treeSchema) }),
  createSolver(problem, { trees: treeCount, maxFeatures, ...options }, resumeState) {
    const { x, y, classes, seed } = problem;
    if (classes > 0) assertTwoClasses(problem);
    const trees: Tree[] = resumeState?.trees ?? [];
    const counts = {
      sqrt: Math.max(1, Math.floor(Math.sqrt(x.columns))),
      third: Math.max(1, Math.floor(x.columns / 3)),
      all: null,
    };
    const features = counts[maxFeatures ?? (classes > 0 ? 'sqrt' : 'all')];
    return {
      step() {
        const random = createRandom(hashSeed(seed, 'tree', trees.length + 1));
        const weights = new Float64Array(x.rows);
        for (let draw = 0; draw < x.rows; draw++) {
          const sample = random.integer(x.rows);
          weights[sample] = (weights[sample] ?? 0) + 1;
        }
        trees.push(growTree({ x, y, classes, weights }, { ...options, maxFeatures: features, random }));
        return { metrics: [], done: trees.length >= treeCount };
      },
      state: () => ({ outputs: Math.max(1, classes), trees }),
    };
  },
  predict({ outputs, trees }, x) {
    const predictions = new Float64Array(x.rows * outputs);
    for (const tree of trees) addAnswers(tree, x, 1 / trees.length, predictions, outputs);
    return predictions;
  },
  fittedAttributes: ({ trees }) => [
    questionsOf(trees),
    { name: 'nodes', values: trees.map(({ features }) => features.length) },
  ],
  weights: ({ trees }) => trees.reduce((sum, tree) => sum + treeSize(tree), 0),
});
