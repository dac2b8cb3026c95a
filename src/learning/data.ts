/** The data that models are trained on: dense arrays in row-major order whose first axis is the sample. */
import type { Box } from '../shared/detections.ts';

/**
 * Features. `values` holds count x product(sampleShape) numbers. Images are a Uint8Array of 0..255 that is scaled to 0..1
 * batch by batch, so that a data set takes one byte per pixel.
 */
export interface Features {
  values: Float32Array | Uint8Array;
  /** Shape of one sample: [d] for a row, [height, width, channels] for an image. */
  sampleShape: number[];
  count: number;
}

/**
 * CLASSIFICATION: `values` are class indices (Int32Array) into `classes`, -1 where the class is unknown. REGRESSION and
 * FORECASTING: the same number of values for each sample, sample after sample (Float32Array); `classes` is null.
 */
export interface Targets {
  values: Float32Array | Int32Array;
  classes: string[] | null;
}

/** `targets` is null for unsupervised and generative objectives. */
export interface Data {
  features: Features;
  targets: Targets | null;
  /** The objects in each image, for DETECTION. */
  boxes?: { perImage: Box[][]; classes: string[] };
  /** Conditioning class of each image for conditional generation; `values` are in [0, count). */
  kinds?: { values: Int32Array; count: number };
  /** Index in the dataset of the row that each sample was made from. If absent, the sample's own index. */
  origins?: Int32Array;
  /** For each forecast value: the seasonal naive baseline, in the target's unit, and the date, in days since 1970-01-01. */
  forecast?: { bases: Float32Array; days: Float64Array };
}

export interface LabelledData extends Data {
  targets: Targets;
}

/** Row numbers of each part. The parts are disjoint and together cover every row. */
export interface Split {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

/** How texts are tokenized. */
export interface TextOptions {
  /** `word`: words, punctuation and numbers are tokens. `character`: every character is a token. */
  level: 'word' | 'character';
  /** Tokens per sample. Longer texts are truncated, shorter ones are padded in front. */
  length: number;
  /** Vocabulary size: the most frequent tokens have an index of their own, all others share one. */
  vocabulary: number;
}

/** How a series is cut into samples. */
export interface WindowOptions {
  /** Time steps of the input, and time steps that are forecast from them. */
  contextLength: number;
  horizon: number;
}

export interface TrainingOptions {
  epochs: number;
  batchSize: number;
  learningRate: number;
  optimizer: 'sgd' | 'momentum' | 'rmsprop' | 'adam';
  /** constant: the rate never changes. cosine: from learningRate to 0 along half a cosine (Loshchilov & Hutter 2017). */
  learningRateSchedule: 'constant' | 'cosine';
  /** Stop after `patience` epochs without an improvement of `monitor` by more than `minDelta`. */
  earlyStopping: { monitor: 'val_loss' | 'val_accuracy' | 'loss'; patience: number; minDelta: number } | null;
  /**
   * Copies of the network that share the work of each batch, each on its own core. The number of replicas is part of the
   * result: it determines the order in which sums are rounded.
   */
  replicas: number;
  seed: number;
}
