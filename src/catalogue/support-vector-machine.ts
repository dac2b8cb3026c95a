import { z } from 'zod';
import { decisions, type Kernel, similarity } from '../learning/classical/kernel.ts';
import { createDual, type Dual, type DualState } from '../learning/classical/smo.ts';
import { softmax } from '../learning/classical/softmax-regression.ts';
import { rowOf } from '../learning/matrix.ts';
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
});
type Machine = z.infer<typeof machineSchema>;

export const supportVectorMachine = defineEstimator({
  name: 'supportVectorMachine',
  title: 'Support vector machine',
  description:
    'Divides each two classes by the widest margin, in straight lines or, with the rbf kernel, along curves.',
  whenToUse: 'With some hundred to some ten thousand rows of numbers: it is hard to beat there.',
  whenNotToUse:
    'With very many rows (its work grows with their square), or when probabilities must be right: its scores are none.',
  citation:
    'Cortes & Vapnik, "Support-Vector Networks", Machine Learning 20, 1995; solved as in LIBSVM (Chang & Lin 2011).',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION'],
  parameters: z.object(kernelParameters),
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
  start(problem, { C, ...options }, before) {
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
          machines.push(machineOf(pair, dual));
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
      for (const [index, { positive, negative, rho }] of machines.entries()) {
        const decision = decide(weights[index] ?? new Map(), row) - rho;
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

function machineOf({ positive, negative, samples, positives }: Pair, dual: Dual): Machine {
  const support = [...dual.alphas.keys()].filter((index) => (dual.alphas[index] ?? 0) > 0);
  return {
    positive,
    negative,
    rho: dual.rho(),
    support: support.map((index) => samples[index] ?? 0),
    coefficients: support.map((index) => (index < positives ? 1 : -1) * (dual.alphas[index] ?? 0)),
  };
}
