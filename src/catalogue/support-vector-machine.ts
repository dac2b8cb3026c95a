import { z } from 'zod';
import { decisions, type Kernel, similarity } from '../learning/classical/kernel.ts';
import { coupled, fitSigmoid, probabilityOf, type Sigmoid } from '../learning/classical/platt.ts';
import { createDual, type Dual, type DualState } from '../learning/classical/smo.ts';
import { softmax } from '../learning/classical/softmax-regression.ts';
import { rowOf } from '../learning/matrix.ts';
import { createRandom, hashSeed } from '../learning/random.ts';
import { defineEstimator, type Problem, requireClasses } from './estimator.ts';
import {
  dualTolerance,
  kernelCost,
  kernelOf,
  kernelParameters,
  kernelState,
  mostIterations,
  sampleKernel,
  unfinished,
  updatesAtOnce,
} from './kernel-parameters.ts';

const numbers = z.array(z.number());

/** One machine for each two classes; `support` numbers the rows of `vectors` (while it is fitted: the training samples). */
const machineSchema = z.object({
  positive: z.int(),
  negative: z.int(),
  rho: z.number(),
  support: z.array(z.int()),
  coefficients: numbers,
  /** What makes a probability of a decision; null: nothing does. */
  sigmoid: z.object({ a: z.number(), b: z.number() }).nullable().default(null),
});
type Machine = z.infer<typeof machineSchema>;

export const supportVectorMachine = defineEstimator({
  name: 'supportVectorMachine',
  title: 'Support vector machine',
  description:
    'Divides each two classes by the widest margin, in straight lines or, with the rbf kernel, along curves.',
  whenToUse: 'With some hundred to some ten thousand rows of numbers: it is hard to beat there.',
  whenNotToUse:
    'With very many rows: its work grows with their square. Its scores are no probabilities, unless it is asked for them.',
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
      .describe('Make probabilities of the scores, by fitting each machine five times more on parts of its samples.'),
  }),
  iterations: null,
  steps: () => mostIterations,
  unfinished,
  sample: sampleKernel,
  cost: (shape) => kernelCost(shape, Math.max(1, shape.outputs - 1)),
  state: z.object({
    classes: z.int(),
    kernel: kernelState,
    vectors: z.array(numbers),
    machines: z.array(machineSchema),
    /** Of the machine that is being fitted. */
    search: z.object({ alphas: numbers, gradient: numbers }).nullable(),
  }),
  start(problem, { C, probability, ...options }, before) {
    requireClasses(problem);
    const { x, classes } = problem;
    const kernel = before?.kernel ?? kernelOf(x, options);
    const pairs = pairsOf(problem);
    const machines: Machine[] = before?.machines ?? [];
    let current = begin(before?.search ?? null);
    let finished = false;

    function begin(search: DualState | null): { pair: Pair; dual: Dual } | null {
      const pair = pairs[machines.length];
      return pair ? { pair, dual: createDual(dualOf(problem, pair, kernel, C), dualTolerance, search) } : null;
    }

    return {
      step() {
        if (!current) return { metrics: [], done: true };
        const { pair, dual } = current;
        const going = dual.advance(updatesAtOnce);
        if (!going) {
          const sigmoid = probability ? calibrate(problem, pair, kernel, C) : null;
          machines.push({ ...machineOf(pair, dual), sigmoid });
          current = begin(null);
        }
        finished = current === null;
        return { metrics: [{ name: 'violation', value: dual.gap() }], done: finished };
      },
      state() {
        const common = { classes, kernel };
        if (!finished) return { ...common, vectors: [], machines, search: current?.dual.state() ?? null };
        const rows = [...new Set(machines.flatMap(({ support }) => support))].sort((a, b) => a - b);
        const place = new Map(rows.map((row, index) => [row, index]));
        const placed = machines.map((machine) => ({
          ...machine,
          support: machine.support.map((row) => place.get(row) ?? 0),
        }));
        return { ...common, vectors: rows.map((row) => [...rowOf(x, row)]), machines: placed, search: null };
      },
    };
  },
  answer({ classes, kernel, vectors, machines }, x) {
    const decide = decisions(kernel, vectors, x);
    const weights = machines.map(
      ({ support, coefficients }) => new Map(support.map((index, at) => [index, coefficients[at] ?? 0])),
    );
    const answers = new Float64Array(x.rows * classes);
    for (let row = 0; row < x.rows; row++) {
      const scores = answers.subarray(row * classes, (row + 1) * classes);
      const confidences = new Float64Array(classes);
      const made = machines.map(({ rho }, index) => decide(weights[index] ?? new Map(), row) - rho);
      if (machines.every(({ sigmoid }) => sigmoid !== null)) {
        scores.set(probabilitiesOf(machines, made, classes));
        continue;
      }
      for (const [index, { positive, negative }] of machines.entries()) {
        const decision = made[index] ?? 0;
        const winner = decision > 0 ? positive : negative;
        scores[winner] = (scores[winner] ?? 0) + 1;
        confidences[positive] = (confidences[positive] ?? 0) + decision;
        confidences[negative] = (confidences[negative] ?? 0) - decision;
      }
      // Votes decide; how clear they were decides between equals, as in scikit-learn's decision_function.
      for (const [label, confidence] of confidences.entries())
        scores[label] = (scores[label] ?? 0) + confidence / (3 * (Math.abs(confidence) + 1));
      softmax(scores);
    }
    return answers;
  },
  facts: ({ vectors }) => [{ name: 'supportVectors', values: [vectors.length] }],
  weights: ({ vectors, machines }) =>
    vectors.reduce((sum, vector) => sum + vector.length, 0) +
    machines.reduce((sum, { support }) => sum + support.length, 0),
});

