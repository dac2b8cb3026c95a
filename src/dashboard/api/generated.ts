// Written by scripts/generate-dashboard-types.ts from src/dashboard/**/*.graphql and schema.graphql. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Arguments of `addMember`. */
export type AddMemberInput = {
  /** Organization to add the user to. Must not be a personal organization. */
  organizationId: string;
  /** Role of the new member. */
  role: Role;
  /** Username of the user to add. */
  username: string;
};

/** Learns small patterns, then combinations of them, to classify whole images. */
export type CnnParametersInput = {
  /** Whether to apply batch normalization to each block (Ioffe & Szegedy 2015). */
  batchNormalization?: boolean | null | undefined;
  /** Units of the dense layer before the output layer. Range 1-2048. */
  denseUnits?: number | null | undefined;
  /** Dropout rate of the dense layer. Range 0-0.9. */
  dropout?: number | null | undefined;
  /** Filters per convolution block, from first to last. Each block halves the image size. 1-6 values, each 1-512. */
  filters?: Array<number> | null | undefined;
  /** Whether to flip training images horizontally with probability 0.5. Suitable for photos, but not for text. */
  horizontalFlip?: boolean | null | undefined;
  /** Side length in pixels that images are scaled to. Null: their original size if they all have the same and it is at most 64, otherwise 64. Range 8-224. Default: null. */
  imageSize?: number | null | undefined;
  /** Kernel size in pixels. Range 1-7. */
  kernelSize?: number | null | undefined;
  /** Maximum random shift of training images in each direction, in pixels. Range 0-32. */
  maxShift?: number | null | undefined;
};

/** Type of data in a table column. */
export type ColumnType =
  /** Few distinct values. */
  | 'CATEGORICAL'
  /** Dates, with or without a time. */
  | 'DATE'
  /** Numbers. */
  | 'NUMERIC'
  /** Texts. */
  | 'TEXT';

/** Arguments of `configureModel`. */
export type ConfigureModelInput = {
  /** Model to fine-tune, imported or trained here. Only for families that fine-tune (`pretrained`). The configuration is pinned to its newest version at creation. */
  baseModelId?: string | null | undefined;
  /** Dataset to train on. The configuration is pinned to its newest `READY` version at creation. */
  datasetId: string;
  /** Time series only: future covariates, columns whose values are known for future steps, such as holidays or prices. Forecasts can use them. */
  futureCovariates?: Array<string> | null | undefined;
  /** Feature columns. Default: every usable column except the target. For text, the one column that holds the text; for time series, the date column and the past covariates. */
  inputs?: Array<string> | null | undefined;
  /** Name of the configuration. 1-200 characters. */
  name: string;
  /** Model family and its parameters. */
  parameters: ModelParametersInput;
  /** Split options. */
  split?: SplitInput | null | undefined;
  /** Target column. Omit for images, whose labels are folders or boxes, and for clustering, dimensionality reduction and generation. */
  target?: string | null | undefined;
  /** Training options. */
  training?: TrainingInput | null | undefined;
};

/** Arguments of `createDataset`. */
export type CreateDatasetInput = {
  /** Dataset to add a new version to. Omit to create a dataset. */
  datasetId?: string | null | undefined;
  /** Format of the file. Omit to detect it from the content. Plain text is not detected and requires `TEXT`. */
  format?: DatasetFormat | null | undefined;
  /** License of the data: an SPDX expression, such as `CC-BY-4.0`, or free text. 1-200 characters. Ignored when `datasetId` is set. */
  license?: string | null | undefined;
  /** Name of the new dataset. 1-200 characters. Ignored when `datasetId` is set. */
  name: string;
  /** Organization that owns the new dataset. Default: the viewer's personal organization. Ignored when `datasetId` is set. */
  organizationId?: string | null | undefined;
};

/** Arguments of `createOrganization`. */
export type CreateOrganizationInput = {
  /** Name of the organization. 1-200 characters. */
  name: string;
};

/** Which datasets to return: those that match all given fields. */
export type DatasetFilter = {
  /** Return only items created at this time or later. */
  createdAfter?: string | null | undefined;
  /** Return only items created before this time. */
  createdBefore?: string | null | undefined;
  /** Formats of the newest version. */
  formats?: Array<DatasetFormat> | null | undefined;
  /** States of the newest version. */
  states?: Array<DatasetState> | null | undefined;
  /** Return only items with all of these tags. */
  tags?: Array<string> | null | undefined;
};

/** Format of a dataset file. */
export type DatasetFormat =
  /** ZIP archive of images and a COCO JSON file with their bounding boxes. */
  | 'COCO'
  /** Comma-separated table with a header row. */
  | 'CSV'
  /** ZIP archive with pairs of image and label files in the IDX format of MNIST. */
  | 'IDX'
  /** ZIP archive with one folder of JPEG, PNG or WebP images per class. */
  | 'IMAGE_FOLDER'
  /** Plain text file, one row per line. */
  | 'TEXT'
  /** ZIP archive with one folder of `.txt` files per class. */
  | 'TEXT_FOLDER'
  /** Tab-separated table with a header row. */
  | 'TSV';

/** Order of a list. */
export type DatasetOrder = {
  /** Direction of the order. */
  direction?: OrderDirection | null | undefined;
  /** Field to order by. */
  field: DatasetOrderField;
};

/** Fields to order a list by. Ties are broken by the time of creation. */
export type DatasetOrderField =
  /** Time of creation. */
  | 'CREATED_AT'
  /** Name, ignoring case. */
  | 'NAME';

/** Processing state of a dataset version. */
export type DatasetState =
  /** The file was not uploaded before the upload link expired. */
  | 'EXPIRED'
  /** The uploaded file is being read, or is waiting to be read. */
  | 'INGESTING'
  /** The version can be used. */
  | 'READY'
  /** The file cannot be used. `DatasetVersion.rejection` gives the reason. */
  | 'REJECTED'
  /** The file has not been uploaded yet. */
  | 'UPLOADING';

/** Splits the samples by one column at a time until the class is clear. */
export type DecisionTreeParametersInput = {
  /** Maximum depth of a tree. Null: grows until every leaf is pure or too small to split. Range 1-64. Default: null. */
  maxDepth?: number | null | undefined;
  /** Minimum number of samples in a leaf. Range 1-1000000. */
  minSamplesLeaf?: number | null | undefined;
  /** Minimum number of samples required to split a node. Range 2-1000000. */
  minSamplesSplit?: number | null | undefined;
};

/** Splits the samples by one column at a time and predicts the mean of the samples in the same leaf. */
export type DecisionTreeRegressorParametersInput = {
  /** Maximum depth of a tree. Null: grows until every leaf is pure or too small to split. Range 1-64. Default: null. */
  maxDepth?: number | null | undefined;
  /** Minimum number of samples in a leaf. Range 1-1000000. */
  minSamplesLeaf?: number | null | undefined;
  /** Minimum number of samples required to split a node. Range 2-1000000. */
  minSamplesSplit?: number | null | undefined;
};

/** Stops training when the monitored metric has not improved for `patience` epochs. */
export type EarlyStoppingInput = {
  /** Minimum change that counts as an improvement. Range 0-1000000. */
  minDelta?: number | null | undefined;
  /** Metric to monitor. */
  monitor?: MonitoredMetric | null | undefined;
  /** Number of epochs without improvement after which training stops. Range 1-10000. */
  patience?: number | null | undefined;
};

/** Two networks trained against each other: the generator creates images of every class, the discriminator tells them from real ones. The generator is kept. */
export type GanParametersInput = {
  /** Filters of the first convolution of the discriminator; the second has twice as many. Range 4-512. */
  filters?: number | null | undefined;
  /** Side length in pixels that images are scaled to; a multiple of 4. Null: their original size, rounded to a multiple of 4, if they all have the same and it is at most 64, otherwise 32. Range 8-128. Default: null. */
  imageSize?: number | null | undefined;
  /** Size of the latent vector that an image is generated from. Range 2-512. */
  latentSize?: number | null | undefined;
};

/** Whether columns can vary together within a component. full: yes; diagonal: no. */
export type GaussianMixtureCovariance =
  /** Every component has its own variance per input, and no correlations. */
  | 'DIAGONAL'
  /** Every component has its own covariance matrix. */
  | 'FULL';

/** Models the samples as a mixture of normal distributions. Finds clusters or, with a target, learns classes from a few labeled samples. */
export type GaussianMixtureParametersInput = {
  /** Number of normal distributions: in total for clustering, per class for classification. Range 1-500. */
  components?: number | null | undefined;
  /** Whether columns can vary together within a component. full: yes; diagonal: no. */
  covariance?: GaussianMixtureCovariance | null | undefined;
};

/** Arguments of `generate`. */
export type GenerateInput = {
  /** Number of samples to generate. Range 1-100. */
  count?: number | null | undefined;
  /** Model to run. */
  modelId: string;
  /** Text only: prompt to continue. */
  prompt?: string | null | undefined;
  /** Random seed. The same seed generates the same samples. */
  seed?: number | null | undefined;
  /** Sampling temperature. Values above 1 increase variety; values below 1 make samples more alike and outliers rarer. 0 always takes the most likely output. Range 0-10. */
  temperature?: number | null | undefined;
  /** Text only: number of tokens to generate. Range 1-4000. */
  tokenCount?: number | null | undefined;
  /** Model version number. Default: the newest version. */
  version?: number | null | undefined;
};

/** Small decision trees in sequence, each correcting the errors of those before it. */
export type GradientBoostingParametersInput = {
  /** Learning rate: the fraction of each correction that is applied. Range 0.0001-1. */
  learningRate?: number | null | undefined;
  /** Maximum depth of each tree. Range 1-16. */
  maxDepth?: number | null | undefined;
  /** Minimum number of samples in a leaf. Range 1-1000000. */
  minSamplesLeaf?: number | null | undefined;
  /** Minimum number of samples required to split a node. Range 2-1000000. */
  minSamplesSplit?: number | null | undefined;
  /** Number of boosting rounds. Each adds one tree, or one per class for three or more classes. Range 1-2000. */
  rounds?: number | null | undefined;
  /** Fraction of the samples that each round draws to grow its trees. Range 0.1-1. */
  subsample?: number | null | undefined;
};

/** Type of a hyperparameter. */
export type HyperparameterType =
  /** True or false. */
  | 'BOOLEAN'
  /** One of `choices`. */
  | 'ENUM'
  /** Floating-point number. */
  | 'FLOAT'
  /** Integer. */
  | 'INT'
  /** List of integers. */
  | 'INT_LIST';

/** Finds objects of known classes in images, each with a bounding box, in a single pass. */
export type ImageDetectorParametersInput = {
  /** Filters per block, from first to last. Each block halves the image size; the remaining size is the grid. 1-6 values, each 1-512. */
  filters?: Array<number> | null | undefined;
  /** Side length in pixels that images are stretched to. Range 16-512. */
  imageSize?: number | null | undefined;
};

/** Phase of an ingestion. */
export type IngestionPhase =
  /** Statistics and thumbnails are being computed. */
  | 'DESCRIBING'
  /** Rows or images are being read. */
  | 'READING'
  /** No worker has claimed the upload yet, or it waits for another attempt. */
  | 'WAITING';

/** Partitions the samples into clusters, each around its own center. */
export type KMeansParametersInput = {
  /** Number of clusters. Range 1-1000. */
  clusters?: number | null | undefined;
  /** Number of runs with different initial centers. The best run is kept. Range 1-100. */
  restarts?: number | null | undefined;
};

/** Predicts from the training samples nearest to a sample: the class that most of them have, or the mean of their values. */
export type KNearestNeighborsParametersInput = {
  /** Number of nearest training samples that a prediction is made from, at most the size of the training set. Range 1-1000. */
  neighbors?: number | null | undefined;
  /** Exponent of the Minkowski distance. 1: Manhattan distance; 2: Euclidean distance. Range 1-100. */
  p?: number | null | undefined;
  /** Weights of the neighbors. uniform: all equal; distance: the inverse of their distance. */
  weights?: KNearestNeighborsWeights | null | undefined;
};

/** Weights of the neighbors. uniform: all equal; distance: the inverse of their distance. */
export type KNearestNeighborsWeights =
  /** The weight of a neighbor is the inverse of its distance. */
  | 'DISTANCE'
  /** All neighbors have the same weight. */
  | 'UNIFORM';

/** Learns classes from a few labeled samples: labels propagate between neighbors, and known labels stay fixed. */
export type LabelPropagationParametersInput = {
  /** Number of nearest neighbors of each sample. Range 1-100. */
  neighbors?: number | null | undefined;
};

/** Learns classes from a few labeled samples: labels spread between neighbors, and known labels can be overruled. */
export type LabelSpreadingParametersInput = {
  /** Weight of the labels of the neighbors relative to the label of the sample itself. Range 0.01-0.99. */
  alpha?: number | null | undefined;
  /** Number of nearest neighbors of each sample. Range 1-100. */
  neighbors?: number | null | undefined;
};

/** Evaluates a model on an entire labeled dataset. */
export type LaunchEvaluateInput = {
  /** Dataset to run on. The task uses its newest `READY` version. */
  datasetId: string;
  /** Idempotency key, 1-200 characters. Repeating a launch with the same key returns the existing task; a different launch with the same key is a `Conflict`. */
  idempotencyKey?: string | null | undefined;
  /** Model to run. */
  modelId: string;
  /** Worker pool whose workers can claim the task. Default: any pool. */
  pool?: string | null | undefined;
  /** Priority in the queue. Tasks with a higher priority are claimed first. Range -100 to 100. */
  priority?: number | null | undefined;
  /** Labels that a worker must have to claim the task, such as `gpu`. At most 16 labels. */
  requiredLabels?: Array<string> | null | undefined;
  /** Model version number. Default: the newest version. */
  version?: number | null | undefined;
};

