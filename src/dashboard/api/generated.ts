// Written by scripts/dashboard-types.ts from operations.graphql and schema.graphql. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type AddMemberInput = {
  /** Not a personal one. */
  organizationId: string;
  role: Role;
  /** The name that they registered with. */
  username: string;
};

/** Learns small patterns, then patterns of patterns; tells which class an image belongs to. */
export type CnnParametersInput = {
  /** Normalise each block over its batch (Ioffe & Szegedy 2015). Default false. */
  batchNormalization?: boolean | null | undefined;
  /** Neurons between the last block and the classes. 1 to 2048, default 64. */
  denseUnits?: number | null | undefined;
  /** Share of those neurons that are silenced in each training step. 0 to 0.9, default 0.25. */
  dropout?: number | null | undefined;
  /** Filters of each convolution block, first to last. Every block halves the image. 1 to 6 numbers, each 1 to 512, default [8,16]. */
  filters?: Array<number> | null | undefined;
  /** Mirror half of the training images. For photos; not for writing, where left and right matter. Default false. */
  horizontalFlip?: boolean | null | undefined;
  /** Edge in pixels that images are scaled to. Null: their own size when all are equal and at most 64, else 64. 8 to 224, default null. */
  imageSize?: number | null | undefined;
  /** Edge of the filters in pixels. 1 to 7, default 3. */
  kernelSize?: number | null | undefined;
  /** Move training images by up to this many pixels in each direction. 0 to 32, default 0. */
  maxShift?: number | null | undefined;
};

export type ColumnType =
  | 'CATEGORICAL'
  | 'DATE'
  | 'NUMERIC'
  | 'TEXT';

export type ConfigureModelInput = {
  /** Of a family that goes on from a model (pretrained): the model, imported or trained here. Its newest version is taken, and kept. */
  baseModelId?: string | null | undefined;
  /** Its newest READY version is taken, and kept. */
  datasetId: string;
  /** Feature columns. Left out: every usable column but the target. Of texts: the one column that holds them; of a series: its dates, and what is measured with the target. */
  inputs?: Array<string> | null | undefined;
  /** Of a series: columns whose values are known before their time comes, such as holidays or prices. A forecast may look at them. */
  knownAhead?: Array<string> | null | undefined;
  name: string;
  parameters: ModelParametersInput;
  split?: SplitInput | null | undefined;
  /** The column to learn. Leave it out for images, whose folders are the classes, and for families that find something new or imitate. */
  target?: string | null | undefined;
  training?: TrainingInput | null | undefined;
};

export type CreateDatasetInput = {
  /** Adds the next version to this dataset instead of making a new one. */
  datasetId?: string | null | undefined;
  /** Left out: told by the content. A plain text needs it: TEXT. */
  format?: DatasetFormat | null | undefined;
  name: string;
  /** Left out: the personal organisation. */
  organizationId?: string | null | undefined;
};

export type CreateOrganizationInput = {
  /** 1 to 200 characters. */
  name: string;
};

/** CSV, TSV: a table with a header line. IMAGE_FOLDER: a zip with one folder of JPEG, PNG or WebP images per class. IDX: a zip with pairs of MNIST-like image and label files. COCO: a zip of images and a JSON file with their boxes. TEXT: a plain text, a row for each line. TEXT_FOLDER: a zip with one folder of .txt files per class. */
export type DatasetFormat =
  | 'COCO'
  | 'CSV'
  | 'IDX'
  | 'IMAGE_FOLDER'
  | 'TEXT'
  | 'TEXT_FOLDER'
  | 'TSV';

/** UPLOADING: waits for its bytes. INGESTING: is being read. READY, or REJECTED with the reason. EXPIRED: its bytes did not arrive before the upload link expired. */
export type DatasetState =
  | 'EXPIRED'
  | 'INGESTING'
  | 'READY'
  | 'REJECTED'
  | 'UPLOADING';

/** Asks one question after the other about single columns until the class is clear. */
export type DecisionTreeParametersInput = {
  /** Questions one after the other. Null: until every leaf is pure, or too small to divide. 1 to 64, default null. */
  maxDepth?: number | null | undefined;
  /** No leaf has fewer samples. 1 to 1000000, default 1. */
  minSamplesLeaf?: number | null | undefined;
  /** A leaf with fewer samples is not divided. 2 to 1000000, default 2. */
  minSamplesSplit?: number | null | undefined;
};

/** Asks one question after the other about single columns, and predicts the mean of the samples that answered alike. */
export type DecisionTreeRegressorParametersInput = {
  /** Questions one after the other. Null: until every leaf is pure, or too small to divide. 1 to 64, default null. */
  maxDepth?: number | null | undefined;
  /** No leaf has fewer samples. 1 to 1000000, default 1. */
  minSamplesLeaf?: number | null | undefined;
  /** A leaf with fewer samples is not divided. 2 to 1000000, default 2. */
  minSamplesSplit?: number | null | undefined;
};

/** Stop when nothing has become better for `patience` epochs. */
export type EarlyStoppingInput = {
  /** Less than this is no improvement. Default 0. */
  minDelta?: number | null | undefined;
  /** Default VAL_LOSS. */
  monitor?: Monitor | null | undefined;
  /** Default 10. */
  patience?: number | null | undefined;
};

/** Two networks that train each other: one makes images, of every class there is, the other tells them from real ones. The first is kept. */
export type GanParametersInput = {
  /** Filters of the first discriminating convolution; the next one has twice as many. 4 to 512, default 32. */
  filters?: number | null | undefined;
  /** Edge in pixels that images are scaled to, a multiple of 4. Null: their own rounded to one when all are equal and at most 64, else 32. 8 to 128, default null. */
  imageSize?: number | null | undefined;
  /** Numbers that an image is made from. 2 to 512, default 64. */
  noiseSize?: number | null | undefined;
};

/** Whether columns may vary together within a group. */
export type GaussianMixtureCovariance =
  | 'DIAGONAL'
  | 'FULL';

/** Describes the samples as drawn from several normal distributions; finds groups, or, with a target, classes of which few samples are known. */
export type GaussianMixtureParametersInput = {
  /** Normal distributions: groups to find, or for each class how many it consists of. 1 to 500, default 1. */
  components?: number | null | undefined;
  /** Whether columns may vary together within a group. Default "full". */
  covariance?: GaussianMixtureCovariance | null | undefined;
};

export type GenerateInput = {
  /** How many; 1 to 100, default 1. */
  count?: number | null | undefined;
  /** Of texts: tokens that are written; 1 to 4000, default 200. */
  length?: number | null | undefined;
  modelId: string;
  /** Of texts: what they begin with. */
  prompt?: string | null | undefined;
  /** The same seed gives the same again; default 0. */
  seed?: number | null | undefined;
  /** Above 1 it dares more, below 1 less: images are more alike then, and fewer of them odd. 0 always takes the likeliest; 0 to 10, default 1. */
  temperature?: number | null | undefined;
  /** Left out: the newest. */
  version?: number | null | undefined;
};

/** Small decision trees, one after the other, each correcting what those before it left wrong. */
export type GradientBoostingParametersInput = {
  /** Share of each correction that is made. 0.0001 to 1, default 0.1. */
  learningRate?: number | null | undefined;
  /** Questions one after the other in each tree. 1 to 16, default 3. */
  maxDepth?: number | null | undefined;
  /** No leaf has fewer samples. 1 to 1000000, default 1. */
  minSamplesLeaf?: number | null | undefined;
  /** A leaf with fewer samples is not divided. 2 to 1000000, default 2. */
  minSamplesSplit?: number | null | undefined;
  /** Corrections that are made, each a tree (for three classes and more: one for each). 1 to 2000, default 100. */
  rounds?: number | null | undefined;
  /** Share of the samples that each tree is grown on, drawn anew. 0.1 to 1, default 1. */
  subsample?: number | null | undefined;
};

/** Finds things of known kinds in images, each with a box around it, in a single pass. */
export type ImageDetectorParametersInput = {
  /** Filters of each block, first to last. Every block halves the image; what is left of it is the grid. 1 to 6 numbers, each 1 to 512, default [16,32,64]. */
  filters?: Array<number> | null | undefined;
  /** Edge in pixels that images are stretched to. 16 to 512, default 64. */
  imageSize?: number | null | undefined;
};

/** WAITING: no worker has taken it up yet. READING: rows or images are read. DESCRIBING: statistics and thumbnails are made. */
export type IngestionPhase =
  | 'DESCRIBING'
  | 'READING'
  | 'WAITING';

/** Divides the samples into groups, each around a centre of its own. */
export type KMeansParametersInput = {
  /** How many groups to find. 1 to 1000, default 8. */
  clusters?: number | null | undefined;
  /** Times that it begins anew from other centres; the best is kept. 1 to 100, default 10. */
  restarts?: number | null | undefined;
};

/** Learns classes of which few samples are known: labels wander from neighbour to neighbour, and known ones stay as they are. */
export type LabelPropagationParametersInput = {
  /** Samples that each one listens to: its nearest. 1 to 100, default 7. */
  neighbours?: number | null | undefined;
};

/** Learns classes of which few samples are known: labels spread from neighbour to neighbour, and known ones may be overruled. */
export type LabelSpreadingParametersInput = {
  /** How much a sample listens to its neighbours, and not to its own label. 0.01 to 0.99, default 0.2. */
  alpha?: number | null | undefined;
  /** Samples that each one listens to: its nearest. 1 to 100, default 7. */
  neighbours?: number | null | undefined;
};

/** How well a model does on all of a labelled dataset. */
export type LaunchEvaluateInput = {
  /** Its newest READY version is taken. */
  datasetId: string;
  /** A launch that is sent again with the same key is the same task. */
  idempotencyKey?: string | null | undefined;
  modelId: string;
  /** Only workers of this pool take it. Left out: any. */
  pool?: string | null | undefined;
  /** Higher goes first: -100 to 100, default 0. */
  priority?: number | null | undefined;
  /** Only workers that have all of these take it, such as "gpu". */
  requiredLabels?: Array<string> | null | undefined;
  /** Left out: the newest. */
  version?: number | null | undefined;
};

/** An answer for every sample of a dataset. */
export type LaunchPredictInput = {
  /** Its newest READY version is taken. */
  datasetId: string;
  /** A launch that is sent again with the same key is the same task. */
  idempotencyKey?: string | null | undefined;
  modelId: string;
  /** Only workers of this pool take it. Left out: any. */
  pool?: string | null | undefined;
  /** Higher goes first: -100 to 100, default 0. */
  priority?: number | null | undefined;
  /** Only workers that have all of these take it, such as "gpu". */
  requiredLabels?: Array<string> | null | undefined;
  /** Left out: the newest. */
  version?: number | null | undefined;
};

