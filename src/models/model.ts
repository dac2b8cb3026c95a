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
  samples: z.number().int(),
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
  samples: z.number().int(),
  loss: z.number(),
  meanAbsoluteError: z.number(),
  rootMeanSquaredError: z.number(),
  /** Coefficient of determination. At most 1; negative when the mean predicts better. */
  r2: z.number(),
  evaluatedKey,
});

const clusteringReportSchema = z.object({
  objective: z.literal('CLUSTERING'),
  samples: z.number().int(),
  /** Number of samples in each cluster, by cluster number. */
  sizes: z.array(z.number().int()),
  /** Sum of squared distances of the samples to the center of their cluster. */
  inertia: z.number(),
  /** Mean silhouette coefficient, from -1 to 1. Null with fewer than two non-empty clusters. */
  silhouette: z.number().nullable(),
});

const reductionReportSchema = z.object({
  objective: z.literal('DIMENSIONALITY_REDUCTION'),
  samples: z.number().int(),
  components: z.number().int(),
  /** Fraction of the variance that a linear reconstruction from the components explains. */
  retainedVariance: z.number(),
});

const forecastingReportSchema = z.object({
  objective: z.literal('FORECASTING'),
  samples: z.number().int(),
  /** Mean squared error. */
  loss: z.number(),
  meanAbsoluteError: z.number(),
  rootMeanSquaredError: z.number(),
  /** Mean absolute error of the seasonal naive forecast. */
  naiveError: z.number(),
  evaluatedKey,
});

const detectionReportSchema = z.object({
  objective: z.literal('DETECTION'),
  samples: z.number().int(),
  meanAveragePrecision: proportion,
  /** `averagePrecision` is null when no image contains a box of the class. */
  perClass: z.array(z.object({ name: z.string(), averagePrecision: proportion.nullable(), support: z.number().int() })),
});

const generationReportSchema = z.object({
  objective: z.literal('GENERATION'),
  samples: z.number().int(),
  /** Mean negative log-likelihood of a sample, in nats. */
  loss: z.number(),
  bitsPerUnit: z.number(),
});

/**
 * Evaluation on the test set. Null without a test set, except for clustering and dimensionality reduction, which are then
 * evaluated on all samples.
 */
export const evaluationReportSchema = z.discriminatedUnion('objective', [
  classificationReportSchema,
  regressionReportSchema,
  clusteringReportSchema,
  reductionReportSchema,
  forecastingReportSchema,
  detectionReportSchema,
  generationReportSchema,
]);

/** Fitted attributes of a model, such as its coefficients. `labels` name what each value refers to. */
export const factsSchema = z.array(
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
  facts: factsSchema,
  history: historySchema,
});

/** Software, hardware and data needed to reproduce a model. */
export const environmentSchema = z.object({
  backend: z.string(),
  device: z.string(),
  node: z.string(),
  aias: z.string(),
  tensorflow: z.string(),
  seed: z.number().int(),
  datasetSha256: z.string(),
  trainSamples: z.number().int(),
  validationSamples: z.number().int(),
  testSamples: z.number().int(),
  weights: z.number().int(),
  durationSeconds: z.number(),
});

export type EvaluationReport = z.infer<typeof evaluationReportSchema>;
export type ClassificationReport = z.infer<typeof classificationReportSchema>;
export type RegressionReport = z.infer<typeof regressionReportSchema>;
export type ClusteringReport = z.infer<typeof clusteringReportSchema>;
export type ReductionReport = z.infer<typeof reductionReportSchema>;
export type ForecastingReport = z.infer<typeof forecastingReportSchema>;
export type DetectionReport = z.infer<typeof detectionReportSchema>;
export type GenerationReport = z.infer<typeof generationReportSchema>;
export type Facts = z.infer<typeof factsSchema>;
export type History = z.infer<typeof historySchema>;
export type Environment = z.infer<typeof environmentSchema>;

/** Result of a finished training task. */
export interface TrainedModel {
  artifactKey: string;
  sha256: string;
  bytes: number;
  report: EvaluationReport | null;
  facts: Facts;
  history: History;
  environment: Environment;
}

/** Details of a version, which may be megabytes. */
export type ModelDetails = Pick<TrainedModel, 'report' | 'facts' | 'history'>;

/** A version without its details, which `detailsOf` in model-service.ts reads. Imports have no `taskId` and no `environment`. */
export interface ModelVersion extends Omit<TrainedModel, 'environment' | keyof ModelDetails> {
  id: string;
  modelId: string;
  version: number;
  taskId: string | null;
  environment: Environment | null;
  createdAt: Date;
}
