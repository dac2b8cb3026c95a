/** Splits rows into training, validation and test sets. */

import type { SplitOptions } from '../shared/split.ts';
import type { Split } from './data.ts';
import { createRandom, hashSeed, type Random } from './random.ts';

/**
 * Returns the row numbers of each part in ascending order. The parts are disjoint and together cover 0 .. count - 1.
 * @param classes class index of every row. STRATIFIED needs it; without it, STRATIFIED falls back to RANDOM
 */
export function splitRows(count: number, options: SplitOptions, classes: Int32Array | null): Split {
  const random = createRandom(hashSeed(options.seed, 'split'));
  if (options.method === 'SYSTEMATIC') return splitSystematically(count, options, random);
  if (options.method === 'CHRONOLOGICAL') return splitChronologically(count, options);
  const groups = options.method === 'STRATIFIED' && classes ? rowsByClass(classes) : [all(count)];
  const parts = groups.map((group) => partition(shuffled(group, random), options));
  return {
    train: merge(parts.map(({ train }) => train)),
    validation: merge(parts.map(({ validation }) => validation)),
    test: merge(parts.map(({ test }) => test)),
  };
}

function splitSystematically(count: number, { validationFraction, testFraction }: SplitOptions, random: Random): Split {
  const every = testFraction > 0 ? Math.round(1 / testFraction) : Number.POSITIVE_INFINITY;
  const samples = all(count);
  const rest = samples.filter((sample) => sample % every !== 0 || testFraction === 0);
  const chosen = partition(shuffled(rest, random), {
    validationFraction: validationFraction / (1 - testFraction),
    testFraction: 0,
  });
  return {
    train: merge([chosen.train]),
    validation: merge([chosen.validation]),
    test: Int32Array.from(samples.filter((sample) => testFraction > 0 && sample % every === 0)),
  };
}

function splitChronologically(count: number, { validationFraction, testFraction }: SplitOptions): Split {
  const testStart = count - Math.round(count * testFraction);
  const validationStart = testStart - Math.round(count * validationFraction);
  const samples = Int32Array.from(all(count));
  return {
    train: samples.slice(0, validationStart),
    validation: samples.slice(validationStart, testStart),
    test: samples.slice(testStart),
  };
}

function partition(samples: number[], fractions: Pick<SplitOptions, 'validationFraction' | 'testFraction'>) {
  const tests = Math.round(samples.length * fractions.testFraction);
  const validations = Math.round(samples.length * fractions.validationFraction);
  return {
    test: samples.slice(0, tests),
    validation: samples.slice(tests, tests + validations),
    train: samples.slice(tests + validations),
  };
}

function rowsByClass(classes: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  for (const [sample, label] of classes.entries()) {
    const group = groups.get(label) ?? [];
    group.push(sample);
    groups.set(label, group);
  }
  return [...groups].sort((a, b) => a[0] - b[0]).map(([, group]) => group);
}

const all = (count: number) => Array.from({ length: count }, (_, index) => index);
const shuffled = (samples: number[], random: Random) =>
  Array.from(random.permutation(samples.length), (index) => samples[index] ?? 0);
const merge = (parts: number[][]) => Int32Array.from(parts.flat()).sort();