/** Exactly one of these. */
export type LaunchTaskInput =
  {   evaluate: LaunchEvaluateInput; predict?: never; train?: never; tune?: never; }
  |  { evaluate?: never;   predict: LaunchPredictInput; train?: never; tune?: never; }
  |  { evaluate?: never; predict?: never;   train: LaunchTrainInput; tune?: never; }
  |  { evaluate?: never; predict?: never; train?: never;   tune: LaunchTuneInput; };

export type LaunchTrainInput = {
  configurationId: string;
  /** A launch that is sent again with the same key is the same task. */
  idempotencyKey?: string | null | undefined;
  /** Only workers of this pool take it. Left out: any. */
  pool?: string | null | undefined;
  /** Higher goes first: -100 to 100, default 0. */
  priority?: number | null | undefined;
  /** Only workers that have all of these take it, such as "gpu". */
  requiredLabels?: Array<string> | null | undefined;
};

/** Random search for better parameters; trial 1 is the configuration as it stands. */
export type LaunchTuneInput = {
  configurationId: string;
  /** A launch that is sent again with the same key is the same task. */
  idempotencyKey?: string | null | undefined;
  /** Only workers of this pool take it. Left out: any. */
  pool?: string | null | undefined;
  /** Higher goes first: -100 to 100, default 0. */
  priority?: number | null | undefined;
  /** Only workers that have all of these take it, such as "gpu". */
  requiredLabels?: Array<string> | null | undefined;
  /** Decides what is tried. Default 0. */
  seed?: number | null | undefined;
  /** 1 to 200, default 10. */
  trials?: number | null | undefined;
};

/** CONSTANT, or falling to zero along half a COSINE. */
export type LearningRateSchedule =
  | 'CONSTANT'
  | 'COSINE';

/** Predicts a number as a weighted sum of the columns: least squares, or with a ridge or lasso penalty. */
export type LinearRegressionParametersInput = {
  /** Strength of the penalty on the weights; 0 is ordinary least squares. 0 to 1000000, default 0. */
  alpha?: number | null | undefined;
  /** What keeps the weights small: ridge, |y - Xw|^2 + alpha |w|^2; lasso, |y - Xw|^2 / 2n + alpha |w|_1. Default "ridge". */
  penalty?: LinearRegressionPenalty | null | undefined;
};

/** What keeps the weights small: ridge, |y - Xw|^2 + alpha |w|^2; lasso, |y - Xw|^2 / 2n + alpha |w|_1. */
export type LinearRegressionPenalty =
  | 'LASSO'
  | 'RIDGE';

export type LogLevel =
  | 'ERROR'
  | 'INFO'
  | 'WARN';

export type LoginInput = {
  /** 8 to 256 characters. */
  password: string;
  /** 3 to 32 letters, digits, ".", "_" or "-". */
  username: string;
};

/** Predicts the probability of each class from a weighted sum of the columns. */
export type LogisticRegressionParametersInput = {
  /** Inverse strength of the L2 penalty: smaller values keep the weights smaller. 0.000001 to 1000000, default 1. */
  C?: number | null | undefined;
};

/** What each hidden neuron applies to its sum. */
export type MlpActivation =
  | 'ELU'
  | 'RELU'
  | 'SELU'
  | 'TANH';

/** Layers of neurons that learn how columns act together; for classes and for numbers. */
export type MlpParametersInput = {
  /** What each hidden neuron applies to its sum. Default "relu". */
  activation?: MlpActivation | null | undefined;
  /** Normalise each hidden layer over its batch. Default false. */
  batchNormalization?: boolean | null | undefined;
  /** Share of hidden neurons that are silenced in each training step. 0 to 0.9, default 0. */
  dropout?: number | null | undefined;
  /** Neurons of each hidden layer, first to last. 1 to 8 numbers, each 1 to 4096, default [64,32]. */
  hiddenUnits?: Array<number> | null | undefined;
  /** Strength of the L2 penalty on the weights. 0 to 1, default 0. */
  l2?: number | null | undefined;
};

/** A convolutional network that looks at each channel alone, then mixes them: few weights, small files. */
export type MobilenetParametersInput = {
  /** Share of the numbers before the classes that are silenced in each training step. 0 to 0.9, default 0. */
  dropout?: number | null | undefined;
  /** Filters after the first convolution and after each block. Every block but the first halves the image. 1 to 8 numbers, each 1 to 1024, default [16,32,64,128]. */
  filters?: Array<number> | null | undefined;
  /** Mirror half of the training images. For photos; not for writing, where left and right matter. Default false. */
  horizontalFlip?: boolean | null | undefined;
  /** Edge in pixels that images are scaled to. Null: their own size when all are equal and at most 64, else 64. 8 to 224, default null. */
  imageSize?: number | null | undefined;
  /** Move training images by up to this many pixels in each direction. 0 to 32, default 0. */
  maxShift?: number | null | undefined;
};

/** What kind of data a family learns from. */
export type Modality =
  | 'IMAGE'
  | 'TABULAR'
  | 'TEXT'
  | 'TIME_SERIES';

/** The family, and its parameters: exactly one of these. What is left out takes its default. */
export type ModelParametersInput =
  {   /** Learns small patterns, then patterns of patterns; tells which class an image belongs to. */
  cnn: CnnParametersInput; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never;   /** Asks one question after the other about single columns until the class is clear. */
  decisionTree: DecisionTreeParametersInput; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never;   /** Asks one question after the other about single columns, and predicts the mean of the samples that answered alike. */
  decisionTreeRegressor: DecisionTreeRegressorParametersInput; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never;   /** Two networks that train each other: one makes images, of every class there is, the other tells them from real ones. The first is kept. */
  gan: GanParametersInput; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never;   /** Describes the samples as drawn from several normal distributions; finds groups, or, with a target, classes of which few samples are known. */
  gaussianMixture: GaussianMixtureParametersInput; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never;   /** Small decision trees, one after the other, each correcting what those before it left wrong. */
  gradientBoosting: GradientBoostingParametersInput; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never;   /** Finds things of known kinds in images, each with a box around it, in a single pass. */
  imageDetector: ImageDetectorParametersInput; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never;   /** Divides the samples into groups, each around a centre of its own. */
  kMeans: KMeansParametersInput; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never;   /** Learns classes of which few samples are known: labels wander from neighbour to neighbour, and known ones stay as they are. */
  labelPropagation: LabelPropagationParametersInput; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never;   /** Learns classes of which few samples are known: labels spread from neighbour to neighbour, and known ones may be overruled. */
  labelSpreading: LabelSpreadingParametersInput; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never;   /** Predicts a number as a weighted sum of the columns: least squares, or with a ridge or lasso penalty. */
  linearRegression: LinearRegressionParametersInput; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never;   /** Predicts the probability of each class from a weighted sum of the columns. */
  logisticRegression: LogisticRegressionParametersInput; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never;   /** Layers of neurons that learn how columns act together; for classes and for numbers. */
  mlp: MlpParametersInput; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never;   /** A convolutional network that looks at each channel alone, then mixes them: few weights, small files. */
  mobilenet: MobilenetParametersInput; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never;   /** Reduces the columns to a few that keep as much of the variance as possible. */
  pca: PcaParametersInput; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never;   /** Predicts a number as a weighted sum of the columns, their powers and their products, with a ridge penalty. */
  polynomialRegression: PolynomialRegressionParametersInput; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never;   /** Goes on from a model that has learned from other images, and learns these classes with a fraction of the images. */
  pretrained: PretrainedParametersInput; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never;   /** Many decision trees, each grown on a draw of the samples with a draw of the columns at each question; they vote. */
  randomForest: RandomForestParametersInput; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never;   /** A deep convolutional network whose blocks learn what to add to what they were given. */
  resnet: ResnetParametersInput; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never;   /** Reads a sequence step by step and keeps in mind what matters: tells texts apart, forecasts series. */
  rnn: RnnParametersInput; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never;   /** A classifier that teaches itself: what it is sure of, it learns from in the next round. */
  selfTraining: SelfTrainingParametersInput; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never;   /** Divides each two classes by the widest margin, in straight lines or, with the rbf kernel, along curves. */
  supportVectorMachine: SupportVectorMachineParametersInput; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never;   /** Predicts a number so that most samples lie within a tube around it; with the rbf kernel the tube bends. */
  supportVectorRegression: SupportVectorRegressionParametersInput; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never;   /** Reduces the columns to a few from which they can be put together again best, without centring them. */
  svd: SvdParametersInput; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never;   /** Sees a whole text at once and what in it belongs together: tells texts apart, or learns to write like them. */
  transformer: TransformerParametersInput; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never;   /** Learns what images of a kind look like: gives an image back from a few numbers, and makes new ones. */
  vae: VaeParametersInput; };

export type Monitor =
  | 'LOSS'
  | 'VAL_ACCURACY'
  | 'VAL_LOSS';

/** What a model is for. */
export type Objective =
  | 'CLASSIFICATION'
  | 'CLUSTERING'
  | 'DETECTION'
  | 'DIMENSIONALITY_REDUCTION'
  | 'FORECASTING'
  | 'GENERATION'
  | 'REGRESSION';

export type Optimizer =
  | 'ADAM'
  | 'MOMENTUM'
  | 'RMSPROP'
  | 'SGD';

export type ParameterType =
  | 'BOOLEAN'
  | 'ENUM'
  | 'FLOAT'
  | 'INT'
  | 'INT_LIST';

/** Reduces the columns to a few that keep as much of the variance as possible. */
export type PcaParametersInput = {
  /** Numbers that a sample is reduced to; no more than there are columns. 1 to 4096, default 2. */
  components?: number | null | undefined;
};

/** Predicts a number as a weighted sum of the columns, their powers and their products, with a ridge penalty. */
export type PolynomialRegressionParametersInput = {
  /** Strength of the ridge penalty on the weights. 0 to 1000000, default 1. */
  alpha?: number | null | undefined;
  /** The highest sum of powers in a product of columns. 2 to 5, default 2. */
  degree?: number | null | undefined;
};

export type PredictInput = {
  /** For images: JPEG, PNG or WebP files as base64 or data URLs. */
  images?: Array<string> | null | undefined;
  modelId: string;
  /** For tables: objects by column name, as in the dataset; null where a value is missing. */
  rows?: Array<unknown> | null | undefined;
  /** For a time series: its latest rows, objects by column name, as many as the model looks back. One prediction: what comes after the last value. With columns that are known ahead, the rows of the steps to forecast follow, without a value of the target. */
  series?: Array<unknown> | null | undefined;
  /** For texts. */
  texts?: Array<string> | null | undefined;
  /** Left out: the newest. */
  version?: number | null | undefined;
};

