/** Ranges of the options that all families share, and of launches. The API describes the same ranges in its schema. */

export type Range = readonly [minimum: number, maximum: number];

const seedRange: Range = [0, 2 ** 31 - 1];

export const trainingRanges = {
  epochs: [1, 10_000],
  batchSize: [1, 65_536],
  learningRate: [1e-8, 10],
  /** Epochs without an improvement after which early stopping ends the training. */
  patience: [1, 10_000],
  /** Smallest change of the monitored metric that counts as an improvement. */
  minDelta: [0, 1e6],
  replicas: [1, 64],
  seed: seedRange,
} as const satisfies Record<string, Range>;

export const earlyStoppingDefaults = { patience: 10, minDelta: 0 } as const;

/** Fractions of the samples, and the seed. */
export const splitRanges = {
  validationFraction: [0, 0.9],
  testFraction: [0, 0.9],
  seed: seedRange,
} as const satisfies Record<string, Range>;

/** Trials of a tuning task. */
export const trialRange: Range = [1, 200];
export const priorityRange: Range = [-100, 100];
