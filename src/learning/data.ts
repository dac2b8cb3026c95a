/** What learning works on: dense arrays in row-major order, the first axis is the sample. */

export type Objective =
  | 'REGRESSION'
  | 'CLASSIFICATION'
  | 'FORECASTING'
  | 'CLUSTERING'
  | 'DIMENSIONALITY_REDUCTION'
  | 'GENERATION'
  | 'DETECTION';
export type Modality = 'TABULAR' | 'IMAGE' | 'TEXT' | 'TIME_SERIES';

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
 * CLASSIFICATION: class indices (Int32Array) into `classes`, -1 where the class is not known. REGRESSION: the same number of values for each sample, one after
 * the other (Float32Array), `classes` is null.
 */
export interface Targets {
  values: Float32Array | Int32Array;
  classes: string[] | null;
}

/** `targets`: null where there is nothing to predict, but something to find. */
export interface Data {
  features: Features;
  targets: Targets | null;
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
 * starting with row 0, is a test row; the validation rows are drawn at random from the rest.
 */
export interface SplitOptions {
  method: 'RANDOM' | 'STRATIFIED' | 'SYSTEMATIC';
  /** Fractions of all rows, 0 <= fraction < 1, together < 1. */
  validation: number;
  test: number;
  seed: number;
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
