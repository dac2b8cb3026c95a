/** What learning works on: dense arrays in row-major order, the first axis is the sample. */

export const objectives = [
  'REGRESSION',
  'CLASSIFICATION',
  'FORECASTING',
  'CLUSTERING',
  'DIMENSIONALITY_REDUCTION',
  'GENERATION',
  'DETECTION',
] as const;
export type Objective = (typeof objectives)[number];

export const modalities = ['TABULAR', 'IMAGE', 'TEXT', 'TIME_SERIES'] as const;
export type Modality = (typeof modalities)[number];

/**
 * Features. `values` holds count x product(sampleShape) numbers. Uint8Array is for images: 0..255, scaled to 0..1 as each
 * batch is made, so that a data set takes a byte a pixel.
 */
export interface Features {
  values: Float32Array | Uint8Array;
  /** Shape of one sample: [d] for a row, [height, width, channels] for an image. */
  sampleShape: number[];
  count: number;
}

/**
 * CLASSIFICATION: class indices (Int32Array) into `classes`, -1 where the class is not known. REGRESSION, FORECASTING: the same
 * number of values for each sample, one after the other (Float32Array), `classes` is null.
 */
export interface Targets {
  values: Float32Array | Int32Array;
  classes: string[] | null;
}

/** A thing in an image: parts of the image's width and height, from its upper left corner. */
export interface Box {
  /** Index into the classes. */
  label: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** `targets`: null where there is nothing to predict, but something to find or to imitate. */
export interface Data {
  features: Features;
  targets: Targets | null;
  /** The things in each image, for DETECTION. */
  boxes?: { perImage: Box[][]; classes: string[] };
  /** Of images that are imitated: what each is of, where that is known; `values` are below `count`. */
  kinds?: { values: Int32Array; count: number };
  /** Number in the dataset of what each sample was made of; left out: its own number. */
  origins?: Int32Array;
  /** Of each value that is forecast: what a person would guess, in the target's unit, and its date in days since 1970-01-01. */
  forecast?: { bases: Float32Array; days: Float64Array };
}

export interface LabelledData extends Data {
  targets: Targets;
}

/** Row numbers of each part; disjoint, together every row. */
export interface Split {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

/**
 * RANDOM: a seeded permutation. STRATIFIED: the same within each class. SYSTEMATIC: every k-th row (k = round(1 / fraction)),
 * starting with row 0, is a test row; the validation rows are drawn at random from the rest. CHRONOLOGICAL: the last rows are for
 * testing, those before them for validation.
 */
export interface SplitOptions {
  method: 'RANDOM' | 'STRATIFIED' | 'SYSTEMATIC' | 'CHRONOLOGICAL';
  /** Fractions of all rows, 0 <= fraction < 1, together < 1. */
  validation: number;
  test: number;
  seed: number;
}

/** How texts are read. */
export interface TextOptions {
  /** Words, marks and numbers; or every character. */
  level: 'word' | 'character';
  /** Tokens of a sample: what is longer is cut, what is shorter is filled up in front. */
  length: number;
  /** The most frequent ones are known, all others are one. */
  vocabulary: number;
}

/** How a series is cut into samples. */
export interface WindowOptions {
  /** Steps that are looked at, and steps that are forecast from them. */
  length: number;
  horizon: number;
}

export interface TrainingOptions {
  epochs: number;
  batchSize: number;
  learningRate: number;
  optimizer: 'sgd' | 'momentum' | 'rmsprop' | 'adam';
  /** constant: the same rate all the time. cosine: from learningRate to 0 along half a cosine (Loshchilov & Hutter 2017). */
  schedule: 'constant' | 'cosine';
  /** Stop after `patience` epochs without an improvement of `monitor` by more than `minDelta`. */
  earlyStopping: { monitor: 'val_loss' | 'val_accuracy' | 'loss'; patience: number; minDelta: number } | null;
  /**
   * Copies of the network that share the work of each batch, each on a core of its own. Their number is part of the result:
   * sums are rounded in another order.
   */
  replicas: number;
  seed: number;
}