/** Predicts every sample of a dataset (batch prediction). */
export type LaunchPredictInput = {
  /** Dataset to run on. The task uses its newest `READY` version. */
  datasetId: string;
  /** Idempotency key, 1-200 characters. Repeating a launch with the same key returns the existing task; a different launch with the same key is a `Conflict`. */
  idempotencyKey?: string | null | undefined;
  /** Model to run. */
  modelId: string;
  /** Worker pool whose workers can claim the task. Default: any pool. */
  pool?: string | null | undefined;
  /** Priority in the queue. Tasks with a higher priority are claimed first. Range -100 to 100. */
  priority?: number | null | undefined;
  /** Labels that a worker must have to claim the task, such as `gpu`. At most 16 labels. */
  requiredLabels?: Array<string> | null | undefined;
  /** Model version number. Default: the newest version. */
  version?: number | null | undefined;
};

/** Task to launch. */
export type LaunchTaskInput =
  {   /** Launches an `EVALUATE` task. */
  evaluate: LaunchEvaluateInput; predict?: never; train?: never; tune?: never; }
  |  { evaluate?: never;   /** Launches a `PREDICT` task. */
  predict: LaunchPredictInput; train?: never; tune?: never; }
  |  { evaluate?: never; predict?: never;   /** Launches a `TRAIN` task. */
  train: LaunchTrainInput; tune?: never; }
  |  { evaluate?: never; predict?: never; train?: never;   /** Launches a `TUNE` task. */
  tune: LaunchTuneInput; };

/** Trains a model from a configuration. */
export type LaunchTrainInput = {
  /** Configuration to train. */
  configurationId: string;
  /** Idempotency key, 1-200 characters. Repeating a launch with the same key returns the existing task; a different launch with the same key is a `Conflict`. */
  idempotencyKey?: string | null | undefined;
  /** Worker pool whose workers can claim the task. Default: any pool. */
  pool?: string | null | undefined;
  /** Priority in the queue. Tasks with a higher priority are claimed first. Range -100 to 100. */
  priority?: number | null | undefined;
  /** Labels that a worker must have to claim the task, such as `gpu`. At most 16 labels. */
  requiredLabels?: Array<string> | null | undefined;
};

/** Hyperparameter tuning by random search. Trial 1 uses the configuration unchanged. */
export type LaunchTuneInput = {
  /** Configuration to tune. */
  configurationId: string;
  /** Idempotency key, 1-200 characters. Repeating a launch with the same key returns the existing task; a different launch with the same key is a `Conflict`. */
  idempotencyKey?: string | null | undefined;
  /** Worker pool whose workers can claim the task. Default: any pool. */
  pool?: string | null | undefined;
  /** Priority in the queue. Tasks with a higher priority are claimed first. Range -100 to 100. */
  priority?: number | null | undefined;
  /** Labels that a worker must have to claim the task, such as `gpu`. At most 16 labels. */
  requiredLabels?: Array<string> | null | undefined;
  /** Random seed that determines the trials. */
  seed?: number | null | undefined;
  /** Number of trials. Range 1-200. */
  trials?: number | null | undefined;
};

/** How the learning rate changes during training. */
export type LearningRateSchedule =
  /** Constant learning rate. */
  | 'CONSTANT'
  /** Cosine decay to zero. */
  | 'COSINE';

/** Predicts a number as a weighted sum of the columns, by least squares with an optional ridge or lasso penalty. */
export type LinearRegressionParametersInput = {
  /** Regularization strength; 0 is ordinary least squares. Range 0-1000000. */
  alpha?: number | null | undefined;
  /** Regularization of the weights. ridge: |y - Xw|^2 + alpha |w|^2; lasso: |y - Xw|^2 / 2n + alpha |w|_1. */
  penalty?: LinearRegressionPenalty | null | undefined;
};

/** Regularization of the weights. ridge: |y - Xw|^2 + alpha |w|^2; lasso: |y - Xw|^2 / 2n + alpha |w|_1. */
export type LinearRegressionPenalty =
  /** Sum of the absolute coefficients (L1), which sets some of them to zero. */
  | 'LASSO'
  /** Sum of the squared coefficients (L2). */
  | 'RIDGE';

/** Severity of a log message. */
export type LogLevel =
  /** A failure. */
  | 'ERROR'
  /** For information. */
  | 'INFO'
  /** Something to look at, which does not stop the task. */
  | 'WARN';

/** Arguments of `login`. */
export type LoginInput = {
  /** Password. 8-256 characters. */
  password: string;
  /** Username. 3-32 characters: letters, digits, `.`, `_` or `-`. */
  username: string;
};

/** Predicts the probability of each class from a weighted sum of the columns. */
export type LogisticRegressionParametersInput = {
  /** Inverse of the L2 regularization strength: smaller values regularize more. Range 0.000001-1000000. */
  C?: number | null | undefined;
};

/** Activation function of the hidden layers. */
export type MlpActivation =
  /** Exponential linear unit. */
  | 'ELU'
  /** Rectified linear unit. */
  | 'RELU'
  /** Scaled exponential linear unit. */
  | 'SELU'
  /** Hyperbolic tangent. */
  | 'TANH';

/** A fully connected network that learns how columns interact, for classification and regression. */
export type MlpParametersInput = {
  /** Activation function of the hidden layers. */
  activation?: MlpActivation | null | undefined;
  /** Whether to apply batch normalization to each hidden layer. */
  batchNormalization?: boolean | null | undefined;
  /** Dropout rate of the hidden layers. Range 0-0.9. */
  dropout?: number | null | undefined;
  /** Units per hidden layer, from first to last. 1-8 values, each 1-4096. */
  hiddenUnits?: Array<number> | null | undefined;
  /** L2 regularization strength. Range 0-1. */
  l2?: number | null | undefined;
};

/** A convolutional network with depthwise separable convolutions: few parameters, small files. */
export type MobilenetParametersInput = {
  /** Dropout rate before the output layer. Range 0-0.9. */
  dropout?: number | null | undefined;
  /** Filters of the first convolution and of each block. Every block but the first halves the image size. 1-8 values, each 1-1024. */
  filters?: Array<number> | null | undefined;
  /** Whether to flip training images horizontally with probability 0.5. Suitable for photos, but not for text. */
  horizontalFlip?: boolean | null | undefined;
  /** Side length in pixels that images are scaled to. Null: their original size if they all have the same and it is at most 64, otherwise 64. Range 8-224. Default: null. */
  imageSize?: number | null | undefined;
  /** Maximum random shift of training images in each direction, in pixels. Range 0-32. */
  maxShift?: number | null | undefined;
};

/** Type of data that a family is trained on. */
export type Modality =
  /** Images. */
  | 'IMAGE'
  /** Rows of a table. */
  | 'TABULAR'
  /** Texts. */
  | 'TEXT'
  /** Rows of a table with a date, in order. */
  | 'TIME_SERIES';

/** Which models to return: those that match all given fields. Imported models have no family, objective or dataset. */
export type ModelFilter = {
  /** Return only items created at this time or later. */
  createdAfter?: string | null | undefined;
  /** Return only items created before this time. */
  createdBefore?: string | null | undefined;
  /** Dataset that the model was trained on, in any version. */
  datasetId?: string | null | undefined;
  /** Names of model families. */
  families?: Array<string> | null | undefined;
  /** Types of problems. */
  objectives?: Array<Objective> | null | undefined;
  /** Return only items with all of these tags. */
  tags?: Array<string> | null | undefined;
};

/** Order of a list. */
export type ModelOrder = {
  /** Direction of the order. */
  direction?: OrderDirection | null | undefined;
  /** Field to order by. */
  field: ModelOrderField;
};

/** Fields to order a list by. Ties are broken by the time of creation. */
export type ModelOrderField =
  /** Time of creation. */
  | 'CREATED_AT'
  /** Name, ignoring case. */
  | 'NAME';

/** Model family and its parameters. Omitted parameters use their defaults. */
export type ModelParametersInput =
  {   /** Learns small patterns, then combinations of them, to classify whole images. */
  cnn: CnnParametersInput; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never;   /** Splits the samples by one column at a time until the class is clear. */
  decisionTree: DecisionTreeParametersInput; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never;   /** Splits the samples by one column at a time and predicts the mean of the samples in the same leaf. */
  decisionTreeRegressor: DecisionTreeRegressorParametersInput; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never;   /** Two networks trained against each other: the generator creates images of every class, the discriminator tells them from real ones. The generator is kept. */
  gan: GanParametersInput; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never;   /** Models the samples as a mixture of normal distributions. Finds clusters or, with a target, learns classes from a few labeled samples. */
  gaussianMixture: GaussianMixtureParametersInput; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never;   /** Small decision trees in sequence, each correcting the errors of those before it. */
  gradientBoosting: GradientBoostingParametersInput; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never;   /** Finds objects of known classes in images, each with a bounding box, in a single pass. */
  imageDetector: ImageDetectorParametersInput; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never;   /** Partitions the samples into clusters, each around its own center. */
  kMeans: KMeansParametersInput; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never;   /** Predicts from the training samples nearest to a sample: the class that most of them have, or the mean of their values. */
  kNearestNeighbors: KNearestNeighborsParametersInput; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never;   /** Learns classes from a few labeled samples: labels propagate between neighbors, and known labels stay fixed. */
  labelPropagation: LabelPropagationParametersInput; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never;   /** Learns classes from a few labeled samples: labels spread between neighbors, and known labels can be overruled. */
  labelSpreading: LabelSpreadingParametersInput; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never;   /** Predicts a number as a weighted sum of the columns, by least squares with an optional ridge or lasso penalty. */
  linearRegression: LinearRegressionParametersInput; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never;   /** Predicts the probability of each class from a weighted sum of the columns. */
  logisticRegression: LogisticRegressionParametersInput; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never;   /** A fully connected network that learns how columns interact, for classification and regression. */
  mlp: MlpParametersInput; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never;   /** A convolutional network with depthwise separable convolutions: few parameters, small files. */
  mobilenet: MobilenetParametersInput; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never;   /** Reduces the columns to a few that keep as much of the variance as possible. */
  pca: PcaParametersInput; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never;   /** Predicts a number as a weighted sum of the columns, their powers and their products, with a ridge penalty. */
  polynomialRegression: PolynomialRegressionParametersInput; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never;   /** Fine-tunes a base model that was trained on other images, and learns these classes from a fraction of the images. */
  pretrained: PretrainedParametersInput; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never;   /** Averages many decision trees, each grown on a random sample of the rows with a random subset of the columns at every split. */
  randomForest: RandomForestParametersInput; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never;   /** A deep convolutional network whose blocks learn what to add to their input. */
  resnet: ResnetParametersInput; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never;   /** Reads a sequence step by step and remembers what matters: classifies texts, forecasts time series. */
  rnn: RnnParametersInput; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never;   /** A classifier that trains on its own confident predictions, round by round. */
  selfTraining: SelfTrainingParametersInput; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never;   /** Separates every pair of classes by the widest margin, along straight lines or, with the rbf kernel, along curves. */
  supportVectorMachine: SupportVectorMachineParametersInput; supportVectorRegression?: never; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never;   /** Predicts a number such that most samples lie within a tube around the prediction. With the rbf kernel, the tube is curved. */
  supportVectorRegression: SupportVectorRegressionParametersInput; svd?: never; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never;   /** Reduces the columns to a few that reconstruct them best, without centering. */
  svd: SvdParametersInput; transformer?: never; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never;   /** Attends to a whole text at once: classifies texts or learns to generate similar ones. */
  transformer: TransformerParametersInput; vae?: never; }
  |  { cnn?: never; decisionTree?: never; decisionTreeRegressor?: never; gan?: never; gaussianMixture?: never; gradientBoosting?: never; imageDetector?: never; kMeans?: never; kNearestNeighbors?: never; labelPropagation?: never; labelSpreading?: never; linearRegression?: never; logisticRegression?: never; mlp?: never; mobilenet?: never; pca?: never; polynomialRegression?: never; pretrained?: never; randomForest?: never; resnet?: never; rnn?: never; selfTraining?: never; supportVectorMachine?: never; supportVectorRegression?: never; svd?: never; transformer?: never;   /** Learns what a set of images looks like: reconstructs images from a few latent values and generates new ones. */
  vae: VaeParametersInput; };

/** Metric that early stopping monitors. */
export type MonitoredMetric =
  /** Loss on the training set. */
  | 'LOSS'
  /** Accuracy on the validation set. */
  | 'VAL_ACCURACY'
  /** Loss on the validation set. */
  | 'VAL_LOSS';

/** Type of problem that a model solves. */
export type Objective =
  /** Predicts one of several classes. */
  | 'CLASSIFICATION'
  /** Groups similar samples, without a target. */
  | 'CLUSTERING'
  /** Finds objects in images, with their bounding boxes and classes. */
  | 'DETECTION'
  /** Represents samples by fewer numbers, without a target. */
  | 'DIMENSIONALITY_REDUCTION'
  /** Predicts the next values of a time series. */
  | 'FORECASTING'
  /** Generates samples that resemble those of the dataset. */
  | 'GENERATION'
  /** Predicts a number. */
  | 'REGRESSION';

/** Algorithm that updates the weights. */
export type Optimizer =
  /** Adam. */
  | 'ADAM'
  /** Stochastic gradient descent with momentum 0.9. */
  | 'MOMENTUM'
  /** RMSprop. */
  | 'RMSPROP'
  /** Stochastic gradient descent without momentum. */
  | 'SGD';