/** The layer that answers. new: one for the classes of this dataset. keep: as it was; the dataset must have the same classes. */
export type PretrainedHead =
  | 'KEEP'
  | 'NEW';

/** Goes on from a model that has learned from other images, and learns these classes with a fraction of the images. */
export type PretrainedParametersInput = {
  /** The layer that answers. new: one for the classes of this dataset. keep: as it was; the dataset must have the same classes. Default "new". */
  head?: PretrainedHead | null | undefined;
  /** Layers with weights that learn, counted from the last; those before them are frozen. Of a residual block all layers learn, or none. 1 to 1000, default 1. */
  trainableLayers?: number | null | undefined;
};

/** Columns that a question may be about, drawn anew each time. Null: the square root of all for classes, all for numbers. */
export type RandomForestMaxFeatures =
  | 'ALL'
  | 'SQRT'
  | 'THIRD';

/** Many decision trees, each grown on a draw of the samples with a draw of the columns at each question; they vote. */
export type RandomForestParametersInput = {
  /** Questions one after the other. Null: until every leaf is pure, or too small to divide. 1 to 64, default null. */
  maxDepth?: number | null | undefined;
  /** Columns that a question may be about, drawn anew each time. Null: the square root of all for classes, all for numbers. Default null. */
  maxFeatures?: RandomForestMaxFeatures | null | undefined;
  /** No leaf has fewer samples. 1 to 1000000, default 1. */
  minSamplesLeaf?: number | null | undefined;
  /** A leaf with fewer samples is not divided. 2 to 1000000, default 2. */
  minSamplesSplit?: number | null | undefined;
  /** Trees that vote. More are never worse, only slower. 1 to 2000, default 100. */
  trees?: number | null | undefined;
};

export type RegisterInput = {
  /** 8 to 256 characters. */
  password: string;
  /** 3 to 32 letters, digits, ".", "_" or "-". */
  username: string;
};

export type RemoveMemberInput = {
  organizationId: string;
  userId: string;
};

/** A deep convolutional network whose blocks learn what to add to what they were given. */
export type ResnetParametersInput = {
  /** Residual blocks of each stage. 1 to 18, default 1. */
  blocks?: number | null | undefined;
  /** Filters of each stage, first to last. Every stage but the first halves the image. 1 to 5 numbers, each 1 to 512, default [16,32,64]. */
  filters?: Array<number> | null | undefined;
  /** Mirror half of the training images. For photos; not for writing, where left and right matter. Default false. */
  horizontalFlip?: boolean | null | undefined;
  /** Edge in pixels that images are scaled to. Null: their own size when all are equal and at most 64, else 64. 8 to 224, default null. */
  imageSize?: number | null | undefined;
  /** Move training images by up to this many pixels in each direction. 0 to 32, default 0. */
  maxShift?: number | null | undefined;
};

/** What keeps things in mind: an LSTM has more gates, a GRU fewer weights. */
export type RnnCell =
  | 'GRU'
  | 'LSTM';

/** Reads a sequence step by step and keeps in mind what matters: tells texts apart, forecasts series. */
export type RnnParametersInput = {
  /** Read the sequence backwards too. Default false. */
  bidirectional?: boolean | null | undefined;
  /** What keeps things in mind: an LSTM has more gates, a GRU fewer weights. Default "lstm". */
  cell?: RnnCell | null | undefined;
  /** Share of what was kept in mind that is silenced in each training step. 0 to 0.9, default 0.2. */
  dropout?: number | null | undefined;
  /** Of texts: numbers that stand for a token. 1 to 1024, default 64. */
  embeddingSize?: number | null | undefined;
  /** Of series: steps that are forecast at once. 1 to 64, default 1. */
  horizon?: number | null | undefined;
  /** Recurrent layers, one upon the other. 1 to 4, default 1. */
  layers?: number | null | undefined;
  /** Tokens of a text, or steps of a series, that are looked at. A longer text is cut. 2 to 1024, default 32. */
  sequenceLength?: number | null | undefined;
  /** Numbers that are kept in mind, in each direction. 1 to 1024, default 64. */
  units?: number | null | undefined;
  /** Of texts: different tokens that are known, the most frequent ones. 16 to 200000, default 10000. */
  vocabulary?: number | null | undefined;
};

/** What a member may do: VIEWER looks, MEMBER works, ADMIN also manages members, OWNER also makes and unmakes owners. */
export type Role =
  | 'ADMIN'
  | 'MEMBER'
  | 'OWNER'
  | 'VIEWER';

/** The classifier that teaches itself, with its own default parameters (a support vector machine with C = 10). */
export type SelfTrainingBase =
  | 'DECISION_TREE'
  | 'GRADIENT_BOOSTING'
  | 'LOGISTIC_REGRESSION'
  | 'RANDOM_FOREST'
  | 'SUPPORT_VECTOR_MACHINE';

/** A classifier that teaches itself: what it is sure of, it learns from in the next round. */
export type SelfTrainingParametersInput = {
  /** The classifier that teaches itself, with its own default parameters (a support vector machine with C = 10). Default "supportVectorMachine". */
  base?: SelfTrainingBase | null | undefined;
  /** Times that it is fitted at most; it ends earlier when nothing new is sure. 1 to 1000, default 10. */
  rounds?: number | null | undefined;
  /** How sure of a class it must be, as a probability, to take a sample for known. 0.5 to 1, default 0.75. */
  threshold?: number | null | undefined;
};

export type SetMemberRoleInput = {
  organizationId: string;
  role: Role;
  userId: string;
};

/** How samples are divided. */
export type SplitInput = {
  /** Default STRATIFIED, and CHRONOLOGICAL for series and for texts to imitate. */
  method?: SplitMethod | null | undefined;
  /** Default 0. */
  seed?: number | null | undefined;
  /** Fraction to judge by, never learned from. Default 0.2. */
  test?: number | null | undefined;
  /** Fraction to choose by (early stopping, best epoch). Default 0.1. */
  validation?: number | null | undefined;
};

/** RANDOM: seeded. STRATIFIED: the same within each class. SYSTEMATIC: every k-th sample, beginning with the first, is a test sample. CHRONOLOGICAL: the last samples are for testing, those before them for validation; series and texts to imitate allow no other. */
export type SplitMethod =
  | 'CHRONOLOGICAL'
  | 'RANDOM'
  | 'STRATIFIED'
  | 'SYSTEMATIC';

/** How alike two samples are: rbf, exp(-gamma |x - y|^2); linear, x . y. */
export type SupportVectorMachineKernel =
  | 'LINEAR'
  | 'RBF';

/** Divides each two classes by the widest margin, in straight lines or, with the rbf kernel, along curves. */
export type SupportVectorMachineParametersInput = {
  /** What a mistake costs: higher values fit the training samples more closely. 0.0001 to 1000000, default 1. */
  C?: number | null | undefined;
  /** How fast likeness falls with distance, for rbf. Null: 1 / (columns x the variance of the columns). 0.000001 to 10000, default null. */
  gamma?: number | null | undefined;
  /** How alike two samples are: rbf, exp(-gamma |x - y|^2); linear, x . y. Default "rbf". */
  kernel?: SupportVectorMachineKernel | null | undefined;
  /** Make probabilities of the scores, by fitting each machine five times more on parts of its samples. Default false. */
  probability?: boolean | null | undefined;
};

/** How alike two samples are: rbf, exp(-gamma |x - y|^2); linear, x . y. */
export type SupportVectorRegressionKernel =
  | 'LINEAR'
  | 'RBF';

/** Predicts a number so that most samples lie within a tube around it; with the rbf kernel the tube bends. */
export type SupportVectorRegressionParametersInput = {
  /** What a mistake costs: higher values fit the training samples more closely. 0.0001 to 1000000, default 1. */
  C?: number | null | undefined;
  /** Half the width of the tube, in standard deviations of the target. 0 to 10, default 0.1. */
  epsilon?: number | null | undefined;
  /** How fast likeness falls with distance, for rbf. Null: 1 / (columns x the variance of the columns). 0.000001 to 10000, default null. */
  gamma?: number | null | undefined;
  /** How alike two samples are: rbf, exp(-gamma |x - y|^2); linear, x . y. Default "rbf". */
  kernel?: SupportVectorRegressionKernel | null | undefined;
};

/** Reduces the columns to a few from which they can be put together again best, without centring them. */
export type SvdParametersInput = {
  /** Numbers that a sample is reduced to; no more than there are columns. 1 to 4096, default 2. */
  components?: number | null | undefined;
};

/** TRAIN makes a model, TUNE searches for better parameters, EVALUATE judges a model on data, PREDICT answers for data. */
export type TaskKind =
  | 'EVALUATE'
  | 'PREDICT'
  | 'TRAIN'
  | 'TUNE';

/** QUEUED, RUNNING and PAUSED go on; SUCCEEDED, FAILED and CANCELLED are the end. */
export type TaskState =
  | 'CANCELLED'
  | 'FAILED'
  | 'PAUSED'
  | 'QUEUED'
  | 'RUNNING'
  | 'SUCCEEDED';

/** How it is trained. What is left out is the family's default; an option that the family does not have is an error. */
export type TrainingInput = {
  /** 1 to 65536. */
  batchSize?: number | null | undefined;
  /** null: always train all epochs. */
  earlyStopping?: EarlyStoppingInput | null | undefined;
  /** 1 to 10000; for a family that iterates otherwise, the largest number of iterations. */
  epochs?: number | null | undefined;
  /** 1e-8 to 10. */
  learningRate?: number | null | undefined;
  optimizer?: Optimizer | null | undefined;
  /** 1 to 64: copies of the network that share each batch, one on each core. The same number gives the same weights. Default 1. */
  replicas?: number | null | undefined;
  schedule?: LearningRateSchedule | null | undefined;
  /** Decides initial weights, order, dropout and augmentation. Default 0. */
  seed?: number | null | undefined;
};

/** Sees a whole text at once and what in it belongs together: tells texts apart, or learns to write like them. */
export type TransformerParametersInput = {
  /** Blocks, one upon the other. 1 to 12, default 2. */
  blocks?: number | null | undefined;
  /** Share of the numbers that are silenced after each part of a block in each training step. 0 to 0.9, default 0.1. */
  dropout?: number | null | undefined;
  /** Neurons of the hidden layer in each block. 8 to 4096, default 128. */
  feedForward?: number | null | undefined;
  /** Ways of looking at the other tokens. 1 to 32, default 4. */
  heads?: number | null | undefined;
  /** Tokens of a text, or steps of a series, that are looked at. A longer text is cut. 2 to 1024, default 32. */
  sequenceLength?: number | null | undefined;
  /** Of texts: different tokens that are known, the most frequent ones. 16 to 200000, default 10000. */
  vocabulary?: number | null | undefined;
  /** Numbers that stand for a token; a multiple of heads. 8 to 1024, default 64. */
  width?: number | null | undefined;
};

