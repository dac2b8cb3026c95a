import { z } from 'zod';
import { decisionFunction, type Kernel, kernelValue } from '../../../learning/classical/kernel.ts';
import {
  applySigmoid,
  fitPlattScaling,
  type PlattScaling,
  pairwiseCoupling,
} from '../../../learning/classical/platt.ts';
import { createDualSolver, type DualSolver, type DualState } from '../../../learning/classical/smo.ts';
import { softmax } from '../../../learning/classical/softmax-regression.ts';
import { rowOf } from '../../../learning/matrix.ts';
import { createRandom, hashSeed } from '../../../learning/random.ts';
import { assertTwoClasses, defineEstimator, type Problem } from '../../estimator.ts';
import {
  dualTolerance,
  kernelCost,
  kernelParameters,
  kernelState,
  maxIterations,
  notConvergedMessage,
  resolveKernel,
  sampleKernel,
  updatesPerIteration,
} from './kernel-parameters.ts';

const numbers = z.array(z.number());

/** Binary classifier of two classes; `support` are row indices of `vectors` (during fitting: of the training samples). */
const binaryMachineSchema = z.object({
  positive: z.int(),
  negative: z.int(),
  rho: z.number(),
  support: z.array(z.int()),
  coefficients: numbers,
  /** Platt scaling of its decisions to probabilities; null if probabilities are disabled. */
  sigmoid: z.object({ a: z.number(), b: z.number() }).nullable().default(null),
});
type Machine = z.infer<typeof binaryMachineSchema>;

export const supportVectorMachine = defineEstimator({
  name: 'supportVectorMachine',
  title: 'Support vector machine',
  description:
    'Separates every pair of classes by the widest margin, along straight lines or, with the rbf kernel, along curves.',
  whenToUse: 'A few hundred to tens of thousands of rows of numbers: hard to beat there.',
  whenNotToUse:
    'Very many rows: training time grows with the square of their number. Scores are not probabilities unless ' +
    '`probability` is enabled.',
  citation:
    'Cortes & Vapnik, "Support-Vector Networks", Machine Learning 20, 1995; solved as in LIBSVM (Chang & Lin 2011); probabilities: ' +
    'Platt 1999, Wu, Lin & Weng 2004.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION'],
  parameters: z.object({
    ...kernelParameters,
    probability: z
      .boolean()
      .default(false)
      .describe(
        'Whether to calibrate the scores to probabilities. Fits each binary classifier five more times, on parts of its samples.',
      ),
  }),
  iterations: null,
  maxIterations: () => maxIterations,
  unfinished: notConvergedMessage,
  sample: sampleKernel,
  cost: (shape) => kernelCost(shape, Math.max(1, shape.outputs - 1)),
  state: z.object({
    classes: z.int(),
    kernel: kernelState,
    vectors: z.array(numbers),
    machines: z.array(binaryMachineSchema),
    /** Solver state of the binary classifier that is being fitted; null once all are fitted. */
    search: z.object({ alphas: numbers, gradient: numbers }).nullable(),
  }),
  createSolver(problem, { C, probability, ...options }, resumeState) {
    assertTwoClasses(problem);
    const { x, classes } = problem;
    const kernel = resumeState?.kernel ?? resolveKernel(x, options);
    const pairs = classPairs(problem);
    const machines: Machine[] = resumeState?.machines ?? [];
    let current = begin(resumeState?.search ?? null);
    let finished = false;

    function begin(search: DualState | null): { pair: Pair; dual: DualSolver } | null {
      const pair = pairs[machines.length];
      return pair
        ? { pair, dual: createDualSolver(createDualProblem(problem, pair, kernel, C), dualTolerance, search) }
        : null;
    }

    return {
      step() {
        if (!current) return { metrics: [], done: true };
        const { pair, dual } = current;
        const continues = dual.iterate(updatesPerIteration);
        if (!continues) {
          const sigmoid = probability ? fitCalibration(problem, pair, kernel, C) : null;
          machines.push({ ...toBinaryMachine(pair, dual), sigmoid });
          current = begin(null);
        }
        finished = current === null;
        return { metrics: [{ name: 'violation', value: dual.gap() }], done: finished };
      },
      state() {
        const common = { classes, kernel };
        if (!finished) return { ...common, vectors: [], machines, search: current?.dual.state() ?? null };
        const rows = [...new Set(machines.flatMap(({ support }) => support))].sort((a, b) => a - b);
        const positions = new Map(rows.map((row, index) => [row, index]));
        const renumbered = machines.map((machine) => ({
          ...machine,
          support: machine.support.map((row) => positions.get(row) ?? 0),
        }));
        return { ...common, vectors: rows.map((row) => [...rowOf(x, row)]), machines: renumbered, search: null };
      },
    };
  },
  predict({ classes, kernel, vectors, machines }, x) {
    const decide = decisionFunction(kernel, vectors, x);
    const weights = machines.map(
      ({ support, coefficients }) => new Map(support.map((index, at) => [index, coefficients[at] ?? 0])),
    );
    const probabilities = new Float64Array(x.rows * classes);
    for (let row = 0; row < x.rows; row++) {
      const scores = probabilities.subarray(row * classes, (row + 1) * classes);
      const confidences = new Float64Array(classes);
      const decisions = machines.map(({ rho }, index) => decide(weights[index] ?? new Map(), row) - rho);
      if (machines.every(({ sigmoid }) => sigmoid !== null)) {
        scores.set(probabilitiesOf(machines, decisions, classes));
        continue;
      }
      for (const [index, { positive, negative }] of machines.entries()) {
        const decision = decisions[index] ?? 0;
        const winner = decision > 0 ? positive : negative;
        scores[winner] = (scores[winner] ?? 0) + 1;
        confidences[positive] = (confidences[positive] ?? 0) + decision;
        confidences[negative] = (confidences[negative] ?? 0) - decision;
      }
      // Votes decide, and confidences break ties, as in scikit-learn's decision_function.
      for (const [label, confidence] of confidences.entries())
        scores[label] = (scores[label] ?? 0) + confidence / (3 * (Math.abs(confidence) + 1));
      softmax(scores);
    }
    return probabilities;
  },
  fittedAttributes: ({ vectors }) => [{ name: 'supportVectors', values: [vectors.length] }],
  weights: ({ vectors, machines }) =>
    vectors.reduce((sum, vector) => sum + vector.length, 0) +
    machines.reduce((sum, { support }) => sum + support.length, 0),
});

