import { z } from 'zod';
import { beginLbfgs, type LbfgsState, lbfgsStep, steepness } from '../../../learning/classical/lbfgs.ts';
import { logisticObjective, predictProbabilities, weightRows } from '../../../learning/classical/softmax-regression.ts';
import { assertTwoClasses, defineEstimator } from '../../estimator.ts';

/** The solver has converged when the largest component of the gradient is below this. */
const tolerance = 1e-7;

const numbers = z.array(z.number());

/** `parameters` are the weights [rows, d], then the intercepts. `search` is the optimizer's state; null once fitted. */
const stateSchema = z.object({
  classes: z.int(),
  parameters: numbers,
  search: z
    .object({ x: numbers, value: z.number(), gradient: numbers, moves: z.array(numbers), changes: z.array(numbers) })
    .nullable(),
});

export const logisticRegression = defineEstimator({
  name: 'logisticRegression',
  title: 'Logistic regression',
  description: 'Predicts the probability of each class from a weighted sum of the columns.',
  whenToUse: 'A first model for any classification: fast, hard to overfit, with reliable probabilities.',
  whenNotToUse: 'The classes are not linearly separable: use a neural network (MLP) or a random forest.',
  citation: 'Cox, "The Regression Analysis of Binary Sequences", J. R. Stat. Soc. B 20(2), 1958.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION'],
  parameters: z.object({
    C: z
      .number()
      .min(1e-6)
      .max(1e6)
      .default(1)
      .describe('Inverse of the L2 regularization strength: smaller values regularize more.'),
  }),
  iterations: 1000,
  sample: (random) => ({ C: 10 ** (random.next() * 6 - 3) }),
  cost({ inputShape: [width = 1], outputs, trainSamples }) {
    const parameters = weightRows(outputs) * (width + 1);
    // L-BFGS keeps ten steps and gradient differences; about a hundred passes over the data are enough.
    return {
      parameters,
      workspace: 24 * parameters + trainSamples * outputs,
      multiplications: 200 * parameters * trainSamples,
      field: null,
    };
  },
  state: stateSchema,
  createSolver(problem, { C }, resumeState) {
    assertTwoClasses(problem);
    const { x, y, classes } = problem;
    const objective = logisticObjective(x, y, classes, C);
    const search: LbfgsState =
      resumeState?.search ?? beginLbfgs(objective, new Float64Array(weightRows(classes) * (x.columns + 1)));
    let done = false;
    return {
      step() {
        done = !lbfgsStep(objective, search) || steepness(search) < tolerance;
        return { metrics: [{ name: 'loss', value: search.value }], done };
      },
      state: () => ({ classes, parameters: search.x, search: done ? null : search }),
    };
  },
  predict: ({ classes, parameters }, x) => predictProbabilities(parameters, x, classes),
  fittedAttributes({ classes, parameters }) {
    const rows = weightRows(classes);
    const weights = parameters.length - rows;
    const width = weights / rows;
    // With two classes, the only row of weights scores the second class.
    const label = (row: number) => (rows === 1 ? 1 : row);
    return [
      {
        name: 'coefficients',
        values: parameters.slice(0, weights),
        columns: () => Array.from({ length: weights }, (_, index) => [index % width]),
        classes: () => Array.from({ length: weights }, (_, index) => label(Math.floor(index / width))),
      },
      {
        name: 'intercepts',
        values: parameters.slice(weights),
        classes: () => Array.from({ length: rows }, (_, row) => label(row)),
      },
    ];
  },
  weights: ({ parameters }) => parameters.length,
});