/** What can be deleted and restored. */
export type Trashable =
  | 'DATASET'
  | 'MODEL'
  | 'TASK';

/** Learns what images of a kind look like: gives an image back from a few numbers, and makes new ones. */
export type VaeParametersInput = {
  /** Neurons of each hidden layer on the way in; the same ones backwards on the way out. 1 to 4 numbers, each 1 to 4096, default [512,256]. */
  hiddenUnits?: Array<number> | null | undefined;
  /** Edge in pixels that images are scaled to. Null: their own size when all are equal and at most 64, else 32. 8 to 96, default null. */
  imageSize?: number | null | undefined;
  /** Numbers that describe an image. 1 to 512, default 16. */
  latentSize?: number | null | undefined;
};

/** LOST: not heard of in time. */
export type WorkerState =
  | 'BUSY'
  | 'DRAINING'
  | 'IDLE'
  | 'LOST'
  | 'STOPPED';

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { id: string, username: string } | null, organizations: Array<{ id: string, name: string, personal: boolean, viewerRole: Role }> };

export type RegisterMutationVariables = Exact<{
  input: RegisterInput;
}>;


export type RegisterMutation = { register:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'RateLimited', message: string, retryAfter: number }
    | { __typename: 'RegisterPayload', user: { id: string } }
    | { __typename: 'UsernameTaken', message: string }
   };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { login:
    | { __typename: 'InvalidCredentials', message: string }
    | { __typename: 'LoginPayload', user: { id: string } }
    | { __typename: 'RateLimited', message: string, retryAfter: number }
   };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: boolean };

export type OverviewQueryVariables = Exact<{
  organizationId?: string | null | undefined;
}>;


export type OverviewQuery = { datasets: { edges: Array<{ node: { id: string, name: string, createdAt: string, latest: { version: number, state: DatasetState, format: DatasetFormat | null, bytes: number | null, profile:
            | { __typename: 'ImagesProfile', count: number, classes: Array<{ name: string }> }
            | { __typename: 'TableProfile', rows: number, columnCount: number }
           | null } } }> }, tasks: { edges: Array<{ node: { id: string, kind: TaskKind, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, configuration: { id: string, name: string, family: { name: string, title: string } } | null, usedModelVersion: { version: number, model: { id: string, name: string } } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null } }> }, models: { edges: Array<{ node: { id: string, name: string, createdAt: string, configuration: { id: string, objective: Objective, modality: Modality, family: { name: string, title: string } } | null, latest: { version: number, bytes: number, createdAt: string } } }> } };

export type DatasetRowFragment = { id: string, name: string, createdAt: string, latest: { version: number, state: DatasetState, format: DatasetFormat | null, bytes: number | null, profile:
      | { __typename: 'ImagesProfile', count: number, classes: Array<{ name: string }> }
      | { __typename: 'TableProfile', rows: number, columnCount: number }
     | null } };

export type DatasetsQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type DatasetsQuery = { datasets: { edges: Array<{ node: { id: string, name: string, createdAt: string, latest: { version: number, state: DatasetState, format: DatasetFormat | null, bytes: number | null, profile:
            | { __typename: 'ImagesProfile', count: number, classes: Array<{ name: string }> }
            | { __typename: 'TableProfile', rows: number, columnCount: number }
           | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DatasetQueryVariables = Exact<{
  id: string;
  version?: number | null | undefined;
  columns: number;
  offset: number;
}>;


export type DatasetQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset', id: string, name: string, createdAt: string, organization: { id: string, name: string, viewerRole: Role }, versions: Array<{ version: number, state: DatasetState, format: DatasetFormat | null, bytes: number | null, createdAt: string, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null }>, version: { sha256: string | null, readyAt: string | null, version: number, state: DatasetState, format: DatasetFormat | null, bytes: number | null, createdAt: string, rejection: { reason: string, location: string | null } | null, profile:
          | { __typename: 'ImagesProfile', count: number, channels: number, minimumWidth: number, maximumWidth: number, minimumHeight: number, maximumHeight: number, boxes: number | null, classes: Array<{ name: string, count: number }>, thumbnails: Array<{ className: string, dataUrl: string }> }
          | { __typename: 'TableProfile', rows: number, preview: unknown, columnCount: number, columns: Array<{ name: string, type: ColumnType, distinct: number, missing: number, whole: boolean, minimum: number | null, maximum: number | null, mean: number | null, standardDeviation: number | null, characters: number | null, histogram: Array<{ from: number, to: number, count: number }> | null, topValues: Array<{ value: string, count: number }> }> }
         | null, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null } | null }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type DatasetVersionRowFragment = { version: number, state: DatasetState, format: DatasetFormat | null, bytes: number | null, createdAt: string, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null };

export type DatasetStateQueryVariables = Exact<{
  id: string;
}>;


export type DatasetStateQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset', id: string, name: string, latest: { version: number, state: DatasetState, bytes: number | null, rejection: { reason: string, location: string | null } | null } }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type DatasetEventsSubscriptionVariables = Exact<{
  datasetId: string;
}>;


export type DatasetEventsSubscription = { datasetEvents: { version: number, state: DatasetState, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null } };

export type IngestionDetailsFragment = { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null };

export type DatasetVersionDetailsFragment = { sha256: string | null, readyAt: string | null, version: number, state: DatasetState, format: DatasetFormat | null, bytes: number | null, createdAt: string, rejection: { reason: string, location: string | null } | null, profile:
    | { __typename: 'ImagesProfile', count: number, channels: number, minimumWidth: number, maximumWidth: number, minimumHeight: number, maximumHeight: number, boxes: number | null, classes: Array<{ name: string, count: number }>, thumbnails: Array<{ className: string, dataUrl: string }> }
    | { __typename: 'TableProfile', rows: number, preview: unknown, columnCount: number, columns: Array<{ name: string, type: ColumnType, distinct: number, missing: number, whole: boolean, minimum: number | null, maximum: number | null, mean: number | null, standardDeviation: number | null, characters: number | null, histogram: Array<{ from: number, to: number, count: number }> | null, topValues: Array<{ value: string, count: number }> }> }
   | null, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null };

export type CreateDatasetMutationVariables = Exact<{
  input: CreateDatasetInput;
}>;


export type CreateDatasetMutation = { createDataset:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'CreateDatasetPayload', dataset: { id: string }, upload: { url: string, method: string, maxBytes: number, headers: Array<{ name: string, value: string }> } }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type DatasetToLearnQueryVariables = Exact<{
  id: string;
}>;


export type DatasetToLearnQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset', id: string, name: string, organization: { id: string, viewerRole: Role }, version: { version: number, state: DatasetState, profile:
          | { __typename: 'ImagesProfile', count: number, boxes: number | null, classes: Array<{ name: string, count: number }> }
          | { __typename: 'TableProfile', rows: number, columns: Array<{ name: string, type: ColumnType, distinct: number, missing: number, whole: boolean }> }
         | null } | null }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type ModelFamiliesQueryVariables = Exact<{
  objective?: Objective | null | undefined;
  modality?: Modality | null | undefined;
}>;


export type ModelFamiliesQuery = { modelFamilies: Array<{ name: string, title: string, description: string, whenToUse: string, whenNotToUse: string, citation: string, modalities: Array<Modality>, objectives: Array<Objective>, requiresBaseModel: boolean, parameters: Array<{ name: string, type: ParameterType, description: string, default: unknown, minimum: number | null, maximum: number | null, minimumItems: number | null, maximumItems: number | null, choices: Array<string> | null }>, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, schedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: Monitor, patience: number, minDelta: number } | null } }> };

export type ConfigureModelMutationVariables = Exact<{
  input: ConfigureModelInput;
}>;


export type ConfigureModelMutation = { configureModel:
    | { __typename: 'Configuration', id: string, estimate: { memoryBytes: number, parameters: number, stepsPerEpoch: number } }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type ConfigurationQueryVariables = Exact<{
  id: string;
}>;


export type ConfigurationQuery = { node:
    | { __typename: 'Configuration', id: string, name: string, createdAt: string, objective: Objective, modality: Modality, target: string | null, inputs: Array<string> | null, knownAhead: Array<string> | null, parameters: unknown, family: { name: string, title: string }, base: { version: number, model: { id: string, name: string, deletedAt: string | null } } | null, datasetVersion: { version: number }, split: { method: SplitMethod, seed: number, test: number, validation: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, schedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: Monitor, patience: number, minDelta: number } | null }, estimate: { memoryBytes: number, parameters: number, stepsPerEpoch: number } }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type ConfigurationDetailsFragment = { id: string, name: string, createdAt: string, objective: Objective, modality: Modality, target: string | null, inputs: Array<string> | null, knownAhead: Array<string> | null, parameters: unknown, family: { name: string, title: string }, base: { version: number, model: { id: string, name: string, deletedAt: string | null } } | null, datasetVersion: { version: number }, split: { method: SplitMethod, seed: number, test: number, validation: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, schedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: Monitor, patience: number, minDelta: number } | null }, estimate: { memoryBytes: number, parameters: number, stepsPerEpoch: number } };

export type WorkerPlacesQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkerPlacesQuery = { workers: Array<{ id: string, state: WorkerState, pool: string, labels: Array<string> }> };

export type LaunchTaskMutationVariables = Exact<{
  input: LaunchTaskInput;
}>;