interface Pair {
  positive: number;
  negative: number;
  /** The samples of both, those of the first class first; and how many those are. */
  samples: number[];
  positives: number;
}

/** Of the classes that have training samples. */
function pairsOf({ x, y, classes }: Problem): Pair[] {
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

function dualOf({ x }: Problem, { positives, samples }: Pair, kernel: Kernel, C: number) {
  const rows = samples.map((sample) => rowOf(x, sample));
  const signs = Int8Array.from(samples, (_, index) => (index < positives ? 1 : -1));
  return {
    size: samples.length,
    signs,
    linear: new Float64Array(samples.length).fill(-1),
    C,
    diagonal: Float64Array.from(rows, (row) => similarity(kernel, row, row)),
    row(index: number): Float64Array {
      const [own, sign] = [rows[index] ?? new Float64Array(), signs[index] ?? 1];
      return Float64Array.from(rows, (row, other) => sign * (signs[other] ?? 1) * similarity(kernel, own, row));
    },
  };
}

const folds = 5;

/**
 * The sigmoid of a machine, from decisions about samples that it was not fitted on, as in LIBSVM: each fifth is decided by a
 * machine of the other four.
 */
function calibrate(problem: Problem, pair: Pair, kernel: Kernel, C: number): Sigmoid {
  const { samples, positives, positive, negative } = pair;
  const order = createRandom(hashSeed(problem.seed, 'calibrate', positive, negative)).permutation(samples.length);
  const decided = new Float64Array(samples.length);
  for (let fold = 0; fold < folds; fold++) {
    const held = order.filter((_, at) => at % folds === fold);
    const rest = order.filter((_, at) => at % folds !== fold).sort();
    const own = {
      ...pair,
      samples: Array.from(rest, (at) => samples[at] ?? 0),
      positives: rest.filter((at) => at < positives).length,
    };
    if (own.positives === 0 || own.positives === rest.length) {
      // Of one class alone, nothing can be fitted; it is that class.
      for (const at of held) decided[at] = rest.length === 0 ? 0 : own.positives > 0 ? 1 : -1;
      continue;
    }
    const dual = createDual(dualOf(problem, own, kernel, C), dualTolerance, null);
    while (dual.advance(updatesAtOnce));
    const { support, coefficients, rho } = machineOf(own, dual);
    for (const at of held) {
      const x = rowOf(problem.x, samples[at] ?? 0);
      const sum = support.reduce(
        (total, row, index) => total + (coefficients[index] ?? 0) * similarity(kernel, rowOf(problem.x, row), x),
        0,
      );
      decided[at] = sum - rho;
    }
  }
  return fitSigmoid(
    decided,
    samples.map((_, at) => (at < positives ? 1 : -1)),
  );
}

/** @param decisions of the machines */
function probabilitiesOf(machines: Machine[], decisions: number[], classes: number): Float64Array {
  const present = [...new Set(machines.flatMap(({ positive, negative }) => [positive, negative]))].sort(
    (a, b) => a - b,
  );
  const place = new Map(present.map((label, index) => [label, index]));
  const pairwise = present.map(() => new Array<number>(present.length).fill(0));
  for (const [index, { positive, negative, sigmoid }] of machines.entries()) {
    const p = sigmoid ? probabilityOf(sigmoid, decisions[index] ?? 0) : 0.5;
    const [i, j] = [place.get(positive) ?? 0, place.get(negative) ?? 0];
    const [row, other] = [pairwise[i], pairwise[j]];
    if (row) row[j] = p;
    if (other) other[i] = 1 - p;
  }
  const all = new Float64Array(classes);
  for (const [index, p] of coupled(pairwise).entries()) all[present[index] ?? 0] = p;
  return all;
}

function machineOf({ positive, negative, samples, positives }: Pair, dual: Dual): Machine {
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