/** Direction of an order. */
export type OrderDirection =
  /** Ascending. */
  | 'ASC'
  /** Descending. */
  | 'DESC';

/** Reduces the columns to a few that keep as much of the variance as possible. */
export type PcaParametersInput = {
  /** Number of components; at most the number of columns. Range 1-4096. */
  components?: number | null | undefined;
};

/** Predicts a number as a weighted sum of the columns, their powers and their products, with a ridge penalty. */
export type PolynomialRegressionParametersInput = {
  /** Strength of the ridge penalty. Range 0-1000000. */
  alpha?: number | null | undefined;
  /** Degree of the polynomial: the highest sum of exponents in a product of columns. Range 2-5. */
  degree?: number | null | undefined;
};

/** Arguments of `predict`. */
export type PredictInput = {
  /** Image models only: JPEG, PNG or WebP files, as base64 or data URLs. At most 1000. */
  images?: Array<string> | null | undefined;
  /** Model to run. */
  modelId: string;
  /** Tabular models only: objects by column name, as in the dataset, null where a value is missing. At most 1000. */
  rows?: Array<unknown> | null | undefined;
  /** Time series only: the most recent rows as objects by column name, at least as many as the model requires and at most 100000. Gives one prediction: the forecast after the last known target value. With future covariates, the rows of the steps to forecast follow, without a target value. */
  series?: Array<unknown> | null | undefined;
  /** Text models only: texts of up to 1048576 characters. At most 1000. */
  texts?: Array<string> | null | undefined;
  /** Model version number. Default: the newest version. */
  version?: number | null | undefined;
};

/** Output layer. new: a new layer for the classes of this dataset. keep: the existing layer; the dataset must have the same classes. */
export type PretrainedHead =
  /** Keeps the output layer of the base model. */
  | 'KEEP'
  /** Replaces the output layer with a new one, for the classes of the dataset. */
  | 'NEW';

/** Fine-tunes a base model that was trained on other images, and learns these classes from a fraction of the images. */
export type PretrainedParametersInput = {
  /** Output layer. new: a new layer for the classes of this dataset. keep: the existing layer; the dataset must have the same classes. */
  head?: PretrainedHead | null | undefined;
  /** Number of layers with weights to train, counted from the output. Earlier layers are frozen. A residual block is trained or frozen as a whole. Range 1-1000. */
  trainableLayers?: number | null | undefined;
};

/** Number of randomly drawn columns to consider at each split. Null: sqrt for classification, all for regression. */
export type RandomForestMaxFeatures =
  /** All inputs. */
  | 'ALL'
  /** Square root of the number of inputs. */
  | 'SQRT'
  /** A third of the inputs. */
  | 'THIRD';

/** Averages many decision trees, each grown on a random sample of the rows with a random subset of the columns at every split. */
export type RandomForestParametersInput = {
  /** Maximum depth of a tree. Null: grows until every leaf is pure or too small to split. Range 1-64. Default: null. */
  maxDepth?: number | null | undefined;
  /** Number of randomly drawn columns to consider at each split. Null: sqrt for classification, all for regression. Default: null. */
  maxFeatures?: RandomForestMaxFeatures | null | undefined;
  /** Minimum number of samples in a leaf. Range 1-1000000. */
  minSamplesLeaf?: number | null | undefined;
  /** Minimum number of samples required to split a node. Range 2-1000000. */
  minSamplesSplit?: number | null | undefined;
  /** Number of trees. More trees are never worse, only slower. Range 1-2000. */
  trees?: number | null | undefined;
};

/** Arguments of `register`. */
export type RegisterInput = {
  /** Password. 8-256 characters. */
  password: string;
  /** Username. 3-32 characters: letters, digits, `.`, `_` or `-`. */
  username: string;
};

/** Arguments of `removeMember`. */
export type RemoveMemberInput = {
  /** Organization to remove the member from. */
  organizationId: string;
  /** User to remove. */
  userId: string;
};

/** A deep convolutional network whose blocks learn what to add to their input. */
export type ResnetParametersInput = {
  /** Residual blocks per stage. Range 1-18. */
  blocks?: number | null | undefined;
  /** Filters per stage, from first to last. Every stage but the first halves the image size. 1-5 values, each 1-512. */
  filters?: Array<number> | null | undefined;
  /** Whether to flip training images horizontally with probability 0.5. Suitable for photos, but not for text. */
  horizontalFlip?: boolean | null | undefined;
  /** Side length in pixels that images are scaled to. Null: their original size if they all have the same and it is at most 64, otherwise 64. Range 8-224. Default: null. */
  imageSize?: number | null | undefined;
  /** Maximum random shift of training images in each direction, in pixels. Range 0-32. */
  maxShift?: number | null | undefined;
};

/** Type of recurrent cell: lstm has more gates, gru has fewer parameters. */
export type RnnCell =
  /** Gated recurrent unit. */
  | 'GRU'
  /** Long short-term memory. */
  | 'LSTM';

/** Reads a sequence step by step and remembers what matters: classifies texts, forecasts time series. */
export type RnnParametersInput = {
  /** Whether to also read the sequence backward. */
  bidirectional?: boolean | null | undefined;
  /** Type of recurrent cell: lstm has more gates, gru has fewer parameters. */
  cell?: RnnCell | null | undefined;
  /** Dropout rate of the last hidden state. Range 0-0.9. */
  dropout?: number | null | undefined;
  /** Text only: size of the token embeddings. Range 1-1024. */
  embeddingSize?: number | null | undefined;
  /** Time series only: number of steps to forecast at once. Range 1-64. */
  horizon?: number | null | undefined;
  /** Number of stacked recurrent layers. Range 1-4. */
  layers?: number | null | undefined;
  /** Length of the input: tokens of a text or steps of a time series. Longer texts are truncated. Range 2-1024. */
  sequenceLength?: number | null | undefined;
  /** Number of hidden units per direction. Range 1-1024. */
  units?: number | null | undefined;
  /** Text only: size of the vocabulary, which holds the most frequent tokens. Range 16-200000. */
  vocabularySize?: number | null | undefined;
};

/** Role of a member in an organization. Every role includes the permissions of the roles before it: `VIEWER`, `MEMBER`, `ADMIN`, `OWNER`. */
export type Role =
  /** Can also manage members, except owners. */
  | 'ADMIN'
  /** Can also create, launch, delete and restore resources. */
  | 'MEMBER'
  /** Can also grant and revoke the `OWNER` role. */
  | 'OWNER'
  /** Can view resources, follow tasks and run predictions. */
  | 'VIEWER';

/** Base classifier, with its default hyperparameters (support vector machine: C = 10). */
export type SelfTrainingBaseClassifier =
  /** Splits the samples by one column at a time until the class is clear. */
  | 'DECISION_TREE'
  /** Small decision trees in sequence, each correcting the errors of those before it. */
  | 'GRADIENT_BOOSTING'
  /** Predicts the probability of each class from a weighted sum of the columns. */
  | 'LOGISTIC_REGRESSION'
  /** Averages many decision trees, each grown on a random sample of the rows with a random subset of the columns at every split. */
  | 'RANDOM_FOREST'
  /** Separates every pair of classes by the widest margin, along straight lines or, with the rbf kernel, along curves. */
  | 'SUPPORT_VECTOR_MACHINE';

/** A classifier that trains on its own confident predictions, round by round. */
export type SelfTrainingParametersInput = {
  /** Base classifier, with its default hyperparameters (support vector machine: C = 10). */
  baseClassifier?: SelfTrainingBaseClassifier | null | undefined;
  /** Maximum number of rounds. Training ends earlier when no further sample reaches the threshold. Range 1-1000. */
  maxRounds?: number | null | undefined;
  /** Minimum probability at which a predicted label is accepted. Range 0.5-1. */
  threshold?: number | null | undefined;
};

/** Arguments of `setMemberRole`. */
export type SetMemberRoleInput = {
  /** Organization of the member. */
  organizationId: string;
  /** New role of the member. */
  role: Role;
  /** User whose role changes. */
  userId: string;
};

/** How samples are divided into training, validation and test sets. */
export type SplitInput = {
  /** Split method. Default: `STRATIFIED`, or `CHRONOLOGICAL` for time series and text generation. */
  method?: SplitMethod | null | undefined;
  /** Random seed of the split. Range 0-2147483647. */
  seed?: number | null | undefined;
  /** Fraction of the samples held out for the test set. Range 0-0.9. Default: 0.2, or 0 for clustering and dimensionality reduction. Below 1 together with the validation fraction. */
  testFraction?: number | null | undefined;
  /** Fraction of the samples held out for validation: early stopping and the choice of the best epoch. Range 0-0.9. Default: 0.1, or 0 for clustering and dimensionality reduction. */
  validationFraction?: number | null | undefined;
};

/** How samples are assigned to the training, validation and test sets. */
export type SplitMethod =
  /** The last samples are the test set, the samples before them the validation set. The only method for time series and text generation. */
  | 'CHRONOLOGICAL'
  /** Random split with the given seed. */
  | 'RANDOM'
  /** Random split within each class, so that class proportions stay the same. */
  | 'STRATIFIED'
  /** Every k-th sample, starting with the first, is in the test set. */
  | 'SYSTEMATIC';

/** Kernel function, the similarity of two samples. rbf: exp(-gamma |x - y|^2); linear: x . y. */
export type SupportVectorMachineKernel =
  /** Linear kernel: the inner product of the inputs. */
  | 'LINEAR'
  /** Radial basis function kernel: similarity decreases with the squared distance. */
  | 'RBF';

/** Separates every pair of classes by the widest margin, along straight lines or, with the rbf kernel, along curves. */
export type SupportVectorMachineParametersInput = {
  /** Cost of an error: higher values fit the training set more closely. Range 0.0001-1000000. */
  C?: number | null | undefined;
  /** How fast similarity decreases with distance (rbf only). Null: 1 / (columns x variance of the columns). Range 0.000001-10000. Default: null. */
  gamma?: number | null | undefined;
  /** Kernel function, the similarity of two samples. rbf: exp(-gamma |x - y|^2); linear: x . y. */
  kernel?: SupportVectorMachineKernel | null | undefined;
  /** Whether to calibrate the scores to probabilities. Fits each binary classifier five more times, on parts of its samples. */
  probability?: boolean | null | undefined;
};

/** Kernel function, the similarity of two samples. rbf: exp(-gamma |x - y|^2); linear: x . y. */
export type SupportVectorRegressionKernel =
  /** Linear kernel: the inner product of the inputs. */
  | 'LINEAR'
  /** Radial basis function kernel: similarity decreases with the squared distance. */
  | 'RBF';

/** Predicts a number such that most samples lie within a tube around the prediction. With the rbf kernel, the tube is curved. */
export type SupportVectorRegressionParametersInput = {
  /** Cost of an error: higher values fit the training set more closely. Range 0.0001-1000000. */
  C?: number | null | undefined;
  /** Half the width of the tube, in standard deviations of the target. Range 0-10. */
  epsilon?: number | null | undefined;
  /** How fast similarity decreases with distance (rbf only). Null: 1 / (columns x variance of the columns). Range 0.000001-10000. Default: null. */
  gamma?: number | null | undefined;
  /** Kernel function, the similarity of two samples. rbf: exp(-gamma |x - y|^2); linear: x . y. */
  kernel?: SupportVectorRegressionKernel | null | undefined;
};

/** Reduces the columns to a few that reconstruct them best, without centering. */
export type SvdParametersInput = {
  /** Number of components; at most the number of columns. Range 1-4096. */
  components?: number | null | undefined;
};

/** Which tasks to return: those that match all given fields. */
export type TaskFilter = {
  /** Configuration that the task trains or tunes. */
  configurationId?: string | null | undefined;
  /** Return only items created at this time or later. */
  createdAfter?: string | null | undefined;
  /** Return only items created before this time. */
  createdBefore?: string | null | undefined;
  /** Dataset that the task uses, in any version. */
  datasetId?: string | null | undefined;
  /** Kinds of tasks. */
  kinds?: Array<TaskKind> | null | undefined;
  /** Model that the task evaluates or predicts with. */
  modelId?: string | null | undefined;
  /** States of the task. */
  states?: Array<TaskState> | null | undefined;
  /** Return only items with all of these tags. */
  tags?: Array<string> | null | undefined;
};

/** Kind of task. */
export type TaskKind =
  /** Evaluates a model on a dataset. */
  | 'EVALUATE'
  /** Predicts every sample of a dataset. */
  | 'PREDICT'
  /** Trains a model. */
  | 'TRAIN'
  /** Searches for better hyperparameters. */
  | 'TUNE';

/** Order of a list. */
export type TaskOrder = {
  /** Direction of the order. */
  direction?: OrderDirection | null | undefined;
  /** Field to order by. */
  field: TaskOrderField;
};

/** Fields to order a list by. Ties are broken by the time of creation. */
export type TaskOrderField =
  /** Time of creation. */
  | 'CREATED_AT'
  /** Time at which the task finished. Unfinished tasks come last when descending. */
  | 'FINISHED_AT'
  /** Name, ignoring case. */
  | 'NAME';

/** State of a task. `SUCCEEDED`, `FAILED` and `CANCELLED` are final. */
export type TaskState =
  /** Cancelled by a user. */
  | 'CANCELLED'
  /** Ended by an error. `Task.failureReason` says why. */
  | 'FAILED'
  /** Stopped until it is resumed. */
  | 'PAUSED'
  /** Waiting for a worker. */
  | 'QUEUED'
  /** Running on a worker. */
  | 'RUNNING'
  /** Finished with a result. */
  | 'SUCCEEDED';