export type LaunchTaskMutation = { launchTask:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Task', id: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type TaskRowFragment = { id: string, kind: TaskKind, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, configuration: { id: string, name: string, family: { name: string, title: string } } | null, usedModelVersion: { version: number, model: { id: string, name: string } } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null };

export type TasksQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  states?: Array<TaskState> | TaskState | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type TasksQuery = { tasks: { edges: Array<{ node: { id: string, kind: TaskKind, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, configuration: { id: string, name: string, family: { name: string, title: string } } | null, usedModelVersion: { version: number, model: { id: string, name: string } } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type TaskQueryVariables = Exact<{
  id: string;
}>;


export type TaskQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', attempt: number, lastSeq: number, priority: number, pool: string | null, requiredLabels: Array<string>, unschedulable: string | null, predictionsUrl: string | null, id: string, kind: TaskKind, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, organization: { id: string, name: string, viewerRole: Role }, configuration: { id: string, name: string, createdAt: string, objective: Objective, modality: Modality, target: string | null, inputs: Array<string> | null, knownAhead: Array<string> | null, parameters: unknown, datasetVersion: { version: number, dataset: { id: string, name: string, deletedAt: string | null } }, family: { name: string, title: string }, base: { version: number, model: { id: string, name: string, deletedAt: string | null } } | null, split: { method: SplitMethod, seed: number, test: number, validation: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, schedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: Monitor, patience: number, minDelta: number } | null }, estimate: { memoryBytes: number, parameters: number, stepsPerEpoch: number } } | null, trials: Array<{ number: number, learningRate: number | null, parameters: unknown, score: number | null }> | null, evaluation:
        | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, samples: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
        | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, sizes: Array<number>, samples: number }
        | { __typename: 'DetectionReport', meanAveragePrecision: number, samples: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
        | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveError: number, samples: number }
        | { __typename: 'GenerationReport', bitsPerUnit: number, loss: number, samples: number }
        | { __typename: 'ReductionReport', components: number, retainedVariance: number, samples: number }
        | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, samples: number }
       | null, usedModelVersion: { version: number, model: { id: string, name: string, configuration: { id: string, target: string | null } | null } } | null, modelVersion: { version: number, bytes: number, sha256: string, createdAt: string, downloadUrl: string, model: { id: string, name: string }, facts: Array<{ name: string, values: Array<number>, labels: Array<string> | null }>, environment: { aias: string, backend: string, device: string, durationSeconds: number, node: string, seed: number, tensorflow: string, trainSamples: number, validationSamples: number, testSamples: number, weights: number, datasetSha256: string } | null, report:
          | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, samples: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
          | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, sizes: Array<number>, samples: number }
          | { __typename: 'DetectionReport', meanAveragePrecision: number, samples: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
          | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveError: number, samples: number }
          | { __typename: 'GenerationReport', bitsPerUnit: number, loss: number, samples: number }
          | { __typename: 'ReductionReport', components: number, retainedVariance: number, samples: number }
          | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, samples: number }
         | null } | null, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null }
   | null };

export type TaskPositionQueryVariables = Exact<{
  id: string;
}>;


export type TaskPositionQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', id: string, lastSeq: number }
   | null };

export type TaskToCompareQueryVariables = Exact<{
  id: string;
  maxPoints: number;
}>;


export type TaskToCompareQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', id: string, kind: TaskKind, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, configuration: { objective: Objective, parameters: unknown, id: string, name: string, datasetVersion: { version: number, dataset: { id: string, name: string } }, split: { method: SplitMethod, seed: number, test: number, validation: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, schedule: LearningRateSchedule | null, replicas: number | null, seed: number }, family: { name: string, title: string } } | null, modelVersion: { version: number, model: { id: string }, report:
          | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, samples: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
          | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, sizes: Array<number>, samples: number }
          | { __typename: 'DetectionReport', meanAveragePrecision: number, samples: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
          | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveError: number, samples: number }
          | { __typename: 'GenerationReport', bitsPerUnit: number, loss: number, samples: number }
          | { __typename: 'ReductionReport', components: number, retainedVariance: number, samples: number }
          | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, samples: number }
         | null } | null, metrics: Array<{ name: string, points: Array<{ step: number, epoch: number, value: number, min: number, max: number }> }>, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, usedModelVersion: { version: number, model: { id: string, name: string } } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null }
   | null };

export type TaskEventsSubscriptionVariables = Exact<{
  taskId: string;
  after?: string | null | undefined;
}>;


export type TaskEventsSubscription = { taskEvents:
    | { __typename: 'CheckpointSaved', step: number, cursor: string, seq: number, at: string, attempt: number }
    | { __typename: 'EventsOmitted', firstSeq: number, lastSeq: number, cursor: string, seq: number, at: string, attempt: number }
    | { __typename: 'LogWritten', level: LogLevel, message: string, cursor: string, seq: number, at: string, attempt: number }
    | { __typename: 'MetricsReported', cursor: string, seq: number, at: string, attempt: number }
    | { __typename: 'ProjectionReported', epoch: number, groups: Array<string>, cursor: string, seq: number, at: string, attempt: number, points: Array<{ x: number, y: number, group: number | null }>, centres: Array<{ x: number, y: number, group: number | null }> }
    | { __typename: 'SamplesReported', epoch: number, imageUrl: string | null, count: number, columns: number, rows: number, texts: Array<string>, cursor: string, seq: number, at: string, attempt: number }
    | { __typename: 'TaskStateChanged', from: TaskState | null, to: TaskState, reason: string | null, cursor: string, seq: number, at: string, attempt: number }
    | { __typename: 'TrainingProgressed', epoch: number, epochs: number, batch: number, batches: number, samplesPerSecond: number, etaSeconds: number, cursor: string, seq: number, at: string, attempt: number }
   };

export type TaskMetricsLiveSubscriptionVariables = Exact<{
  taskId: string;
  after?: string | null | undefined;
  maxPoints: number;
  minIntervalMs: number;
}>;


export type TaskMetricsLiveSubscription = { taskMetrics: { cursor: string, keepThrough: number | null, series: Array<{ name: string, points: Array<{ step: number, epoch: number, value: number, min: number, max: number }> }> } };

export type OrganizationEventsSubscriptionVariables = Exact<{
  organizationId: string;
  after?: string | null | undefined;
}>;


export type OrganizationEventsSubscription = { organizationEvents:
    | { __typename: 'CheckpointSaved', cursor: string, taskId: string }
    | { __typename: 'EventsOmitted', cursor: string, taskId: string }
    | { __typename: 'LogWritten', cursor: string, taskId: string }
    | { __typename: 'MetricsReported', cursor: string, taskId: string }
    | { __typename: 'ProjectionReported', cursor: string, taskId: string }
    | { __typename: 'SamplesReported', cursor: string, taskId: string }
    | { __typename: 'TaskStateChanged', from: TaskState | null, to: TaskState, cursor: string, taskId: string }
    | { __typename: 'TrainingProgressed', epoch: number, epochs: number, batch: number, batches: number, samplesPerSecond: number, etaSeconds: number, cursor: string, taskId: string }
   };

export type PauseTaskMutationVariables = Exact<{
  id: string;
}>;


export type PauseTaskMutation = { pauseTask:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Task', id: string, state: TaskState }
    | { __typename: 'Unauthenticated', message: string }
   };

export type ResumeTaskMutationVariables = Exact<{
  id: string;
}>;


export type ResumeTaskMutation = { resumeTask:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Task', id: string, state: TaskState }
    | { __typename: 'Unauthenticated', message: string }
   };

export type CancelTaskMutationVariables = Exact<{
  id: string;
}>;


export type CancelTaskMutation = { cancelTask:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Task', id: string, state: TaskState }
    | { __typename: 'Unauthenticated', message: string }
   };

type Report_ClassificationReport_Fragment = { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, samples: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> };

type Report_ClusteringReport_Fragment = { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, sizes: Array<number>, samples: number };

type Report_DetectionReport_Fragment = { __typename: 'DetectionReport', meanAveragePrecision: number, samples: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> };

type Report_ForecastingReport_Fragment = { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveError: number, samples: number };

type Report_GenerationReport_Fragment = { __typename: 'GenerationReport', bitsPerUnit: number, loss: number, samples: number };

type Report_ReductionReport_Fragment = { __typename: 'ReductionReport', components: number, retainedVariance: number, samples: number };

type Report_RegressionReport_Fragment = { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, samples: number };

export type ReportFragment =
  | Report_ClassificationReport_Fragment
  | Report_ClusteringReport_Fragment
  | Report_DetectionReport_Fragment
  | Report_ForecastingReport_Fragment
  | Report_GenerationReport_Fragment
  | Report_ReductionReport_Fragment
  | Report_RegressionReport_Fragment
;

type Scores_ClassificationReport_Fragment = { __typename: 'ClassificationReport', accuracy: number, macroF1: number };

type Scores_ClusteringReport_Fragment = { __typename: 'ClusteringReport', inertia: number, silhouette: number | null };

type Scores_DetectionReport_Fragment = { __typename: 'DetectionReport', meanAveragePrecision: number };

type Scores_ForecastingReport_Fragment = { __typename: 'ForecastingReport', meanAbsoluteError: number, naiveError: number };

type Scores_GenerationReport_Fragment = { __typename: 'GenerationReport', bitsPerUnit: number };

type Scores_ReductionReport_Fragment = { __typename: 'ReductionReport', retainedVariance: number };

type Scores_RegressionReport_Fragment = { __typename: 'RegressionReport', meanAbsoluteError: number, r2: number };

export type ScoresFragment =
  | Scores_ClassificationReport_Fragment
  | Scores_ClusteringReport_Fragment
  | Scores_DetectionReport_Fragment
  | Scores_ForecastingReport_Fragment
  | Scores_GenerationReport_Fragment
  | Scores_ReductionReport_Fragment
  | Scores_RegressionReport_Fragment
;

type SampleContent_DatasetImage_Fragment = { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string };

type SampleContent_DatasetRow_Fragment = { __typename: 'DatasetRow', index: number, cells: unknown };

type SampleContent_UnavailableSample_Fragment = { __typename: 'UnavailableSample', index: number, reason: string };

export type SampleContentFragment =
  | SampleContent_DatasetImage_Fragment
  | SampleContent_DatasetRow_Fragment
  | SampleContent_UnavailableSample_Fragment
;

export type ReportCellFragment = { examples: Array<{ index: number, probability: number, sample:
      | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
      | { __typename: 'DatasetRow', index: number, cells: unknown }
      | { __typename: 'UnavailableSample', index: number, reason: string }
     }> };

export type ReportCellQueryVariables = Exact<{
  id: string;
  version: number;
  actual: string;
  predicted: string;
}>;


export type ReportCellQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model', version: { report:
          | { __typename: 'ClassificationReport', examples: Array<{ index: number, probability: number, sample:
                | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
                | { __typename: 'DatasetRow', index: number, cells: unknown }
                | { __typename: 'UnavailableSample', index: number, reason: string }
               }> }
          | { __typename: 'ClusteringReport' }
          | { __typename: 'DetectionReport' }
          | { __typename: 'ForecastingReport' }
          | { __typename: 'GenerationReport' }
          | { __typename: 'ReductionReport' }
          | { __typename: 'RegressionReport' }
         | null } | null }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', evaluation:
        | { __typename: 'ClassificationReport', examples: Array<{ index: number, probability: number, sample:
              | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
              | { __typename: 'DatasetRow', index: number, cells: unknown }
              | { __typename: 'UnavailableSample', index: number, reason: string }
             }> }
        | { __typename: 'ClusteringReport' }
        | { __typename: 'DetectionReport' }
        | { __typename: 'ForecastingReport' }
        | { __typename: 'GenerationReport' }
        | { __typename: 'ReductionReport' }
        | { __typename: 'RegressionReport' }
       | null }
   | null };