interface Pair {
  positive: number;
  negative: number;
  /** Samples of both classes, the positive ones first, and the number of positive ones. */
  samples: number[];
  positives: number;
}

/** Returns every pair of classes that have training samples. */
function classPairs({ x, y, classes }: Problem): Pair[] {
  const members = Array.from({ length: classes }, (_, label) =>
    Array.from({ length: x.rows }, (_, row) => row).filter((row) => y[row] === label),
  );
  const labels = members.flatMap((rows, label) => (rows.length > 0 ? [label] : []));
  return labels.flatMap((positive, index) =>
    labels.slice(index + 1).map((negative) => ({
      positive,
      negative,
      samples: [...(members[positive] ?? []), ...(members[negative] ?? [])],
      positives: members[positive]?.length ?? 0,
    })),
  );
}

function createDualProblem({ x }: Problem, { positives, samples }: Pair, kernel: Kernel, C: number) {
  const rows = samples.map((sample) => rowOf(x, sample));
  const signs = Int8Array.from(samples, (_, index) => (index < positives ? 1 : -1));
  return {
    size: samples.length,
    signs,
    linear: new Float64Array(samples.length).fill(-1),
    C,
    diagonal: Float64Array.from(rows, (row) => kernelValue(kernel, row, row)),
    row(index: number): Float64Array {
      const [own, sign] = [rows[index] ?? new Float64Array(), signs[index] ?? 1];
      return Float64Array.from(rows, (row, other) => sign * (signs[other] ?? 1) * kernelValue(kernel, own, row));
    },
  };
}

const folds = 5;

/**
 * Fits the Platt scaling of a binary classifier by cross-validation, as in LIBSVM: each fold is scored by a classifier that was
 * fitted on the other four.
 */
function fitCalibration(problem: Problem, pair: Pair, kernel: Kernel, C: number): PlattScaling {
  const { samples, positives, positive, negative } = pair;
  const order = createRandom(hashSeed(problem.seed, 'calibrate', positive, negative)).permutation(samples.length);
  const decisions = new Float64Array(samples.length);
  for (let fold = 0; fold < folds; fold++) {
    const held = order.filter((_, at) => at % folds === fold);
    const rest = order.filter((_, at) => at % folds !== fold).sort();
    const own = {
      ...pair,
      samples: Array.from(rest, (at) => samples[at] ?? 0),
      positives: rest.filter((at) => at < positives).length,
    };
    if (own.positives === 0 || own.positives === rest.length) {
      // With a single class in the other folds, the decision is that class.
      for (const at of held) decisions[at] = rest.length === 0 ? 0 : own.positives > 0 ? 1 : -1;
      continue;
    }
    const dual = createDualSolver(createDualProblem(problem, own, kernel, C), dualTolerance, null);
    while (dual.iterate(updatesPerIteration));
    const { support, coefficients, rho } = toBinaryMachine(own, dual);
    for (const at of held) {
      const x = rowOf(problem.x, samples[at] ?? 0);
      const sum = support.reduce(
        (total, row, index) => total + (coefficients[index] ?? 0) * kernelValue(kernel, rowOf(problem.x, row), x),
        0,
      );
      decisions[at] = sum - rho;
    }
  }
  return fitPlattScaling(
    decisions,
    samples.map((_, at) => (at < positives ? 1 : -1)),
  );
}

/** Combines the decisions of the binary classifiers into probabilities of all classes, by pairwise coupling. */
function probabilitiesOf(machines: Machine[], decisions: number[], classes: number): Float64Array {
  const present = [...new Set(machines.flatMap(({ positive, negative }) => [positive, negative]))].sort(
    (a, b) => a - b,
  );
  const positions = new Map(present.map((label, index) => [label, index]));
  const pairwise = present.map(() => new Array<number>(present.length).fill(0));
  for (const [index, { positive, negative, sigmoid }] of machines.entries()) {
    const p = sigmoid ? applySigmoid(sigmoid, decisions[index] ?? 0) : 0.5;
    const [i, j] = [positions.get(positive) ?? 0, positions.get(negative) ?? 0];
    const [row, other] = [pairwise[i], pairwise[j]];
    if (row) row[j] = p;
    if (other) other[i] = 1 - p;
  }
  const all = new Float64Array(classes);
  for (const [index, p] of pairwiseCoupling(pairwise).entries()) all[present[index] ?? 0] = p;
  return all;
}

function toBinaryMachine({ positive, negative, samples, positives }: Pair, dual: DualSolver): Machine {
  const support = [...dual.alphas.keys()].filter((index) => (dual.alphas[index] ?? 0) > 0);
  return {
    positive,
    negative,
    rho: dual.rho(),
    support: support.map((index) => samples[index] ?? 0),
    coefficients: support.map((index) => (index < positives ? 1 : -1) * (dual.alphas[index] ?? 0)),
    sigmoid: null,
  };
}