/** Why a training ended by itself. */
export type TrainingEndCause =
  /** The solver converged. */
  | 'CONVERGED'
  /** The monitored metric stopped improving (`Training.earlyStopping`). */
  | 'EARLY_STOPPING'
  /** It completed the maximum number of epochs or iterations. */
  | 'MAX_EPOCHS';

/** Training options. Omitted options use the defaults of the family. Options that the family does not have are rejected. */
export type TrainingInput = {
  /** Number of samples per batch. Range 1-65536. */
  batchSize?: number | null | undefined;
  /** Early stopping. Set to null to train for all epochs. */
  earlyStopping?: EarlyStoppingInput | null | undefined;
  /** Maximum number of epochs, or of iterations for families that are not trained in epochs. Range 1-10000. */
  epochs?: number | null | undefined;
  /** Learning rate. Range 1e-8 to 10. */
  learningRate?: number | null | undefined;
  /** Learning rate schedule. */
  learningRateSchedule?: LearningRateSchedule | null | undefined;
  /** Optimization algorithm. */
  optimizer?: Optimizer | null | undefined;
  /** Number of network replicas that share each batch (data parallelism), one per CPU core. Range 1-64. Default: 1. The same number of replicas gives the same weights. */
  replicas?: number | null | undefined;
  /** Random seed for initial weights, shuffling, dropout and augmentation. Range 0-2147483647. */
  seed?: number | null | undefined;
};

/** Attends to a whole text at once: classifies texts or learns to generate similar ones. */
export type TransformerParametersInput = {
  /** Number of stacked transformer blocks. Range 1-12. */
  blocks?: number | null | undefined;
  /** Dropout rate after each sublayer of a block. Range 0-0.9. */
  dropout?: number | null | undefined;
  /** Hidden units of the feed-forward layer in each block. Range 8-4096. */
  feedForwardSize?: number | null | undefined;
  /** Number of attention heads. Range 1-32. */
  heads?: number | null | undefined;
  /** Size of the token embeddings and hidden states; a multiple of `heads`. Range 8-1024. */
  hiddenSize?: number | null | undefined;
  /** Length of the input: tokens of a text or steps of a time series. Longer texts are truncated. Range 2-1024. */
  sequenceLength?: number | null | undefined;
  /** Text only: size of the vocabulary, which holds the most frequent tokens. Range 16-200000. */
  vocabularySize?: number | null | undefined;
};

/** Which deleted items to return: those that match all given fields. */
export type TrashFilter = {
  /** Types of items. */
  types?: Array<TrashItemType> | null | undefined;
};

/** Type of a deleted item. */
export type TrashItemType =
  /** A dataset. */
  | 'DATASET'
  /** A model. */
  | 'MODEL'
  /** A task. */
  | 'TASK';

/** Order of a list. */
export type TrashOrder = {
  /** Direction of the order. */
  direction?: OrderDirection | null | undefined;
  /** Field to order by. */
  field: TrashOrderField;
};

/** Fields to order a list by. Ties are broken by the time of creation. */
export type TrashOrderField =
  /** Time of deletion. */
  | 'DELETED_AT'
  /** Name, ignoring case. */
  | 'NAME';

/** What to change; omitted fields stay unchanged. */
export type UpdateDatasetInput = {
  /** New description, of at most 5000 characters. May have several lines. */
  description?: string | null | undefined;
  /** Dataset to change. */
  id: string;
  /** New license: an SPDX expression, such as `CC-BY-4.0`, or free text. 1-200 characters. Null removes the license. */
  license?: string | null | undefined;
  /** New name, of 1 to 200 characters. */
  name?: string | null | undefined;
  /** New tags, which replace the previous ones: at most 20, of 1 to 50 characters each. */
  tags?: Array<string> | null | undefined;
};

/** Learns what a set of images looks like: reconstructs images from a few latent values and generates new ones. */
export type VaeParametersInput = {
  /** Units per hidden layer of the encoder; the decoder has the same layers in reverse order. 1-4 values, each 1-4096. */
  hiddenUnits?: Array<number> | null | undefined;
  /** Side length in pixels that images are scaled to. Null: their original size if they all have the same and it is at most 64, otherwise 32. Range 8-96. Default: null. */
  imageSize?: number | null | undefined;
  /** Size of the latent vector. Range 1-512. */
  latentSize?: number | null | undefined;
};

/** State of a worker. */
export type WorkerState =
  /** Running at least one task. */
  | 'BUSY'
  /** Finishing its tasks and accepting no more. */
  | 'DRAINING'
  /** Waiting for a task. */
  | 'IDLE'
  /** Sent no heartbeat within the lease period. */
  | 'LOST'
  /** Shut down. */
  | 'STOPPED';

export type TaskStateFragment = { id: string, state: TaskState };

export type TaskProgressFragment = { id: string, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null };

export type ConfigureModelMutationVariables = Exact<{
  input: ConfigureModelInput;
}>;


export type ConfigureModelMutation = { configureModel:
    | { __typename: 'Configuration', id: string, estimate: { memoryBytes: number, parameterCount: number, stepsPerEpoch: number } }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

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

export type WorkerPoolsQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkerPoolsQuery = { workers: Array<{ id: string, state: WorkerState, pool: string, labels: Array<string> }> };

export type FindModelsQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type FindModelsQuery = { models: { edges: Array<{ node: { id: string, name: string, configuration: { id: string, modality: Modality, objective: Objective } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DatasetRowFragment = { id: string, name: string, createdAt: string, tags: Array<string>, createdBy: { id: string, username: string }, latestVersion: { version: number, state: DatasetState, format: DatasetFormat | null, sizeBytes: number | null, profile:
      | { __typename: 'ImageProfile', imageCount: number, classes: Array<{ name: string }> }
      | { __typename: 'TableProfile', rowCount: number, columnCount: number }
     | null } };

export type IngestionDetailsFragment = { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null };

export type DatasetLicenseFragment = { id: string, license: string | null };

export type UpdateDatasetLicenseMutationVariables = Exact<{
  input: UpdateDatasetInput;
}>;


export type UpdateDatasetLicenseMutation = { updateDataset:
    | { __typename: 'Dataset', id: string, license: string | null }
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Unauthenticated', message: string }
   };

export type DatasetStateQueryVariables = Exact<{
  id: string;
}>;


export type DatasetStateQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset', id: string, name: string, latestVersion: { version: number, state: DatasetState, sizeBytes: number | null, rejection: { reason: string, location: string | null } | null } }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

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

export type DatasetVersionRowFragment = { version: number, state: DatasetState, format: DatasetFormat | null, sizeBytes: number | null, createdAt: string, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null };

export type DatasetVersionDetailsFragment = { sha256: string | null, readyAt: string | null, version: number, state: DatasetState, format: DatasetFormat | null, sizeBytes: number | null, createdAt: string, rejection: { reason: string, location: string | null } | null, profile:
    | { __typename: 'ImageProfile', imageCount: number, channels: number, minWidth: number, maxWidth: number, minHeight: number, maxHeight: number, boxCount: number | null, classes: Array<{ name: string, count: number }>, thumbnails: Array<{ label: string, dataUrl: string }> }
    | { __typename: 'TableProfile', rowCount: number, preview: unknown, columnCount: number, columns: Array<{ name: string, type: ColumnType, distinctCount: number, missingCount: number, isInteger: boolean, min: number | null, max: number | null, mean: number | null, standardDeviation: number | null, characterCount: number | null, histogram: Array<{ from: number, to: number, count: number }> | null, topValues: Array<{ value: string, count: number }> }> }
   | null, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null };

export type FindDatasetsQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type FindDatasetsQuery = { datasets: { edges: Array<{ node: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ItemNameQueryVariables = Exact<{
  id: string;
}>;


export type ItemNameQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset', id: string, name: string }
    | { __typename: 'Model', id: string, name: string }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type DatasetToLearnQueryVariables = Exact<{
  id: string;
}>;


export type DatasetToLearnQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset', id: string, name: string, organization: { id: string, viewerRole: Role }, version: { version: number, state: DatasetState, profile:
          | { __typename: 'ImageProfile', imageCount: number, boxCount: number | null, classes: Array<{ name: string, count: number }> }
          | { __typename: 'TableProfile', rowCount: number, columns: Array<{ name: string, type: ColumnType, distinctCount: number, missingCount: number, isInteger: boolean }> }
         | null } | null }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type ModelFamiliesQueryVariables = Exact<{
  objective?: Objective | null | undefined;
  modality?: Modality | null | undefined;
}>;


export type ModelFamiliesQuery = { modelFamilies: Array<{ name: string, title: string, description: string, whenToUse: string, whenNotToUse: string, citation: string, modalities: Array<Modality>, objectives: Array<Objective>, requiresBaseModel: boolean, parameters: Array<{ name: string, type: HyperparameterType, description: string, default: unknown, min: number | null, max: number | null, minItems: number | null, maxItems: number | null, choices: Array<string> | null }>, defaultTraining: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, learningRateSchedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: MonitoredMetric, patience: number, minDelta: number } | null } }> };

export type ConfigurationQueryVariables = Exact<{
  id: string;
}>;


export type ConfigurationQuery = { node:
    | { __typename: 'Configuration', id: string, name: string, createdAt: string, objective: Objective, modality: Modality, target: string | null, inputs: Array<string> | null, futureCovariates: Array<string> | null, parameters: unknown, family: { name: string, title: string }, baseModelVersion: { version: number, model: { id: string, name: string, deletedAt: string | null } } | null, datasetVersion: { version: number }, split: { method: SplitMethod, seed: number, testFraction: number, validationFraction: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, learningRateSchedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: MonitoredMetric, patience: number, minDelta: number } | null }, estimate: { memoryBytes: number, parameterCount: number, stepsPerEpoch: number }, changes: Array<{ path: string, value: unknown }> }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type DatasetQueryVariables = Exact<{
  id: string;
  version?: number | null | undefined;
  columns: number;
  offset: number;
}>;


export type DatasetQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset', id: string, name: string, createdAt: string, license: string | null, organization: { id: string, name: string, viewerRole: Role }, versions: Array<{ version: number, state: DatasetState, format: DatasetFormat | null, sizeBytes: number | null, createdAt: string, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null }>, version: { sha256: string | null, readyAt: string | null, version: number, state: DatasetState, format: DatasetFormat | null, sizeBytes: number | null, createdAt: string, rejection: { reason: string, location: string | null } | null, profile:
          | { __typename: 'ImageProfile', imageCount: number, channels: number, minWidth: number, maxWidth: number, minHeight: number, maxHeight: number, boxCount: number | null, classes: Array<{ name: string, count: number }>, thumbnails: Array<{ label: string, dataUrl: string }> }
          | { __typename: 'TableProfile', rowCount: number, preview: unknown, columnCount: number, columns: Array<{ name: string, type: ColumnType, distinctCount: number, missingCount: number, isInteger: boolean, min: number | null, max: number | null, mean: number | null, standardDeviation: number | null, characterCount: number | null, histogram: Array<{ from: number, to: number, count: number }> | null, topValues: Array<{ value: string, count: number }> }> }
         | null, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null } | null }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type DatasetEventsSubscriptionVariables = Exact<{
  datasetId: string;
}>;


export type DatasetEventsSubscription = { datasetEvents: { version: number, state: DatasetState, ingestion: { phase: IngestionPhase, attempt: number, rowsRead: number | null, imagesChecked: number | null, imagesTotal: number | null, bytesRead: number | null, bytesTotal: number | null } | null } };

export type DatasetsQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  search?: string | null | undefined;
  filter?: DatasetFilter | null | undefined;
  orderBy?: DatasetOrder | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type DatasetsQuery = { datasets: { totalCount: number, edges: Array<{ node: { id: string, name: string, createdAt: string, tags: Array<string>, createdBy: { id: string, username: string }, latestVersion: { version: number, state: DatasetState, format: DatasetFormat | null, sizeBytes: number | null, profile:
            | { __typename: 'ImageProfile', imageCount: number, classes: Array<{ name: string }> }
            | { __typename: 'TableProfile', rowCount: number, columnCount: number }
           | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ModelVersionDetailsFragment = { version: number, sizeBytes: number, sha256: string, createdAt: string, downloadUrl: string, model: { id: string, name: string }, fittedAttributes: Array<{ name: string, values: Array<number>, labels: Array<string> | null }>, environment: { aiasVersion: string, backend: string, device: string, durationSeconds: number, nodeVersion: string, seed: number, tfjsVersion: string, trainSampleCount: number, validationSampleCount: number, testSampleCount: number, parameterCount: number, datasetSha256: string } | null, evaluation:
    | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, sampleCount: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
    | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, clusterSizes: Array<number>, sampleCount: number }
    | { __typename: 'DetectionReport', meanAveragePrecision: number, sampleCount: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
    | { __typename: 'DimensionalityReductionReport', componentCount: number, retainedVariance: number, sampleCount: number }
    | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveMeanAbsoluteError: number, sampleCount: number }
    | { __typename: 'GenerationReport', bitsPerDimension: number, loss: number, sampleCount: number }
    | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, sampleCount: number }
   | null };

export type ExampleImageQueryVariables = Exact<{
  id: string;
}>;


export type ExampleImageQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model', id: string, configuration: { id: string, datasetVersion: { samples: Array<
            | { __typename: 'DatasetImage', dataUrl: string }
            | { __typename: 'DatasetRow' }
            | { __typename: 'UnavailableSample' }
          > } } | null }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type ModelQueryVariables = Exact<{
  id: string;
}>;


export type ModelQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model', id: string, name: string, createdAt: string, organization: { id: string, name: string, viewerRole: Role }, configuration: { id: string, name: string, createdAt: string, objective: Objective, modality: Modality, target: string | null, inputs: Array<string> | null, futureCovariates: Array<string> | null, parameters: unknown, datasetVersion: { version: number, dataset: { id: string, name: string, deletedAt: string | null }, profile:
            | { __typename: 'ImageProfile', channels: number }
            | { __typename: 'TableProfile', preview: unknown, columns: Array<{ name: string, type: ColumnType, distinctCount: number, isInteger: boolean, min: number | null, max: number | null, topValues: Array<{ value: string }> }> }
           | null }, family: { name: string, title: string }, baseModelVersion: { version: number, model: { id: string, name: string, deletedAt: string | null } } | null, split: { method: SplitMethod, seed: number, testFraction: number, validationFraction: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, learningRateSchedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: MonitoredMetric, patience: number, minDelta: number } | null }, estimate: { memoryBytes: number, parameterCount: number, stepsPerEpoch: number }, changes: Array<{ path: string, value: unknown }> } | null, latestVersion: { version: number, sizeBytes: number, sha256: string, createdAt: string, downloadUrl: string, model: { id: string, name: string }, fittedAttributes: Array<{ name: string, values: Array<number>, labels: Array<string> | null }>, environment: { aiasVersion: string, backend: string, device: string, durationSeconds: number, nodeVersion: string, seed: number, tfjsVersion: string, trainSampleCount: number, validationSampleCount: number, testSampleCount: number, parameterCount: number, datasetSha256: string } | null, evaluation:
          | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, sampleCount: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
          | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, clusterSizes: Array<number>, sampleCount: number }
          | { __typename: 'DetectionReport', meanAveragePrecision: number, sampleCount: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
          | { __typename: 'DimensionalityReductionReport', componentCount: number, retainedVariance: number, sampleCount: number }
          | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveMeanAbsoluteError: number, sampleCount: number }
          | { __typename: 'GenerationReport', bitsPerDimension: number, loss: number, sampleCount: number }
          | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, sampleCount: number }
         | null }, versions: Array<{ version: number, sizeBytes: number, sha256: string, createdAt: string, downloadUrl: string, evaluation:
          | { __typename: 'ClassificationReport', accuracy: number, macroF1: number }
          | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null }
          | { __typename: 'DetectionReport', meanAveragePrecision: number }
          | { __typename: 'DimensionalityReductionReport', retainedVariance: number }
          | { __typename: 'ForecastingReport', meanAbsoluteError: number, naiveMeanAbsoluteError: number }
          | { __typename: 'GenerationReport', bitsPerDimension: number }
          | { __typename: 'RegressionReport', meanAbsoluteError: number, r2: number }
         | null }> }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