type ReportPoints_ClassificationReport_Fragment = { __typename: 'ClassificationReport' };

type ReportPoints_ClusteringReport_Fragment = { __typename: 'ClusteringReport' };

type ReportPoints_DetectionReport_Fragment = { __typename: 'DetectionReport' };

type ReportPoints_ForecastingReport_Fragment = { __typename: 'ForecastingReport', points: Array<{ at: string, actual: number, forecast: number, naive: number }> };

type ReportPoints_GenerationReport_Fragment = { __typename: 'GenerationReport' };

type ReportPoints_ReductionReport_Fragment = { __typename: 'ReductionReport' };

type ReportPoints_RegressionReport_Fragment = { __typename: 'RegressionReport', points: Array<{ index: number, actual: number, predicted: number }>, largestResiduals: Array<{ index: number, actual: number, predicted: number, sample:
      | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
      | { __typename: 'DatasetRow', index: number, cells: unknown }
      | { __typename: 'UnavailableSample', index: number, reason: string }
     }> };

export type ReportPointsFragment =
  | ReportPoints_ClassificationReport_Fragment
  | ReportPoints_ClusteringReport_Fragment
  | ReportPoints_DetectionReport_Fragment
  | ReportPoints_ForecastingReport_Fragment
  | ReportPoints_GenerationReport_Fragment
  | ReportPoints_ReductionReport_Fragment
  | ReportPoints_RegressionReport_Fragment
;

export type ReportPointsQueryVariables = Exact<{
  id: string;
  version: number;
}>;


export type ReportPointsQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model', version: { report:
          | { __typename: 'ClassificationReport' }
          | { __typename: 'ClusteringReport' }
          | { __typename: 'DetectionReport' }
          | { __typename: 'ForecastingReport', points: Array<{ at: string, actual: number, forecast: number, naive: number }> }
          | { __typename: 'GenerationReport' }
          | { __typename: 'ReductionReport' }
          | { __typename: 'RegressionReport', points: Array<{ index: number, actual: number, predicted: number }>, largestResiduals: Array<{ index: number, actual: number, predicted: number, sample:
                | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
                | { __typename: 'DatasetRow', index: number, cells: unknown }
                | { __typename: 'UnavailableSample', index: number, reason: string }
               }> }
         | null } | null }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', evaluation:
        | { __typename: 'ClassificationReport' }
        | { __typename: 'ClusteringReport' }
        | { __typename: 'DetectionReport' }
        | { __typename: 'ForecastingReport', points: Array<{ at: string, actual: number, forecast: number, naive: number }> }
        | { __typename: 'GenerationReport' }
        | { __typename: 'ReductionReport' }
        | { __typename: 'RegressionReport', points: Array<{ index: number, actual: number, predicted: number }>, largestResiduals: Array<{ index: number, actual: number, predicted: number, sample:
              | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
              | { __typename: 'DatasetRow', index: number, cells: unknown }
              | { __typename: 'UnavailableSample', index: number, reason: string }
             }> }
       | null }
   | null };

export type ModelVersionDetailsFragment = { version: number, bytes: number, sha256: string, createdAt: string, downloadUrl: string, model: { id: string, name: string }, facts: Array<{ name: string, values: Array<number>, labels: Array<string> | null }>, environment: { aias: string, backend: string, device: string, durationSeconds: number, node: string, seed: number, tensorflow: string, trainSamples: number, validationSamples: number, testSamples: number, weights: number, datasetSha256: string } | null, report:
    | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, samples: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
    | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, sizes: Array<number>, samples: number }
    | { __typename: 'DetectionReport', meanAveragePrecision: number, samples: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
    | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveError: number, samples: number }
    | { __typename: 'GenerationReport', bitsPerUnit: number, loss: number, samples: number }
    | { __typename: 'ReductionReport', components: number, retainedVariance: number, samples: number }
    | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, samples: number }
   | null };

export type ModelVersionRowFragment = { version: number, bytes: number, sha256: string, createdAt: string, downloadUrl: string, report:
    | { __typename: 'ClassificationReport', accuracy: number, macroF1: number }
    | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null }
    | { __typename: 'DetectionReport', meanAveragePrecision: number }
    | { __typename: 'ForecastingReport', meanAbsoluteError: number, naiveError: number }
    | { __typename: 'GenerationReport', bitsPerUnit: number }
    | { __typename: 'ReductionReport', retainedVariance: number }
    | { __typename: 'RegressionReport', meanAbsoluteError: number, r2: number }
   | null };

export type ModelRowFragment = { id: string, name: string, createdAt: string, configuration: { id: string, objective: Objective, modality: Modality, family: { name: string, title: string } } | null, latest: { version: number, bytes: number, createdAt: string } };

export type ModelsQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ModelsQuery = { models: { edges: Array<{ node: { id: string, name: string, createdAt: string, configuration: { id: string, objective: Objective, modality: Modality, family: { name: string, title: string } } | null, latest: { version: number, bytes: number, createdAt: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

type ProfileToTry_ImagesProfile_Fragment = { __typename: 'ImagesProfile', channels: number };

type ProfileToTry_TableProfile_Fragment = { __typename: 'TableProfile', preview: unknown, columns: Array<{ name: string, type: ColumnType, distinct: number, whole: boolean, minimum: number | null, maximum: number | null, topValues: Array<{ value: string }> }> };

export type ProfileToTryFragment =
  | ProfileToTry_ImagesProfile_Fragment
  | ProfileToTry_TableProfile_Fragment
;

export type ModelQueryVariables = Exact<{
  id: string;
}>;


export type ModelQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model', id: string, name: string, createdAt: string, organization: { id: string, name: string, viewerRole: Role }, configuration: { id: string, name: string, createdAt: string, objective: Objective, modality: Modality, target: string | null, inputs: Array<string> | null, knownAhead: Array<string> | null, parameters: unknown, datasetVersion: { version: number, dataset: { id: string, name: string, deletedAt: string | null }, profile:
            | { __typename: 'ImagesProfile', channels: number }
            | { __typename: 'TableProfile', preview: unknown, columns: Array<{ name: string, type: ColumnType, distinct: number, whole: boolean, minimum: number | null, maximum: number | null, topValues: Array<{ value: string }> }> }
           | null }, family: { name: string, title: string }, base: { version: number, model: { id: string, name: string, deletedAt: string | null } } | null, split: { method: SplitMethod, seed: number, test: number, validation: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, schedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: Monitor, patience: number, minDelta: number } | null }, estimate: { memoryBytes: number, parameters: number, stepsPerEpoch: number } } | null, latest: { version: number, bytes: number, sha256: string, createdAt: string, downloadUrl: string, model: { id: string, name: string }, facts: Array<{ name: string, values: Array<number>, labels: Array<string> | null }>, environment: { aias: string, backend: string, device: string, durationSeconds: number, node: string, seed: number, tensorflow: string, trainSamples: number, validationSamples: number, testSamples: number, weights: number, datasetSha256: string } | null, report:
          | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, samples: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
          | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, sizes: Array<number>, samples: number }
          | { __typename: 'DetectionReport', meanAveragePrecision: number, samples: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
          | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveError: number, samples: number }
          | { __typename: 'GenerationReport', bitsPerUnit: number, loss: number, samples: number }
          | { __typename: 'ReductionReport', components: number, retainedVariance: number, samples: number }
          | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, samples: number }
         | null }, versions: Array<{ version: number, bytes: number, sha256: string, createdAt: string, downloadUrl: string, report:
          | { __typename: 'ClassificationReport', accuracy: number, macroF1: number }
          | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null }
          | { __typename: 'DetectionReport', meanAveragePrecision: number }
          | { __typename: 'ForecastingReport', meanAbsoluteError: number, naiveError: number }
          | { __typename: 'GenerationReport', bitsPerUnit: number }
          | { __typename: 'ReductionReport', retainedVariance: number }
          | { __typename: 'RegressionReport', meanAbsoluteError: number, r2: number }
         | null }> }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type LastRowsQueryVariables = Exact<{
  configurationId: string;
  count: number;
  by: string;
}>;


export type LastRowsQuery = { node:
    | { __typename: 'Configuration', id: string, datasetVersion: { lastRows: Array<unknown> } }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type ModelWantsQueryVariables = Exact<{
  id: string;
  version: number;
}>;


export type ModelWantsQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model', id: string, version: { wants:
          | { __typename: 'WantedImages', height: number, width: number, channels: number, classes: Array<string> }
          | { __typename: 'WantedRows', target: string | null, classes: Array<string>, columns: Array<{ name: string }> }
          | { __typename: 'WantedSeries' }
          | { __typename: 'WantedTexts' }
         } | null }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type PredictMutationVariables = Exact<{
  input: PredictInput;
}>;


export type PredictMutation = { predict:
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PredictPayload', predictions: Array<{ label: string | null, value: number | null, image: string | null, vector: Array<number> | null, probabilities: Array<{ label: string, probability: number }> | null, boxes: Array<{ label: string, confidence: number, x: number, y: number, width: number, height: number }> | null, forecast: Array<{ at: string, value: number }> | null }> }
    | { __typename: 'RateLimited', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type GenerateMutationVariables = Exact<{
  input: GenerateInput;
}>;


export type GenerateMutation = { generate:
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'GeneratePayload', images: Array<string>, texts: Array<string>, grid: string | null }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'RateLimited', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type ClusterQueryVariables = Exact<{ [key: string]: never; }>;


export type ClusterQuery = { workers: Array<{ id: string, host: string, pid: number, backend: string, device: string, state: WorkerState, slots: number, memoryBytes: number, pool: string, labels: Array<string>, version: string, startedAt: string, lastHeartbeatAt: string, currentTasks: Array<{ id: string, configuration: { name: string } | null }> }>, queue: Array<{ pool: string | null, depth: number, running: number, slots: number, workers: number, oldestWaitingSeconds: number | null }> };

export type OrganizationQueryVariables = Exact<{
  id: string;
}>;


export type OrganizationQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'Organization', id: string, name: string, personal: boolean, viewerRole: Role, createdAt: string, members: Array<{ role: Role, user: { id: string, username: string } }>, quota: { maxRunningTasks: number | null, runningTasks: number, gpuSeconds: number | null, gpuSecondsUsed: number } }
    | { __typename: 'Task' }
   | null };

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { viewer: { id: string, username: string, createdAt: string, sessions: Array<{ id: string, createdAt: string, expiresAt: string, current: boolean }> | null } | null };

