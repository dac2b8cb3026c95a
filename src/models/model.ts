/**
 * A model is trained from a configuration: every finished training task adds a version. Versions are immutable.
 * The files of a version are one zip in the artifact store (models/bundle.ts).
 */
import { z } from 'zod';

const proportion = z.number().min(0).max(1);
/** Store key of the evaluated samples (models/sample-predictions.ts). Reports created before samples were stored have none. */
const evaluatedKey = z.string().optional();

const classificationReportSchema = z.object({
  objective: z.literal('CLASSIFICATION'),
  sampleCount: z.number().int(),
  loss: z.number(),
  accuracy: proportion,
  macroPrecision: proportion,
  macroRecall: proportion,
  macroF1: proportion,
  perClass: z.array(
    z.object({
      name: z.string(),
      precision: proportion,
      recall: proportion,
      f1: proportion,
      support: z.number().int(),
    }),
  ),
  /** Rows are the true classes, columns the predicted ones, in the order of `perClass`. */
  confusionMatrix: z.array(z.array(z.number().int())),
  evaluatedKey,
});

const regressionReportSchema = z.object({
  objective: z.literal('REGRESSION'),
  sampleCount: z.number().int(),
  loss: z.number(),
  meanAbsoluteError: z.number(),
  rootMeanSquaredError: z.number(),
  /** Coefficient of determination. At most 1; negative when the mean predicts better. */
  r2: z.number(),
  evaluatedKey,
});

const clusteringReportSchema = z.object({
  objective: z.literal('CLUSTERING'),
  sampleCount: z.number().int(),
  /** Number of samples in each cluster, by cluster number. */
  clusterSizes: z.array(z.number().int()),
  /** Sum of squared distances of the samples to the center of their cluster. */
  inertia: z.number(),
  /** Mean silhouette coefficient, from -1 to 1. Null with fewer than two non-empty clusters. */
  silhouette: z.number().nullable(),
});

const dimensionalityReductionReportSchema = z.object({
  objective: z.literal('DIMENSIONALITY_REDUCTION'),
  sampleCount: z.number().int(),
  componentCount: z.number().int(),
  /** Fraction of the variance that a linear reconstruction from the components explains. */
  retainedVariance: z.number(),
});

const forecastingReportSchema = z.object({
  objective: z.literal('FORECASTING'),
  sampleCount: z.number().int(),
  /** Mean squared error. */
  loss: z.number(),
  meanAbsoluteError: z.number(),
  rootMeanSquaredError: z.number(),
  /** Mean absolute error of the seasonal naive forecast. */
  naiveMeanAbsoluteError: z.number(),
  evaluatedKey,
});

const detectionReportSchema = z.object({
  objective: z.literal('DETECTION'),
  sampleCount: z.number().int(),
  meanAveragePrecision: proportion,
  /** `averagePrecision` is null when no image contains a box of the class. */
  perClass: z.array(z.object({ name: z.string(), averagePrecision: proportion.nullable(), support: z.number().int() })),
});

const generationReportSchema = z.object({
  objective: z.literal('GENERATION'),
  sampleCount: z.number().int(),
  /** Mean negative log-likelihood of a sample, in nats. */
  loss: z.number(),
  bitsPerDimension: z.number(),
});

/**
 * Evaluation on the test set. Null without a test set, except for clustering and dimensionality reduction, which are then
 * evaluated on all samples.
 */
export const evaluationReportSchema = z.discriminatedUnion('objective', [
  classificationReportSchema,
  regressionReportSchema,
  clusteringReportSchema,
  dimensionalityReductionReportSchema,
  forecastingReportSchema,
  detectionReportSchema,
  generationReportSchema,
]);

/** Fitted attributes of a model, such as its coefficients. `labels` name what each value refers to. */
export const fittedAttributesSchema = z.array(
  z.object({ name: z.string(), values: z.array(z.number()), labels: z.array(z.string()).optional() }),
);

/** Reported metrics at the end of every epoch. */
export const historySchema = z.array(
  z.object({
    epoch: z.number().int(),
    step: z.number().int(),
    metrics: z.array(z.object({ name: z.string(), value: z.number() })),
  }),
);

export const detailsSchema = z.object({
  report: evaluationReportSchema.nullable(),
  fittedAttributes: fittedAttributesSchema,
  history: historySchema,
});

/** Software, hardware and data needed to reproduce a model. */
export const environmentSchema = z.object({
  backend: z.string(),
  device: z.string(),
  nodeVersion: z.string(),
  aiasVersion: z.string(),
  tfjsVersion: z.string(),
  seed: z.number().int(),
  datasetSha256: z.string(),
  trainSampleCount: z.number().int(),
  validationSampleCount: z.number().int(),
  testSampleCount: z.number().int(),
  parameterCount: z.number().int(),
  durationSeconds: z.number(),
});

export type EvaluationReport = z.infer<typeof evaluationReportSchema>;
export type ClassificationReport = z.infer<typeof classificationReportSchema>;
export type RegressionReport = z.infer<typeof regressionReportSchema>;
export type ClusteringReport = z.infer<typeof clusteringReportSchema>;
export type DimensionalityReductionReport = z.infer<typeof dimensionalityReductionReportSchema>;
export type ForecastingReport = z.infer<typeof forecastingReportSchema>;
export type DetectionReport = z.infer<typeof detectionReportSchema>;
export type GenerationReport = z.infer<typeof generationReportSchema>;
export type FittedAttributes = z.infer<typeof fittedAttributesSchema>;
export type History = z.infer<typeof historySchema>;
export type TrainingEnvironment = z.infer<typeof environmentSchema>;

/** The metric of each report that stands for it in lists. */
export const mainMetrics = {
  CLASSIFICATION: 'accuracy',
  REGRESSION: 'r2',
  FORECASTING: 'meanAbsoluteError',
  CLUSTERING: 'silhouette',
  DIMENSIONALITY_REDUCTION: 'retainedVariance',
  DETECTION: 'meanAveragePrecision',
  GENERATION: 'bitsPerDimension',
} as const satisfies { [O in EvaluationReport['objective']]: keyof Extract<EvaluationReport, { objective: O }> };

/** The main metric of a report. */
export interface Score {
  name: string;
  value: number;
}

/** Result of a finished training task. */
export interface TrainedModel {
  artifactKey: string;
  sha256: string;
  sizeBytes: number;
  report: EvaluationReport | null;
  fittedAttributes: FittedAttributes;
  history: History;
  environment: TrainingEnvironment;
}

/** Details of a version, which may be megabytes. */
export type ModelDetails = Pick<TrainedModel, 'report' | 'fittedAttributes' | 'history'>;

/** A version without its details, which `detailsOf` in model-service.ts reads. Imports have no `taskId` and no `environment`. */
export interface ModelVersion extends Omit<TrainedModel, 'environment' | keyof ModelDetails> {
  id: string;
  modelId: string;
  version: number;
  taskId: string | null;
  environment: TrainingEnvironment | null;
  createdAt: Date;
}