export type ModelsQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  search?: string | null | undefined;
  filter?: ModelFilter | null | undefined;
  orderBy?: ModelOrder | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ModelsQuery = { models: { totalCount: number, edges: Array<{ node: { id: string, name: string, createdAt: string, tags: Array<string>, createdBy: { id: string, username: string } | null, configuration: { id: string, objective: Objective, target: string | null, modality: Modality, datasetVersion: { version: number, dataset: { id: string, name: string } }, family: { name: string, title: string }, changes: Array<{ path: string, value: unknown }> } | null, latestVersion: { version: number, sizeBytes: number, createdAt: string, score: { name: string, value: number } | null } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FamilyTitlesQueryVariables = Exact<{ [key: string]: never; }>;


export type FamilyTitlesQuery = { modelFamilies: Array<{ name: string, title: string }> };

export type OverviewQueryVariables = Exact<{
  organizationId?: string | null | undefined;
}>;


export type OverviewQuery = { datasets: { edges: Array<{ node: { id: string, name: string, createdAt: string, tags: Array<string>, createdBy: { id: string, username: string }, latestVersion: { version: number, state: DatasetState, format: DatasetFormat | null, sizeBytes: number | null, profile:
            | { __typename: 'ImageProfile', imageCount: number, classes: Array<{ name: string }> }
            | { __typename: 'TableProfile', rowCount: number, columnCount: number }
           | null } } }> }, tasks: { edges: Array<{ node: { id: string, kind: TaskKind, name: string, tags: Array<string>, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, createdBy: { id: string, username: string }, trainingEnd: { cause: TrainingEndCause, epoch: number, bestEpoch: number, monitor: string | null } | null, outputModelVersion: { version: number, model: { id: string, name: string }, score: { name: string, value: number } | null } | null, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, configuration: { id: string, name: string, target: string | null, family: { name: string, title: string }, changes: Array<{ path: string, value: unknown }> } | null, inputModelVersion: { version: number, model: { id: string, name: string } } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null } }> }, models: { edges: Array<{ node: { id: string, name: string, createdAt: string, tags: Array<string>, createdBy: { id: string, username: string } | null, configuration: { id: string, objective: Objective, target: string | null, modality: Modality, datasetVersion: { version: number, dataset: { id: string, name: string } }, family: { name: string, title: string }, changes: Array<{ path: string, value: unknown }> } | null, latestVersion: { version: number, sizeBytes: number, createdAt: string, score: { name: string, value: number } | null } } }> } };

export type TaskQueryVariables = Exact<{
  id: string;
}>;


export type TaskQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', attempt: number, lastSeq: number, priority: number, pool: string | null, requiredLabels: Array<string>, unschedulableReason: string | null, predictionsUrl: string | null, id: string, kind: TaskKind, name: string, tags: Array<string>, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, organization: { id: string, name: string, viewerRole: Role }, configuration: { id: string, name: string, target: string | null, createdAt: string, objective: Objective, modality: Modality, inputs: Array<string> | null, futureCovariates: Array<string> | null, parameters: unknown, datasetVersion: { version: number, dataset: { id: string, name: string, deletedAt: string | null } }, family: { name: string, title: string }, baseModelVersion: { version: number, model: { id: string, name: string, deletedAt: string | null } } | null, split: { method: SplitMethod, seed: number, testFraction: number, validationFraction: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, learningRateSchedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: MonitoredMetric, patience: number, minDelta: number } | null }, estimate: { memoryBytes: number, parameterCount: number, stepsPerEpoch: number }, changes: Array<{ path: string, value: unknown }> } | null, trials: Array<{ number: number, learningRate: number | null, parameters: unknown, score: number | null }> | null, evaluation:
        | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, sampleCount: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
        | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, clusterSizes: Array<number>, sampleCount: number }
        | { __typename: 'DetectionReport', meanAveragePrecision: number, sampleCount: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
        | { __typename: 'DimensionalityReductionReport', componentCount: number, retainedVariance: number, sampleCount: number }
        | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveMeanAbsoluteError: number, sampleCount: number }
        | { __typename: 'GenerationReport', bitsPerDimension: number, loss: number, sampleCount: number }
        | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, sampleCount: number }
       | null, inputModelVersion: { version: number, model: { id: string, name: string, configuration: { id: string, target: string | null } | null } } | null, outputModelVersion: { version: number, sizeBytes: number, sha256: string, createdAt: string, downloadUrl: string, model: { id: string, name: string }, fittedAttributes: Array<{ name: string, values: Array<number>, labels: Array<string> | null }>, environment: { aiasVersion: string, backend: string, device: string, durationSeconds: number, nodeVersion: string, seed: number, tfjsVersion: string, trainSampleCount: number, validationSampleCount: number, testSampleCount: number, parameterCount: number, datasetSha256: string } | null, evaluation:
          | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, sampleCount: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
          | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, clusterSizes: Array<number>, sampleCount: number }
          | { __typename: 'DetectionReport', meanAveragePrecision: number, sampleCount: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
          | { __typename: 'DimensionalityReductionReport', componentCount: number, retainedVariance: number, sampleCount: number }
          | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveMeanAbsoluteError: number, sampleCount: number }
          | { __typename: 'GenerationReport', bitsPerDimension: number, loss: number, sampleCount: number }
          | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, sampleCount: number }
         | null, score: { name: string, value: number } | null } | null, createdBy: { id: string, username: string }, trainingEnd: { cause: TrainingEndCause, epoch: number, bestEpoch: number, monitor: string | null } | null, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null }
   | null };

export type TasksQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  search?: string | null | undefined;
  filter?: TaskFilter | null | undefined;
  orderBy?: TaskOrder | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type TasksQuery = { tasks: { totalCount: number, edges: Array<{ node: { id: string, kind: TaskKind, name: string, tags: Array<string>, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, createdBy: { id: string, username: string }, trainingEnd: { cause: TrainingEndCause, epoch: number, bestEpoch: number, monitor: string | null } | null, outputModelVersion: { version: number, model: { id: string, name: string }, score: { name: string, value: number } | null } | null, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, configuration: { id: string, name: string, target: string | null, family: { name: string, title: string }, changes: Array<{ path: string, value: unknown }> } | null, inputModelVersion: { version: number, model: { id: string, name: string } } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { viewer: { id: string, username: string, createdAt: string, sessions: Array<{ id: string, createdAt: string, expiresAt: string, isCurrent: boolean }> | null } | null };

export type ClusterQueryVariables = Exact<{ [key: string]: never; }>;


export type ClusterQuery = { workers: Array<{ id: string, host: string, pid: number, backend: string, device: string, state: WorkerState, slots: number, memoryBytes: number, pool: string, labels: Array<string>, version: string, startedAt: string, lastHeartbeatAt: string, currentTasks: Array<{ id: string, configuration: { name: string } | null }> }>, queuePools: Array<{ pool: string | null, queuedTasks: number, runningTasks: number, slots: number, workerCount: number, oldestQueuedSeconds: number | null }> };

export type OrganizationQueryVariables = Exact<{
  id: string;
}>;


export type OrganizationQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization', id: string, name: string, isPersonal: boolean, viewerRole: Role, createdAt: string, members: Array<{ role: Role, user: { id: string, username: string } }>, quota: { maxRunningTasks: number | null, runningTasks: number, maxGpuSecondsPerMonth: number | null, gpuSecondsUsed: number } }
    | { __typename: 'Task' }
   | null };

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

export type TrashQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  search?: string | null | undefined;
  filter?: TrashFilter | null | undefined;
  orderBy?: TrashOrder | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type TrashQuery = { trash: { totalCount: number, edges: Array<{ node: { itemId: string, itemType: TrashItemType, name: string, deletedAt: string, purgeAt: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PredictMutationVariables = Exact<{
  input: PredictInput;
}>;


export type PredictMutation = { predict:
    | { __typename: 'Forbidden', message: string }
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'PredictPayload', predictions: Array<{ label: string | null, value: number | null, reconstruction: string | null, embedding: Array<number> | null, probabilities: Array<{ label: string, probability: number }> | null, boxes: Array<{ label: string, confidence: number, x: number, y: number, width: number, height: number }> | null, forecast: Array<{ timestamp: string, value: number }> | null }> }
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

export type ModelWantsQueryVariables = Exact<{
  id: string;
  version: number;
}>;


export type ModelWantsQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model', id: string, version: { inputSpec:
          | { __typename: 'ImageInputSpec', height: number, width: number, channels: number, classes: Array<string> }
          | { __typename: 'TabularInputSpec', target: string | null, classes: Array<string>, columns: Array<{ name: string }> }
          | { __typename: 'TextInputSpec' }
          | { __typename: 'TimeSeriesInputSpec' }
         } | null }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
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
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task' }
   | null };

type ProfileToTry_ImageProfile_Fragment = { __typename: 'ImageProfile', channels: number };

type ProfileToTry_TableProfile_Fragment = { __typename: 'TableProfile', preview: unknown, columns: Array<{ name: string, type: ColumnType, distinctCount: number, isInteger: boolean, min: number | null, max: number | null, topValues: Array<{ value: string }> }> };

export type ProfileToTryFragment =
  | ProfileToTry_ImageProfile_Fragment
  | ProfileToTry_TableProfile_Fragment
;

export type ModelRowFragment = { id: string, name: string, createdAt: string, tags: Array<string>, createdBy: { id: string, username: string } | null, configuration: { id: string, objective: Objective, target: string | null, modality: Modality, datasetVersion: { version: number, dataset: { id: string, name: string } }, family: { name: string, title: string }, changes: Array<{ path: string, value: unknown }> } | null, latestVersion: { version: number, sizeBytes: number, createdAt: string, score: { name: string, value: number } | null } };

type ReportPoints_ClassificationReport_Fragment = { __typename: 'ClassificationReport' };

type ReportPoints_ClusteringReport_Fragment = { __typename: 'ClusteringReport' };

type ReportPoints_DetectionReport_Fragment = { __typename: 'DetectionReport' };

type ReportPoints_DimensionalityReductionReport_Fragment = { __typename: 'DimensionalityReductionReport' };

type ReportPoints_ForecastingReport_Fragment = { __typename: 'ForecastingReport', points: Array<{ timestamp: string, actual: number, forecast: number, naiveForecast: number }> };

type ReportPoints_GenerationReport_Fragment = { __typename: 'GenerationReport' };

type ReportPoints_RegressionReport_Fragment = { __typename: 'RegressionReport', points: Array<{ index: number, actual: number, predicted: number }>, largestResiduals: Array<{ index: number, actual: number, predicted: number, sample:
      | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
      | { __typename: 'DatasetRow', index: number, cells: unknown }
      | { __typename: 'UnavailableSample', index: number, reason: string }
     }> };

export type ReportPointsFragment =
  | ReportPoints_ClassificationReport_Fragment
  | ReportPoints_ClusteringReport_Fragment
  | ReportPoints_DetectionReport_Fragment
  | ReportPoints_DimensionalityReductionReport_Fragment
  | ReportPoints_ForecastingReport_Fragment
  | ReportPoints_GenerationReport_Fragment
  | ReportPoints_RegressionReport_Fragment
;

export type ReportPointsQueryVariables = Exact<{
  id: string;
  version: number;
}>;


export type ReportPointsQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model', version: { evaluation:
          | { __typename: 'ClassificationReport' }
          | { __typename: 'ClusteringReport' }
          | { __typename: 'DetectionReport' }
          | { __typename: 'DimensionalityReductionReport' }
          | { __typename: 'ForecastingReport', points: Array<{ timestamp: string, actual: number, forecast: number, naiveForecast: number }> }
          | { __typename: 'GenerationReport' }
          | { __typename: 'RegressionReport', points: Array<{ index: number, actual: number, predicted: number }>, largestResiduals: Array<{ index: number, actual: number, predicted: number, sample:
                | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
                | { __typename: 'DatasetRow', index: number, cells: unknown }
                | { __typename: 'UnavailableSample', index: number, reason: string }
               }> }
         | null } | null }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', evaluation:
        | { __typename: 'ClassificationReport' }
        | { __typename: 'ClusteringReport' }
        | { __typename: 'DetectionReport' }
        | { __typename: 'DimensionalityReductionReport' }
        | { __typename: 'ForecastingReport', points: Array<{ timestamp: string, actual: number, forecast: number, naiveForecast: number }> }
        | { __typename: 'GenerationReport' }
        | { __typename: 'RegressionReport', points: Array<{ index: number, actual: number, predicted: number }>, largestResiduals: Array<{ index: number, actual: number, predicted: number, sample:
              | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
              | { __typename: 'DatasetRow', index: number, cells: unknown }
              | { __typename: 'UnavailableSample', index: number, reason: string }
             }> }
       | null }
   | null };

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
    | { __typename: 'Model', version: { evaluation:
          | { __typename: 'ClassificationReport', examples: Array<{ index: number, probability: number, sample:
                | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
                | { __typename: 'DatasetRow', index: number, cells: unknown }
                | { __typename: 'UnavailableSample', index: number, reason: string }
               }> }
          | { __typename: 'ClusteringReport' }
          | { __typename: 'DetectionReport' }
          | { __typename: 'DimensionalityReductionReport' }
          | { __typename: 'ForecastingReport' }
          | { __typename: 'GenerationReport' }
          | { __typename: 'RegressionReport' }
         | null } | null }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', evaluation:
        | { __typename: 'ClassificationReport', examples: Array<{ index: number, probability: number, sample:
              | { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string }
              | { __typename: 'DatasetRow', index: number, cells: unknown }
              | { __typename: 'UnavailableSample', index: number, reason: string }
             }> }
        | { __typename: 'ClusteringReport' }
        | { __typename: 'DetectionReport' }
        | { __typename: 'DimensionalityReductionReport' }
        | { __typename: 'ForecastingReport' }
        | { __typename: 'GenerationReport' }
        | { __typename: 'RegressionReport' }
       | null }
   | null };