export type RevokeSessionMutationVariables = Exact<{
  id: string;
}>;


export type RevokeSessionMutation = { revokeSession:
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Session' }
    | { __typename: 'Unauthenticated', message: string }
   };

export type CreateOrganizationMutationVariables = Exact<{
  input: CreateOrganizationInput;
}>;


export type CreateOrganizationMutation = { createOrganization:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'Organization', id: string, name: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type AddMemberMutationVariables = Exact<{
  input: AddMemberInput;
}>;


export type AddMemberMutation = { addMember:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'Membership' }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type SetMemberRoleMutationVariables = Exact<{
  input: SetMemberRoleInput;
}>;


export type SetMemberRoleMutation = { setMemberRole:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'Membership' }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type RemoveMemberMutationVariables = Exact<{
  input: RemoveMemberInput;
}>;


export type RemoveMemberMutation = { removeMember:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'Membership' }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type TrashQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type TrashQuery = { trash: { edges: Array<{ node: { itemId: string, what: Trashable, name: string, deletedAt: string, purgedAt: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DeleteDatasetMutationVariables = Exact<{
  id: string;
}>;


export type DeleteDatasetMutation = { deleteDataset:
    | { __typename: 'Conflict', message: string, taskIds: Array<string> }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'TrashEntry', itemId: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type RestoreDatasetMutationVariables = Exact<{
  id: string;
}>;


export type RestoreDatasetMutation = { restoreDataset:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Dataset', id: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type DeleteModelMutationVariables = Exact<{
  id: string;
}>;


export type DeleteModelMutation = { deleteModel:
    | { __typename: 'Conflict', message: string, taskIds: Array<string> }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'TrashEntry', itemId: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type RestoreModelMutationVariables = Exact<{
  id: string;
}>;


export type RestoreModelMutation = { restoreModel:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'Model', id: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type DeleteTaskMutationVariables = Exact<{
  id: string;
}>;


export type DeleteTaskMutation = { deleteTask:
    | { __typename: 'Conflict', message: string, taskIds: Array<string> }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'TrashEntry', itemId: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type RestoreTaskMutationVariables = Exact<{
  id: string;
}>;


export type RestoreTaskMutation = { restoreTask:
    | { __typename: 'Conflict', message: string }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Task', id: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export const DatasetRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"latest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImagesProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetRowFragment, unknown>;
export const IngestionDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}}]} as unknown as DocumentNode<IngestionDetailsFragment, unknown>;
export const DatasetVersionRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ingestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IngestionDetails"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}}]} as unknown as DocumentNode<DatasetVersionRowFragment, unknown>;
export const DatasetVersionDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetVersionRow"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"readyAt"}},{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"location"}}]}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"preview"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"columns"}}},{"kind":"Argument","name":{"kind":"Name","value":"offset"},"value":{"kind":"Variable","name":{"kind":"Name","value":"offset"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinct"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"whole"}},{"kind":"Field","name":{"kind":"Name","value":"minimum"}},{"kind":"Field","name":{"kind":"Name","value":"maximum"}},{"kind":"Field","name":{"kind":"Name","value":"mean"}},{"kind":"Field","name":{"kind":"Name","value":"standardDeviation"}},{"kind":"Field","name":{"kind":"Name","value":"characters"}},{"kind":"Field","name":{"kind":"Name","value":"histogram"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topValues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImagesProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"channels"}},{"kind":"Field","name":{"kind":"Name","value":"minimumWidth"}},{"kind":"Field","name":{"kind":"Name","value":"maximumWidth"}},{"kind":"Field","name":{"kind":"Name","value":"minimumHeight"}},{"kind":"Field","name":{"kind":"Name","value":"maximumHeight"}},{"kind":"Field","name":{"kind":"Name","value":"boxes"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"thumbnails"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"className"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ingestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IngestionDetails"}}]}}]}}]} as unknown as DocumentNode<DatasetVersionDetailsFragment, unknown>;
export const ConfigurationDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"knownAhead"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"base"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"test"}},{"kind":"Field","name":{"kind":"Name","value":"validation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}}]} as unknown as DocumentNode<ConfigurationDetailsFragment, unknown>;
export const TaskRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"usedModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<TaskRowFragment, unknown>;
export const SampleContentFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<SampleContentFragment, unknown>;
export const ReportCellFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportCell"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"examples"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"actual"},"value":{"kind":"Variable","name":{"kind":"Name","value":"actual"}}},{"kind":"Argument","name":{"kind":"Name","value":"predicted"},"value":{"kind":"Variable","name":{"kind":"Name","value":"predicted"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"probability"}},{"kind":"Field","name":{"kind":"Name","value":"sample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SampleContent"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<ReportCellFragment, unknown>;
export const ReportPointsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportPoints"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"predicted"}}]}},{"kind":"Field","name":{"kind":"Name","value":"largestResiduals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"predicted"}},{"kind":"Field","name":{"kind":"Name","value":"sample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SampleContent"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"forecast"}},{"kind":"Field","name":{"kind":"Name","value":"naive"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<ReportPointsFragment, unknown>;
export const ReportFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"sizes"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveError"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerUnit"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"components"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}}]}}]} as unknown as DocumentNode<ReportFragment, unknown>;
export const ModelVersionDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"facts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}}]}},{"kind":"Field","name":{"kind":"Name","value":"environment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"aias"}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"device"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"tensorflow"}},{"kind":"Field","name":{"kind":"Name","value":"trainSamples"}},{"kind":"Field","name":{"kind":"Name","value":"validationSamples"}},{"kind":"Field","name":{"kind":"Name","value":"testSamples"}},{"kind":"Field","name":{"kind":"Name","value":"weights"}},{"kind":"Field","name":{"kind":"Name","value":"datasetSha256"}}]}},{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"sizes"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveError"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerUnit"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"components"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}}]}}]} as unknown as DocumentNode<ModelVersionDetailsFragment, unknown>;
export const ScoresFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scores"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveError"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerUnit"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}}]}}]}}]} as unknown as DocumentNode<ScoresFragment, unknown>;
export const ModelVersionRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scores"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scores"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveError"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerUnit"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}}]}}]}}]} as unknown as DocumentNode<ModelVersionRowFragment, unknown>;
export const ModelRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"latest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<ModelRowFragment, unknown>;
export const ProfileToTryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProfileToTry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"preview"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinct"}},{"kind":"Field","name":{"kind":"Name","value":"whole"}},{"kind":"Field","name":{"kind":"Name","value":"minimum"}},{"kind":"Field","name":{"kind":"Name","value":"maximum"}},{"kind":"Field","name":{"kind":"Name","value":"topValues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImagesProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channels"}}]}}]}}]} as unknown as DocumentNode<ProfileToTryFragment, unknown>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"personal"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const RegisterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Register"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"register"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimited"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<RegisterMutation, RegisterMutationVariables>;
export const LoginDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Login"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"login"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LoginPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimited"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<LoginMutation, LoginMutationVariables>;
export const LogoutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Logout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"logout"}}]}}]} as unknown as DocumentNode<LogoutMutation, LogoutMutationVariables>;
export const OverviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Overview"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}},{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetRow"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"tasks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"8"}},{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskRow"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"models"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}},{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"latest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImagesProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"usedModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"latest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<OverviewQuery, OverviewQueryVariables>;
export const DatasetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Datasets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"latest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImagesProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetsQuery, DatasetsQueryVariables>;
export const DatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Dataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"columns"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"offset"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetVersionRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"version"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetVersionDetails"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ingestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IngestionDetails"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetVersionRow"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"readyAt"}},{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"location"}}]}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"preview"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"columns"}}},{"kind":"Argument","name":{"kind":"Name","value":"offset"},"value":{"kind":"Variable","name":{"kind":"Name","value":"offset"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinct"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"whole"}},{"kind":"Field","name":{"kind":"Name","value":"minimum"}},{"kind":"Field","name":{"kind":"Name","value":"maximum"}},{"kind":"Field","name":{"kind":"Name","value":"mean"}},{"kind":"Field","name":{"kind":"Name","value":"standardDeviation"}},{"kind":"Field","name":{"kind":"Name","value":"characters"}},{"kind":"Field","name":{"kind":"Name","value":"histogram"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topValues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImagesProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"channels"}},{"kind":"Field","name":{"kind":"Name","value":"minimumWidth"}},{"kind":"Field","name":{"kind":"Name","value":"maximumWidth"}},{"kind":"Field","name":{"kind":"Name","value":"minimumHeight"}},{"kind":"Field","name":{"kind":"Name","value":"maximumHeight"}},{"kind":"Field","name":{"kind":"Name","value":"boxes"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"thumbnails"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"className"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetQuery, DatasetQueryVariables>;
export const DatasetStateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DatasetState"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"latest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"location"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetStateQuery, DatasetStateQueryVariables>;
export const DatasetEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"DatasetEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasetEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"ingestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IngestionDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}}]} as unknown as DocumentNode<DatasetEventsSubscription, DatasetEventsSubscriptionVariables>;
export const CreateDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDatasetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDatasetPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"upload"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"maxBytes"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<CreateDatasetMutation, CreateDatasetMutationVariables>;
export const DatasetToLearnDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DatasetToLearn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"version"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinct"}},{"kind":"Field","name":{"kind":"Name","value":"missing"}},{"kind":"Field","name":{"kind":"Name","value":"whole"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImagesProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"boxes"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetToLearnQuery, DatasetToLearnQueryVariables>;
export const ModelFamiliesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ModelFamilies"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"objective"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Objective"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"modality"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Modality"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"modelFamilies"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"objective"},"value":{"kind":"Variable","name":{"kind":"Name","value":"objective"}}},{"kind":"Argument","name":{"kind":"Name","value":"modality"},"value":{"kind":"Variable","name":{"kind":"Name","value":"modality"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"whenToUse"}},{"kind":"Field","name":{"kind":"Name","value":"whenNotToUse"}},{"kind":"Field","name":{"kind":"Name","value":"citation"}},{"kind":"Field","name":{"kind":"Name","value":"modalities"}},{"kind":"Field","name":{"kind":"Name","value":"objectives"}},{"kind":"Field","name":{"kind":"Name","value":"requiresBaseModel"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"default"}},{"kind":"Field","name":{"kind":"Name","value":"minimum"}},{"kind":"Field","name":{"kind":"Name","value":"maximum"}},{"kind":"Field","name":{"kind":"Name","value":"minimumItems"}},{"kind":"Field","name":{"kind":"Name","value":"maximumItems"}},{"kind":"Field","name":{"kind":"Name","value":"choices"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ModelFamiliesQuery, ModelFamiliesQueryVariables>;
export const ConfigureModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfigureModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfigureModelInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"configureModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<ConfigureModelMutation, ConfigureModelMutationVariables>;
export const ConfigurationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Configuration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"knownAhead"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"base"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"test"}},{"kind":"Field","name":{"kind":"Name","value":"validation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}}]} as unknown as DocumentNode<ConfigurationQuery, ConfigurationQueryVariables>;
export const WorkerPlacesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WorkerPlaces"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}}]}}]}}]} as unknown as DocumentNode<WorkerPlacesQuery, WorkerPlacesQueryVariables>;
export const LaunchTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LaunchTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LaunchTaskInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"launchTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<LaunchTaskMutation, LaunchTaskMutationVariables>;
export const TasksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Tasks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"states"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TaskState"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tasks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"states"},"value":{"kind":"Variable","name":{"kind":"Name","value":"states"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"usedModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<TasksQuery, TasksQueryVariables>;
export const TaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Task"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskRow"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeq"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"requiredLabels"}},{"kind":"Field","name":{"kind":"Name","value":"unschedulable"}},{"kind":"Field","name":{"kind":"Name","value":"predictionsUrl"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationDetails"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"trials"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"score"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}},{"kind":"Field","name":{"kind":"Name","value":"usedModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"target"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"modelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelVersionDetails"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"sizes"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveError"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerUnit"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"components"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"usedModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"knownAhead"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"base"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"test"}},{"kind":"Field","name":{"kind":"Name","value":"validation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"facts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}}]}},{"kind":"Field","name":{"kind":"Name","value":"environment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"aias"}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"device"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"tensorflow"}},{"kind":"Field","name":{"kind":"Name","value":"trainSamples"}},{"kind":"Field","name":{"kind":"Name","value":"validationSamples"}},{"kind":"Field","name":{"kind":"Name","value":"testSamples"}},{"kind":"Field","name":{"kind":"Name","value":"weights"}},{"kind":"Field","name":{"kind":"Name","value":"datasetSha256"}}]}},{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}}]}}]} as unknown as DocumentNode<TaskQuery, TaskQueryVariables>;
export const TaskPositionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TaskPosition"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeq"}}]}}]}}]}}]} as unknown as DocumentNode<TaskPositionQuery, TaskPositionQueryVariables>;
export const TaskToCompareDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TaskToCompare"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxPoints"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskRow"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"test"}},{"kind":"Field","name":{"kind":"Name","value":"validation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"modelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"maxPoints"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxPoints"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"usedModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"sizes"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveError"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerUnit"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"components"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}}]}}]} as unknown as DocumentNode<TaskToCompareQuery, TaskToCompareQueryVariables>;
export const TaskEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TaskEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"taskEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"taskId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"metrics"},"value":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskStateChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrainingProgressed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CheckpointSaved"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"step"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LogWritten"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SamplesReported"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"columns"}},{"kind":"Field","name":{"kind":"Name","value":"rows"}},{"kind":"Field","name":{"kind":"Name","value":"texts"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProjectionReported"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"groups"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"x"}},{"kind":"Field","name":{"kind":"Name","value":"y"}},{"kind":"Field","name":{"kind":"Name","value":"group"}}]}},{"kind":"Field","name":{"kind":"Name","value":"centres"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"x"}},{"kind":"Field","name":{"kind":"Name","value":"y"}},{"kind":"Field","name":{"kind":"Name","value":"group"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EventsOmitted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"firstSeq"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeq"}}]}}]}}]}}]} as unknown as DocumentNode<TaskEventsSubscription, TaskEventsSubscriptionVariables>;
export const TaskMetricsLiveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TaskMetricsLive"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxPoints"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"minIntervalMs"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"taskMetrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"taskId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxPoints"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxPoints"}}},{"kind":"Argument","name":{"kind":"Name","value":"minIntervalMs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"minIntervalMs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"keepThrough"}},{"kind":"Field","name":{"kind":"Name","value":"series"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TaskMetricsLiveSubscription, TaskMetricsLiveSubscriptionVariables>;
export const OrganizationEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OrganizationEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organizationEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"taskId"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskStateChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrainingProgressed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<OrganizationEventsSubscription, OrganizationEventsSubscriptionVariables>;
export const PauseTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PauseTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pauseTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PauseTaskMutation, PauseTaskMutationVariables>;
export const ResumeTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resumeTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ResumeTaskMutation, ResumeTaskMutationVariables>;
export const CancelTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CancelTaskMutation, CancelTaskMutationVariables>;
export const ReportCellDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReportCell"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"actual"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"predicted"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportCell"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportCell"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportCell"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"examples"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"actual"},"value":{"kind":"Variable","name":{"kind":"Name","value":"actual"}}},{"kind":"Argument","name":{"kind":"Name","value":"predicted"},"value":{"kind":"Variable","name":{"kind":"Name","value":"predicted"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"probability"}},{"kind":"Field","name":{"kind":"Name","value":"sample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SampleContent"}}]}}]}}]}}]} as unknown as DocumentNode<ReportCellQuery, ReportCellQueryVariables>;
export const ReportPointsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReportPoints"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportPoints"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportPoints"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportPoints"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"predicted"}}]}},{"kind":"Field","name":{"kind":"Name","value":"largestResiduals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"predicted"}},{"kind":"Field","name":{"kind":"Name","value":"sample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SampleContent"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"forecast"}},{"kind":"Field","name":{"kind":"Name","value":"naive"}}]}}]}}]}}]} as unknown as DocumentNode<ReportPointsQuery, ReportPointsQueryVariables>;
export const ModelsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Models"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"models"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"latest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<ModelsQuery, ModelsQueryVariables>;
export const ModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Model"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationDetails"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProfileToTry"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"latest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelVersionDetails"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelVersionRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"sizes"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveError"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerUnit"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"components"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"samples"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scores"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveError"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerUnit"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"knownAhead"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"base"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"test"}},{"kind":"Field","name":{"kind":"Name","value":"validation"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProfileToTry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"preview"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinct"}},{"kind":"Field","name":{"kind":"Name","value":"whole"}},{"kind":"Field","name":{"kind":"Name","value":"minimum"}},{"kind":"Field","name":{"kind":"Name","value":"maximum"}},{"kind":"Field","name":{"kind":"Name","value":"topValues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImagesProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channels"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"facts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}}]}},{"kind":"Field","name":{"kind":"Name","value":"environment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"aias"}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"device"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"tensorflow"}},{"kind":"Field","name":{"kind":"Name","value":"trainSamples"}},{"kind":"Field","name":{"kind":"Name","value":"validationSamples"}},{"kind":"Field","name":{"kind":"Name","value":"testSamples"}},{"kind":"Field","name":{"kind":"Name","value":"weights"}},{"kind":"Field","name":{"kind":"Name","value":"datasetSha256"}}]}},{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"bytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"report"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scores"}}]}}]}}]} as unknown as DocumentNode<ModelQuery, ModelQueryVariables>;
export const LastRowsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LastRows"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"configurationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"count"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"configurationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastRows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"count"},"value":{"kind":"Variable","name":{"kind":"Name","value":"count"}}},{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}]}]}}]}}]}}]}}]} as unknown as DocumentNode<LastRowsQuery, LastRowsQueryVariables>;
export const ModelWantsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ModelWants"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"wants"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WantedRows"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"classes"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WantedImages"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"channels"}},{"kind":"Field","name":{"kind":"Name","value":"classes"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ModelWantsQuery, ModelWantsQueryVariables>;
export const PredictDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Predict"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PredictInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"predict"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PredictPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"predictions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"image"}},{"kind":"Field","name":{"kind":"Name","value":"vector"}},{"kind":"Field","name":{"kind":"Name","value":"probabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"probability"}}]}},{"kind":"Field","name":{"kind":"Name","value":"boxes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"confidence"}},{"kind":"Field","name":{"kind":"Name","value":"x"}},{"kind":"Field","name":{"kind":"Name","value":"y"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}}]}},{"kind":"Field","name":{"kind":"Name","value":"forecast"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<PredictMutation, PredictMutationVariables>;
export const GenerateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Generate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"GenerateInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GeneratePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"}},{"kind":"Field","name":{"kind":"Name","value":"texts"}},{"kind":"Field","name":{"kind":"Name","value":"grid"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<GenerateMutation, GenerateMutationVariables>;
export const ClusterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Cluster"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"host"}},{"kind":"Field","name":{"kind":"Name","value":"pid"}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"device"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"slots"}},{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastHeartbeatAt"}},{"kind":"Field","name":{"kind":"Name","value":"currentTasks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"queue"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"depth"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"slots"}},{"kind":"Field","name":{"kind":"Name","value":"workers"}},{"kind":"Field","name":{"kind":"Name","value":"oldestWaitingSeconds"}}]}}]}}]} as unknown as DocumentNode<ClusterQuery, ClusterQueryVariables>;
export const OrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Organization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"personal"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxRunningTasks"}},{"kind":"Field","name":{"kind":"Name","value":"runningTasks"}},{"kind":"Field","name":{"kind":"Name","value":"gpuSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"gpuSecondsUsed"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OrganizationQuery, OrganizationQueryVariables>;
export const SessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]}}]} as unknown as DocumentNode<SessionsQuery, SessionsQueryVariables>;
export const RevokeSessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const CreateOrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateOrganization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateOrganizationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createOrganization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<CreateOrganizationMutation, CreateOrganizationMutationVariables>;
export const AddMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<AddMemberMutation, AddMemberMutationVariables>;
export const SetMemberRoleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetMemberRole"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetMemberRoleInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setMemberRole"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<SetMemberRoleMutation, SetMemberRoleMutationVariables>;
export const RemoveMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const TrashDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Trash"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trash"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itemId"}},{"kind":"Field","name":{"kind":"Name","value":"what"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}},{"kind":"Field","name":{"kind":"Name","value":"purgedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<TrashQuery, TrashQueryVariables>;
export const DeleteDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrashEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itemId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Conflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"taskIds"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteDatasetMutation, DeleteDatasetMutationVariables>;
export const RestoreDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RestoreDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"restoreDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RestoreDatasetMutation, RestoreDatasetMutationVariables>;
export const DeleteModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrashEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itemId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Conflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"taskIds"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteModelMutation, DeleteModelMutationVariables>;
export const RestoreModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RestoreModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"restoreModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RestoreModelMutation, RestoreModelMutationVariables>;
export const DeleteTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrashEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itemId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Conflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"taskIds"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteTaskMutation, DeleteTaskMutationVariables>;
export const RestoreTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RestoreTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"restoreTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RestoreTaskMutation, RestoreTaskMutationVariables>;