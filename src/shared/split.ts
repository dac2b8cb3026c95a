/** How a dataset is split into training, validation and test samples. */
import type { Modality } from './objectives.ts';

export const splitMethods = ['RANDOM', 'STRATIFIED', 'SYSTEMATIC', 'CHRONOLOGICAL'] as const;
export type SplitMethod = (typeof splitMethods)[number];

/**
 * RANDOM: a seeded permutation. STRATIFIED: the same within each class. SYSTEMATIC: every k-th row (k = round(1 / fraction)),
 * starting with row 0, is a test row; validation rows are drawn at random from the others. CHRONOLOGICAL: the last rows are
 * the test set, those before them the validation set.
 */
export interface SplitOptions {
  method: SplitMethod;
  /** Fractions of all rows: 0 <= fraction < 1, with a sum below 1. */
  validationFraction: number;
  testFraction: number;
  seed: number;
}

/** Returns whether samples are in temporal order. They are then split chronologically, to avoid leakage. */
export function isSequential(modality: Modality, isSupervised: boolean): boolean {
  return modality === 'TIME_SERIES' || (modality === 'TEXT' && !isSupervised);
}

/** Returns the default split. Unsupervised families use all rows of a table. */
export function defaultSplit(modality: Modality, isSupervised: boolean): SplitOptions {
  const usesAllRows = modality === 'TABULAR' && !isSupervised;
  return {
    method: isSequential(modality, isSupervised) ? 'CHRONOLOGICAL' : 'STRATIFIED',
    validationFraction: usesAllRows ? 0 : 0.1,
    testFraction: usesAllRows ? 0 : 0.2,
    seed: 0,
  };
}