type Report_ClassificationReport_Fragment = { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, sampleCount: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> };

type Report_ClusteringReport_Fragment = { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, clusterSizes: Array<number>, sampleCount: number };

type Report_DetectionReport_Fragment = { __typename: 'DetectionReport', meanAveragePrecision: number, sampleCount: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> };

type Report_DimensionalityReductionReport_Fragment = { __typename: 'DimensionalityReductionReport', componentCount: number, retainedVariance: number, sampleCount: number };

type Report_ForecastingReport_Fragment = { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveMeanAbsoluteError: number, sampleCount: number };

type Report_GenerationReport_Fragment = { __typename: 'GenerationReport', bitsPerDimension: number, loss: number, sampleCount: number };

type Report_RegressionReport_Fragment = { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, sampleCount: number };

export type ReportFragment =
  | Report_ClassificationReport_Fragment
  | Report_ClusteringReport_Fragment
  | Report_DetectionReport_Fragment
  | Report_DimensionalityReductionReport_Fragment
  | Report_ForecastingReport_Fragment
  | Report_GenerationReport_Fragment
  | Report_RegressionReport_Fragment
;

type SampleContent_DatasetImage_Fragment = { __typename: 'DatasetImage', index: number, name: string | null, dataUrl: string };

type SampleContent_DatasetRow_Fragment = { __typename: 'DatasetRow', index: number, cells: unknown };

type SampleContent_UnavailableSample_Fragment = { __typename: 'UnavailableSample', index: number, reason: string };

export type SampleContentFragment =
  | SampleContent_DatasetImage_Fragment
  | SampleContent_DatasetRow_Fragment
  | SampleContent_UnavailableSample_Fragment
;

export type ScoreTextFragment = { score: { name: string, value: number } | null };

type Scores_ClassificationReport_Fragment = { __typename: 'ClassificationReport', accuracy: number, macroF1: number };

type Scores_ClusteringReport_Fragment = { __typename: 'ClusteringReport', inertia: number, silhouette: number | null };

type Scores_DetectionReport_Fragment = { __typename: 'DetectionReport', meanAveragePrecision: number };

type Scores_DimensionalityReductionReport_Fragment = { __typename: 'DimensionalityReductionReport', retainedVariance: number };

type Scores_ForecastingReport_Fragment = { __typename: 'ForecastingReport', meanAbsoluteError: number, naiveMeanAbsoluteError: number };

type Scores_GenerationReport_Fragment = { __typename: 'GenerationReport', bitsPerDimension: number };

type Scores_RegressionReport_Fragment = { __typename: 'RegressionReport', meanAbsoluteError: number, r2: number };

export type ScoresFragment =
  | Scores_ClassificationReport_Fragment
  | Scores_ClusteringReport_Fragment
  | Scores_DetectionReport_Fragment
  | Scores_DimensionalityReductionReport_Fragment
  | Scores_ForecastingReport_Fragment
  | Scores_GenerationReport_Fragment
  | Scores_RegressionReport_Fragment
;

export type ModelVersionRowFragment = { version: number, sizeBytes: number, sha256: string, createdAt: string, downloadUrl: string, evaluation:
    | { __typename: 'ClassificationReport', accuracy: number, macroF1: number }
    | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null }
    | { __typename: 'DetectionReport', meanAveragePrecision: number }
    | { __typename: 'DimensionalityReductionReport', retainedVariance: number }
    | { __typename: 'ForecastingReport', meanAbsoluteError: number, naiveMeanAbsoluteError: number }
    | { __typename: 'GenerationReport', bitsPerDimension: number }
    | { __typename: 'RegressionReport', meanAbsoluteError: number, r2: number }
   | null };

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

export type SettingChangesFragment = { changes: Array<{ path: string, value: unknown }> };

export type TaskToCompareQueryVariables = Exact<{
  id: string;
  maxPoints: number;
}>;


export type TaskToCompareQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', id: string, kind: TaskKind, name: string, tags: Array<string>, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, configuration: { objective: Objective, target: string | null, inputs: Array<string> | null, parameters: unknown, id: string, name: string, datasetVersion: { version: number, dataset: { id: string, name: string } }, split: { method: SplitMethod, seed: number, testFraction: number, validationFraction: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, learningRateSchedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: MonitoredMetric, patience: number, minDelta: number } | null }, family: { name: string, title: string }, changes: Array<{ path: string, value: unknown }> } | null, outputModelVersion: { version: number, model: { id: string, name: string }, evaluation:
          | { __typename: 'ClassificationReport', accuracy: number, macroF1: number, macroPrecision: number, macroRecall: number, loss: number, sampleCount: number, confusionMatrix: Array<Array<number>>, perClass: Array<{ name: string, precision: number, recall: number, f1: number, support: number }> }
          | { __typename: 'ClusteringReport', inertia: number, silhouette: number | null, clusterSizes: Array<number>, sampleCount: number }
          | { __typename: 'DetectionReport', meanAveragePrecision: number, sampleCount: number, perClass: Array<{ name: string, averagePrecision: number | null, support: number }> }
          | { __typename: 'DimensionalityReductionReport', componentCount: number, retainedVariance: number, sampleCount: number }
          | { __typename: 'ForecastingReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, naiveMeanAbsoluteError: number, sampleCount: number }
          | { __typename: 'GenerationReport', bitsPerDimension: number, loss: number, sampleCount: number }
          | { __typename: 'RegressionReport', loss: number, meanAbsoluteError: number, rootMeanSquaredError: number, r2: number, sampleCount: number }
         | null, score: { name: string, value: number } | null } | null, metrics: Array<{ name: string, points: Array<{ step: number, epoch: number, value: number, min: number, max: number }> }>, createdBy: { id: string, username: string }, trainingEnd: { cause: TrainingEndCause, epoch: number, bestEpoch: number, monitor: string | null } | null, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, inputModelVersion: { version: number, model: { id: string, name: string } } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null }
   | null };

export type ConfigurationDetailsFragment = { id: string, name: string, createdAt: string, objective: Objective, modality: Modality, target: string | null, inputs: Array<string> | null, futureCovariates: Array<string> | null, parameters: unknown, family: { name: string, title: string }, baseModelVersion: { version: number, model: { id: string, name: string, deletedAt: string | null } } | null, datasetVersion: { version: number }, split: { method: SplitMethod, seed: number, testFraction: number, validationFraction: number }, training: { epochs: number | null, batchSize: number | null, learningRate: number | null, optimizer: Optimizer | null, learningRateSchedule: LearningRateSchedule | null, replicas: number | null, seed: number, earlyStopping: { monitor: MonitoredMetric, patience: number, minDelta: number } | null }, estimate: { memoryBytes: number, parameterCount: number, stepsPerEpoch: number }, changes: Array<{ path: string, value: unknown }> };

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
    | { __typename: 'TrainingEnded', cursor: string, taskId: string }
    | { __typename: 'TrainingProgressed', epoch: number, epochs: number, batch: number, batches: number, samplesPerSecond: number, etaSeconds: number, cursor: string, taskId: string }
   };

export type TaskRowFragment = { id: string, kind: TaskKind, name: string, tags: Array<string>, state: TaskState, createdAt: string, startedAt: string | null, finishedAt: string | null, failureReason: string | null, createdBy: { id: string, username: string }, trainingEnd: { cause: TrainingEndCause, epoch: number, bestEpoch: number, monitor: string | null } | null, outputModelVersion: { version: number, model: { id: string, name: string }, score: { name: string, value: number } | null } | null, progress: { epoch: number, epochs: number, batch: number, batches: number, etaSeconds: number, samplesPerSecond: number } | null, configuration: { id: string, name: string, target: string | null, family: { name: string, title: string }, changes: Array<{ path: string, value: unknown }> } | null, inputModelVersion: { version: number, model: { id: string, name: string } } | null, datasetVersion: { version: number, dataset: { id: string, name: string } } | null };

export type TaskPositionQueryVariables = Exact<{
  id: string;
}>;


export type TaskPositionQuery = { node:
    | { __typename: 'Configuration' }
    | { __typename: 'Dataset' }
    | { __typename: 'Model' }
    | { __typename: 'ModelImport' }
    | { __typename: 'ModelVersion' }
    | { __typename: 'Organization' }
    | { __typename: 'Task', id: string, lastSeq: number }
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
    | { __typename: 'ProjectionReported', epoch: number, groups: Array<string>, cursor: string, seq: number, at: string, attempt: number, points: Array<{ x: number, y: number, group: number | null }>, centers: Array<{ x: number, y: number, group: number | null }> }
    | { __typename: 'SamplesReported', epoch: number, imageUrl: string | null, count: number, gridColumns: number, gridRows: number, texts: Array<string>, cursor: string, seq: number, at: string, attempt: number }
    | { __typename: 'TaskStateChanged', from: TaskState | null, to: TaskState, reason: string | null, cursor: string, seq: number, at: string, attempt: number }
    | { __typename: 'TrainingEnded', cause: TrainingEndCause, epoch: number, bestEpoch: number, monitor: string | null, cursor: string, seq: number, at: string, attempt: number }
    | { __typename: 'TrainingProgressed', epoch: number, epochs: number, batch: number, batches: number, samplesPerSecond: number, etaSeconds: number, cursor: string, seq: number, at: string, attempt: number }
   };

export type TaskMetricsLiveSubscriptionVariables = Exact<{
  taskId: string;
  after?: string | null | undefined;
  maxPoints: number;
  minIntervalMs: number;
}>;


