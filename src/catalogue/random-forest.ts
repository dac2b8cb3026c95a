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
import { createRandom, hashSeed } from '../learning/random.ts';
import { defineEstimator, requireClasses } from './estimator.ts';
import { treeParameters } from './tree-parameters.ts';

export const randomForest = defineEstimator({
  name: 'randomForest',
  title: 'Random forest',
  description:
    'Many decision trees, each grown on a draw of the samples with a draw of the columns at each question; they vote.',
  whenToUse:
    'As a strong model for any table, with hardly anything to set: it neither needs scaling nor overfits easily.',
  whenNotToUse: 'When the model must be small, or predict beyond the range of what it saw.',
  citation: 'Breiman, "Random Forests", Machine Learning 45, 2001.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION', 'REGRESSION'],
  parameters: z.object({
    trees: z.int().min(1).max(2000).default(100).describe('Trees that vote. More are never worse, only slower.'),
    maxFeatures: z
      .enum(['sqrt', 'third', 'all'])
      .nullable()
      .default(null)
      .describe(
        'Columns that a question may be about, drawn anew each time. Null: the square root of all for classes, all for numbers.',
      ),
    ...treeParameters,
  }),
  iterations: null,
  steps: ({ trees }) => trees,
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
  start(problem, { trees: wanted, maxFeatures, ...options }, before) {
    const { x, y, classes, seed } = problem;
    if (classes > 0) requireClasses(problem);
    const trees: Tree[] = before?.trees ?? [];
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
        return { metrics: [], done: trees.length >= wanted };
      },
      state: () => ({ outputs: Math.max(1, classes), trees }),
    };
  },
  answer({ outputs, trees }, x) {
    const answers = new Float64Array(x.rows * outputs);
    for (const tree of trees) addAnswers(tree, x, 1 / trees.length, answers, outputs);
    return answers;
  },
  facts: ({ trees }) => [questionsOf(trees), { name: 'nodes', values: trees.map(({ features }) => features.length) }],
  weights: ({ trees }) => trees.reduce((sum, tree) => sum + treeSize(tree), 0),
});
