import { z } from 'zod';
import { beginLbfgs, type LbfgsState, lbfgsStep, steepness } from '../learning/classical/lbfgs.ts';
import { logisticAnswers, logisticObjective, rowsFor } from '../learning/classical/softmax-regression.ts';
import { defineEstimator, requireClasses } from './estimator.ts';

/** A gradient this small moves no digit that anybody reads. */
const tolerance = 1e-7;

const numbers = z.array(z.number());

/** The optimizer's own state while it is fitted; `parameters` are the weights [rows, d], then the intercepts. */
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
  whenToUse: 'As the first model for any classes: quick, hard to overfit, and its probabilities can be trusted.',
  whenNotToUse: 'When the classes cannot be divided by straight lines; take mlp or randomForest then.',
  citation: 'Cox, "The Regression Analysis of Binary Sequences", J. R. Stat. Soc. B 20(2), 1958.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION'],
  parameters: z.object({
    C: z
      .number()
      .min(1e-6)
      .max(1e6)
      .default(1)
      .describe('Inverse strength of the L2 penalty: smaller values keep the weights smaller.'),
  }),
  iterations: 1000,
  sample: (random) => ({ C: 10 ** (random.next() * 6 - 3) }),
  cost({ inputShape: [width = 1], outputs, trainSamples }) {
    const parameters = rowsFor(outputs) * (width + 1);
    // Ten moves and changes are remembered; a hundred looks at the data are many.
    return {
      parameters,
      workspace: 24 * parameters + trainSamples * outputs,
      multiplications: 200 * parameters * trainSamples,
      field: null,
    };
  },
  state: stateSchema,
  start(problem, { C }, before) {
    requireClasses(problem);
    const { x, y, classes } = problem;
    const objective = logisticObjective(x, y, classes, C);
    const search: LbfgsState =
      before?.search ?? beginLbfgs(objective, new Float64Array(rowsFor(classes) * (x.columns + 1)));
    let done = false;
    return {
      step() {
        done = !lbfgsStep(objective, search) || steepness(search) < tolerance;
        return { metrics: [{ name: 'loss', value: search.value }], done };
      },
      state: () => ({ classes, parameters: search.x, search: done ? null : search }),
    };
  },
  answer: ({ classes, parameters }, x) => logisticAnswers(parameters, x, classes),
  facts({ classes, parameters }) {
    const rows = rowsFor(classes);
    const weights = parameters.length - rows;
    const width = weights / rows;
    // One row speaks for the second of two classes.
    const label = (row: number) => (rows === 1 ? 1 : row);
    return [
      {
        name: 'coefficients',
        values: parameters.slice(0, weights),
        columns: () => Array.from({ length: weights }, (_, place) => [place % width]),
        classes: () => Array.from({ length: weights }, (_, place) => label(Math.floor(place / width))),
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