export type TaskMetricsLiveSubscription = { taskMetrics: { cursor: string, keepThroughStep: number | null, series: Array<{ name: string, points: Array<{ step: number, epoch: number, value: number, min: number, max: number }> }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { id: string, username: string } | null, organizations: Array<{ id: string, name: string, isPersonal: boolean, viewerRole: Role }> };

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

export type CreateOrganizationMutationVariables = Exact<{
  input: CreateOrganizationInput;
}>;


export type CreateOrganizationMutation = { createOrganization:
    | { __typename: 'InvalidInput', message: string, field: string }
    | { __typename: 'Organization', id: string, name: string }
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

export type RevokeSessionMutationVariables = Exact<{
  id: string;
}>;


export type RevokeSessionMutation = { revokeSession:
    | { __typename: 'InvalidInput', message: string }
    | { __typename: 'NotFound', message: string }
    | { __typename: 'Session' }
    | { __typename: 'Unauthenticated', message: string }
   };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: boolean };

export type DeleteDatasetMutationVariables = Exact<{
  id: string;
}>;


export type DeleteDatasetMutation = { deleteDataset:
    | { __typename: 'Conflict', message: string, blockingTaskIds: Array<string> }
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
    | { __typename: 'Conflict', message: string, blockingTaskIds: Array<string> }
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
    | { __typename: 'Conflict', message: string, blockingTaskIds: Array<string> }
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

export const TaskStateFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskState"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]} as unknown as DocumentNode<TaskStateFragment, unknown>;
export const TaskProgressFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskProgress"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}}]}}]} as unknown as DocumentNode<TaskProgressFragment, unknown>;
export const DatasetRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageCount"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetRowFragment, unknown>;
export const DatasetLicenseFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetLicense"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"license"}}]}}]} as unknown as DocumentNode<DatasetLicenseFragment, unknown>;
export const IngestionDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}}]} as unknown as DocumentNode<IngestionDetailsFragment, unknown>;
export const DatasetVersionRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ingestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IngestionDetails"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}}]} as unknown as DocumentNode<DatasetVersionRowFragment, unknown>;
export const DatasetVersionDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetVersionRow"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"readyAt"}},{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"location"}}]}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"preview"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"columns"}}},{"kind":"Argument","name":{"kind":"Name","value":"offset"},"value":{"kind":"Variable","name":{"kind":"Name","value":"offset"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinctCount"}},{"kind":"Field","name":{"kind":"Name","value":"missingCount"}},{"kind":"Field","name":{"kind":"Name","value":"isInteger"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"mean"}},{"kind":"Field","name":{"kind":"Name","value":"standardDeviation"}},{"kind":"Field","name":{"kind":"Name","value":"characterCount"}},{"kind":"Field","name":{"kind":"Name","value":"histogram"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topValues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageCount"}},{"kind":"Field","name":{"kind":"Name","value":"channels"}},{"kind":"Field","name":{"kind":"Name","value":"minWidth"}},{"kind":"Field","name":{"kind":"Name","value":"maxWidth"}},{"kind":"Field","name":{"kind":"Name","value":"minHeight"}},{"kind":"Field","name":{"kind":"Name","value":"maxHeight"}},{"kind":"Field","name":{"kind":"Name","value":"boxCount"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"thumbnails"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ingestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IngestionDetails"}}]}}]}}]} as unknown as DocumentNode<DatasetVersionDetailsFragment, unknown>;
export const ReportFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"clusterSizes"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveMeanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerDimension"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DimensionalityReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"componentCount"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}}]}}]} as unknown as DocumentNode<ReportFragment, unknown>;
export const ModelVersionDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"fittedAttributes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}}]}},{"kind":"Field","name":{"kind":"Name","value":"environment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"aiasVersion"}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"device"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"nodeVersion"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"tfjsVersion"}},{"kind":"Field","name":{"kind":"Name","value":"trainSampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"validationSampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"testSampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"parameterCount"}},{"kind":"Field","name":{"kind":"Name","value":"datasetSha256"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"clusterSizes"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveMeanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerDimension"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DimensionalityReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"componentCount"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}}]}}]} as unknown as DocumentNode<ModelVersionDetailsFragment, unknown>;
export const ProfileToTryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProfileToTry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"preview"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinctCount"}},{"kind":"Field","name":{"kind":"Name","value":"isInteger"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"topValues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channels"}}]}}]}}]} as unknown as DocumentNode<ProfileToTryFragment, unknown>;
export const SettingChangesFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<SettingChangesFragment, unknown>;
export const ScoreTextFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScoreText"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<ScoreTextFragment, unknown>;
export const ModelRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScoreText"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScoreText"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<ModelRowFragment, unknown>;
export const SampleContentFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<SampleContentFragment, unknown>;
export const ReportPointsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportPoints"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"predicted"}}]}},{"kind":"Field","name":{"kind":"Name","value":"largestResiduals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"predicted"}},{"kind":"Field","name":{"kind":"Name","value":"sample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SampleContent"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"forecast"}},{"kind":"Field","name":{"kind":"Name","value":"naiveForecast"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<ReportPointsFragment, unknown>;
export const ReportCellFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportCell"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"examples"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"actual"},"value":{"kind":"Variable","name":{"kind":"Name","value":"actual"}}},{"kind":"Argument","name":{"kind":"Name","value":"predicted"},"value":{"kind":"Variable","name":{"kind":"Name","value":"predicted"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"probability"}},{"kind":"Field","name":{"kind":"Name","value":"sample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SampleContent"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<ReportCellFragment, unknown>;
export const ScoresFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scores"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveMeanAbsoluteError"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerDimension"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DimensionalityReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}}]}}]}}]} as unknown as DocumentNode<ScoresFragment, unknown>;
export const ModelVersionRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scores"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scores"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveMeanAbsoluteError"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerDimension"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DimensionalityReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}}]}}]}}]} as unknown as DocumentNode<ModelVersionRowFragment, unknown>;
export const ConfigurationDetailsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"futureCovariates"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"baseModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"testFraction"}},{"kind":"Field","name":{"kind":"Name","value":"validationFraction"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"learningRateSchedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameterCount"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<ConfigurationDetailsFragment, unknown>;
export const TaskRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"trainingEnd"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"bestEpoch"}},{"kind":"Field","name":{"kind":"Name","value":"monitor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScoreText"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"inputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScoreText"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]} as unknown as DocumentNode<TaskRowFragment, unknown>;
export const ConfigureModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfigureModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ConfigureModelInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"configureModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameterCount"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<ConfigureModelMutation, ConfigureModelMutationVariables>;
export const LaunchTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"LaunchTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LaunchTaskInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"launchTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<LaunchTaskMutation, LaunchTaskMutationVariables>;
export const WorkerPoolsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WorkerPools"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}}]}}]}}]} as unknown as DocumentNode<WorkerPoolsQuery, WorkerPoolsQueryVariables>;
export const FindModelsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FindModels"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"models"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"50"}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"CREATED_AT"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<FindModelsQuery, FindModelsQueryVariables>;
export const UpdateDatasetLicenseDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateDatasetLicense"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateDatasetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetLicense"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetLicense"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"license"}}]}}]} as unknown as DocumentNode<UpdateDatasetLicenseMutation, UpdateDatasetLicenseMutationVariables>;
export const DatasetStateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DatasetState"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"location"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetStateQuery, DatasetStateQueryVariables>;
export const CreateDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDatasetInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDatasetPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"upload"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"maxBytes"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<CreateDatasetMutation, CreateDatasetMutationVariables>;
export const FindDatasetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FindDatasets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"20"}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"CREATED_AT"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<FindDatasetsQuery, FindDatasetsQueryVariables>;
export const ItemNameDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ItemName"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ItemNameQuery, ItemNameQueryVariables>;
export const DatasetToLearnDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DatasetToLearn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"version"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinctCount"}},{"kind":"Field","name":{"kind":"Name","value":"missingCount"}},{"kind":"Field","name":{"kind":"Name","value":"isInteger"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageCount"}},{"kind":"Field","name":{"kind":"Name","value":"boxCount"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetToLearnQuery, DatasetToLearnQueryVariables>;
export const ModelFamiliesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ModelFamilies"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"objective"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Objective"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"modality"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Modality"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"modelFamilies"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"objective"},"value":{"kind":"Variable","name":{"kind":"Name","value":"objective"}}},{"kind":"Argument","name":{"kind":"Name","value":"modality"},"value":{"kind":"Variable","name":{"kind":"Name","value":"modality"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"whenToUse"}},{"kind":"Field","name":{"kind":"Name","value":"whenNotToUse"}},{"kind":"Field","name":{"kind":"Name","value":"citation"}},{"kind":"Field","name":{"kind":"Name","value":"modalities"}},{"kind":"Field","name":{"kind":"Name","value":"objectives"}},{"kind":"Field","name":{"kind":"Name","value":"requiresBaseModel"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"default"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"minItems"}},{"kind":"Field","name":{"kind":"Name","value":"maxItems"}},{"kind":"Field","name":{"kind":"Name","value":"choices"}}]}},{"kind":"Field","name":{"kind":"Name","value":"defaultTraining"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"learningRateSchedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ModelFamiliesQuery, ModelFamiliesQueryVariables>;
export const ConfigurationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Configuration"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"futureCovariates"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"baseModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"testFraction"}},{"kind":"Field","name":{"kind":"Name","value":"validationFraction"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"learningRateSchedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameterCount"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}}]} as unknown as DocumentNode<ConfigurationQuery, ConfigurationQueryVariables>;
export const DatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Dataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"columns"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"offset"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetLicense"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetVersionRow"}}]}},{"kind":"Field","name":{"kind":"Name","value":"version"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetVersionDetails"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"ingestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IngestionDetails"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetLicense"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"license"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetVersionRow"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"readyAt"}},{"kind":"Field","name":{"kind":"Name","value":"rejection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"location"}}]}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"preview"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"columns"}}},{"kind":"Argument","name":{"kind":"Name","value":"offset"},"value":{"kind":"Variable","name":{"kind":"Name","value":"offset"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinctCount"}},{"kind":"Field","name":{"kind":"Name","value":"missingCount"}},{"kind":"Field","name":{"kind":"Name","value":"isInteger"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"mean"}},{"kind":"Field","name":{"kind":"Name","value":"standardDeviation"}},{"kind":"Field","name":{"kind":"Name","value":"characterCount"}},{"kind":"Field","name":{"kind":"Name","value":"histogram"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"topValues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageCount"}},{"kind":"Field","name":{"kind":"Name","value":"channels"}},{"kind":"Field","name":{"kind":"Name","value":"minWidth"}},{"kind":"Field","name":{"kind":"Name","value":"maxWidth"}},{"kind":"Field","name":{"kind":"Name","value":"minHeight"}},{"kind":"Field","name":{"kind":"Name","value":"maxHeight"}},{"kind":"Field","name":{"kind":"Name","value":"boxCount"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"thumbnails"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetQuery, DatasetQueryVariables>;
export const DatasetEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"DatasetEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasetEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"datasetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"datasetId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"ingestion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"IngestionDetails"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"IngestionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Ingestion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"phase"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"rowsRead"}},{"kind":"Field","name":{"kind":"Name","value":"imagesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"imagesTotal"}},{"kind":"Field","name":{"kind":"Name","value":"bytesRead"}},{"kind":"Field","name":{"kind":"Name","value":"bytesTotal"}}]}}]} as unknown as DocumentNode<DatasetEventsSubscription, DatasetEventsSubscriptionVariables>;
export const DatasetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Datasets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageCount"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DatasetsQuery, DatasetsQueryVariables>;
export const ExampleImageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExampleImage"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"samples"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"indices"},"value":{"kind":"ListValue","values":[{"kind":"IntValue","value":"0"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ExampleImageQuery, ExampleImageQueryVariables>;
export const ModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Model"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationDetails"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ProfileToTry"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelVersionDetails"}}]}},{"kind":"Field","name":{"kind":"Name","value":"versions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelVersionRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"clusterSizes"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveMeanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerDimension"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DimensionalityReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"componentCount"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Scores"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveMeanAbsoluteError"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerDimension"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DimensionalityReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"futureCovariates"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"baseModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"testFraction"}},{"kind":"Field","name":{"kind":"Name","value":"validationFraction"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"learningRateSchedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameterCount"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ProfileToTry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"preview"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"distinctCount"}},{"kind":"Field","name":{"kind":"Name","value":"isInteger"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}},{"kind":"Field","name":{"kind":"Name","value":"topValues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"channels"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"fittedAttributes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}}]}},{"kind":"Field","name":{"kind":"Name","value":"environment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"aiasVersion"}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"device"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"nodeVersion"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"tfjsVersion"}},{"kind":"Field","name":{"kind":"Name","value":"trainSampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"validationSampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"testSampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"parameterCount"}},{"kind":"Field","name":{"kind":"Name","value":"datasetSha256"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Scores"}}]}}]}}]} as unknown as DocumentNode<ModelQuery, ModelQueryVariables>;
export const ModelsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Models"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ModelFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ModelOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"models"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScoreText"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScoreText"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<ModelsQuery, ModelsQueryVariables>;
export const FamilyTitlesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"FamilyTitles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"modelFamilies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}}]} as unknown as DocumentNode<FamilyTitlesQuery, FamilyTitlesQueryVariables>;
export const OverviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Overview"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"datasets"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}},{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"DatasetRow"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"tasks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"8"}},{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskRow"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"models"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}},{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelRow"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScoreText"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"DatasetRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"format"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"profile"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TableProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rowCount"}},{"kind":"Field","name":{"kind":"Name","value":"columnCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageProfile"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageCount"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"trainingEnd"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"bestEpoch"}},{"kind":"Field","name":{"kind":"Name","value":"monitor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScoreText"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"inputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"latestVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScoreText"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]}}]} as unknown as DocumentNode<OverviewQuery, OverviewQueryVariables>;
export const TaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Task"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskRow"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeq"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"requiredLabels"}},{"kind":"Field","name":{"kind":"Name","value":"unschedulableReason"}},{"kind":"Field","name":{"kind":"Name","value":"predictionsUrl"}},{"kind":"Field","name":{"kind":"Name","value":"organization"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConfigurationDetails"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"trials"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"score"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}},{"kind":"Field","name":{"kind":"Name","value":"inputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"target"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"outputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ModelVersionDetails"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScoreText"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"clusterSizes"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveMeanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerDimension"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DimensionalityReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"componentCount"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"trainingEnd"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"bestEpoch"}},{"kind":"Field","name":{"kind":"Name","value":"monitor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScoreText"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"inputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConfigurationDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"modality"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"futureCovariates"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"baseModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"testFraction"}},{"kind":"Field","name":{"kind":"Name","value":"validationFraction"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"learningRateSchedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"estimate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"parameterCount"}},{"kind":"Field","name":{"kind":"Name","value":"stepsPerEpoch"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ModelVersionDetails"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sizeBytes"}},{"kind":"Field","name":{"kind":"Name","value":"sha256"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"downloadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"fittedAttributes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"values"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}}]}},{"kind":"Field","name":{"kind":"Name","value":"environment"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"aiasVersion"}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"device"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"nodeVersion"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"tfjsVersion"}},{"kind":"Field","name":{"kind":"Name","value":"trainSampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"validationSampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"testSampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"parameterCount"}},{"kind":"Field","name":{"kind":"Name","value":"datasetSha256"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}}]}}]} as unknown as DocumentNode<TaskQuery, TaskQueryVariables>;
export const TasksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Tasks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TaskFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TaskOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tasks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScoreText"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"trainingEnd"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"bestEpoch"}},{"kind":"Field","name":{"kind":"Name","value":"monitor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScoreText"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"inputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<TasksQuery, TasksQueryVariables>;
export const SessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"isCurrent"}}]}}]}}]}}]} as unknown as DocumentNode<SessionsQuery, SessionsQueryVariables>;
export const ClusterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Cluster"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"host"}},{"kind":"Field","name":{"kind":"Name","value":"pid"}},{"kind":"Field","name":{"kind":"Name","value":"backend"}},{"kind":"Field","name":{"kind":"Name","value":"device"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"slots"}},{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"labels"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastHeartbeatAt"}},{"kind":"Field","name":{"kind":"Name","value":"currentTasks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"queuePools"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"queuedTasks"}},{"kind":"Field","name":{"kind":"Name","value":"runningTasks"}},{"kind":"Field","name":{"kind":"Name","value":"slots"}},{"kind":"Field","name":{"kind":"Name","value":"workerCount"}},{"kind":"Field","name":{"kind":"Name","value":"oldestQueuedSeconds"}}]}}]}}]} as unknown as DocumentNode<ClusterQuery, ClusterQueryVariables>;
export const OrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Organization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"isPersonal"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"quota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxRunningTasks"}},{"kind":"Field","name":{"kind":"Name","value":"runningTasks"}},{"kind":"Field","name":{"kind":"Name","value":"maxGpuSecondsPerMonth"}},{"kind":"Field","name":{"kind":"Name","value":"gpuSecondsUsed"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OrganizationQuery, OrganizationQueryVariables>;
export const RegisterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Register"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"register"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegisterPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimited"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<RegisterMutation, RegisterMutationVariables>;
export const LoginDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Login"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"login"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LoginPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimited"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<LoginMutation, LoginMutationVariables>;
export const TrashDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Trash"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TrashFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TrashOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trash"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itemId"}},{"kind":"Field","name":{"kind":"Name","value":"itemType"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"deletedAt"}},{"kind":"Field","name":{"kind":"Name","value":"purgeAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<TrashQuery, TrashQueryVariables>;
export const PredictDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Predict"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PredictInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"predict"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PredictPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"predictions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"reconstruction"}},{"kind":"Field","name":{"kind":"Name","value":"embedding"}},{"kind":"Field","name":{"kind":"Name","value":"probabilities"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"probability"}}]}},{"kind":"Field","name":{"kind":"Name","value":"boxes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"confidence"}},{"kind":"Field","name":{"kind":"Name","value":"x"}},{"kind":"Field","name":{"kind":"Name","value":"y"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"height"}}]}},{"kind":"Field","name":{"kind":"Name","value":"forecast"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<PredictMutation, PredictMutationVariables>;
export const GenerateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Generate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"GenerateInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"generate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GeneratePayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"images"}},{"kind":"Field","name":{"kind":"Name","value":"texts"}},{"kind":"Field","name":{"kind":"Name","value":"grid"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<GenerateMutation, GenerateMutationVariables>;
export const ModelWantsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ModelWants"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"version"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inputSpec"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TabularInputSpec"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"classes"}},{"kind":"Field","name":{"kind":"Name","value":"columns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageInputSpec"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"height"}},{"kind":"Field","name":{"kind":"Name","value":"width"}},{"kind":"Field","name":{"kind":"Name","value":"channels"}},{"kind":"Field","name":{"kind":"Name","value":"classes"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ModelWantsQuery, ModelWantsQueryVariables>;
export const LastRowsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LastRows"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"configurationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"count"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"configurationId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"lastRows"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"count"},"value":{"kind":"Variable","name":{"kind":"Name","value":"count"}}},{"kind":"Argument","name":{"kind":"Name","value":"dateColumn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}]}]}}]}}]}}]}}]} as unknown as DocumentNode<LastRowsQuery, LastRowsQueryVariables>;
export const ReportPointsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReportPoints"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportPoints"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportPoints"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportPoints"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"predicted"}}]}},{"kind":"Field","name":{"kind":"Name","value":"largestResiduals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"predicted"}},{"kind":"Field","name":{"kind":"Name","value":"sample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SampleContent"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"timestamp"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}},{"kind":"Field","name":{"kind":"Name","value":"forecast"}},{"kind":"Field","name":{"kind":"Name","value":"naiveForecast"}}]}}]}}]}}]} as unknown as DocumentNode<ReportPointsQuery, ReportPointsQueryVariables>;
export const ReportCellDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReportCell"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"version"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"actual"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"predicted"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"number"},"value":{"kind":"Variable","name":{"kind":"Name","value":"version"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportCell"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"ReportCell"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SampleContent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetRow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"cells"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DatasetImage"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"dataUrl"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UnavailableSample"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ReportCell"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"examples"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"actual"},"value":{"kind":"Variable","name":{"kind":"Name","value":"actual"}}},{"kind":"Argument","name":{"kind":"Name","value":"predicted"},"value":{"kind":"Variable","name":{"kind":"Name","value":"predicted"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"probability"}},{"kind":"Field","name":{"kind":"Name","value":"sample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SampleContent"}}]}}]}}]}}]} as unknown as DocumentNode<ReportCellQuery, ReportCellQueryVariables>;
export const PauseTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PauseTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pauseTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<PauseTaskMutation, PauseTaskMutationVariables>;
export const ResumeTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ResumeTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"resumeTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ResumeTaskMutation, ResumeTaskMutationVariables>;
export const CancelTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<CancelTaskMutation, CancelTaskMutationVariables>;
export const TaskToCompareDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TaskToCompare"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxPoints"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"TaskRow"}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"objective"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"inputs"}},{"kind":"Field","name":{"kind":"Name","value":"parameters"}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"split"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"testFraction"}},{"kind":"Field","name":{"kind":"Name","value":"validationFraction"}}]}},{"kind":"Field","name":{"kind":"Name","value":"training"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batchSize"}},{"kind":"Field","name":{"kind":"Name","value":"learningRate"}},{"kind":"Field","name":{"kind":"Name","value":"optimizer"}},{"kind":"Field","name":{"kind":"Name","value":"learningRateSchedule"}},{"kind":"Field","name":{"kind":"Name","value":"replicas"}},{"kind":"Field","name":{"kind":"Name","value":"seed"}},{"kind":"Field","name":{"kind":"Name","value":"earlyStopping"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"monitor"}},{"kind":"Field","name":{"kind":"Name","value":"patience"}},{"kind":"Field","name":{"kind":"Name","value":"minDelta"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"outputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evaluation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Report"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"metrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"maxPoints"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxPoints"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScoreText"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ModelVersion"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"score"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingChanges"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Configuration"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"tags"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"failureReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"trainingEnd"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"bestEpoch"}},{"kind":"Field","name":{"kind":"Name","value":"monitor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScoreText"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"progress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"configuration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingChanges"}},{"kind":"Field","name":{"kind":"Name","value":"family"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"inputModelVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"model"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"datasetVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"dataset"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Report"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EvaluationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClassificationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accuracy"}},{"kind":"Field","name":{"kind":"Name","value":"macroF1"}},{"kind":"Field","name":{"kind":"Name","value":"macroPrecision"}},{"kind":"Field","name":{"kind":"Name","value":"macroRecall"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"confusionMatrix"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}},{"kind":"Field","name":{"kind":"Name","value":"recall"}},{"kind":"Field","name":{"kind":"Name","value":"f1"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RegressionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"r2"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ClusteringReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inertia"}},{"kind":"Field","name":{"kind":"Name","value":"silhouette"}},{"kind":"Field","name":{"kind":"Name","value":"clusterSizes"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DetectionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meanAveragePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}},{"kind":"Field","name":{"kind":"Name","value":"perClass"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"averagePrecision"}},{"kind":"Field","name":{"kind":"Name","value":"support"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ForecastingReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"meanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"rootMeanSquaredError"}},{"kind":"Field","name":{"kind":"Name","value":"naiveMeanAbsoluteError"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"GenerationReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bitsPerDimension"}},{"kind":"Field","name":{"kind":"Name","value":"loss"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DimensionalityReductionReport"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"componentCount"}},{"kind":"Field","name":{"kind":"Name","value":"retainedVariance"}},{"kind":"Field","name":{"kind":"Name","value":"sampleCount"}}]}}]}}]} as unknown as DocumentNode<TaskToCompareQuery, TaskToCompareQueryVariables>;
export const OrganizationEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OrganizationEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"organizationEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"organizationId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"organizationId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"taskId"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskStateChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrainingProgressed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}}]}}]}}]}}]} as unknown as DocumentNode<OrganizationEventsSubscription, OrganizationEventsSubscriptionVariables>;
export const TaskPositionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TaskPosition"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeq"}}]}}]}}]}}]} as unknown as DocumentNode<TaskPositionQuery, TaskPositionQueryVariables>;
export const TaskEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TaskEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"taskEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"taskId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"includeMetrics"},"value":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskStateChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrainingProgressed"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"epochs"}},{"kind":"Field","name":{"kind":"Name","value":"batch"}},{"kind":"Field","name":{"kind":"Name","value":"batches"}},{"kind":"Field","name":{"kind":"Name","value":"samplesPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"etaSeconds"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CheckpointSaved"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"step"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LogWritten"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SamplesReported"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"imageUrl"}},{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"gridColumns"}},{"kind":"Field","name":{"kind":"Name","value":"gridRows"}},{"kind":"Field","name":{"kind":"Name","value":"texts"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProjectionReported"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"groups"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"x"}},{"kind":"Field","name":{"kind":"Name","value":"y"}},{"kind":"Field","name":{"kind":"Name","value":"group"}}]}},{"kind":"Field","name":{"kind":"Name","value":"centers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"x"}},{"kind":"Field","name":{"kind":"Name","value":"y"}},{"kind":"Field","name":{"kind":"Name","value":"group"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrainingEnded"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"bestEpoch"}},{"kind":"Field","name":{"kind":"Name","value":"monitor"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EventsOmitted"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"firstSeq"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeq"}}]}}]}}]}}]} as unknown as DocumentNode<TaskEventsSubscription, TaskEventsSubscriptionVariables>;
export const TaskMetricsLiveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"TaskMetricsLive"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"maxPoints"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"minIntervalMs"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"taskMetrics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"taskId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"maxPoints"},"value":{"kind":"Variable","name":{"kind":"Name","value":"maxPoints"}}},{"kind":"Argument","name":{"kind":"Name","value":"minIntervalMs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"minIntervalMs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"keepThroughStep"}},{"kind":"Field","name":{"kind":"Name","value":"series"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"step"}},{"kind":"Field","name":{"kind":"Name","value":"epoch"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"min"}},{"kind":"Field","name":{"kind":"Name","value":"max"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TaskMetricsLiveSubscription, TaskMetricsLiveSubscriptionVariables>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"organizations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"isPersonal"}},{"kind":"Field","name":{"kind":"Name","value":"viewerRole"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const AddMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AddMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"AddMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"addMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<AddMemberMutation, AddMemberMutationVariables>;
export const CreateOrganizationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateOrganization"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateOrganizationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createOrganization"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Organization"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<CreateOrganizationMutation, CreateOrganizationMutationVariables>;
export const SetMemberRoleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetMemberRole"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetMemberRoleInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setMemberRole"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<SetMemberRoleMutation, SetMemberRoleMutationVariables>;
export const RemoveMemberDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RemoveMember"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RemoveMemberInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"removeMember"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const RevokeSessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const LogoutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Logout"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"logout"}}]}}]} as unknown as DocumentNode<LogoutMutation, LogoutMutationVariables>;
export const DeleteDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrashEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itemId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Conflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"blockingTaskIds"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteDatasetMutation, DeleteDatasetMutationVariables>;
export const RestoreDatasetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RestoreDataset"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"restoreDataset"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Dataset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RestoreDatasetMutation, RestoreDatasetMutationVariables>;
export const DeleteModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrashEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itemId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Conflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"blockingTaskIds"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteModelMutation, DeleteModelMutationVariables>;
export const RestoreModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RestoreModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"restoreModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Model"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RestoreModelMutation, RestoreModelMutationVariables>;
export const DeleteTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TrashEntry"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"itemId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Conflict"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"blockingTaskIds"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteTaskMutation, DeleteTaskMutationVariables>;
export const RestoreTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RestoreTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"restoreTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RestoreTaskMutation, RestoreTaskMutationVariables>;
export const possibleTypes: Record<string, string[]> = {"DatasetProfile":["ImageProfile","TableProfile"],"DatasetSample":["DatasetImage","DatasetRow","UnavailableSample"],"Error":["Conflict","Forbidden","InvalidCredentials","InvalidInput","NotFound","RateLimited","Unauthenticated","UsernameTaken"],"EvaluationReport":["ClassificationReport","ClusteringReport","DetectionReport","DimensionalityReductionReport","ForecastingReport","GenerationReport","RegressionReport"]};
